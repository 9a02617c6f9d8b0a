"""Who may see which case: staff by role, assessors by task, applicants by organisation, never the conflicted."""

from engine import Actor, Engine, NotFoundError
from workflows.bootstrap import ROLES

# Staff who work with cases in general; a public body's officers share its cases, conflicts of interest apart.
CASE_ROLES = frozenset(ROLES) - {"applicant", "signatory", "assessor"}


def may_see_case(engine: Engine, actor: Actor, case_id: str) -> bool:
    """Whether the actor may open the case and its documents. Source: FL 16-18 §§; R-09, R-10."""
    if case_id in engine.excluded_cases(actor):
        return False
    try:
        case = engine.case(case_id)
    except NotFoundError:
        return False
    is_party = case.variables.get("org_identity") in actor.identities
    return bool(actor.roles & CASE_ROLES) or is_party or _has_worked_on(engine, actor, case_id)


def _has_worked_on(engine: Engine, actor: Actor, case_id: str) -> bool:
    return "assessor" in actor.roles and any(
        actor.is_called(task.assignee) or task.completed_by == actor.id
        for task in engine.tasks(case_id, state=None)
        if task.role == "assessor"
    )
