"""What one completed user task costs, all included."""

import random
import time
import zlib
from functools import partial
from typing import Final

from sqlalchemy import text

from engine import Actor, Engine
from web.cli.measures import drawings
from web.cli.measures.figures import Figure, median, milliseconds, most_of
from web.cli.measures.places import Place, counted

OFFICER: Final = Actor("officer.1", frozenset({drawings.ROLE}))
RATE: Final = "rate of one client"
AREA: Final = "Complete a user task"
_DATA_BYTES = 4096


def measure(place: Place, cases: int) -> list[Figure]:
    """Cases of 28 nodes with 4 KB of data, from their first task to their last."""
    with place.engine() as engine:
        engine.deploy({"errand/errand.bpmn": drawings.errand()})
        begun = time.process_time()
        times, statements, commits = _completions(engine, cases)
        own = (time.process_time() - begun) / len(times) * 1000
        return [
            Figure(AREA, "SQL statements, the most", max(statements), "", 10, place.name),
            Figure(AREA, "commits, the most", max(commits), "", 1, place.name),
            Figure(AREA, "median, 28 nodes, 4 KB of data", median(times), "ms", 5, place.name),
            Figure(AREA, "95 % within", most_of(times), "ms", None, place.name),
            Figure(AREA, "our processor time for each, with the look for the next task", own, "ms", None, place.name),
            Figure(AREA, RATE, len(times) / sum(times) * 1000, "/s", None, place.name),
        ]


def bare_size(engine: Engine, case_id: str) -> int:
    """How many bytes of JSON a case's state is, before it is compressed."""
    with engine.reading() as session:
        stored = session.execute(text("SELECT state FROM engine_cases WHERE id = :id"), {"id": case_id}).scalar_one()
    return len(zlib.decompress(bytes(stored)))


def data_of(size: int) -> dict[str, object]:
    """Variables of so many bytes that do not compress to nothing."""
    chance = random.Random(size)  # noqa: S311  # the same text each time
    return {drawings.ROUNDS: 0, "note": "".join(chance.choices("abcdefghijklmnopqrstuvwxyz 0123456789", k=size))}


def _completions(engine: Engine, cases: int) -> tuple[list[float], list[int], list[int]]:
    times, statements, commits = [], [], []
    complete_all(engine, engine.start("errand", data_of(_DATA_BYTES)).id)
    for _ in range(cases):
        case = engine.start("errand", data_of(_DATA_BYTES), actor=OFFICER)
        while tasks := engine.tasks(case.id, limit=1):
            with counted() as counts:
                times.append(milliseconds(partial(engine.complete, tasks[0].id, {"said": 1}, actor=OFFICER)))
            statements.append(counts.statements)
            commits.append(counts.commits)
    return times, statements, commits


def complete_all(engine: Engine, case_id: str) -> list[float]:
    """Complete a case's tasks one after another; how long each took, in milliseconds."""
    times = []
    while tasks := engine.tasks(case_id, limit=1):
        times.append(milliseconds(partial(engine.complete, tasks[0].id, {}, actor=OFFICER)))
    return times
