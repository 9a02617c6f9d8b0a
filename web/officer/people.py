"""Who has to do with a case: those who have worked in it, those who have its tasks, and those who may not see it."""

from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy.orm import Session

from engine import Case
from web.officer.inbox import task_name
from web.officer.words import role_name
from web.services import services
from workflows.assessment.queries import conflicts_of


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a case: the account, its part in it, and what it has or has done."""

    account: str
    part: str
    shape: str
    what: str


def people_of(session: Session, case: Case) -> list[Person]:
    """The people of a case: with open tasks first, then those who have done something, then the conflicted."""
    engine = services().engine
    found: dict[tuple[str, str, str], list[str]] = {}
    for task in engine.tasks(case.id):
        if task.assignee and not task.assignee.startswith("org:"):
            found.setdefault((task.assignee, role_name(task.role), "active"), []).append(task_name(task))
    for task in engine.tasks(case.id, state="completed"):
        if task.completed_by:
            found.setdefault((task.completed_by, role_name(task.role), "done"), []).append(task_name(task))
    people = [Person(who, part, shape, ", ".join(dict.fromkeys(names))) for (who, part, shape), names in found.items()]
    conflicted = [
        Person(each.person, role_name(each.role), "locked", gettext("Jäv, ser inte ärendet"))
        for each in conflicts_of(session, case.id)
    ]
    applicant = case.variables.get("applicant_name") or case.variables.get("sender")
    party = [Person(str(applicant), gettext("Sökande"), "todo", "")] if applicant else []
    return [*party, *people, *conflicted]
