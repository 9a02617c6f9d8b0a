"""Sub-processes, event sub-processes, calls, ad-hoc sub-processes and data."""

import pytest

from engine.errors import BpmnError
from engine.interpreter.errors import BudgetExceededError, CalledProcessError, NotWaitingError
from engine.interpreter.messages import ActivateAdHoc, CaseEnded, SetVariables, TerminateCase
from engine.reader import read
from tests.engine.semantics.bench import bench
from tests.engine.semantics.drawing import content, diagram

CATALOGUE = (
    '<message id="m" name="M"/><signal id="sig" name="S"/><error id="err" errorCode="E1"/>'
    '<escalation id="esc" escalationCode="X"/>'
)


def file(body: str, more: str = "") -> bytes:
    return diagram(body, catalogue=CATALOGUE, more=more)


def sub(body: str, tag: str = "subProcess", element_id: str = "sub", more: str = "") -> str:
    inside = content(body).replace("\n", " ")
    return f'<bpmn:{tag} id="{element_id}" {more}>{inside}</bpmn:{tag}>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("start ss\ntask a\nend ee\nss -> a -> ee", ["ss", "a", "ee"]),
        ("task a\ntask b\na -> b", ["a", "b"]),
        ("start ss\ntask a\ntask b\nend e1\nend e2\nss -> a -> e1\nss -> b -> e2", ["ss", "a", "b", "e1", "e2"]),
        ("", []),
    ],
)
def test_a_sub_process_runs_what_is_in_it_then_goes_on(body: str, expected: list[str]) -> None:
    case = bench(file(f"start s\n{sub(body)}\nend e\ns -> sub -> e")).start()
    assert case.completed == ["s", *expected, "sub", "e"]
    assert case.status == "completed"


def test_a_sub_process_has_variables_of_its_own_for_its_data() -> None:
    body = 'start ss\n<dataObject id="x"/>\nscript a x = 2\nuser b\nss -> a -> b'
    case = bench(file(f"start s\n{sub(body)}\nuser after\ns -> sub -> after")).start(x=1)
    assert case.variables == {"x": 1}
    case.complete("b", y=3)
    assert case.variables == {"x": 1, "y": 3}


# --- event sub-processes --------------------------------------------------------------------------------------------

EVENTS = {
    "message": '<messageEventDefinition messageRef="m"/>',
    "signal": '<signalEventDefinition signalRef="sig"/>',
    "timer": "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>",
    "conditional": "<conditionalEventDefinition><condition>x = 1</condition></conditionalEventDefinition>",
}


@pytest.mark.parametrize("kind", list(EVENTS))
@pytest.mark.parametrize("interrupts", ["true", "false"])
def test_an_event_sub_process_interrupts_or_runs_beside(kind: str, interrupts: str) -> None:
    body = f'<startEvent id="es" isInterrupting="{interrupts}">{EVENTS[kind]}</startEvent>\nuser inner\nes -> inner'
    handler = sub(body, element_id="handler", more='triggeredByEvent="true"')
    case = bench(file(f"start s\nuser a\n{handler}\ns -> a")).start()
    match kind:
        case "message":
            case.message("M")
        case "signal":
            case.signal("S")
        case "timer":
            case.advance(hours=1)
        case _:
            case.do(SetVariables({"x": 1}))
    assert case.entered == ["s", "a", "handler", "es", "inner"]
    assert case.cancelled == (["a"] if interrupts == "true" else [])
    if interrupts == "false":
        assert case.open == ["a", "inner"]
        case.complete("a")
    case.complete("inner")
    assert case.status == "completed"


def test_a_waiting_event_sub_process_follows_the_key_that_its_case_gets_later() -> None:
    more = 'utlysa:correlation="{reference: reference}"'
    body = (
        f'<startEvent id="es" isInterrupting="false" {more}>{EVENTS["message"]}</startEvent>\nuser inner\nes -> inner'
    )
    handler = sub(body, element_id="handler", more='triggeredByEvent="true"')
    case = bench(file(f"start s\nuser a\n{handler}\ns -> a")).start(reference=None)

    case.do(SetVariables({"reference": "U1"}))

    assert [waiting.correlation for waiting in case.subscriptions.values()] == [{"reference": "U1"}]
    case.message("M")
    assert "inner" in case.open


def test_a_waiting_event_sub_process_does_not_keep_the_case_open() -> None:
    handler = sub(
        f'<startEvent id="es">{EVENTS["message"]}</startEvent>', element_id="h", more='triggeredByEvent="true"'
    )
    case = bench(file(f"start s\nuser a\n{handler}\ns -> a")).start()
    assert len(case.subscriptions) == 1
    assert case.complete("a").status == "completed"


def test_a_non_interrupting_event_sub_process_may_run_many_times() -> None:
    body = f'<startEvent id="es" isInterrupting="false">{EVENTS["message"]}</startEvent>\nuser inner\nes -> inner'
    handler = sub(body, element_id="h", more='triggeredByEvent="true"')
    case = bench(file(f"start s\nuser a\n{handler}\ns -> a")).start()
    case.message("M").message("M")
    assert case.open == ["a", "inner", "inner"]


def error_handler(element_id: str, more: str = "") -> str:
    body = f'<startEvent id="{element_id}_start"><errorEventDefinition errorRef="err"/></startEvent>\n{more}'
    return sub(body, element_id=element_id, more='triggeredByEvent="true"')


def test_an_error_event_sub_process_catches_what_its_scope_throws() -> None:
    body = f"start ss\nservice a op\nss -> a\n{error_handler('handler')}"
    case = bench(file(f"start s\n{sub(body)}\nuser after\ns -> sub -> after"), operations={"op": fails}).start()
    assert case.entered == ["s", "sub", "ss", "a", "handler", "handler_start", "after"]


def fails(_: object) -> None:
    raise BpmnError("E1", "why")


def test_an_error_inside_an_event_sub_process_goes_to_the_boundary_around() -> None:
    handler = error_handler("handler", "service again op\nhandler_start -> again")
    body = f"start ss\nservice a op\nss -> a\n{handler}"
    case = bench(
        file(
            f"start s\n{sub(body)}\n"
            '<boundaryEvent id="b" attachedToRef="sub"><errorEventDefinition errorRef="err"/></boundaryEvent>\ns -> sub'
        ),
        operations={"op": fails},
    ).start()
    assert case.entered == ["s", "sub", "ss", "a", "handler", "handler_start", "again", "b"]
    assert case.status == "completed"


def test_an_escalation_event_sub_process_runs_beside() -> None:
    start = '<startEvent id="es" isInterrupting="false"><escalationEventDefinition escalationRef="esc"/></startEvent>'
    handler = sub(f"{start}\nuser inner\nes -> inner", element_id="h", more='triggeredByEvent="true"')
    throw = '<intermediateThrowEvent id="t"><escalationEventDefinition escalationRef="esc"/></intermediateThrowEvent>'
    case = bench(file(f"start s\n{throw}\nuser a\n{handler}\ns -> t -> a")).start()
    assert sorted(case.open) == ["a", "inner"]


def test_an_error_maps_its_code_to_variables() -> None:
    body = """
        start s
        service a op
        <boundaryEvent id="b" attachedToRef="a" utlysa:resultVariable="problem"><errorEventDefinition/></boundaryEvent>
        user c
        s -> a
        b -> c
    """
    case = bench(file(body), operations={"op": fails}).start()
    assert case.variables == {"problem": {"code": "E1", "message": "why"}}


# --- calls ----------------------------------------------------------------------------------------------------------


def called(body: str) -> bytes:
    return diagram(body, process_id="called", catalogue=CATALOGUE)


def test_a_call_reads_the_callers_variables_and_gives_back_its_own() -> None:
    case = bench(
        file('start s\n<callActivity id="c" calledElement="called"/>\nuser after\ns -> c -> after'),
        called("start cs\nscript t y = x + 1\nuser u\ncs -> t -> u"),
    ).start(x=1)
    (task,) = case.tasks.values()
    assert (task.process.key, task.process.version) == ("called", 1)
    assert case.variables == {"x": 1}
    case.complete("u", z=3)
    assert case.variables == {"x": 1, "y": 2, "z": 3}
    assert case.completed == ["s", "cs", "t", "u", "c"]


def test_a_call_with_inputs_and_outputs_passes_just_these() -> None:
    call = """<callActivity id="c" calledElement="called"><extensionElements><utlysa:input name="a" value="x + 1"/>
        <utlysa:output name="result" value="b * 10"/></extensionElements></callActivity>"""
    case = bench(
        file(f"start s\n{call}\nuser after\ns -> c -> after"),
        called("start cs\nscript t b = if x = null then a else 0\ncs -> t"),
    ).start(x=1)
    assert case.variables == {"x": 1, "result": 20}


def test_a_call_takes_the_latest_version_or_the_one_it_pins() -> None:
    versions = [called(f"start cs\nuser u{i}\ncs -> u{i}") for i in (1, 2)]
    latest = file('start s\n<callActivity id="c" calledElement="called"/>\ns -> c')
    pinned = file('start s\n<callActivity id="c" calledElement="called" utlysa:version="1"/>\ns -> c')
    assert bench(latest, *versions).start().open == ["u2"]
    assert bench(pinned, *versions).start().open == ["u1"]


def test_an_error_in_a_called_process_reaches_the_callers_boundary() -> None:
    case = bench(
        file("""
        start s
        <callActivity id="c" calledElement="called"/>
        <boundaryEvent id="b" attachedToRef="c"><errorEventDefinition errorRef="err"/></boundaryEvent>
        s -> c
        """),
        called("start cs\nservice t op\nuser u\ncs -> t\ncs -> u"),
        operations={"op": fails},
    ).start()
    assert case.entered[-1] == "b"
    assert case.status == "completed"


def test_a_global_task_can_be_called() -> None:
    case = bench(
        file(
            'start s\n<callActivity id="c" calledElement="g"/>\nuser after\ns -> c -> after',
            more='<bpmn:globalUserTask id="g" name="Granska"/>',
        )
    ).start()
    assert case.open == ["g"]
    case.complete("g", ok=True)
    assert case.open == ["after"]
    assert case.variables == {"ok": True}


@pytest.mark.unreplayed
@pytest.mark.parametrize(
    ("task", "result"),
    [
        ('<bpmn:globalTask id="g"/>', {}),
        ('<bpmn:globalUserTask id="g"/>', {"ok": True}),
        ('<bpmn:globalManualTask id="g"/>', {"ok": True}),
        (
            '<bpmn:globalScriptTask id="g" scriptLanguage="feel" utlysa:resultVariable="ok"><bpmn:script>1 = 1'
            "</bpmn:script></bpmn:globalScriptTask>",
            {"ok": True},
        ),
        ('<bpmn:globalBusinessRuleTask id="g" utlysa:decision="rule" utlysa:resultVariable="ok"/>', {"ok": True}),
    ],
)
def test_a_global_task_of_each_kind_can_be_called(task: str, result: dict[str, bool]) -> None:
    body = 'start s\n<callActivity id="c" calledElement="g"/>\nend e\ns -> c -> e'
    case = bench(file(body, more=task), operations={"rule": lambda _: True}).start()
    if case.open:
        case.complete("g", ok=True)
    assert case.completed == ["s", "g", "c", "e"]
    assert case.variables == result


def test_the_language_of_a_global_script_is_read() -> None:
    task = (
        '<bpmn:globalScriptTask id="g" scriptLanguage="javascript"><bpmn:script>1</bpmn:script></bpmn:globalScriptTask>'
    )
    script = read(file("task a", more=task)).process("g").nodes["g"].script
    assert script is not None
    assert script.language == "javascript"


def test_calling_what_is_not_deployed_is_an_error() -> None:
    with pytest.raises(CalledProcessError) as raised:
        bench(file('start s\n<callActivity id="c" calledElement="nothing"/>\ns -> c')).start()
    assert raised.value.element_id == "c"


def test_a_process_that_calls_itself_for_ever_stops_at_the_budget() -> None:
    with pytest.raises(BudgetExceededError) as raised:
        bench(file('start s\n<callActivity id="c" calledElement="p"/>\ns -> c')).start()
    assert raised.value.budget in {"nesting", "steps"}


# --- ad-hoc ---------------------------------------------------------------------------------------------------------


def adhoc(more: str, condition: str = "") -> bytes:
    inside = f"<userTask id='a'/><userTask id='b'/><userTask id='c'/>{condition}"
    return file(f"start s\n<adHocSubProcess id='sub' {more}>{inside}</adHocSubProcess>\nuser after\ns -> sub -> after")


def test_a_parallel_ad_hoc_sub_process_offers_all_and_ends_when_all_are_done() -> None:
    case = bench(adhoc("")).start()
    assert case.open == ["a", "b", "c"]
    case.complete("b").complete("c").complete("a")
    assert case.open == ["after"]


def test_a_sequential_ad_hoc_sub_process_offers_one_at_a_time_and_people_choose_the_next() -> None:
    case = bench(adhoc('ordering="Sequential"')).start()
    assert case.open == ["a"]
    (scope_id,) = [scope.id for scope in case.state.scopes.values() if scope.element == "sub"]
    case.do(ActivateAdHoc(scope_id, "c"))
    assert case.open == ["a"]
    case.complete("a")
    assert case.open == ["c"]
    case.complete("c")
    assert case.open == ["b"]
    assert case.complete("b").open == ["after"]


@pytest.mark.parametrize("cancels", ["true", "false"])
def test_a_completion_condition_ends_an_ad_hoc_sub_process(cancels: str) -> None:
    condition = "<completionCondition>done</completionCondition>"
    case = bench(adhoc(f'cancelRemainingInstances="{cancels}"', condition)).start(done=False)
    case.complete("a").complete("b", done=True)
    if cancels == "true":
        assert case.cancelled == ["c"]
    else:
        assert case.open == ["c"]
        case.complete("c")
    assert case.open == ["after"]


def test_an_activity_can_be_started_again_while_the_condition_does_not_hold() -> None:
    case = bench(adhoc("", "<completionCondition>done</completionCondition>")).start(done=False)
    for element_id in "abc":
        case.complete(element_id)
    assert case.status == "active"
    (scope_id,) = [scope.id for scope in case.state.scopes.values() if scope.element == "sub"]
    with pytest.raises(NotWaitingError):
        case.do(ActivateAdHoc(scope_id, "after"))
    case.do(ActivateAdHoc(scope_id, "a")).complete("a", done=True)
    assert case.open == ["after"]


# --- data -----------------------------------------------------------------------------------------------------------


def test_data_moves_through_associations() -> None:
    case = bench(
        file("""
        <dataObject id="do" name="budget"/>
        <dataObjectReference id="ref" dataObjectRef="do"/>
        start s
        <scriptTask id="a" scriptFormat="feel" utlysa:resultVariable="sum">
        <ioSpecification><dataOutput id="out" name="sum"/><inputSet/><outputSet/></ioSpecification>
        <dataOutputAssociation><sourceRef>out</sourceRef><targetRef>ref</targetRef></dataOutputAssociation>
        <script>1 + 2</script></scriptTask>
        <scriptTask id="b" scriptFormat="feel" utlysa:resultVariable="twice">
        <ioSpecification><dataInput id="in" name="amount"/><inputSet/><outputSet/></ioSpecification>
        <dataInputAssociation><sourceRef>ref</sourceRef><targetRef>in</targetRef></dataInputAssociation>
        <script>amount * 2</script></scriptTask>
        s -> a -> b
        """)
    ).start()
    assert case.variables == {"sum": 3, "budget": 3, "twice": 6}


def test_a_data_object_is_read_and_written_by_its_id_or_its_name() -> None:
    case = bench(
        file("""
        <dataObject id="object_1" name="budget"/>
        <property id="property_1" name="counter"/>
        start s
        script a object_1 = 5
        script b counter = object_1 + budget
        user c
        s -> a -> b -> c
        """)
    ).start()
    assert case.variables == {"budget": 5, "counter": 10}


def test_an_administrator_ends_a_case_with_all_that_waits() -> None:
    body = "start ss\nuser a\nss -> a"
    case = bench(file(f"start s\n{sub(body)}\nuser b\ns -> sub\ns -> b")).start()
    case.do(TerminateCase("withdrawn"))
    assert case.cancelled == ["b", "a", "sub"] or case.cancelled == ["a", "sub", "b"]
    assert case.of(CaseEnded) == [CaseEnded("terminated")]


def test_lanes_and_pools_are_read() -> None:
    document = read(
        file(
            "start s",
            more='<bpmn:collaboration id="co"><bpmn:participant id="pool" name="Sökande"/></bpmn:collaboration>',
        )
    )
    assert [(pool.name, pool.process) for pool in document.participants] == [("Sökande", None)]
