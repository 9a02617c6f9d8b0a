"""A ranking as plain data: for a case's variables, and as the bytes that are kept and compared."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from engine import Text
from workflows.decision.ranking_model import Candidate, Criterion, PairReason, RankedRow, Ranking, RankingPolicy


def rows_of(ranking: Ranking) -> list[dict[str, Any]]:
    """The rows as contexts, for the variable `ranking`: one line per application, in order."""
    return [_row(row) for row in ranking.rows]


def ranking_bytes(ranking: Ranking) -> bytes:
    """The whole ranking as canonical JSON: the same data give the same bytes (R-32)."""
    document = {
        "policy": _policy(ranking.policy),
        "rows": rows_of(ranking),
        "pairs": [_pair(pair) for pair in ranking.pairs],
        "granted_sek": ranking.granted_sek,
        "left_sek": ranking.left_sek,
    }
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def ranking_from(content: bytes | str) -> Ranking:
    """The ranking that `ranking_bytes` wrote."""
    document = json.loads(content)
    policy = document["policy"]
    return Ranking(
        policy=RankingPolicy(
            budget_sek=policy["budget_sek"],
            criteria=tuple(Criterion(one["code"], one["name"], Decimal(one["weight"])) for one in policy["criteria"]),
            threshold_total=Decimal(policy["threshold_total"]),
            threshold_each=policy["threshold_each"],
            min_sek=policy["min_sek"],
            areas=tuple(policy["areas"]),
            area_names=policy["area_names"],
            area_first=policy["area_first"],
            partial_grants=policy["partial_grants"],
            reserve_mode=policy["reserve_mode"],
        ),
        rows=tuple(_row_from(row) for row in document["rows"]),
        pairs=tuple(_pair_from(pair) for pair in document["pairs"]),
    )


def _policy(policy: RankingPolicy) -> dict[str, Any]:
    return {
        "budget_sek": policy.budget_sek,
        "criteria": [{"code": one.code, "name": one.name, "weight": str(one.weight)} for one in policy.criteria],
        "threshold_total": str(policy.threshold_total),
        "threshold_each": policy.threshold_each,
        "min_sek": policy.min_sek,
        "areas": list(policy.areas),
        "area_names": dict(policy.area_names),
        "area_first": policy.area_first,
        "partial_grants": policy.partial_grants,
        "reserve_mode": policy.reserve_mode,
    }


def _row(row: RankedRow) -> dict[str, Any]:
    one = row.candidate
    return {
        "place": row.place,
        "application_id": one.application_id,
        "registry_number": one.registry_number,
        "title": one.title,
        "applicant_name": one.applicant_name,
        "areas": list(one.areas),
        "scores": list(one.scores),
        "total": str(one.total),
        "sought_sek": one.sought_sek,
        "granted_sek": row.granted_sek,
        "cumulative_sek": row.cumulative_sek,
        "outcome": row.outcome,
        "reserve_no": row.reserve_no,
        "phase": row.phase,
        "explanation": row.explanation.sv,
        "explanation_en": row.explanation.en,
    }


def _row_from(row: Mapping[str, Any]) -> RankedRow:
    return RankedRow(
        place=row["place"],
        candidate=Candidate(
            application_id=row["application_id"],
            registry_number=row["registry_number"],
            title=row["title"],
            applicant_name=row["applicant_name"],
            areas=tuple(row["areas"]),
            scores=tuple(_whole(row["scores"])),
            total=Decimal(row["total"]),
            sought_sek=int(row["sought_sek"]),
        ),
        outcome=row["outcome"],
        granted_sek=int(row["granted_sek"]),
        cumulative_sek=row["cumulative_sek"],
        reserve_no=row["reserve_no"],
        phase=row["phase"],
        explanation=Text(row["explanation"], row["explanation_en"]),
    )


def _whole(values: Sequence[Any]) -> list[int]:
    return [int(value) for value in values]


def _pair(pair: PairReason) -> dict[str, Any]:
    return {
        "before": pair.before,
        "after": pair.after,
        "key": pair.key,
        "value_before": pair.value_before,
        "value_after": pair.value_after,
        "is_tie": pair.is_tie,
        "text": pair.text.sv,
        "text_en": pair.text.en,
    }


def _pair_from(pair: Mapping[str, Any]) -> PairReason:
    return PairReason(
        before=pair["before"],
        after=pair["after"],
        key=pair["key"],
        value_before=pair["value_before"],
        value_after=pair["value_after"],
        is_tie=pair["is_tie"],
        text=Text(pair["text"], pair["text_en"]),
    )
