"""The diagrams that are measured, written from their sizes."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

ROLE: Final = "officer"
ROUNDS: Final = "rounds"

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:utlysa="urn:utlysa:bpmn:1"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="urn:utlysa:bench">'
)


def errand(tasks: int = 13) -> bytes:
    """User tasks with a script after each: with 13 tasks, 28 nodes."""
    steps = [name for n in range(1, tasks + 1) for name in (f"decide_{n}", f"count_{n}")]
    parts = [_user(name) if name.startswith("decide") else _script(name) for name in steps]
    return _file("errand", [*parts, _flows("start", *steps, "end")])


def chain(tasks: int) -> bytes:
    """User tasks in a row, from the first to the last: of 2,000 tasks, as many nodes as a diagram may have."""
    steps = [f"decide_{n}" for n in range(tasks)]
    return _file("chain", [*map(_user, steps), _flows(*steps)], ends="")


def pairs(count: int) -> bytes:
    """Parallel splits of two tasks and joins in a row: with 14 of them, 58 nodes."""
    parts, spine = [], ["start"]
    for n in range(count):
        split, left, right, join = f"split_{n}", f"left_{n}", f"right_{n}", f"join_{n}"
        parts += [f'<parallelGateway id="{split}"/><parallelGateway id="{join}"/>', _user(left), _user(right)]
        parts += [_flows(spine[-1], split, left, join), _flows(split, right, join)]
        spine.append(join)
    return _file("pairs", [*parts, _flows(spine[-1], "end")])


def loop() -> bytes:
    """One task that comes again until it is said to be done."""
    done = (
        '<exclusiveGateway id="again"/><exclusiveGateway id="is_done" default="is_done_again"/>'
        '<sequenceFlow id="to_end" sourceRef="is_done" targetRef="end">'
        '<conditionExpression xsi:type="tFormalExpression">done</conditionExpression></sequenceFlow>'
    )
    return _file("loop", [_user("work"), done, _flows("start", "again", "work", "is_done", "again")])


def nesting(depth: int) -> bytes:
    """A task inside so many sub-processes."""
    inside = f'<startEvent id="start_0"/><endEvent id="end_0"/>{_user("work")}{_flows("start_0", "work", "end_0")}'
    for level in range(1, depth):
        inner = f'<subProcess id="inner_{level}">{inside}</subProcess>'
        ends = f'<startEvent id="start_{level}"/><endEvent id="end_{level}"/>'
        inside = f"{inner}{ends}{_flows(f'start_{level}', f'inner_{level}', f'end_{level}')}"
    return _file("nesting", [f'<subProcess id="inner">{inside}</subProcess>', _flows("start", "inner", "end")])


def many(key: str, count: int, *, is_sequential: bool) -> bytes:
    """A task that so many do."""
    flag = str(is_sequential).lower()
    loops = (
        f'<multiInstanceLoopCharacteristics isSequential="{flag}">'
        f'<loopCardinality xsi:type="tFormalExpression">{count}</loopCardinality></multiInstanceLoopCharacteristics>'
    )
    return _file(key, [_user("work", loops), _flows("start", "work", "end")])


def waiting() -> bytes:
    """A task with a time limit."""
    limit = (
        '<boundaryEvent id="late" attachedToRef="work" cancelActivity="true"><timerEventDefinition>'
        '<timeDuration xsi:type="tFormalExpression">P30D</timeDuration></timerEventDefinition></boundaryEvent>'
    )
    parts = [_user("work"), limit, '<endEvent id="too_late"/>', _flows("late", "too_late")]
    return _file("waiting", [*parts, _flows("start", "work", "end")])


def _file(key: str, parts: Sequence[str], *, ends: str = '<startEvent id="start"/><endEvent id="end"/>') -> bytes:
    process = f'<process id="{key}" name="{key}" isExecutable="true">{ends}{"".join(parts)}</process>'
    return f"{_HEAD}{process}</definitions>".encode()


def _user(name: str, inside: str = "") -> str:
    return f'<userTask id="{name}" name="{name}" utlysa:role="{ROLE}">{inside}</userTask>'


def _script(name: str) -> str:
    attributes = 'scriptFormat="feel" utlysa:resultVariable="rounds"'
    return f'<scriptTask id="{name}" name="{name}" {attributes}><script>{ROUNDS} + 1</script></scriptTask>'


def _flows(*path: str) -> str:
    return "".join(f'<sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairwise(path))
