"""What the ranking and the decisions take from the call, its applications and their assessments."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from workflows.application.queries import applications_of, proposal_of
from workflows.application.values import Application
from workflows.assessment.queries import protocol_of, protocols_of_call
from workflows.call.values import FundingCall
from workflows.decision.ranking_model import Candidate, Criterion, RankingPolicy
from workflows.decision.verdicts import Rejection

RANKED, TO_REJECT = "ready_for_ranking", "rejection_to_board"


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


def candidates_of(session: Session, found: FundingCall) -> list[Candidate]:
    """The call's assessed applications, with the scores and totals of their protocols."""
    protocols = {one.application_id: one for one in protocols_of_call(session, found.id)}
    return [
        Candidate(
            application_id=about.id,
            registry_number=about.registry_number,
            title=about.title,
            applicant_name=about.applicant_name,
            areas=about.areas,
            scores=tuple(protocols[about.id].scores),
            total=protocols[about.id].total,
            sought_sek=about.sought_sek,
        )
        for about in applications_of(session, found.id, status=RANKED)
        if about.id in protocols
    ]


def rejections_of(session: Session, call_id: str) -> list[Rejection]:
    """The applications that the board itself is asked to reject without ranking, each with the officer's reason."""
    rejections = []
    for about in applications_of(session, call_id, status=TO_REJECT):
        proposal = proposal_of(session, about.id)
        if proposal is not None:
            reason = f"{proposal.reason} {proposal.circumstances}"
            rejections.append(Rejection(about.id, about.registry_number, about.title, reason))
    return rejections


def grounds_of(session: Session, found: FundingCall, about: Application) -> Grounds:
    """What the letter about an application gives as its reasons: the protocol, or the officer's proposal."""
    protocol = protocol_of(session, about.id)
    if protocol is not None:
        names = [criterion.name for criterion in found.criteria]
        return Grounds(
            scores=tuple(zip(names, protocol.scores, strict=False)),
            total=protocol.total,
            motivation=protocol.motivation,
            conditions=tuple(protocol.conditions),
        )
    proposal = proposal_of(session, about.id)
    return Grounds(rules=(proposal.rules,)) if proposal is not None and proposal.rules else Grounds()
