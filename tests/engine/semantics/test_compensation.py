"""Compensation and transactions."""

import pytest

from engine.interpreter.errors import StepError
from tests.engine.semantics.bench import bench
from tests.engine.semantics.drawing import content, diagram

CATALOGUE = '<error id="err" errorCode="E1"/>'


def undoable(element_id: str, script: str = "") -> str:
    """A script task that adds its id to `done`, with a handler that adds it to `undone`."""
    formula = script or f'append(done, "{element_id}")'
    return f"""
        script {element_id} done = {formula}
        <boundaryEvent id="{element_id}_b" attachedToRef="{element_id}"><compensateEventDefinition/></boundaryEvent>
        <scriptTask id="{element_id}_undo" isForCompensation="true" scriptFormat="feel" utlysa:resultVariable="undone">
        <script>append(undone, "{element_id}", count(done))</script></scriptTask>
        <association id="{element_id}_as" sourceRef="{element_id}_b" targetRef="{element_id}_undo"/>
    """


THROW = '<intermediateThrowEvent id="undo"><compensateEventDefinition/></intermediateThrowEvent>'


def file(body: str) -> bytes:
    return diagram(body, catalogue=CATALOGUE)


def test_handlers_run_in_reverse_order_with_the_variables_as_they_were() -> None:
    case = bench(
        file(f"""
        start s
        {undoable("a")}
        {undoable("b")}
        {THROW}
        end e
        s -> a -> b -> undo -> e
        """)
    ).start(done=[], undone=[])
    assert case.variables["undone"] == ["b", 2, "a", 1]
    assert case.told("compensated") == ["b", "a"]
    assert case.completed == ["s", "a", "b", "b_undo", "a_undo", "undo", "e"]
    assert case.status == "completed"


def test_one_activity_is_compensated_by_name_and_only_once() -> None:
    one = '<intermediateThrowEvent id="{}"><compensateEventDefinition activityRef="a"/></intermediateThrowEvent>'
    case = bench(
        file(f"""
        start s
        {undoable("a")}
        {undoable("b")}
        {one.format("undo")}
        {one.format("again")}
        s -> a -> b -> undo -> again
        """)
    ).start(done=[], undone=[])
    assert case.told("compensated") == ["a"]


def test_what_was_not_completed_is_not_compensated() -> None:
    case = bench(file(f"start s\n{undoable('a')}\n{THROW}\ns -> undo -> a")).start(done=[], undone=[])
    assert case.told("compensated") == []
    assert case.completed == ["s", "undo", "a"]


def test_a_handler_with_a_person_waits() -> None:
    case = bench(
        file("""
        start s
        task a
        <boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>
        <userTask id="h" isForCompensation="true"/>
        <association id="as" sourceRef="b" targetRef="h"/>
        <endEvent id="e"><compensateEventDefinition/></endEvent>
        s -> a -> e
        """)
    ).start()
    assert case.open == ["h"]
    assert case.complete("h").status == "completed"
    assert case.completed == ["s", "a", "h", "e"]


def test_the_rounds_of_a_loop_are_each_compensated() -> None:
    case = bench(
        file(f"""
        start s
        <scriptTask id="a" scriptFormat="feel" utlysa:resultVariable="done">
        <multiInstanceLoopCharacteristics isSequential="true">
        <loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>
        <script>append(done, loopCounter)</script></scriptTask>
        <boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>
        <scriptTask id="h" isForCompensation="true" scriptFormat="feel" utlysa:resultVariable="undone">
        <script>append(undone, count(done))</script></scriptTask>
        <association id="as" sourceRef="b" targetRef="h"/>
        {THROW}
        s -> a -> undo
        """)
    ).start(done=[], undone=[])
    assert case.completed.count("h") == 3


def inside(body: str, tag: str = "subProcess") -> str:
    text = content(body).replace("\n", " ")
    return f'<bpmn:{tag} id="sub">{text}</bpmn:{tag}>'


def test_a_completed_sub_process_is_compensated_by_what_is_in_it() -> None:
    body = f"start ss\n{undoable('a')}\n{undoable('b')}\nss -> a -> b"
    case = bench(file(f"start s\n{inside(body)}\n{THROW}\ns -> sub -> undo")).start(done=[], undone=[])
    assert case.told("compensated") == ["b", "a"]
    assert case.status == "completed"


def test_what_a_called_process_has_completed_is_compensated_in_it() -> None:
    called = diagram(f"start cs\n{undoable('a')}\n{undoable('b')}\ncs -> a -> b", process_id="called")
    body = f'start s\n<callActivity id="c" calledElement="called"/>\n{THROW}\nuser after\ns -> c -> undo -> after'
    case = bench(file(body), called).start(done=[], undone=[])
    assert case.told("compensated") == ["b", "a"]
    assert case.completed[-3:] == ["b_undo", "a_undo", "undo"]
    assert case.open == ["after"]


def test_a_handler_may_be_a_sub_process_that_writes_to_the_case() -> None:
    handler = content("start hs\nscript note log = append(log, amount)\nuser check\nhs -> note -> check").replace(
        "\n", " "
    )
    case = bench(
        file(f"""
        start s
        script a done = amount
        <boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>
        <subProcess id="h" isForCompensation="true">{handler}</subProcess>
        <association id="as" sourceRef="b" targetRef="h"/>
        script change amount = 99
        {THROW}
        user after
        s -> a -> change -> undo -> after
        """)
    ).start(amount=5, log=[])
    assert case.open == ["check"]
    case.complete("check", checked=True)
    assert case.variables == {"amount": 99, "done": 5, "log": [5], "checked": True}
    assert case.open == ["after"]


def test_a_compensation_event_sub_process_handles_its_completed_scope() -> None:
    handler = (
        '<bpmn:subProcess id="handler" triggeredByEvent="true"><bpmn:startEvent id="hs">'
        '<bpmn:compensateEventDefinition/></bpmn:startEvent><bpmn:intermediateThrowEvent id="inner">'
        "<bpmn:compensateEventDefinition/>"
        '</bpmn:intermediateThrowEvent><bpmn:sequenceFlow id="hf" sourceRef="hs" targetRef="inner"/></bpmn:subProcess>'
    )
    body = f"start ss\n{undoable('a')}\nss -> a\n{handler}"
    case = bench(file(f"start s\n{inside(body)}\n{THROW}\nuser after\ns -> sub -> undo -> after")).start(
        done=[], undone=[]
    )
    assert case.completed == ["s", "ss", "a", "sub", "hs", "a_undo", "inner", "handler", "undo"]
    assert case.told("compensated") == ["sub", "a"]
    assert case.open == ["after"]


def test_a_cancelled_transaction_undoes_what_it_had_completed_and_leaves_by_its_boundary() -> None:
    body = f"""
        start ss
        {undoable("a")}
        user open
        user cancel
        <endEvent id="ce"><cancelEventDefinition/></endEvent>
        ss -> a -> open
        a -> cancel -> ce
    """
    case = bench(
        file(f"""
        start s
        {inside(body, "transaction")}
        <boundaryEvent id="cb" attachedToRef="sub"><cancelEventDefinition/></boundaryEvent>
        user after
        user never
        s -> sub -> never
        cb -> after
        """)
    ).start(done=[], undone=[])
    case.complete("cancel")
    assert case.cancelled == ["open", "sub"]
    assert case.told("compensated") == ["a"]
    assert case.completed == ["s", "ss", "a", "cancel", "ce", "a_undo", "cb"]
    assert case.open == ["after"]


def test_a_transaction_that_succeeds_goes_on() -> None:
    body = f"start ss\n{undoable('a')}\nss -> a"
    case = bench(file(f"start s\n{inside(body, 'transaction')}\nuser after\ns -> sub -> after")).start(
        done=[], undone=[]
    )
    assert case.open == ["after"]


CANCEL_BOUNDARY = '<boundaryEvent id="cb" attachedToRef="sub"><cancelEventDefinition/></boundaryEvent>'


def test_a_cancel_end_deeper_in_a_transaction_cancels_it_with_all_that_was_completed() -> None:
    deeper = inside(f'{undoable("b")}\n<endEvent id="ce"><cancelEventDefinition/></endEvent>\nb -> ce').replace(
        'id="sub"', 'id="deeper"'
    )
    body = f"start ss\n{undoable('a')}\nuser beside\n{deeper}\nss -> a -> deeper\nss -> beside"
    case = bench(
        file(f"start s\n{inside(body, 'transaction')}\n{CANCEL_BOUNDARY}\nuser after\ns -> sub\ncb -> after")
    ).start(done=[], undone=[])
    assert case.completed == ["s", "ss", "a", "b", "ce", "b_undo", "a_undo", "cb"]
    assert case.cancelled == ["beside", "deeper", "sub"]
    assert case.open == ["after"]


def test_a_cancel_end_undoes_what_a_call_that_still_runs_has_completed() -> None:
    called = diagram(f"start cs\n{undoable('b')}\nuser busy\ncs -> b -> busy", process_id="called")
    body = f"""
        start ss
        {undoable("a")}
        <callActivity id="call" calledElement="called"/>
        user decide
        <endEvent id="ce"><cancelEventDefinition/></endEvent>
        ss -> a -> call
        a -> decide -> ce
    """
    case = bench(
        file(f"start s\n{inside(body, 'transaction')}\n{CANCEL_BOUNDARY}\nuser after\ns -> sub\ncb -> after"), called
    ).start(done=[], undone=[])
    case.complete("decide")
    assert case.told("compensated") == ["b", "a"]
    assert case.cancelled == ["busy", "call", "sub"]
    assert case.open == ["after"]


def test_a_cancel_end_without_a_transaction_is_an_error() -> None:
    with pytest.raises(StepError) as raised:
        bench(file('start s\n<endEvent id="ce"><cancelEventDefinition/></endEvent>\ns -> ce')).start()
    assert raised.value.element_id == "ce"


def test_a_cancelled_transaction_inside_another_is_not_compensated_by_it() -> None:
    inner = inside(f'{undoable("b")}\n<endEvent id="ie"><cancelEventDefinition/></endEvent>\nb -> ie', "transaction")
    inner = inner.replace('id="sub"', 'id="inner"')
    body = f"""
        start ss
        {undoable("a")}
        {inner}
        <boundaryEvent id="ib" attachedToRef="inner"><cancelEventDefinition/></boundaryEvent>
        <endEvent id="ce"><cancelEventDefinition/></endEvent>
        ss -> a -> inner
        ib -> ce
    """
    case = bench(file(f"start s\n{inside(body, 'transaction')}\n{CANCEL_BOUNDARY}\ns -> sub")).start(done=[], undone=[])
    assert case.told("compensated") == ["b", "a"]
    assert case.completed == ["s", "ss", "a", "b", "ie", "b_undo", "ib", "ce", "a_undo", "cb"]


def test_what_a_finished_event_sub_process_has_completed_is_compensated_with_its_scope() -> None:
    handler = content(
        f'<startEvent id="hs" isInterrupting="false"><messageEventDefinition messageRef="m"/></startEvent>\n'
        f"{undoable('h')}\nhs -> h"
    ).replace("\n", " ")
    body = f"""
        start s
        {undoable("a")}
        user wait
        {THROW}
        <subProcess id="handler" triggeredByEvent="true">{handler}</subProcess>
        s -> a -> wait -> undo
    """
    case = bench(diagram(body, catalogue='<message id="m" name="M"/>')).start(done=[], undone=[])
    case.message("M").complete("wait")
    assert case.told("compensated") == ["h", "a"]
    assert case.status == "completed"


def test_a_multiple_event_throws_to_others_and_then_compensates() -> None:
    both = '<compensateEventDefinition activityRef="a"/><compensateEventDefinition activityRef="b"/>'
    event = f'<compensateEventDefinition activityRef="b"/>{both}<signalEventDefinition signalRef="sig"/>'
    case = bench(
        diagram(
            f"""
        start s
        {undoable("a")}
        {undoable("b")}
        <endEvent id="e">{event}<terminateEventDefinition/></endEvent>
        user beside
        s -> a -> b -> e
        s -> beside
        """,
            catalogue='<signal id="sig" name="S"/>',
        )
    ).start(done=[], undone=[])
    assert case.told("signal_thrown") == ["e"]
    assert case.completed == ["s", "a", "b", "b_undo", "a_undo", "e"]
    assert case.cancelled == ["beside"]
    assert case.status == "completed"


def test_the_thrower_that_does_not_wait_goes_on_while_the_handler_runs() -> None:
    throw = '<intermediateThrowEvent id="undo"><compensateEventDefinition waitForCompletion="false"/>'
    case = bench(
        file(f"""
        start s
        task a
        <boundaryEvent id="b" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>
        <userTask id="h" isForCompensation="true"/>
        <association id="as" sourceRef="b" targetRef="h"/>
        {throw}</intermediateThrowEvent>
        task after
        end e
        s -> a -> undo -> after -> e
        """)
    ).start()
    assert case.completed == ["s", "a", "undo", "after", "e"]
    assert (case.open, case.status) == (["h"], "active")
    assert case.complete("h").status == "completed"


def test_a_handler_on_a_sub_process_undoes_it_alone_not_what_is_in_it() -> None:
    """BPMN 2.0.2, 13.5.5: an explicit handler is all there is; only default compensation goes inside."""
    body = f"start ss\n{undoable('a')}\nss -> a"
    case = bench(
        file(f"""
        start s
        {inside(body)}
        <boundaryEvent id="sb" attachedToRef="sub"><compensateEventDefinition/></boundaryEvent>
        <task id="sub_undo" isForCompensation="true"/>
        <association id="sas" sourceRef="sb" targetRef="sub_undo"/>
        {THROW}
        s -> sub -> undo
        """)
    ).start(done=[], undone=[])
    assert case.told("compensated") == ["sub"]
    assert case.completed[-2:] == ["sub_undo", "undo"]


def test_default_compensation_goes_through_sub_processes_in_sub_processes() -> None:
    deepest = inside(f"start ds\n{undoable('a')}\nds -> a").replace('id="sub"', 'id="deepest"')
    middle = inside(f"start ms\n{deepest}\n{undoable('b')}\nms -> deepest -> b")
    case = bench(file(f"start s\n{middle}\n{undoable('c')}\n{THROW}\ns -> sub -> c -> undo")).start(done=[], undone=[])
    assert case.told("compensated") == ["c", "b", "a"]


def test_an_error_in_a_handler_is_caught_around_the_thrower() -> None:
    handler = content('start hs\n<endEvent id="he"><errorEventDefinition errorRef="err"/></endEvent>\nhs -> he')
    body = f"""
        start ss
        task a
        <boundaryEvent id="ab" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>
        <subProcess id="h" isForCompensation="true">{handler.replace(chr(10), " ")}</subProcess>
        <association id="as" sourceRef="ab" targetRef="h"/>
        {THROW}
        task never
        ss -> a -> undo -> never
    """
    case = bench(
        file(f"""
        start s
        {inside(body)}
        <boundaryEvent id="eb" attachedToRef="sub"><errorEventDefinition errorRef="err"/></boundaryEvent>
        task caught
        s -> sub
        eb -> caught
        """)
    ).start()
    assert case.completed == ["s", "ss", "a", "hs", "he", "eb", "caught"]
    assert case.status == "completed"
