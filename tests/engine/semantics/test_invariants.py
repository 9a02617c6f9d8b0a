"""Random diagrams with everything in them: whatever happens, the state stays whole and the effects tell all of it."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import BpmnError
from engine.interpreter.errors import BudgetExceededError
from engine.interpreter.messages import SetVariables
from engine.interpreter.values import size_of
from tests.engine.semantics.bench import Bench, bench
from tests.engine.semantics.drawing import content, diagram

CATALOGUE = (
    '<message id="m" name="M"/><signal id="sig" name="S"/><error id="err" errorCode="E1"/>'
    '<escalation id="esc" escalationCode="X"/>'
)
CAUGHT = {
    "message": '<messageEventDefinition messageRef="m"/>',
    "signal": '<signalEventDefinition signalRef="sig"/>',
    "timer": "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>",
    "conditional": "<conditionalEventDefinition><condition>x &gt; 1</condition></conditionalEventDefinition>",
    "escalation": '<escalationEventDefinition escalationRef="esc"/>',
    "error": '<errorEventDefinition errorRef="err"/>',
}
THROWN = {
    "signal": CAUGHT["signal"],
    "message": CAUGHT["message"],
    "escalation": CAUGHT["escalation"],
    "compensation": "<compensateEventDefinition/>",
}
ENDS = {**THROWN, "error": CAUGHT["error"], "terminate": "<terminateEventDefinition/>", "none": ""}
NESTED = {
    "sub": "subProcess",
    "transaction": "transaction",
    "adhoc": "adHocSubProcess",
    "block": "subProcess",
    "race": "subProcess",
}
KINDS = ["user", "script", "service", "throw", "catch", "sub", *NESTED]
LOOPS = (
    "",
    "",
    "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>",
    '<multiInstanceLoopCharacteristics isSequential="true"><loopCardinality>2</loopCardinality>'
    "</multiInstanceLoopCharacteristics>",
    '<standardLoopCharacteristics loopMaximum="2"/>',
)


@dataclass
class Maker:
    """Draws bodies of processes, with ids that are never used twice."""

    draw: st.DrawFn
    count: int = 0
    lines: list[str] = field(default_factory=list)

    def name(self, word: str) -> str:
        """A new id."""
        self.count += 1
        return f"{word}{self.count}"

    def body(self, depth: int) -> str:
        """A start, some activities in a row (or side by side), an end, perhaps an event sub-process."""
        lines = [f"start {(start := self.name('start'))}"]
        end = self.name("end")
        lines.append(f'<endEvent id="{end}">{ENDS[self.draw(st.sampled_from(sorted(ENDS)))]}</endEvent>')
        before = [start]
        for _ in range(self.draw(st.integers(1, 3))):
            step = self.step(depth, lines)
            lines += [f"{source} -> {step}" for source in before]
            before = [step] if self.draw(st.booleans()) else [*before, step][-2:]
        lines += [f"{source} -> {end}" for source in before]
        if depth < 2 and self.draw(st.booleans()):
            lines.append(self.handler(depth))
        return "\n".join(lines)

    def step(self, depth: int, lines: list[str]) -> str:
        """One activity or event; its elements are added to the lines."""
        kind = self.draw(st.sampled_from(KINDS))
        name = self.name(kind)
        if kind in {"throw", "catch"}:
            tag = f"intermediate{kind.title()}Event"
            events = THROWN if kind == "throw" else {key: CAUGHT[key] for key in ("message", "timer", "conditional")}
            lines.append(f'<{tag} id="{name}">{events[self.draw(st.sampled_from(sorted(events)))]}</{tag}>')
            return name
        lines.append(self.activity(kind if depth < 2 or kind not in NESTED else "user", name, depth))
        for _ in range(self.draw(st.integers(0, 2))):
            self.boundary(name, lines)
        return name

    def activity(self, kind: str, name: str, depth: int) -> str:
        """One activity."""
        loop = self.draw(st.sampled_from(LOOPS))
        if kind in NESTED:
            inside = content(getattr(self, f"in_{kind}")(depth + 1)).replace("\n", " ")
            return f'<bpmn:{NESTED[kind]} id="{name}">{inside}{content(loop)}</bpmn:{NESTED[kind]}>'
        if kind == "script":
            return (
                f'<scriptTask id="{name}" scriptFormat="feel" utlysa:resultVariable="x">{loop}'
                "<script>if x = null then 1 else x + 1</script></scriptTask>"
            )
        operation = f' utlysa:operation="{self.draw(st.sampled_from(["fine", "fails"]))}"' if kind == "service" else ""
        return f'<{kind}Task id="{name}"{operation}>{loop}</{kind}Task>'

    def in_sub(self, depth: int) -> str:
        """A whole body."""
        return self.body(depth)

    def in_transaction(self, depth: int) -> str:
        """A body that may also be cancelled."""
        cancel, task = self.name("cancel"), self.name("user")
        start = self.name("start")
        end = f'<endEvent id="{cancel}"><cancelEventDefinition/></endEvent>'
        return f"{self.body(depth)}\nstart {start}\nuser {task}\n{end}\n{start} -> {task} -> {cancel}"

    def in_adhoc(self, depth: int) -> str:
        """Some activities, and perhaps when they are enough."""
        kinds = self.draw(st.lists(st.sampled_from(["user", "script"]), min_size=1, max_size=3))
        lines = [self.activity(kind, self.name("task"), depth) for kind in kinds]
        enough = "<completionCondition>x &gt; 1</completionCondition>"
        return "\n".join([*lines, enough if self.draw(st.booleans()) else ""])

    def in_block(self, depth: int) -> str:
        """A split and a join with two or three steps between."""
        kind = self.draw(st.sampled_from(["and", "or", "complexGateway"]))
        start, split, join, end = (self.name(word) for word in ("start", "split", "join", "end"))
        lines = [f"start {start}", f"{'and' if kind == 'and' else 'or'} {split}", f"end {end}"]
        if kind == "complexGateway":
            condition = "<activationCondition>activationCount &gt;= 2</activationCondition>"
            lines.append(f'<complexGateway id="{join}">{condition}</complexGateway>')
        else:
            lines.append(f"{kind} {join}")
        lines += [f"{start} -> {split}", f"{join} -> {end}"]
        for _ in range(self.draw(st.integers(2, 3))):
            step = self.step(depth, lines)
            lines += [f"{split} -> {step}", f"{step} -> {join}"]
        return "\n".join(lines)

    def in_race(self, _: int) -> str:
        """The first of two events decides."""
        start, gateway, message, timer, after = (self.name(word) for word in ("start", "race", "m", "t", "after"))
        return f"""
            start {start}
            <eventBasedGateway id="{gateway}"/>
            <intermediateCatchEvent id="{message}">{CAUGHT["message"]}</intermediateCatchEvent>
            <intermediateCatchEvent id="{timer}">{CAUGHT["timer"]}</intermediateCatchEvent>
            user {after}
            {start} -> {gateway} -> {message} -> {after}
            {gateway} -> {timer} -> {after}
        """

    def boundary(self, host: str, lines: list[str]) -> None:
        """A boundary event with a task after it, or a compensation handler."""
        name, after = self.name("boundary"), self.name("after")
        kind = self.draw(st.sampled_from([*sorted(CAUGHT), "compensation"]))
        if kind == "compensation":
            lines.append(
                f'<boundaryEvent id="{name}" attachedToRef="{host}"><compensateEventDefinition/></boundaryEvent>'
            )
            lines.append(f'<userTask id="{after}" isForCompensation="true"/>')
            lines.append(f'<association id="{self.name("link")}" sourceRef="{name}" targetRef="{after}"/>')
            return
        flag = "true" if kind == "error" or self.draw(st.booleans()) else "false"
        event = (
            f'<boundaryEvent id="{name}" attachedToRef="{host}" cancelActivity="{flag}">{CAUGHT[kind]}</boundaryEvent>'
        )
        lines += [event, f"user {after}", f"{name} -> {after}"]

    def handler(self, depth: int) -> str:
        """An event sub-process."""
        start, name = self.name("start"), self.name("handler")
        kind = self.draw(st.sampled_from(sorted(CAUGHT)))
        flag = "true" if kind == "error" or self.draw(st.booleans()) else "false"
        lines = [f'<startEvent id="{start}" isInterrupting="{flag}">{CAUGHT[kind]}</startEvent>']
        lines.append(f"{start} -> {self.step(depth + 1, lines)}")
        inside = content("\n".join(lines)).replace("\n", " ")
        return f'<bpmn:subProcess id="{name}" triggeredByEvent="true">{inside}</bpmn:subProcess>'


@st.composite
def diagrams(draw: st.DrawFn) -> bytes:
    """A process with everything in it."""
    return diagram(Maker(draw).body(0), catalogue=CATALOGUE)


def fails(_: object) -> None:
    raise BpmnError("E1")


def check(case: Bench) -> None:
    """Everything in the state belongs to something, and what was told outside is what is waited for inside."""
    state = case.state
    if case.status != "active":
        assert not state.tokens
        assert not state.waits
        assert list(state.scopes) == [state.root]
        return
    assert state.tokens
    for token in state.tokens.values():
        assert token.scope in state.scopes
        assert token.waits in {"task", "event", "gateway", "join", "scope", "loop", "compensation"}
        assert token.waits != "compensation" or state.scopes_of(token.id)
    for scope in state.scopes.values():
        assert scope.parent is None or scope.parent in state.scopes
        assert scope.owner is None or scope.owner in state.tokens
        is_adhoc = isinstance(scope.owner, str) and state.tokens[scope.owner].node.startswith("adhoc")
        assert scope.kind == "loop" or is_adhoc or state.tokens_in(scope.id)
    for wait in state.waits.values():
        assert wait.holder in state.tokens or wait.holder in state.scopes
    assert set(case.tasks) == {token.id for token in state.tokens.values() if token.waits == "task"}
    assert set(case.timers) == {wait.id for wait in state.waits.values() if wait.kind == "timer"}
    assert set(case.subscriptions) == {wait.id for wait in state.waits.values() if wait.kind in {"message", "signal"}}
    assert state.size == sum(size_of(value) for scope in state.scopes.values() for value in scope.variables.values())


def move(case: Bench, data: st.DataObject) -> None:
    """Something happens that the case waits for, or a variable changes."""
    moves = ["variable"]
    moves += ["task"] * 3 if case.tasks else []
    moves += ["timer"] if case.timers else []
    moves += [item.kind for item in case.subscriptions.values()]
    match data.draw(st.sampled_from(moves)):
        case "task":
            case.complete(data.draw(st.sampled_from(case.open)))
        case "timer":
            case.advance(hours=1)
        case "message":
            case.message("M")
        case "signal":
            case.signal("S")
        case _:
            case.do(SetVariables({"x": data.draw(st.integers(0, 3))}))


@pytest.mark.unreplayed
@settings(max_examples=150, deadline=None)
@given(diagrams(), st.data())
def test_the_state_stays_whole_whatever_happens(xml: bytes, data: st.DataObject) -> None:
    case = bench(xml, operations={"fine": lambda _: {}, "fails": fails})
    try:
        case.start()
        for _ in range(15):
            check(case)
            if case.status != "active":
                return
            move(case, data)
    except BudgetExceededError as error:
        assert error.budget in {"steps", "tokens", "instances"}  # noqa: PT017 - a drawing may well be an endless loop
