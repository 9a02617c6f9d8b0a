"""The operations that propose, confirm and keep a call's ranking."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from engine import Call, Text
from workflows.application.outcomes import outcome_of
from workflows.call.queries import funding_call
from workflows.call.values import FundingCall
from workflows.decision.errors import DecisionMissingError
from workflows.decision.model import Verdict
from workflows.decision.ranking import rank
from workflows.decision.ranking_model import RankedRow, Ranking
from workflows.decision.ranking_record import rows_of
from workflows.decision.rankings import KeptRanking, keep_ranking, latest_ranking
from workflows.decision.sources import candidates_of, policy_of, rejections_of
from workflows.decision.verdicts import check_budget, deviated, proposed_verdicts
from workflows.decision.wording import OUTCOMES, SCENARIOS
from workflows.letters import write_letter
from workflows.letters.wording import money_text, number_text


def propose_ranking(call: Call) -> Mapping[str, Any]:
    """Rank the call's assessed applications as the call announced, and keep the result as a proposal."""
    found = funding_call(call.session, call.case_id)
    ranking = rank(candidates_of(call.session, found), policy=policy_of(found))
    keep_ranking(call.session, found.id, ranking, at=call.now, by=call.actor.log_name)
    return {"ranking": rows_of(ranking)}


def record_ranking(call: Call) -> Mapping[str, Any]:
    """Keep the ranking that the call manager confirmed, with every deviation and its reason, and register it (D9).

    Raises BudgetExceededError where deviations make the grants exceed the budget.
    """
    found = funding_call(call.session, call.case_id)
    given = call.variables
    area_first = given["scenario"] == "area_first"
    ranking = rank(candidates_of(call.session, found), policy=policy_of(found, area_first=area_first))
    deviations = list(given.get("deviations") or ()) if given.get("deviation") else []
    reason = str(given.get("deviation_reason") or "") if deviations else ""
    keep_ranking(
        call.session,
        found.id,
        ranking,
        at=call.now,
        by=call.actor.log_name,
        is_confirmed=True,
        deviations=deviations,
        deviation_reason=reason,
    )
    proposal = proposal_of_call(call, found)
    check_budget(proposal, budget_sek=found.budget_sek)
    _write_ranking(call, found, ranking, deviations=deviations, reason=reason)
    return {"ranking": rows_of(ranking), "proposed_total_sek": sum(one.granted_sek for one in proposal)}


def confirmed_ranking(session: Session, call_id: str) -> KeptRanking:
    """The ranking that was confirmed last. Raises DecisionMissingError if none was."""
    kept = latest_ranking(session, call_id, confirmed=True)
    if kept is None:
        raise DecisionMissingError(
            Text(
                "Rangordningen är inte fastställd. Fastställ den först.",
                "The ranking is not confirmed. Confirm it first.",
            )
        )
    return kept


def proposal_of_call(call: Call, found: FundingCall) -> tuple[Verdict, ...]:
    """What is proposed to the board for each application: the confirmed ranking, deviations, and rejections.

    Raises DecisionMissingError, OutcomeMissingError.
    """
    kept = confirmed_ranking(call.session, found.id)
    propose = partial(outcome_of, call.file)
    proposed = proposed_verdicts(kept.ranking.rows, rejections_of(call.session, found.id), propose=propose)
    if not kept.deviations:
        return proposed
    return deviated(proposed, kept.deviations, sought=sought_of(kept.ranking), reason=kept.deviation_reason)


def sought_of(ranking: Ranking) -> dict[str, int]:
    """What each ranked application seeks, by registry number."""
    return {row.candidate.registry_number: row.candidate.sought_sek for row in ranking.rows}


def _write_ranking(
    call: Call, found: FundingCall, ranking: Ranking, *, deviations: Sequence[Mapping[str, Any]], reason: str
) -> None:
    policy = ranking.policy
    context = {
        "call": {"title": found.title, "registry_number": found.registry_number, "budget_sek": found.budget_sek},
        "scenario_text": SCENARIOS["area_first" if policy.area_first else "pure_score"].sv,
        "granted_sek": ranking.granted_sek,
        "left_sek": ranking.left_sek,
        "rows": [_line(row) for row in ranking.rows],
        "pairs": [pair.text.sv for pair in ranking.pairs],
        "has_deviation": bool(deviations),
        "deviations": [_deviation_text(row) for row in deviations],
        "deviation_reason": reason,
        "first_criterion": policy.criteria[0].name,
        "threshold_total": policy.threshold_total,
        "threshold_each": policy.threshold_each,
    }
    write_letter(
        call,
        "board_decision/ranking",
        context,
        kind="D9",
        title="Rangordning",
        registry_number=found.registry_number,
        case_id=found.id,
        party=call.actor.log_name,
        direction="internal",
    )


def _line(row: RankedRow) -> dict[str, Any]:
    text = OUTCOMES[row.outcome].sv
    return {
        "place_text": str(row.place or "–"),
        "registry_number": row.candidate.registry_number,
        "title": row.candidate.title,
        "applicant_name": row.candidate.applicant_name,
        "total_text": number_text(row.candidate.total, decimals=1),
        "sought_sek": row.candidate.sought_sek,
        "outcome_text": f"{text} {row.reserve_no}" if row.reserve_no else text,
        "explanation": row.explanation.sv,
    }


def _deviation_text(row: Mapping[str, Any]) -> str:
    amount = f", {money_text(row['amount_sek'])}" if row.get("amount_sek") else ""
    return f"{row['registry_number']}: {OUTCOMES[row['new_outcome']].sv}{amount}"
