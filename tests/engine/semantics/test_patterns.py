"""The workflow control-flow patterns, each as a small diagram with what must be completed in which order."""

from typing import Any

import pytest

from tests.engine.semantics.bench import bench
from tests.engine.semantics.drawing import content, diagram

CATALOGUE = '<message id="msg" name="M"/><signal id="sig" name="S"/>'
MESSAGE = '<messageEventDefinition messageRef="msg"/>'
SIGNAL = '<signalEventDefinition signalRef="sig"/>'
HOUR = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
TERMINATE = "<terminateEventDefinition/>"

Move = tuple[str, Any]


def condition(text: str) -> str:
    return f"<conditionalEventDefinition><condition>{text}</condition></conditionalEventDefinition>"


def instances(more: str = "", *, count: str = "3", sequential: str = "false") -> str:
    return (
        f'<multiInstanceLoopCharacteristics isSequential="{sequential}"><loopCardinality>{count}</loopCardinality>'
        f"{more}</multiInstanceLoopCharacteristics>"
    )


def sub(body: str, element_id: str = "sub", tag: str = "subProcess", more: str = "") -> str:
    text = content(body).replace("\n", " ")
    return f'<bpmn:{tag} id="{element_id}" {more}>{text}</bpmn:{tag}>'


def joined(activation: str, body: str = "user a\nuser b\nuser c") -> str:
    """Three branches into a complex gateway."""
    gateway = f'<complexGateway id="j"><activationCondition>{activation}</activationCondition></complexGateway>'
    return f"start s\nand g\n{body}\n{gateway}\ntask d\nend e\ns -> g -> a -> j\ng -> b -> j\ng -> c -> j -> d -> e"


SEQUENTIAL = 'ordering="Sequential"'
INTERLEAVED = sub("task a\ntask b\ntask c\na -> b", tag="adHocSubProcess", more=SEQUENTIAL)
CANCELLING = sub(f'<startEvent id="hs">{MESSAGE}</startEvent>\nend he\nhs -> he', "h", more='triggeredByEvent="true"')
REGION = sub("start ss\nuser a\nuser b\nend se\nss -> a -> se\nss -> b -> se")
FIRST_ONLY = sub(joined("activationCount = 1").replace("end e", f'<endEvent id="e">{TERMINATE}</endEvent>'))
SECTION = sub("start s1\nuser a1\nuser a2\nend e1\ns1 -> a1 -> a2 -> e1", "one")
CRITICAL = sub(f"{SECTION}\nuser b", tag="adHocSubProcess", more=SEQUENTIAL)

PATTERNS: dict[str, tuple[str, dict[str, Any], list[Move], str]] = {
    "1 sequence": ("start s\ntask a\ntask b\nend e\ns -> a -> b -> e", {}, [], "s a b e"),
    "2 and 3 parallel split, synchronisation": (
        "start s\nand g\ntask a\ntask b\nand j\nend e\ns -> g -> a -> j\ng -> b -> j -> e",
        {},
        [],
        "s g a b j e",
    ),
    "4 and 5 exclusive choice, simple merge": (
        'start s\nxor g default="g_to_b"\ntask a\ntask b\nxor j\nend e\n'
        "s -> g\ng -> a [x = 1]\ng -> b\na -> j\nb -> j -> e",
        {"x": 1},
        [],
        "s g a j e",
    ),
    "6 and 7 multi-choice, structured synchronising merge": (
        'start s\nor g default="g_to_c"\ntask a\nuser b\ntask c\nor j\nend e\n'
        "s -> g\ng -> a [x > 0]\ng -> b [x > 1]\ng -> c\na -> j\nb -> j\nc -> j -> e",
        {"x": 2},
        [("complete", "b")],
        "s g a b j e",
    ),
    "8 multi-merge": (
        "start s\nand g\ntask a\ntask b\nxor j\ntask c\nend e\ns -> g -> a -> j\ng -> b -> j -> c -> e",
        {},
        [],
        "s g a b j j c c e e",
    ),
    "9 structured discriminator": (
        joined("activationCount = 1"),
        {},
        [("complete", "b"), ("complete", "a"), ("complete", "c")],
        "s g b j d e a c",
    ),
    "10 arbitrary cycles": (
        'start s\nxor x1\nuser a\nxor x2\nuser b\nxor g default="g_to_h"\nxor h default="h_to_e"\nend e\n'
        "s -> x1 -> a -> x2 -> b -> g\ng -> x2 [near]\ng -> h\nh -> x1 [far]\nh -> e",
        {"near": True, "far": True},
        [
            ("complete", "a"),
            ("complete", "b"),
            ("complete", ("b", {"near": False})),
            ("complete", "a"),
            ("complete", ("b", {"far": False})),
        ],
        "s x1 a x2 b g x2 b g h x1 a x2 b g h e",
    ),
    "11 implicit termination": (
        "start s\nand g\ntask a\nuser b\nend e1\nend e2\ns -> g -> a -> e1\ng -> b -> e2",
        {},
        [("complete", "b")],
        "s g a e1 b e2",
    ),
    "12 instances without synchronisation": (
        'start s\nxor j\nand g\nuser a\nend e1\nscript n n = n + 1\nxor d default="d_to_e2"\nend e2\n'
        "s -> j -> g -> a -> e1\ng -> n -> d\nd -> j [n < 3]\nd -> e2",
        {"n": 0},
        [("complete", "a"), ("complete", "a"), ("complete", "a")],
        "s j g n d j g n d j g n d e2 a e1 a e1 a e1",
    ),
    "13 instances with design-time knowledge": (
        f'start s\n<task id="a">{instances()}</task>\nend e\ns -> a -> e',
        {},
        [],
        "s a a a e",
    ),
    "14 instances with run-time knowledge": (
        f'start s\n<task id="a">{instances(count="n", sequential="true")}</task>\nend e\ns -> a -> e',
        {"n": 2},
        [],
        "s a a e",
    ),
    "15 instances without prior knowledge": (
        f'start s\nuser a\n<boundaryEvent id="b" attachedToRef="a" cancelActivity="false">{MESSAGE}</boundaryEvent>\n'
        "user more\nend e1\nend e2\ns -> a -> e1\nb -> more -> e2",
        {},
        [("message", "M"), ("message", "M"), ("complete", "more"), ("complete", "a"), ("complete", "more")],
        "s b b more e2 a e1 more e2",
    ),
    "16 deferred choice": (
        f'start s\n<eventBasedGateway id="g"/>\n<intermediateCatchEvent id="a">{MESSAGE}</intermediateCatchEvent>\n'
        f'<intermediateCatchEvent id="b">{HOUR}</intermediateCatchEvent>\nend e1\nend e2\n'
        "s -> g -> a -> e1\ng -> b -> e2",
        {},
        [("advance", 1)],
        "s g b e2",
    ),
    "17 interleaved parallel routing": (
        f"start s\n{INTERLEAVED}\nend e\ns -> sub -> e",
        {},
        [],
        "s a b c sub e",
    ),
    "18 milestone": (
        "start s\nand g\nuser a\nuser b\n"
        f'<intermediateCatchEvent id="m">{condition("reached")}</intermediateCatchEvent>\ntask c\nend e1\nend e2\n'
        "s -> g -> a -> e1\ng -> b -> m -> c -> e2",
        {"reached": False},
        [("complete", "b"), ("complete", ("a", {"reached": True}))],
        "s g b a m e1 c e2",
    ),
    "19 cancel task": (
        f'start s\nuser a\n<boundaryEvent id="b" attachedToRef="a">{MESSAGE}</boundaryEvent>\ntask c\nend e1\nend e2\n'
        "s -> a -> e1\nb -> c -> e2",
        {},
        [("message", "M")],
        "s b c e2",
    ),
    "20 cancel case": (
        f"start s\nuser a\nuser b\nend e1\nend e2\n{CANCELLING}\ns -> a -> e1\ns -> b -> e2",
        {},
        [("message", "M")],
        "s hs he h",
    ),
    "21 structured loop": (
        'start s\n<userTask id="a"><standardLoopCharacteristics><loopCondition>again</loopCondition>'
        "</standardLoopCharacteristics></userTask>\nend e\ns -> a -> e",
        {},
        [("complete", ("a", {"again": True})), ("complete", ("a", {"again": False}))],
        "s a a e",
    ),
    "22 recursion": (
        'start s\nscript n n = n - 1\nxor g default="g_to_j"\n<callActivity id="c" calledElement="p"/>\nxor j\nend e\n'
        "s -> n -> g\ng -> c [n > 0]\ng -> j\nc -> j -> e",
        {"n": 3},
        [],
        "s n g s n g s n g j e c j e c j e",
    ),
    "25 cancel region": (
        f"start s\nand g\n{REGION}\n"
        f'<boundaryEvent id="x" attachedToRef="sub">{SIGNAL}</boundaryEvent>\nuser y\nend e1\nend e2\nend e3\n'
        "s -> g -> sub -> e1\ng -> y -> e2\nx -> e3",
        {},
        [("complete", "a"), ("signal", "S"), ("complete", "y")],
        "s g ss a se x e3 y e2",
    ),
    "26 cancel multiple instance activity": (
        f'start s\n<userTask id="a">{instances()}</userTask>\n'
        f'<boundaryEvent id="b" attachedToRef="a">{MESSAGE}</boundaryEvent>\nend e1\nend e2\ns -> a -> e1\nb -> e2',
        {},
        [("complete", "a"), ("message", "M")],
        "s a b e2",
    ),
    "28 blocking discriminator": (
        'start s\nxor x\nand g\nuser a\nuser b\n<complexGateway id="j"><activationCondition>activationCount = 1'
        '</activationCondition></complexGateway>\nuser d\nxor f default="f_to_e"\nend e\n'
        "s -> x -> g -> a -> j\ng -> b -> j -> d -> f\nf -> x [again]\nf -> e",
        {},
        [
            ("complete", "a"),
            ("complete", ("d", {"again": True})),
            ("complete", "b"),
            ("complete", "a"),
            ("complete", ("d", {"again": False})),
            ("complete", "b"),
        ],
        "s x g a j d f x g b a j d f e b",
    ),
    "29 cancelling discriminator": (
        f"start s0\n{FIRST_ONLY}\ntask after\nend e0\ns0 -> sub -> after -> e0",
        {},
        [("complete", "b")],
        "s0 s g b j d e sub after e0",
    ),
    "30 structured partial join": (
        joined("activationCount = 2"),
        {},
        [("complete", "b"), ("complete", "a"), ("complete", "c")],
        "s g b a j d e c",
    ),
    "34 static partial join for instances": (
        f'start s\n<userTask id="a">'
        f"{instances('<completionCondition>numberOfCompletedInstances = 2</completionCondition>')}</userTask>\n"
        "task d\nend e\ns -> a -> d -> e",
        {},
        [("complete", "a"), ("complete", "a")],
        "s a a d e",
    ),
    "38 general synchronising merge": (
        'start s\nor g\nuser a\nxor x\nuser b\nxor f default="f_to_j"\nor j\nend e\n'
        "s -> g\ng -> a [true]\ng -> x [true]\nx -> b -> f\nf -> x [again]\nf -> j\na -> j -> e",
        {},
        [("complete", "a"), ("complete", ("b", {"again": True})), ("complete", ("b", {"again": False}))],
        "s g x a b f x b f j e",
    ),
    "39 critical section, 40 interleaved routing": (
        f"start s\n{CRITICAL}\nend e\ns -> sub -> e",
        {},
        [("complete", "a1"), ("complete", "a2"), ("complete", "b")],
        "s s1 a1 a2 e1 one b sub e",
    ),
    "41 and 42 thread split, thread merge": (
        'start s\n<task id="a" completionQuantity="3"/>\n<task id="b" startQuantity="3"/>\nend e\ns -> a -> b -> e',
        {},
        [],
        "s a b e",
    ),
    "43 explicit termination": (
        f'start s\nand g\nuser a\nuser b\n<endEvent id="e">{TERMINATE}</endEvent>\nend e2\n'
        "s -> g -> a -> e\ng -> b -> e2",
        {},
        [("complete", "a")],
        "s g a e",
    ),
}


@pytest.mark.parametrize("name", list(PATTERNS))
def test_each_control_flow_pattern_runs(name: str) -> None:
    body, variables, moves, expected = PATTERNS[name]
    case = bench(diagram(body, catalogue=CATALOGUE)).start(**variables)
    for verb, what in moves:
        match verb:
            case "complete":
                element_id, data = what if isinstance(what, tuple) else (what, {})
                case.complete(element_id, **data)
            case "message":
                case.message(what)
            case "signal":
                case.signal(what)
            case _:
                case.advance(hours=what)
    assert case.completed == expected.split()
    assert case.status == "completed"


def test_a_transient_trigger_is_lost_where_nobody_waits_for_it() -> None:
    catch = f'<intermediateCatchEvent id="c">{SIGNAL}</intermediateCatchEvent>'
    case = bench(diagram(f"start s\nuser a\n{catch}\nend e\ns -> a -> c -> e", catalogue=CATALOGUE)).start()
    case.signal("S").complete("a")
    assert case.completed == ["s", "a"]
    assert case.signal("S").status == "completed"
