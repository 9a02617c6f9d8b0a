"""A person who knows nothing of a process: does every task with default answers, tells every event, waits for time."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from engine import Actor, Case, Engine, EngineError, InvalidDataError, UserTask, VirtualClock
from engine.forms import Checkbox, ChoiceField, Field, Form, MomentField, NumberField
from engine.interpreter.errors import NoStartError
from engine.store.tables import waits

_MOST_TURNS = 150
_WORKER = Actor("robot")


def engine_of_robot() -> Engine:
    """An engine in memory whose time the robot moves."""
    engine = Engine("sqlite://", clock=VirtualClock(datetime(2025, 1, 7, 12, tzinfo=UTC)))
    engine.migrate()
    return engine


def run_to_the_end(engine: Engine, key: str) -> Case:
    """Start a case and do whatever it waits for, taking another way each time a choice comes back."""
    case = _started(engine, key)
    taken: dict[str, int] = {}
    done: set[str] = set()
    for _ in range(_MOST_TURNS):
        engine.run_due()
        case = engine.case(case.id)
        if case.status != "active" or case.incidents:
            return case
        tasks = engine.tasks(case.id)
        if tasks:
            _do(engine, tasks[0], taken)
        elif not _start_activities(engine, case.id, done) and not _tell(engine, case.id) and not _wait(engine):
            return case
    return engine.case(case.id)


def _started(engine: Engine, key: str) -> Case:
    """A case, started by hand, or by the first message, signal or time that its drawing begins with."""
    try:
        return engine.start(key, actor=_WORKER)
    except NoStartError:
        starts = [one for one in engine.outline(key).elements.values() if one.kind in ("startEvent", "receiveTask")]
        for start in starts:
            if start.waits_for == "message" or start.kind == "receiveTask":
                engine.send_message(start.detail or start.id)
            elif start.waits_for == "signal":
                engine.broadcast_signal(start.detail or start.id)
            else:
                _wait(engine)
            engine.run_due()
            if engine.cases(process_key=key):
                break
    return engine.cases(process_key=key)[0]


def _wait(engine: Engine) -> bool:
    """Let time pass until something is due; False where nothing ever is."""
    due = engine.next_due()
    if due is None:
        return False
    assert isinstance(engine.clock, VirtualClock)
    engine.clock.set(max(due, engine.clock.now() + timedelta(seconds=1)))
    return True


def _do(engine: Engine, task: UserTask, taken: dict[str, int]) -> None:
    """Complete a task as its form asks for; `taken` counts the rounds, so that loops are left."""
    turn = taken[task.element_id] = taken.get(task.element_id, -1) + 1
    form = engine.form(task.id)
    actor = Actor(task.assignee or _WORKER.id, frozenset({task.role}) if task.role else frozenset())
    data = _filled(form, turn) if form is not None else {}
    try:
        engine.complete(task.id, data, actor=actor)
    except InvalidDataError as error:
        raise AssertionError(f"{task.element_id}: {data}: {error}") from error


def _filled(form: Form, turn: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path, field in form.fields.items():
        place: Any = found
        *groups, name = path.split(".")
        for group in groups:
            place = place.setdefault(group, {})
        place[name] = _answer(field, turn)
    return found


def _answer(field: Field, turn: int) -> Any:
    match field:
        case ChoiceField():
            values = [option.value for option in field.options]
            return values if field.is_multiple else values[turn % len(values)]
        case NumberField():
            return Decimal(1)
        case Checkbox():
            return turn % 2 == 0
        case MomentField():
            return datetime(2025, 2, 1, 12, tzinfo=UTC)
    return "x"


def _tell(engine: Engine, case_id: str) -> bool:
    """Send one message or signal that the case waits for."""
    for kind, name in _awaited(engine, case_id):
        if kind == "message":
            engine.send_message(name, case_id=case_id)
            return True
        if kind == "signal":
            engine.broadcast_signal(name)
            return True
    return False


def _awaited(engine: Engine, case_id: str) -> list[tuple[str, str]]:
    """The kind and name of each message and signal that a case waits for."""
    with engine.reading() as session:
        query = select(waits.c.kind, waits.c.name).where(waits.c.case_id == case_id).order_by(waits.c.id)
        return [(row.kind, row.name) for row in session.execute(query)]


def _start_activities(engine: Engine, case_id: str, done: set[str]) -> bool:
    """Start one activity of an ad-hoc sub-process where the case stands, each once."""
    case = engine.case(case_id)
    now = {element for element, position in engine.positions(case_id).items() if position == "now"}
    for element in engine.outline(case.definition.key).elements.values():
        if element.scope in now and element.id not in done and element.kind != "boundaryEvent":
            done.add(element.id)
            try:
                engine.start_activity(case_id, element.id, actor=_WORKER)
            except EngineError:
                continue
            return True
    return False
