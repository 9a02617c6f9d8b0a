"""From a ranking, the rejections and what the board changed to one verdict per application."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine import Text
from workflows.application.outcomes import Outcome, Standing
from workflows.decision.errors import BudgetExceededError, UnknownApplicationError
from workflows.decision.model import BoardOutcome, OutcomeCode, Verdict
from workflows.decision.ranking_model import RankedRow, RankOutcome
from workflows.letters.wording import money_text

_STANDINGS: Mapping[RankOutcome, Standing] = {
    "granted": Standing(placement="granted"),
    "partly_granted": Standing(placement="partial"),
    "reserve": Standing(placement="reserve"),
    "below_threshold": Standing(is_qualified=False),
}
_CODES: Mapping[str, OutcomeCode] = {"granted": "granted", "partially_granted": "granted", "rejected": "rejected"}

Propose = Callable[[Standing], Outcome]
"""D-OUTCOME, as the case has it."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """An application that is not ranked and that the board itself must reject, with the officer's reason."""

    application_id: str
    registry_number: str
    title: str
    reason: str


def proposed_verdicts(
    rows: Iterable[RankedRow], rejections: Iterable[Rejection] = (), *, propose: Propose
) -> tuple[Verdict, ...]:
    """What is proposed to the board: the ranked applications, then the rejections that belong to the board.

    `propose` is D-OUTCOME. Source: D-OUTCOME; D-DELEG for the rejections.
    """
    ranked = [_verdict_of(row, propose) for row in rows]
    rejected = [
        Verdict(
            application_id=one.application_id,
            registry_number=one.registry_number,
            title=one.title,
            outcome=_code(propose(Standing(obstacles=1))),
            granted_sek=0,
            reason=one.reason,
        )
        for one in rejections
    ]
    return (*ranked, *rejected)


def _code(outcome: Outcome) -> OutcomeCode:
    return "reserve" if outcome.is_reserve else _CODES[outcome.code]


def _verdict_of(row: RankedRow, propose: Propose) -> Verdict:
    return Verdict(
        application_id=row.candidate.application_id,
        registry_number=row.candidate.registry_number,
        title=row.candidate.title,
        total=row.candidate.total,
        outcome=_code(propose(_STANDINGS[row.outcome])),
        granted_sek=row.granted_sek,
        reason=row.explanation.sv,
        reserve_no=row.reserve_no,
    )


def deviated(
    proposed: Sequence[Verdict], deviations: Iterable[Mapping[str, Any]], *, sought: Mapping[str, int], reason: str
) -> tuple[Verdict, ...]:
    """The proposal with the call manager's deviations, each for the reason given. Source: call text; R-32."""
    return _changed(proposed, ({**row, "reason": reason} for row in deviations), sought=sought)


def board_verdicts(
    proposed: Sequence[Verdict],
    *,
    outcome: BoardOutcome,
    changes: Iterable[Mapping[str, Any]] = (),
    reason: str = "",
    sought: Mapping[str, int],
    budget_sek: int,
) -> tuple[Verdict, ...]:
    """What the board decided about each application.

    "as_proposed" takes the proposal over, "changed" applies `changes`, "rejected" turns every grant and reserve into a
    rejection for the board's reason. `sought` gives each registry number's sum. Raises BudgetExceededError,
    UnknownApplicationError. Source: Kommunallagen 6 kap.; the call's budget.
    """
    decided = tuple(proposed)
    if outcome == "rejected":
        decided = tuple(
            replace(one, outcome="rejected", granted_sek=0, reserve_no=None, reason=reason, is_changed=True)
            if one.outcome in ("granted", "reserve")
            else one
            for one in decided
        )
    elif outcome == "changed":
        decided = _changed(decided, changes, sought=sought)
    check_budget(decided, budget_sek=budget_sek)
    return decided


def check_budget(verdicts: Iterable[Verdict], *, budget_sek: int) -> None:
    """Raise BudgetExceededError where the grants together exceed the call's budget."""
    check_granted(sum(one.granted_sek for one in verdicts), budget_sek=budget_sek)


def check_granted(total_sek: int, *, budget_sek: int) -> None:
    """Raise BudgetExceededError where the sum of all grants exceeds the call's budget."""
    if total_sek > budget_sek:
        raise BudgetExceededError(
            Text(
                f"Besluten om stöd är tillsammans {money_text(total_sek)}, men ramen är {money_text(budget_sek)}. "
                "Ändra beloppen.",
                f"The grants are {money_text(total_sek, language='en')} together, but the budget is "
                f"{money_text(budget_sek, language='en')}. Change the amounts.",
            )
        )


def _changed(
    verdicts: Sequence[Verdict], changes: Iterable[Mapping[str, Any]], *, sought: Mapping[str, int]
) -> tuple[Verdict, ...]:
    by_number = {one.registry_number: one for one in verdicts}
    for change in changes:
        number = str(change["registry_number"]).strip()
        if number not in by_number:
            raise UnknownApplicationError(
                Text(
                    f"{number} finns inte bland ansökningarna i ärendet. Rätta diarienumret.",
                    f"{number} is not among the applications of this matter. Correct the registry number.",
                )
            )
        by_number[number] = _changed_verdict(by_number[number], change, sought.get(number, 0))
    return _renumbered(tuple(by_number[one.registry_number] for one in verdicts))


def _changed_verdict(verdict: Verdict, change: Mapping[str, Any], sought_sek: int) -> Verdict:
    outcome = change["new_outcome"]
    amount = change.get("amount_sek")
    granted = 0
    if outcome == "granted":
        granted = int(amount) if amount else verdict.granted_sek or sought_sek
    return replace(
        verdict, outcome=outcome, granted_sek=granted, reason=str(change.get("reason") or ""), is_changed=True
    )


def _renumbered(verdicts: Sequence[Verdict]) -> tuple[Verdict, ...]:
    """Reserves counted anew: those that were reserves keep their order, those that became one come after them."""
    reserves = sorted(
        (one for one in verdicts if one.outcome == "reserve"), key=lambda one: one.reserve_no or len(verdicts) + 1
    )
    numbers = {one.registry_number: number for number, one in enumerate(reserves, start=1)}
    return tuple(replace(one, reserve_no=numbers.get(one.registry_number)) for one in verdicts)
