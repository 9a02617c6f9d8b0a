"""Diagrams that are long, deep, wide or go round: each step costs what it touches."""

from dataclasses import dataclass
from functools import partial

from engine import Engine
from web.cli.measures import drawings
from web.cli.measures.figures import Figure, median, milliseconds, most_of
from web.cli.measures.places import Place
from web.cli.measures.steps import OFFICER, bare_size, complete_all

_AREA = "Large and long-lived diagrams"
_KILOBYTE = 1024
_LEAST_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class ShapeSizes:
    """How large the diagrams are."""

    rounds: int
    chain: int
    nesting: int
    instances: int


def measure(place: Place, sizes: ShapeSizes) -> list[Figure]:
    """All shapes on one database."""
    with place.engine() as engine:
        return [
            *_loop(engine, place, sizes.rounds),
            *_pairs(engine, place),
            _steps(engine, place, "chain", drawings.chain(sizes.chain), f"a chain of {sizes.chain:,} tasks"),
            _steps(engine, place, "nesting", drawings.nesting(sizes.nesting), f"nesting of {sizes.nesting}"),
            *_elements(engine, place, sizes.instances),
        ]


def _loop(engine: Engine, place: Place, rounds: int) -> list[Figure]:
    engine.deploy({"loop/loop.bpmn": drawings.loop()})
    complete_round(engine, engine.start("loop", {"done": False}).id)
    case = engine.start("loop", {"done": False})
    first_size = bare_size(engine, case.id)
    times = [complete_round(engine, case.id) for _ in range(rounds)]
    part = min(_LEAST_ROUNDS, rounds)
    growth = (bare_size(engine, case.id) / first_size - 1) * 100
    return [
        Figure(
            _AREA,
            f"loop: the last {part} of {rounds:,} rounds against the first {part}",
            median(times[-part:]) / median(times[:part]),
            "times",
            1.3,
            place.name,
        ),
        Figure(_AREA, f"loop: state after {rounds:,} rounds grew by", growth, "%", 5, place.name),
    ]


def complete_round(engine: Engine, case_id: str) -> float:
    """Complete the one open task; how long it took, in milliseconds."""
    task_id = engine.tasks(case_id, limit=1)[0].id
    return milliseconds(lambda: engine.complete(task_id, {}, actor=OFFICER))


def _pairs(engine: Engine, place: Place) -> list[Figure]:
    engine.deploy({"pairs/pairs.bpmn": drawings.pairs(14)})
    case = engine.start("pairs")
    largest, times = bare_size(engine, case.id), []
    while engine.tasks(case.id, limit=1):
        times.append(complete_round(engine, case.id))
        largest = max(largest, bare_size(engine, case.id))
    return [
        Figure(_AREA, "14 parallel pairs in a row: state, the most", largest / _KILOBYTE, "KB", 50, place.name),
        Figure(_AREA, "14 parallel pairs in a row: a step, median", median(times), "ms", 5, place.name),
    ]


def _steps(engine: Engine, place: Place, key: str, xml: bytes, what: str) -> Figure:
    engine.deploy({f"{key}/{key}.bpmn": xml})
    complete_round(engine, engine.start(key).id)
    times = complete_all(engine, engine.start(key).id)
    return Figure(_AREA, f"{what}: 95 % of the steps within", most_of(times), "ms", 20, place.name)


def _elements(engine: Engine, place: Place, count: int) -> list[Figure]:
    figures = []
    for key, is_sequential, word in (("in_turn", True, "in turn"), ("at_once", False, "at once")):
        engine.deploy({f"{key}/{key}.bpmn": drawings.many(key, count, is_sequential=is_sequential)})
        opening = milliseconds(partial(engine.start, key))
        case = engine.cases(process_key=key, limit=1)[0]
        times = [complete_round(engine, case.id) for _ in range(_LEAST_ROUNDS)]
        what = f"{count:,} multi-instance elements {word}"
        figures.append(Figure(_AREA, f"{what}: 95 % of the steps within", most_of(times), "ms", 20, place.name))
        figures.append(Figure(_AREA, f"{what}: the start", opening, "ms", None, place.name))
    return figures
