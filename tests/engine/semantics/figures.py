"""Measures the cost and state figures of docs/decisions/0001: `python -m tests.engine.semantics.figures`."""

import json
import zlib
from collections.abc import Callable
from time import perf_counter
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.serializer.workflow import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from engine.calendars import WorkingCalendar
from engine.interpreter.messages import CompleteTask, Environment, StartCase
from engine.interpreter.state import CaseState
from engine.interpreter.stepping import run
from tests.engine.semantics.bench import START, STOCKHOLM, Bench, bench
from tests.engine.semantics.drawing import diagram

_RUNS = 200
IN_A_ROW = "start s\ns -> t0\n" + "\n".join(f"user t{i}\nt{i} -> t{i + 1}" for i in range(10)) + "\nend t10"
SIDE_BY_SIDE = "start s\nand g\nand j\nend e\ns -> g\nj -> e\n" + "\n".join(
    f"user t{i}\ng -> t{i}\nt{i} -> j" for i in range(10)
)
LOOP = (
    'start s\nxor m\nuser t0\nscript n x = x + 1\nxor f default="f_to_e"\nend e\n'
    "s -> m -> t0 -> n -> f\nf -> m [x < 1000]\nf -> e"
)
PAIRS = 14


def best(action: Callable[[], Any], runs: int = _RUNS) -> float:
    """The shortest of several runs, in milliseconds."""
    found = []
    for _ in range(runs):
        begun = perf_counter()
        action()
        found.append(perf_counter() - begun)
    return min(found) * 1000


def sizes(text: str) -> str:
    """The bytes of a document, as it is and compressed."""
    return f"{len(text.encode()):,} bytes, {len(zlib.compress(text.encode())):,} compressed"


def ours(body: str, *, rounds: int = 0, **variables: Any) -> tuple[float, str]:
    """One step (load, complete the oldest task, save) and the state before it."""
    case = bench(diagram(body)).start(**variables)
    for _ in range(rounds):
        case.complete("t0")
    text = json.dumps(case.state.dump())
    token_id = next(iter(case.tasks))
    env = Environment(START, case.shelf, WorkingCalendar(), STOCKHOLM)

    def step() -> None:
        state = run(CaseState.load(json.loads(text)), CompleteTask(token_id, {}), env).state
        json.dumps(state.dump())

    return best(step), text


def theirs(body: str, *, rounds: int = 0, **variables: Any) -> tuple[float, str]:
    """The same on SpiffWorkflow's stepping and serializer."""
    xml = diagram(body.replace("script n x = x + 1", "user n").replace("[x < 1000]", "[True]"))
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(xml))
    serializer = BpmnWorkflowSerializer()
    workflow = BpmnWorkflow(parser.get_spec("p"))
    workflow.data.update(variables)
    workflow.do_engine_steps()
    for _ in range(2 * rounds):
        workflow.get_tasks(state=TaskState.READY, manual=True)[0].run()
        workflow.do_engine_steps()
    text = serializer.serialize_json(workflow)

    def step() -> None:
        restored = serializer.deserialize_json(text)
        restored.get_tasks(state=TaskState.READY, manual=True)[0].run()
        restored.do_engine_steps()
        serializer.serialize_json(restored)

    return best(step, 20), text


def pairs() -> tuple[float, Bench]:
    """Parallel pairs in a row, from the start to rest."""
    lines = ["start s", "s -> split0", f"user split{PAIRS}"]
    for i in range(PAIRS):
        lines += [f"and split{i}", f"task a{i}", f"task b{i}", f"and join{i}"]
        lines += [f"split{i} -> a{i} -> join{i}", f"split{i} -> b{i} -> join{i}", f"join{i} -> split{i + 1}"]
    case = bench(diagram("\n".join(lines)))
    env = Environment(START, case.shelf, WorkingCalendar(), STOCKHOLM)
    command = StartCase(case.shelf.latest("p"))
    return best(lambda: run(CaseState.new(), command, env), 20), case.start()


def main() -> None:
    """Print the figures."""
    for name, body in (("ten user tasks in a row", IN_A_ROW), ("ten open tasks side by side", SIDE_BY_SIDE)):
        for who, measure in (("Utlysa", ours), ("SpiffWorkflow", theirs)):
            cost, text = measure(body)
            print(f"{name}: {who}: {cost:.3f} ms, {sizes(text)}")
    for rounds in (1, 100, 400):
        cost, text = ours(LOOP, rounds=rounds, x=0)
        print(f"loop, round {rounds}: Utlysa: {cost:.3f} ms, {sizes(text)}")
    for rounds in (1, 100, 199):
        cost, text = theirs(LOOP, rounds=rounds, x=0)
        print(f"loop, round {rounds}: SpiffWorkflow: {cost:.2f} ms, {sizes(text)}")
    cost, case = pairs()
    print(f"{PAIRS} parallel pairs: Utlysa: {cost:.1f} ms, {len(case.state.tokens)} token")


if __name__ == "__main__":
    main()
