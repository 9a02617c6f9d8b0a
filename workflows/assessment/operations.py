"""The automatic steps of an assessment: conflicts, scores, the comparison, and the protocol (D8)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, select, update

from engine import Call, Operation
from workflows.application.model import applications
from workflows.application.queries import application
from workflows.application.rows import application_row, change_application
from workflows.assessment.model import assessment_conflicts, assessment_protocols, assessments
from workflows.assessment.queries import all_assessments_of, conflicts_of
from workflows.assessment.rules import compare, is_qualified, total_of
from workflows.call.queries import funding_call
from workflows.call.values import FundingCall
from workflows.letters import write_letter
from workflows.registry import Document
from workflows.tables import new_id

RECOMMENDATIONS = {"grant": "Bevilja", "grant_with_conditions": "Bevilja med villkor", "reject": "Avslå"}
_CERTAINTIES = {"yes": "Jävig", "unsure": "Osäker om jäv"}


def exclude_performer(call: Call) -> None:
    """Exclude the officer who has just declared a conflict of interest from the case. Source: FL 16–18 §§; R-09."""
    _exclude(call, call.actor.id, role="officer")


def exclude_assessor(call: Call) -> None:
    """Exclude an assessor with a conflict of interest; what the assessor has submitted counts no longer.

    The assessor is the input `assessor`, else the one whose turn it is. Source: FL 16–18 §§; R-09.
    """
    person = _assessor(call)
    _exclude(call, person, role="assessor")
    call.session.execute(
        update(assessments)
        .where(assessments.c.application_id == call.case_id, assessments.c.assessor == person)
        .values(is_void=True)
    )


def _exclude(call: Call, person: str, *, role: str) -> None:
    reason = str(call.variables.get("conflict_reason") or "Anmält jäv")
    call.exclude(person, reason)
    if call.session.scalar(select(applications.c.id).where(applications.c.id == call.case_id)) is None:
        # A letter of intent is no application: that the person is excluded is all that there is to keep.
        return
    call.session.execute(
        assessment_conflicts.insert().values(
            id=new_id(),
            application_id=call.case_id,
            person=person,
            role=role,
            certainty=str(call.variables.get("conflict") or "yes"),
            reason=reason,
            declared_at=call.now,
        )
    )


def begin(call: Call) -> Mapping[str, Any]:
    """Begin the assessment by the two who were appointed: from now on the application is being assessed."""
    row = application_row(call.session, call.case_id)
    began = row["assessment_began_at"] or call.now
    change_application(call, call.case_id, status="in_assessment", assessment_began_at=began)
    return {"assessors": [call.variables["assessor_1"], call.variables["assessor_2"]]}


def record(call: Call) -> Mapping[str, Any]:
    """Keep an assessor's scores and reasons, with the total of 100; a second time it takes the first one's place."""
    given = call.variables
    funding = _funding(call)
    numbers = range(1, len(funding.criteria) + 1)
    scores = [int(given[f"score_{number}"]) for number in numbers]
    total = total_of(scores, funding.criteria)
    assessor = _assessor(call)
    call.session.execute(
        delete(assessments).where(
            assessments.c.application_id == call.case_id,
            assessments.c.assessor == assessor,
            assessments.c.is_void.is_(False),
        )
    )
    call.session.execute(
        assessments.insert().values(
            id=new_id(),
            application_id=call.case_id,
            assessor=assessor,
            scores=scores,
            reasons=[str(given.get(f"reason_{number}") or "") for number in numbers],
            total=total,
            strengths=str(given.get("strengths") or ""),
            weaknesses=str(given.get("weaknesses") or ""),
            recommendation=given["recommendation"],
            recorded_at=call.now,
            is_void=False,
        )
    )
    kept = {"assessor": assessor, "scores": scores, "total": total, "recommendation": given["recommendation"]}
    return {"assessment": kept}


def compare_assessments(call: Call) -> Mapping[str, Any]:
    """Whether the assessors differ so much that they must come together, or a third is needed."""
    given: Sequence[Mapping[str, Any]] = call.variables["assessments"]
    found = compare([Decimal(one["total"]) for one in given], [str(one["recommendation"]) for one in given])
    return {"difference": found.difference, "differs": found.differs}


def record_protocol(call: Call) -> Mapping[str, Any]:
    """Keep the common assessment, which counts in the ranking, and register its protocol (D8)."""
    given = call.variables
    funding = _funding(call)
    scores = [int(given[f"consensus_{number}"]) for number in range(1, len(funding.criteria) + 1)]
    total = total_of(scores, funding.criteria)
    conditions = [str(row["text"]) for row in given.get("conditions") or ()]
    document = _write_protocol(call, funding, scores=scores, total=total, conditions=conditions)
    call.session.execute(delete(assessment_protocols).where(assessment_protocols.c.application_id == call.case_id))
    call.session.execute(
        assessment_protocols.insert().values(
            application_id=call.case_id,
            scores=scores,
            total=total,
            motivation=given["consensus_motivation"],
            conditions=conditions,
            difference=given.get("difference") or Decimal(0),
            differs=bool(given.get("differs")),
            resolution=str(given.get("resolution") or ""),
            meeting_notes=str(given.get("meeting_notes") or ""),
            is_qualified=is_qualified(
                scores,
                funding.criteria,
                threshold_total=funding.threshold_total,
                threshold_each=funding.threshold_each,
            ),
            version=funding.version,
            written_at=call.now,
            written_by=call.actor.log_name,
            document_id=document.id,
        )
    )
    return {"consensus_scores": scores, "total_score": total, "conditions": given.get("conditions") or []}


def _write_protocol(
    call: Call, funding: FundingCall, *, scores: Sequence[int], total: Decimal, conditions: Sequence[str]
) -> Document:
    about = application(call.session, call.case_id)
    given = call.variables
    names = [criterion.name for criterion in funding.criteria]
    individual = [
        {
            "assessor": one.assessor,
            "total": one.total,
            "recommendation": RECOMMENDATIONS[one.recommendation],
            "rows": [
                {"name": name, "score": score, "reason": reason or "–"}
                for name, score, reason in zip(names, one.scores, one.reasons, strict=True)
            ],
            "strengths": one.strengths or "–",
            "weaknesses": one.weaknesses or "–",
        }
        for one in all_assessments_of(call.session, call.case_id)
    ]
    context = {
        "title": about.title,
        "applicant_name": about.applicant_name,
        "registry_number": about.registry_number,
        "sought_sek": about.sought_sek,
        "individual": individual,
        "conflicts": [
            {"person": one.person, "text": _CERTAINTIES.get(one.certainty, "Jävig")}
            for one in conflicts_of(call.session, call.case_id)
        ],
        "rows": [
            {"name": criterion.name, "weight": criterion.weight, "score": score}
            for criterion, score in zip(funding.criteria, scores, strict=True)
        ],
        "total": total,
        "motivation": given["consensus_motivation"],
        "has_meeting": bool(given.get("meeting_notes")),
        "meeting_notes": str(given.get("meeting_notes") or ""),
        "conditions": list(conditions),
    }
    return write_letter(
        call,
        "assessment/protocol",
        context,
        kind="D8",
        title=f"Bedömningsprotokoll: {about.title}",
        registry_number=about.registry_number,
        case_id=call.case_id,
        party="",
        direction="internal",
    )


def _funding(call: Call) -> FundingCall:
    return funding_call(call.session, application(call.session, call.case_id).call_id)


def _assessor(call: Call) -> str:
    return str(call.inputs.get("assessor") or call.variables["assessor"])


OPERATIONS: Mapping[str, Operation] = {
    "assessment.exclude_performer": Operation(exclude_performer),
    "assessment.exclude_assessor": Operation(exclude_assessor),
    "assessment.begin": Operation(begin),
    "assessment.record": Operation(record),
    "assessment.compare": Operation(compare_assessments),
    "assessment.record_protocol": Operation(record_protocol),
}
