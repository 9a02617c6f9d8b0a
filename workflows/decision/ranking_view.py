"""The ranking as its page shows it: lines, cut, ties, reasons, areas, and the budget as a bar."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from engine import Text
from workflows.application.queries import applications_of
from workflows.call.queries import funding_call
from workflows.call.values import FundingCall
from workflows.decision.ranking import rank
from workflows.decision.ranking_model import PairReason, RankedRow, Ranking
from workflows.decision.rankings import KeptRanking, latest_ranking
from workflows.decision.sources import candidates_of, policy_of
from workflows.decision.wording import OUTCOMES

Scenario = Literal["area_first", "pure_score", "partial"]
_SCENARIOS: Mapping[str, Scenario] = {"area_first": "area_first", "pure_score": "pure_score"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingLine:
    """One application's line. `decides` is the reason why it precedes the next, where their totals are equal.

    `is_last_granted` marks the line above the cut.
    """

    row: RankedRow
    outcome: Text
    is_last_granted: bool
    decides: PairReason | None
    follows_tie: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the budget bar, in percent of its whole width: a grant, the next one that does not fit, or the rest."""

    kind: Literal["granted", "next", "left"]
    label: str
    amount_sek: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class AreaCover:
    """What one strength area gets."""

    code: str
    name: str
    granted_sek: int
    is_covered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingView:
    """Everything that the ranking page shows. `unranked` counts the applications that are not ranked, by status."""

    call: FundingCall
    scenario: Scenario
    is_confirmed: bool
    confirmed_at: datetime | None
    lines: Sequence[RankingLine]
    low_lines: Sequence[RankingLine]
    pairs: Sequence[PairReason]
    segments: Sequence[Segment]
    areas: Sequence[AreaCover]
    granted_sek: int
    left_sek: int
    granted_count: int
    unranked: Mapping[str, int]
    deviations: Sequence[Mapping[str, Any]]
    deviation_reason: str

    @property
    def is_rest_too_small(self) -> bool:
        """Whether what is left is less than the least support that the call gives."""
        return 0 < self.left_sek < self.call.min_sek


def ranking_view(session: Session, call_id: str, *, scenario: Scenario | None = None) -> RankingView | None:
    """The call's ranking: the confirmed one, or (before that, or for a scenario) one made now from the assessments.

    None while nothing is assessed. Raises UnknownCallError.
    """
    found = funding_call(session, call_id)
    kept = latest_ranking(session, call_id, confirmed=True)
    if kept is not None and scenario in (None, kept.scenario):
        return _view(session, found, kept.ranking, scenario=_SCENARIOS[kept.scenario], kept=kept)
    chosen: Scenario = scenario or ("area_first" if found.area_first else "pure_score")
    candidates = candidates_of(session, found)
    if not candidates:
        return None
    policy = policy_of(found, area_first=found.area_first if chosen == "partial" else chosen == "area_first")
    ranking = rank(candidates, policy=replace(policy, partial_grants=chosen == "partial"))
    return _view(session, found, ranking, scenario=chosen, kept=None)


def _view(
    session: Session, found: FundingCall, ranking: Ranking, *, scenario: Scenario, kept: KeptRanking | None
) -> RankingView:
    lines = _lines(ranking)
    ranked = {row.candidate.application_id for row in ranking.rows}
    unranked = Counter(one.status for one in applications_of(session, found.id) if one.id not in ranked)
    return RankingView(
        call=found,
        scenario=scenario,
        is_confirmed=kept is not None,
        confirmed_at=kept.created_at if kept else None,
        lines=tuple(line for line in lines if line.row.place is not None),
        low_lines=tuple(line for line in lines if line.row.place is None),
        pairs=ranking.pairs,
        segments=budget_segments(ranking),
        areas=area_cover(ranking),
        granted_sek=ranking.granted_sek,
        left_sek=ranking.left_sek,
        granted_count=len(ranking.with_outcome("granted", "partly_granted")),
        unranked=dict(sorted(unranked.items())),
        deviations=kept.deviations if kept else (),
        deviation_reason=kept.deviation_reason if kept else "",
    )


def _lines(ranking: Ranking) -> list[RankingLine]:
    ties = {pair.before: pair for pair in ranking.pairs if pair.is_tie}
    after_tie = {pair.after for pair in ranking.pairs if pair.is_tie}
    granted = ranking.with_outcome("granted", "partly_granted")
    return [
        RankingLine(
            row=row,
            outcome=_outcome(row),
            is_last_granted=bool(granted) and row is granted[-1],
            decides=ties.get(row.candidate.application_id),
            follows_tie=row.candidate.application_id in after_tie,
        )
        for row in ranking.rows
    ]


def _outcome(row: RankedRow) -> Text:
    text = OUTCOMES[row.outcome]
    return Text(f"{text.sv} {row.reserve_no}", f"{text.en} {row.reserve_no}") if row.reserve_no else text


def budget_segments(ranking: Ranking) -> tuple[Segment, ...]:
    """The bar: one segment for each grant, the next application outside the budget, and what is left within it."""
    granted = ranking.with_outcome("granted", "partly_granted")
    following = next(iter(ranking.with_outcome("reserve")), None)
    beyond = following.candidate.sought_sek if following else 0
    whole = max(ranking.policy.budget_sek, ranking.granted_sek + beyond, 1)
    found: list[Segment] = []
    at = 0
    for row in granted:
        found.append(_segment("granted", row.candidate.title, row.granted_sek, at, whole))
        at += row.granted_sek
    if ranking.left_sek:
        found.append(_segment("left", "", ranking.left_sek, at, whole))
    if following is not None:
        found.append(_segment("next", following.candidate.title, beyond, at, whole))
    return tuple(found)


def _segment(kind: Literal["granted", "next", "left"], label: str, amount_sek: int, at: int, whole: int) -> Segment:
    return Segment(kind, label, amount_sek, round(at * 100 / whole, 2), round(amount_sek * 100 / whole, 2))


def area_cover(ranking: Ranking) -> tuple[AreaCover, ...]:
    """What each area of the call gets; an application in several areas counts in each of them."""
    granted = ranking.with_outcome("granted", "partly_granted")
    return tuple(
        AreaCover(
            code,
            ranking.policy.area_names.get(code, code),
            sum(row.granted_sek for row in granted if code in row.candidate.areas),
            any(code in row.candidate.areas for row in granted),
        )
        for code in ranking.policy.areas
    )
