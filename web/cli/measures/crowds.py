"""A database that is full: idle cases, waiting timers, open tasks, and many timers due at once."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import text

from engine import Actor, Engine, VirtualClock
from web.cli.measures import drawings
from web.cli.measures.copying import copy_rows
from web.cli.measures.figures import Figure, median, milliseconds, most_of
from web.cli.measures.places import Place, counted
from web.cli.measures.waking import wake_with

_AREA = "A full database"
_START: Final = datetime(2021, 11, 1, 12, 0, tzinfo=UTC)
_OFFICER: Final = Actor("officer.1", frozenset({drawings.ROLE}))
_TICKS = 60
_SCANS = 200
_PAGE = 50
_WORKERS = 2


@dataclass(frozen=True, slots=True)
class CrowdSizes:
    """How full it is."""

    idle: int
    waiting: int
    due: int


def measure(place: Place, sizes: CrowdSizes) -> list[Figure]:
    """Idle cases first, then as many as there may be timers and tasks, then those that all are due."""
    clock = VirtualClock(_START)
    with place.engine(clock) as engine:
        engine.deploy({"waiting/waiting.bpmn": drawings.waiting()})
        case = engine.start("waiting")
        before = _statements_of_an_hour(engine, clock)
        copy_rows(engine, case.id, first=1, count=sizes.idle)
        idle = _statements_of_an_hour(engine, clock) - before
        copy_rows(engine, case.id, first=sizes.idle + 1, count=sizes.waiting - sizes.idle)
        figures = [
            Figure(_AREA, f"SQL statements for {sizes.idle:,} idle cases in an hour", idle, "", 0, place.name),
            _due_scan(engine, place, sizes.waiting),
            *_inbox(engine, place, sizes.waiting),
        ]
    return figures + _due_at_once(place, sizes.due)


def _statements_of_an_hour(engine: Engine, clock: VirtualClock) -> int:
    """The statements of a look each minute of an hour."""
    with counted() as counts:
        for _ in range(_TICKS):
            clock.advance(timedelta(minutes=1))
            engine.run_due()
    return counts.statements


def _due_scan(engine: Engine, place: Place, waiting: int) -> Figure:
    times = [milliseconds(engine.fire_due_timers) for _ in range(_SCANS)]
    return Figure(_AREA, f"due scan among {waiting:,} waiting timers, median", median(times), "ms", 1, place.name)


def _inbox(engine: Engine, place: Place, waiting: int) -> list[Figure]:
    seen = _OFFICER
    page = partial(engine.tasks, actor=seen, limit=_PAGE)
    last = page()[-1].id
    half = _START + timedelta(days=30, seconds=waiting // 2)
    lists = {
        "first page": page,
        "next page": partial(page, after=last),
        "of one process": partial(page, process_key="waiting"),
        "of one step": partial(page, element_id="work"),
        "due before": partial(page, due_before=half),
        "of the role": partial(engine.tasks, role=drawings.ROLE, limit=_PAGE),
        "of one call": partial(page, group="call 7"),
    }
    figures = []
    for name, ask in lists.items():
        times = [milliseconds(ask) for _ in range(_SCANS // len(lists))]
        what = f"inbox over {waiting:,} open tasks, {name}: 95 % within"
        figures.append(Figure(_AREA, what, most_of(times), "ms", 20, place.name))
    return figures


def _due_at_once(place: Place, count: int) -> list[Figure]:
    """Real cases whose timers are all due, woken by two processes."""
    with place.database() as url:
        engine = Engine(url, clock=VirtualClock(_START))
        engine.migrate()
        engine.deploy({"waiting/waiting.bpmn": drawings.waiting()})
        case = engine.start("waiting")
        copy_rows(engine, case.id, first=1, count=count - 1)
        woken = wake_with(_WORKERS, url, _START + timedelta(days=400))
        twice = _fired_lines(engine) - count
        engine.close()
    seconds = max(one.ended for one in woken) - min(one.begun for one in woken)
    what = f"{count:,} timers due at once, {_WORKERS} workers"
    return [
        Figure(_AREA, f"{what}: cases woken", count / seconds, "/s", 500, place.name, is_least=True),
        Figure(_AREA, f"{what}: fired more or less than once", abs(twice), "", 0, place.name),
    ]


def _fired_lines(engine: Engine) -> int:
    with engine.reading() as session:
        question = text("SELECT count(*) FROM engine_events WHERE type = 'timer_fired'")
        return int(session.execute(question).scalar_one())
