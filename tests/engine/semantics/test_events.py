"""Events: starts, catches, throws, ends and boundaries."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.errors import BpmnError
from engine.interpreter.errors import NoStartError, NotWaitingError, StepError, TimerError
from engine.interpreter.messages import MessageReceived, MessageThrown, SetVariables, SignalThrown, TimerFired
from tests.engine.semantics.bench import STOCKHOLM, bench
from tests.engine.semantics.drawing import diagram

CATALOGUE = (
    '<message id="m" name="M"/><message id="m2" name="M2"/><signal id="sig" name="S"/>'
    '<error id="err" errorCode="E1"/><error id="err2" errorCode="E2"/><escalation id="esc" escalationCode="X"/>'
)
MESSAGE = '<messageEventDefinition messageRef="m"/>'
SIGNAL = '<signalEventDefinition signalRef="sig"/>'
HOUR = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"


def file(body: str) -> bytes:
    return diagram(body, catalogue=CATALOGUE)


# --- starts ---------------------------------------------------------------------------------------------------------


@pytest.mark.unreplayed
def test_every_none_start_starts() -> None:
    case = bench(file("start s1\nstart s2\nuser a\ns1 -> a\ns2 -> a")).start()
    assert case.open == ["a", "a"]


@pytest.mark.parametrize(
    "event",
    [
        MESSAGE,
        SIGNAL,
        "<timerEventDefinition><timeCycle>R/P1D</timeCycle></timerEventDefinition>",
        "<conditionalEventDefinition><condition>x = 1</condition></conditionalEventDefinition>",
    ],
)
def test_a_start_event_starts_with_its_payload(event: str) -> None:
    case = bench(file(f'start s0\n<startEvent id="s">{event}</startEvent>\nuser a\nuser b\ns0 -> b\ns -> a'))
    (start,) = case.shelf.process(case.shelf.latest("p")).start_events
    assert start[0].id == "s"
    case.start(at="s", x=1)
    assert case.open == ["a"]
    assert case.variables == {"x": 1}


def test_a_case_cannot_start_in_the_middle() -> None:
    case = bench(file("start s\nuser a\ns -> a"))
    with pytest.raises(NoStartError):
        case.start(at="a")
    with pytest.raises(NoStartError):
        case.start(at="nowhere")


def test_an_instantiating_receive_task_starts_a_case() -> None:
    case = bench(file('<receiveTask id="r" instantiate="true" messageRef="m"/>\nuser a\nr -> a'))
    case.start(at="r", x=1)
    assert case.entered == ["r", "a"]
    assert case.variables == {"x": 1}


def gateway_start(kind: str) -> bytes:
    return file(f"""
        <eventBasedGateway id="g" instantiate="true" eventGatewayType="{kind}"/>
        <intermediateCatchEvent id="c1">{MESSAGE}</intermediateCatchEvent>
        <intermediateCatchEvent id="c2"><messageEventDefinition messageRef="m2"/></intermediateCatchEvent>
        task a
        task b
        g -> c1 -> a
        g -> c2 -> b
    """)


def test_an_instantiating_gateway_starts_by_the_first_of_its_events() -> None:
    case = bench(gateway_start("Exclusive")).start(at="c2")
    assert case.entered == ["g", "c2", "b"]
    assert case.status == "completed"


def test_a_parallel_instantiating_gateway_waits_for_the_others_in_the_same_case() -> None:
    case = bench(gateway_start("Parallel")).start(at="c2")
    assert case.status == "active"
    case.message("M")
    assert sorted(case.completed) == ["a", "b", "c1", "c2", "g"]
    assert case.status == "completed"


def test_a_parallel_instantiating_gateway_that_is_started_by_hand_waits_for_all_its_events() -> None:
    case = bench(gateway_start("Parallel")).start()
    assert sorted(waiting.name for waiting in case.subscriptions.values()) == ["M", "M2"]
    assert case.message("M").status == "active"
    assert case.message("M2").completed == ["g", "c1", "a", "c2", "b"]
    assert case.status == "completed"


# --- catching -------------------------------------------------------------------------------------------------------


def test_an_intermediate_timer_waits_its_time() -> None:
    case = bench(file(f'start s\n<intermediateCatchEvent id="t">{HOUR}</intermediateCatchEvent>\nuser a\ns -> t -> a'))
    case.start()
    assert case.told("timer_scheduled") == ["t"]
    case.advance(minutes=59)
    assert case.open == []
    case.advance(minutes=1)
    assert case.open == ["a"]
    assert case.told("timer_fired") == ["t"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        # A June deadline set in winter: 23:59 on clocks, not an hour late.
        ("<timeDate>2022-06-01T23:59</timeDate>", datetime(2022, 6, 1, 21, 59, tzinfo=UTC)),
        ("<timeDate>2022-06-01T23:59:00+01:00</timeDate>", datetime(2022, 6, 1, 22, 59, tzinfo=UTC)),
        ("<timeDate>2022-01-05</timeDate>", datetime(2022, 1, 4, 23, tzinfo=UTC)),
        ("<timeDate>=deadline - duration(&quot;P7D&quot;)</timeDate>", datetime(2021, 11, 22, 23, tzinfo=UTC)),
        ("<timeDuration>P1M</timeDuration>", datetime(2021, 10, 1, 7, tzinfo=UTC)),
        ("<timeDuration>P2M</timeDuration>", datetime(2021, 11, 1, 8, tzinfo=UTC)),
        ("<timeDuration>=duration(&quot;PT30M&quot;)</timeDuration>", datetime(2021, 9, 1, 7, 30, tzinfo=UTC)),
        ("<timeCycle>R3/PT10M</timeCycle>", datetime(2021, 9, 1, 7, 10, tzinfo=UTC)),
        ("<timeCycle>R/2021-12-24T15:00/P1Y</timeCycle>", datetime(2021, 12, 24, 14, tzinfo=UTC)),
        ("<timeCycle>0 9 * * MON</timeCycle>", datetime(2021, 9, 6, 7, tzinfo=UTC)),
        ("<timeCycle>0 0 9 1 * ?</timeCycle>", datetime(2021, 10, 1, 7, tzinfo=UTC)),
    ],
)
def test_timers_of_all_kinds(rule: str, expected: datetime) -> None:
    event = f"<timerEventDefinition>{rule}</timerEventDefinition>"
    case = bench(file(f'start s\n<intermediateCatchEvent id="t">{event}</intermediateCatchEvent>\ns -> t'))
    case.start(deadline=datetime(2021, 11, 30, tzinfo=STOCKHOLM))
    assert list(case.timers.values()) == [expected]


@pytest.mark.parametrize("text", ["P99999999999Y", "PT", "R/PT0S", "=1 + 1", "=missing", "2021-02-30"])
def test_a_timer_without_a_time_is_an_error(text: str) -> None:
    event = f"<timerEventDefinition><timeCycle>{text}</timeCycle></timerEventDefinition>"
    boundary = f'<boundaryEvent id="t" attachedToRef="a" cancelActivity="false">{event}</boundaryEvent>'
    body = f"start s\nuser a\n{boundary}\ns -> a"
    case = bench(file(body))
    with pytest.raises(TimerError):
        case.start().advance(minutes=1)


def test_a_timer_follows_the_variable_that_it_reads() -> None:
    event = "<timerEventDefinition><timeDate>=deadline</timeDate></timerEventDefinition>"
    case = bench(file(f'start s\n<intermediateCatchEvent id="t">{event}</intermediateCatchEvent>\ns -> t'))
    case.start(deadline=datetime(2021, 11, 1, tzinfo=UTC))
    case.do(SetVariables({"deadline": datetime(2021, 12, 1, tzinfo=UTC)}))
    assert list(case.timers.values()) == [datetime(2021, 12, 1, tzinfo=UTC)]


def test_a_message_is_caught_once() -> None:
    case = bench(
        file(f'start s\n<intermediateCatchEvent id="c">{MESSAGE}</intermediateCatchEvent>\nuser a\ns -> c -> a')
    )
    case.start()
    (subscription_id,) = case.subscriptions
    case.message("M", x=1)
    assert case.open == ["a"]
    assert case.variables == {"x": 1}
    with pytest.raises(NotWaitingError):
        case.do(MessageReceived(subscription_id, {}))


def test_a_conditional_event_waits_until_its_condition_holds() -> None:
    event = "<conditionalEventDefinition><condition>x &gt; 5</condition></conditionalEventDefinition>"
    case = bench(file(f'start s\n<intermediateCatchEvent id="c">{event}</intermediateCatchEvent>\nuser a\ns -> c -> a'))
    case.start()
    case.do(SetVariables({"x": 5})).do(SetVariables({"y": 6}))
    assert case.open == []
    case.do(SetVariables({"x": 6}))
    assert case.open == ["a"]


def test_a_conditional_event_whose_condition_holds_already_goes_on() -> None:
    event = "<conditionalEventDefinition><condition>x &gt; 5</condition></conditionalEventDefinition>"
    case = bench(file(f'start s\n<intermediateCatchEvent id="c">{event}</intermediateCatchEvent>\nuser a\ns -> c -> a'))
    assert case.start(x=7).open == ["a"]


def test_the_first_event_after_an_event_based_gateway_decides() -> None:
    body = f"""
        start s
        <eventBasedGateway id="g"/>
        <intermediateCatchEvent id="answer">{MESSAGE}</intermediateCatchEvent>
        <intermediateCatchEvent id="late">{HOUR}</intermediateCatchEvent>
        <intermediateCatchEvent id="withdrawal"><messageEventDefinition messageRef="m2"/></intermediateCatchEvent>
        task a
        task b
        task c
        s -> g -> answer -> a
        g -> late -> b
        g -> withdrawal -> c
    """
    assert bench(file(body)).start().message("M").entered == ["s", "g", "answer", "a"]
    assert bench(file(body)).start().advance(hours=2).entered == ["s", "g", "late", "b"]
    case = bench(file(body)).start().message("M2", why="done")
    assert case.entered == ["s", "g", "withdrawal", "c"]
    assert case.variables == {"why": "done"}
    assert case.status == "completed"


def test_a_link_goes_on_at_its_target() -> None:
    case = bench(
        file("""
        start s
        <intermediateThrowEvent id="out"><linkEventDefinition name="L"/></intermediateThrowEvent>
        <intermediateCatchEvent id="in"><linkEventDefinition name="L"/></intermediateCatchEvent>
        task a
        s -> out
        in -> a
        """)
    ).start()
    assert case.completed == ["s", "out", "in", "a"]
    assert case.status == "completed"


def test_a_multiple_event_waits_for_one_of_its_events() -> None:
    event = MESSAGE + HOUR
    body = f'start s\n<intermediateCatchEvent id="c">{event}</intermediateCatchEvent>\nuser a\ns -> c -> a'
    assert bench(file(body)).start().message("M").open == ["a"]
    assert bench(file(body)).start().advance(hours=1).open == ["a"]


def test_a_parallel_multiple_event_waits_for_all_of_its_events() -> None:
    event = MESSAGE + SIGNAL
    catch = f'<intermediateCatchEvent id="c" parallelMultiple="true">{event}</intermediateCatchEvent>'
    body = f"start s\n{catch}\nuser a\ns -> c -> a"
    case = bench(file(body)).start().signal("S")
    assert case.open == []
    assert case.message("M").open == ["a"]


# --- throwing -------------------------------------------------------------------------------------------------------


def test_a_signal_is_thrown_by_intermediate_and_end_events() -> None:
    case = bench(
        file(f"""
        start s
        <intermediateThrowEvent id="t">{SIGNAL}</intermediateThrowEvent>
        <endEvent id="e">{SIGNAL}</endEvent>
        s -> t -> e
        """)
    ).start()
    assert [(item.name, item.element_id) for item in case.of(SignalThrown)] == [("S", "t"), ("S", "e")]
    assert case.told("signal_thrown") == ["t", "e"]


def test_a_signal_reaches_what_waits_in_the_same_case_at_once() -> None:
    case = bench(
        file(f"""
        start s
        <subProcess id="sub"><startEvent id="ss"/><intermediateThrowEvent id="t">{SIGNAL}</intermediateThrowEvent>
        <userTask id="never"/><sequenceFlow id="f1" sourceRef="ss" targetRef="t"/>
        <sequenceFlow id="f2" sourceRef="t" targetRef="never"/></subProcess>
        <boundaryEvent id="b" attachedToRef="sub">{SIGNAL}</boundaryEvent>
        user after
        s -> sub
        b -> after
        """)
    ).start()
    assert "never" not in case.entered
    assert case.open == ["after"]


def test_a_terminate_end_ends_everything_in_its_scope() -> None:
    case = bench(
        file("""
        start s
        user a
        user b
        <endEvent id="e"><terminateEventDefinition/></endEvent>
        s -> a -> e
        s -> b
        """)
    ).start()
    case.complete("a")
    assert case.cancelled == ["b"]
    assert case.status == "completed"


def test_a_terminate_end_in_a_subprocess_ends_only_that() -> None:
    case = bench(
        file("""
        start s
        <subProcess id="sub"><userTask id="a"/><userTask id="b"/><endEvent id="e"><terminateEventDefinition/></endEvent>
        <sequenceFlow id="f" sourceRef="a" targetRef="e"/></subProcess>
        user other
        user after
        s -> sub -> after
        s -> other
        """)
    ).start()
    case.complete("a")
    assert case.cancelled == ["b"]
    assert case.open == ["other", "after"]


# --- boundaries -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "event",
    [MESSAGE, SIGNAL, HOUR, "<conditionalEventDefinition><condition>x = 1</condition></conditionalEventDefinition>"],
)
@pytest.mark.parametrize("interrupts", ["true", "false"])
def test_a_boundary_event_interrupts_or_goes_beside(event: str, interrupts: str) -> None:
    case = bench(
        file(f"""
        start s
        user a
        <boundaryEvent id="b" attachedToRef="a" cancelActivity="{interrupts}">{event}</boundaryEvent>
        task beside
        s -> a
        b -> beside
        """)
    ).start()
    happen = {
        MESSAGE: lambda: case.message("M"),
        SIGNAL: lambda: case.signal("S"),
        HOUR: lambda: case.advance(hours=1),
    }.get(event, lambda: case.do(SetVariables({"x": 1})))
    happen()
    assert case.entered == ["s", "a", "b", "beside"]
    assert case.cancelled == (["a"] if interrupts == "true" else [])
    assert case.open == ([] if interrupts == "true" else ["a"])
    assert case.status == ("completed" if interrupts == "true" else "active")


def test_a_non_interrupting_boundary_fires_as_often_as_it_happens() -> None:
    cycle = "<timerEventDefinition><timeCycle>R3/PT1H</timeCycle></timerEventDefinition>"
    case = bench(
        file(f"""
        start s
        user a
        <boundaryEvent id="b" attachedToRef="a" cancelActivity="false">{cycle}</boundaryEvent>
        <boundaryEvent id="b2" attachedToRef="a" cancelActivity="false">{MESSAGE}</boundaryEvent>
        s -> a
        """)
    ).start()
    case.advance(hours=10).message("M").message("M")
    assert case.completed.count("b") == 3
    assert case.completed.count("b2") == 2
    case.complete("a")
    assert case.status == "completed"


def test_completing_an_activity_disarms_its_boundary() -> None:
    case = bench(
        file(f'start s\nuser a\n<boundaryEvent id="b" attachedToRef="a">{HOUR}</boundaryEvent>\nuser c\ns -> a -> c')
    )
    case.start()
    (timer_id,) = case.timers
    case.complete("a")
    assert case.timers == {}
    with pytest.raises(NotWaitingError):
        case.do(TimerFired(timer_id))


# --- errors and escalations -----------------------------------------------------------------------------------------


def failing(*boundaries: str, code: str = "E1") -> bytes:
    events = "\n".join(boundaries)
    return file(f"""
        start s
        <subProcess id="outer"><subProcess id="inner"><startEvent id="is"/><endEvent id="ie">
        <errorEventDefinition errorRef="{"err" if code == "E1" else "err2"}"/></endEvent>
        <sequenceFlow id="f" sourceRef="is" targetRef="ie"/></subProcess>
        <boundaryEvent id="near" attachedToRef="inner"><errorEventDefinition errorRef="err"/></boundaryEvent>
        </subProcess>
        {events}
        s -> outer
    """)


def test_an_error_is_caught_by_the_nearest_with_its_code() -> None:
    case = bench(
        failing('<boundaryEvent id="far" attachedToRef="outer"><errorEventDefinition/></boundaryEvent>')
    ).start()
    assert case.entered == ["s", "outer", "inner", "is", "ie", "near"]
    assert case.told("error_thrown") == ["ie"]
    assert case.status == "completed"


def test_an_error_of_another_code_goes_further_out() -> None:
    case = bench(
        failing('<boundaryEvent id="far" attachedToRef="outer"><errorEventDefinition/></boundaryEvent>', code="E2")
    ).start()
    assert case.entered == ["s", "outer", "inner", "is", "ie", "far"]


def test_a_code_goes_before_no_code_at_the_same_activity() -> None:
    case = bench(
        file("""
        start s
        service a op
        <boundaryEvent id="any" attachedToRef="a"><errorEventDefinition/></boundaryEvent>
        <boundaryEvent id="exact" attachedToRef="a"><errorEventDefinition errorRef="err"/></boundaryEvent>
        s -> a
        """),
        operations={"op": raising("E1")},
    ).start()
    assert case.entered[-1] == "exact"


def raising(code: str) -> object:
    def operation(_: object) -> None:
        raise BpmnError(code, "why")

    return operation


def test_an_uncaught_error_fails_the_case() -> None:
    case = bench(failing(code="E2")).start()
    assert (case.status, case.error) == ("failed", "E2")


ESCALATION = '<escalationEventDefinition escalationRef="esc"/>'


@pytest.mark.parametrize("interrupts", ["true", "false"])
def test_an_escalation_interrupts_or_goes_beside(interrupts: str) -> None:
    case = bench(
        file(f"""
        start s
        <subProcess id="sub"><startEvent id="ss"/><intermediateThrowEvent id="t">{ESCALATION}</intermediateThrowEvent>
        <userTask id="a"/><sequenceFlow id="f1" sourceRef="ss" targetRef="t"/>
        <sequenceFlow id="f2" sourceRef="t" targetRef="a"/></subProcess>
        <boundaryEvent id="b" attachedToRef="sub" cancelActivity="{interrupts}">{ESCALATION}</boundaryEvent>
        user beside
        s -> sub
        b -> beside
        """)
    ).start()
    assert sorted(case.open) == (["beside"] if interrupts == "true" else ["a", "beside"])
    assert case.told("escalation_thrown") == ["t"]


def test_an_uncaught_escalation_is_logged_and_goes_on() -> None:
    case = bench(file(f'start s\n<endEvent id="e">{ESCALATION}</endEvent>\ns -> e')).start()
    assert case.told("escalation_thrown") == ["e"]
    assert case.status == "completed"


def test_a_multiple_end_event_throws_to_others_before_it_ends_its_own_scope() -> None:
    event = f'<terminateEventDefinition/>{SIGNAL}<messageEventDefinition messageRef="m"/>'
    case = bench(file(f'start s\nuser a\n<endEvent id="e">{event}</endEvent>\ns -> a\ns -> e')).start()
    assert [type(item).__name__ for item in case.effects if "Thrown" in type(item).__name__] == [
        "SignalThrown",
        "MessageThrown",
    ]
    assert case.cancelled == ["a"]
    assert case.status == "completed"


def test_a_link_without_a_target_is_an_error() -> None:
    throw = '<intermediateThrowEvent id="out"><linkEventDefinition name="L"/></intermediateThrowEvent>'
    with pytest.raises(StepError) as raised:
        bench(file(f"start s\n{throw}\ns -> out")).start()
    assert raised.value.element_id == "out"


def test_timers_fire_in_the_order_of_their_instants() -> None:
    case = bench(
        file(f"""
        start s
        <intermediateCatchEvent id="t1"><timerEventDefinition><timeDuration>PT2H</timeDuration>
        </timerEventDefinition></intermediateCatchEvent>
        <intermediateCatchEvent id="t2">{HOUR}</intermediateCatchEvent>
        s -> t1
        s -> t2
        """)
    ).start()
    case.advance(hours=3)
    assert case.told("timer_fired") == ["t2", "t1"]
    assert case.now == datetime(2021, 9, 1, 7, tzinfo=UTC) + timedelta(hours=3)


def test_starting_twice_gives_the_same_ids() -> None:
    first, second = (bench(file("start s\nuser a\ns -> a")).start() for _ in range(2))
    assert first.state.dump() == second.state.dump()


WHEN = "<conditionalEventDefinition><condition>x = 1</condition></conditionalEventDefinition>"


def test_a_start_by_hand_needs_the_condition_of_a_conditional_start_to_hold() -> None:
    xml = file(f'<startEvent id="s">{WHEN}</startEvent>\ntask a\ns -> a')
    assert bench(xml).start(x=1).completed == ["s", "a"]
    for variables in ({"x": 2}, {}):
        with pytest.raises(NoStartError):
            bench(xml).start(**variables)


def test_a_start_by_hand_takes_the_conditional_start_whose_condition_holds() -> None:
    other = WHEN.replace("x = 1", "x = 2")
    xml = file(
        f'<startEvent id="s1">{WHEN}</startEvent>\n<startEvent id="s2">{other}</startEvent>\n'
        f'<startEvent id="s3">{MESSAGE}</startEvent>\ntask a\ns1 -> a\ns2 -> a\ns3 -> a'
    )
    assert bench(xml).start(x=2).completed == ["s2", "a"]
    with pytest.raises(NoStartError):
        bench(xml).start(x=3)


def test_several_links_lead_to_one_target() -> None:
    case = bench(
        file("""
        start s
        <intermediateThrowEvent id="out1"><linkEventDefinition name="L"/></intermediateThrowEvent>
        <intermediateThrowEvent id="out2"><linkEventDefinition name="L"/></intermediateThrowEvent>
        <intermediateCatchEvent id="in"><linkEventDefinition name="L"/></intermediateCatchEvent>
        task a
        s -> out1
        s -> out2
        in -> a
        """)
    ).start()
    assert case.completed == ["s", "out1", "out2", "in", "in", "a", "a"]


def test_a_link_may_refer_to_its_target_by_id() -> None:
    case = bench(
        file("""
        start s
        <intermediateThrowEvent id="out"><linkEventDefinition name="go"><target>end_of_link</target>
        </linkEventDefinition></intermediateThrowEvent>
        <intermediateCatchEvent id="in"><linkEventDefinition id="end_of_link" name="come"/></intermediateCatchEvent>
        task a
        s -> out
        in -> a
        """)
    ).start()
    assert case.completed == ["s", "out", "in", "a"]


def test_a_throw_is_completed_before_what_it_brings_about() -> None:
    case = bench(
        file(f"""
        start s
        <intermediateCatchEvent id="c">{SIGNAL}</intermediateCatchEvent>
        task before
        <intermediateThrowEvent id="t">{SIGNAL}</intermediateThrowEvent>
        end e
        s -> c
        s -> before -> t -> e
        """)
    ).start()
    assert case.completed == ["s", "before", "t", "c", "e"]


@pytest.mark.parametrize("event", [ESCALATION, SIGNAL])
def test_an_end_event_that_interrupts_its_own_scope_is_completed(event: str) -> None:
    case = bench(
        file(f"""
        start s
        <subProcess id="sub"><startEvent id="ss"/><endEvent id="se">{event}</endEvent>
        <sequenceFlow id="f1" sourceRef="ss" targetRef="se"/></subProcess>
        <boundaryEvent id="b" attachedToRef="sub">{event}</boundaryEvent>
        task after
        s -> sub
        b -> after
        """)
    ).start()
    assert case.completed == ["s", "ss", "se", "b", "after"]
    assert case.cancelled == ["sub"]


def test_two_tokens_at_one_activity_have_each_their_own_boundary() -> None:
    case = bench(
        file(f"""
        start s
        and g
        user a
        <boundaryEvent id="b" attachedToRef="a">{MESSAGE}</boundaryEvent>
        task caught
        task after
        s -> g -> a -> after
        g -> a
        b -> caught
        """).replace(b'id="g_to_a" sourceRef="g"', b'id="g_to_a_2" sourceRef="g"', 1)
    ).start()
    assert case.open == ["a", "a"]
    assert len(case.subscriptions) == 2
    case.message("M")
    assert (case.open, case.cancelled) == (["a"], ["a"])
    assert case.complete("a").completed == ["s", "g", "b", "caught", "a", "after"]
    assert case.status == "completed"


def test_a_condition_fires_a_boundary_again_only_after_it_was_false() -> None:
    case = bench(
        file(f"""
        start s
        user a
        <boundaryEvent id="b" attachedToRef="a" cancelActivity="false">{WHEN}</boundaryEvent>
        task told
        s -> a
        b -> told
        """)
    ).start(x=0)
    for value in (1, 1, 2, 1, 0):
        case.do(SetVariables({"x": value}))
    assert case.completed.count("told") == 2


def test_a_task_names_its_service_and_its_message_by_the_operation_of_an_interface() -> None:
    interface = (
        '<interface id="if" name="Bank"><operation id="op" name="pay"><inMessageRef>m</inMessageRef></operation>'
        "</interface>"
    )
    case = bench(
        diagram(
            """
        start s
        <serviceTask id="a" operationRef="op"/>
        <sendTask id="b" operationRef="op"/>
        <endEvent id="e"><messageEventDefinition><operationRef>op</operationRef></messageEventDefinition></endEvent>
        s -> a -> b -> e
        """,
            catalogue=CATALOGUE + interface,
        ),
        operations={"pay": lambda _: {"paid": True}},
    ).start()
    assert case.variables == {"paid": True}
    assert [item.name for item in case.of(MessageThrown)] == ["M", "M"]
