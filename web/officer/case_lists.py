"""The list of cases: what is asked for, and only what the reader may open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from sqlalchemy.orm import Session

from engine import Actor, Case, Engine, UserTask
from web.officer.matter import application_of
from web.officer.words import APPLICATION_STATES, CASE_STATES, shaped
from web.services import services
from web.sessions import current_actor
from workflows.application.queries import applications_of
from workflows.application.values import Application
from workflows.call.queries import all_calls
from workflows.visibility import CASE_ROLES

MOST_CASES = 2000
PAGE_SIZE = 100
_STATES = frozenset({"active", "completed", "terminated", "failed", "suspended"})


@dataclass(frozen=True, slots=True)
class CaseQuery:
    """Which cases are asked for, as it stands in the address."""

    text: str = ""
    process: str = ""
    state: str = "active"
    call: str = ""
    page: int = 1

    @classmethod
    def read(cls, arguments: Mapping[str, str]) -> "CaseQuery":
        """From the address; all states are `alla`."""
        state, page = arguments.get("lage", "active"), arguments.get("sida", "1")
        return cls(
            text=arguments.get("q", "").strip(),
            process=arguments.get("process", ""),
            state=state if state in _STATES else "",
            call=arguments.get("utlysning", ""),
            page=max(1, int(page)) if page.isascii() and page.isdecimal() else 1,
        )

    def arguments(self, *, page: int = 1) -> dict[str, str]:
        """The address of another page of the same list."""
        pairs = {"q": self.text, "process": self.process, "utlysning": self.call, "lage": self.state or "alla"}
        return {name: value for name, value in pairs.items() if value} | {"sida": str(page)}


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as a row; `party` is who applies or asks, `waits_for` the names of its open tasks."""

    case: Case
    party: str
    shape: str
    state: str
    waits_for: Sequence[str]


def case_lines(wanted: CaseQuery) -> tuple[list[CaseLine], int]:
    """A page of cases, and how many there are in all."""
    engine, actor = services().engine, current_actor()
    found = _visible(engine, actor, _found(engine, wanted))
    start = (wanted.page - 1) * PAGE_SIZE
    shown = found[start : start + PAGE_SIZE]
    with services().reading() as session:
        applied = _applications(session, {case.group for case in shown if case.group})
    return [_line(engine, case, applied) for case in shown], len(found)


def _found(engine: Engine, wanted: CaseQuery) -> list[Case]:
    filters = {"process_key": wanted.process or None, "status": wanted.state or None, "group": wanted.call or None}
    by_title = engine.cases(search=wanted.text or None, limit=MOST_CASES, **filters)  # type: ignore[arg-type]
    if not wanted.text:
        return by_title
    known = {case.id for case in by_title}
    return by_title + [case for case in _by_applicant(engine, wanted) if case.id not in known]


def _by_applicant(engine: Engine, wanted: CaseQuery) -> Iterable[Case]:
    needle = wanted.text.casefold()
    with services().reading() as session:
        calls = [call.id for call in all_calls(session) if wanted.call in ("", call.id)]
        applied = chain(*(applications_of(session, call_id) for call_id in calls))
        ids = [one.id for one in applied if needle in one.applicant_name.casefold()]
    for found in (engine.case(each) for each in ids):
        if wanted.state in ("", found.status) and wanted.process in ("", found.definition.key):
            yield found


def _visible(engine: Engine, actor: Actor, found: Iterable[Case]) -> list[Case]:
    """Without those that the actor is excluded from; an assessor's own only."""
    hidden = engine.excluded_cases(actor)
    if actor.roles & CASE_ROLES:
        return [case for case in found if case.id not in hidden]
    own = {task.case_id for state in ("open", "completed") for task in _own(engine, actor, state)}
    return [case for case in found if case.id in own and case.id not in hidden]


def _own(engine: Engine, actor: Actor, state: str) -> Iterable[UserTask]:
    return (
        task
        for task in engine.tasks(state=state, actor=actor, limit=MOST_CASES)  # type: ignore[arg-type]
        if actor.is_called(task.assignee) or task.completed_by == actor.id
    )


def _applications(session: Session, call_ids: Iterable[str]) -> dict[str, Application]:
    return {one.id: one for call_id in call_ids for one in applications_of(session, call_id)}


def _line(engine: Engine, case: Case, applied: Mapping[str, Application]) -> CaseLine:
    about = applied.get(application_of(case) or "")
    shape, state = shaped(CASE_STATES, case.status)
    if about and case.status == "active" and case.definition.key == "application":
        shape, state = shaped(APPLICATION_STATES, about.status)
    party = about.applicant_name if about else str(case.variables.get("sender") or "")
    open_tasks = engine.tasks(case.id) if case.status == "active" else []
    return CaseLine(case, party, shape, state, list(dict.fromkeys(task.name for task in open_tasks)))
