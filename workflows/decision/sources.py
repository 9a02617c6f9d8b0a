"""What the ranking and the decisions take from the call, its applications and their assessments."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from workflows.application.queries import applications_of, proposal_of
from workflows.application.values import Application
from workflows.assessment.queries import protocol_of
from workflows.call.values import FundingCall
from workflows.decision.ranking_model import Candidate, Criterion, RankingPolicy
from workflows.decision.verdicts import Rejection


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why an application is decided as it is: scores by criterion, the protocol's motivation, conditions, and rules."""

    scores: tuple[tuple[str, int], ...] = ()
    total: Decimal | None = None
    motivation: str = ""
    conditions: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


def policy_of(found: FundingCall, *, area_first: bool | None = None) -> RankingPolicy:
    """How a call announced that its applications are ranked; `area_first` tries the other scenario."""
    return RankingPolicy(
        budget_sek=found.budget_sek,
        criteria=tuple(Criterion(one.code, one.name, Decimal(one.weight)) for one in found.criteria),
        threshold_total=Decimal(found.threshold_total),
        threshold_each=found.threshold_each,
        min_sek=found.min_sek,
        areas=found.areas,
        area_names=found.area_names,
        area_first=found.area_first if area_first is None else area_first,
    )
