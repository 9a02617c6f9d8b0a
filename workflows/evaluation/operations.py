"""The operations that the diagrams call `evaluation.…`."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from engine import Call, Operation
from workflows.application.queries import application
from workflows.call.rules import local_day
from workflows.evaluation.records import save_evaluation
from workflows.evaluation.rules import goal_data
from workflows.follow_up.model import Grant
from workflows.follow_up.records import application_id_of, grant_of, reports_of, reviews_of
from workflows.letters import write_letter
from workflows.registry import Document

_TEXTS = ("questions", "method", "results", "lessons", "recommendation", "irregularity_text")


def collect(call: Call) -> Mapping[str, Any]:
    """Gather what the follow-up says of the grant, for the evaluator and for the table on extensions."""
    grant = grant_of(call.session, application_id_of(call))
    found = goal_data(
        grant,
        reviews=reviews_of(call.session, application_id_of(call)),
        reports=reports_of(call.session, application_id_of(call)),
        costs_sek=application(call.session, application_id_of(call)).total_costs_sek,
        today=local_day(call.now),
    )
    save_evaluation(call.session, application_id_of(call), grant.period, goal_data=asdict(found), collected_at=call.now)
    return {"goal_data": asdict(found), "evaluation_plan": dict(grant.evaluation_plan)}


def record(call: Call) -> None:
    """Register the evaluation (D25)."""
    given = call.variables
    grant = grant_of(call.session, application_id_of(call))
    content = {name: given.get(name) for name in _TEXTS} | {"irregularity": bool(given["irregularity"])}
    document = _write_evaluation(call, grant, content)
    save_evaluation(
        call.session,
        grant.application_id,
        grant.period,
        content=content,
        grade=given["evaluation_grade"],
        goal_attainment=int(given["goal_attainment"]),
        recommendation=given["recommendation"],
        recorded_at=call.now,
        document_number=document.number,
    )


def _write_evaluation(call: Call, grant: Grant, content: Mapping[str, Any]) -> Document:
    given = call.variables
    context = {
        **content,
        **{name: given[name] for name in ("goal_data", "goal_attainment", "evaluation_grade")},
        "has_irregularity": content["irregularity"],
    }
    return write_letter(
        call,
        "evaluation/evaluation",
        context,
        kind="D25",
        title=f"Utvärdering: {grant.title}",
        registry_number=grant.registry_number,
        case_id=grant.application_id,
        party=grant.applicant_name,
        direction="internal",
        visible_to_applicant=True,
    )


OPERATIONS: Mapping[str, Operation] = {
    "evaluation.collect": Operation(collect),
    "evaluation.record": Operation(record),
}
