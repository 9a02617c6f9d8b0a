"""Standard loops and multi-instance activities."""

from decimal import Decimal

import pytest

from engine.errors import BpmnError
from engine.interpreter.errors import BudgetExceededError, LoopError
from engine.interpreter.messages import CompleteTask, InvokeOperation
from tests.engine.semantics.bench import bench
from tests.engine.semantics.drawing import diagram


def multi(inner: str, *, sequential: bool = False, more: str = "", element: str = 'userTask id="a"') -> bytes:
    flag = "true" if sequential else "false"
    tag = element.partition(" ")[0]
    return diagram(
        f"""
        start s
        <{element}>
        <multiInstanceLoopCharacteristics isSequential="{flag}" {more}>{inner}</multiInstanceLoopCharacteristics>
        </{tag}>
        user after
        s -> a -> after
        """,
        catalogue='<error id="err" errorCode="E1"/><signal id="sig" name="S"/>',
    )


CARDINALITY = "<loopCardinality>n</loopCardinality>"
COLLECTION = (
    'utlysa:collection="=applicants" utlysa:item="applicant" utlysa:output="answers" utlysa:outputItem="answer"'
)


def test_a_parallel_multi_instance_opens_all_at_once() -> None:
    case = bench(multi(CARDINALITY)).start(n=3)
    assert case.open == ["a", "a", "a"]
    assert [task.item_index for task in case.tasks.values()] == [1, 2, 3]
    case.complete("a").complete("a")
    assert "after" not in case.open
    case.complete("a")
    assert case.open == ["after"]
    assert case.completed == ["s", "a", "a", "a"]


def test_a_sequential_multi_instance_opens_one_after_another() -> None:
    case = bench(multi(CARDINALITY, sequential=True)).start(n=3)
    for _ in range(3):
        assert case.open == ["a"]
        case.complete("a")
    assert case.open == ["after"]


@pytest.mark.parametrize("sequential", [True, False])
def test_a_collection_gives_each_instance_its_item_and_gathers_outputs_in_order(sequential: bool) -> None:
    case = bench(multi("", sequential=sequential, more=COLLECTION)).start(applicants=["x", "y"], answer="outside")
    if not sequential:
        tokens = list(case.tasks)
        case.do(CompleteTask(tokens[1], {"answer": "second"})).do(CompleteTask(tokens[0], {"answer": "first"}))
    else:
        case.complete("a", answer="first").complete("a", answer="second")
    assert case.variables["answers"] == ["first", "second"]
    assert case.variables["answer"] == "outside"
    assert "applicant" not in case.variables


@pytest.mark.unreplayed
def test_the_standards_own_data_inputs_and_outputs_are_read() -> None:
    case = bench(
        multi(
            "<loopDataInputRef>things</loopDataInputRef><loopDataOutputRef>doubles</loopDataOutputRef>"
            '<inputDataItem id="thing"/><outputDataItem id="double"/>',
            element='scriptTask id="a" scriptFormat="feel" utlysa:resultVariable="double"',
        ).replace(
            b"</bpmn:multiInstanceLoopCharacteristics>",
            b"</bpmn:multiInstanceLoopCharacteristics><bpmn:script>thing * 2</bpmn:script>",
        )
    ).start(things=[1, 2, 3])
    assert case.variables["doubles"] == [2, 4, 6]


def test_branches_do_not_lose_what_others_add() -> None:
    case = bench(
        multi(
            CARDINALITY,
            element='scriptTask id="a" scriptFormat="feel" utlysa:resultVariable="total"',
        ).replace(
            b"</bpmn:multiInstanceLoopCharacteristics>",
            b"</bpmn:multiInstanceLoopCharacteristics><bpmn:script>append(total, loopCounter)</bpmn:script>",
        )
    ).start(n=3, total=[0])
    assert case.variables["total"] == [0, 1, 2, 3]


@pytest.mark.parametrize("sequential", [True, False])
def test_a_completion_condition_ends_the_loop_early(sequential: bool) -> None:
    inner = CARDINALITY + "<completionCondition>numberOfCompletedInstances = 2</completionCondition>"
    case = bench(multi(inner, sequential=sequential)).start(n=4)
    case.complete("a").complete("a")
    assert case.open == ["after"]
    assert case.cancelled == ([] if sequential else ["a", "a"])


def test_a_sequential_multi_instance_may_be_ended_by_its_condition_alone() -> None:
    case = bench(multi("<completionCondition>enough</completionCondition>", sequential=True)).start()
    case.complete("a", enough=False).complete("a", enough=False).complete("a", enough=True)
    assert case.open == ["after"]


def test_no_instances_go_on_at_once() -> None:
    case = bench(multi("", more=COLLECTION)).start(applicants=[])
    assert case.open == ["after"]
    assert case.variables["answers"] == []


@pytest.mark.parametrize("count", [-1, "three", Decimal("1.5"), None])
def test_a_cardinality_that_is_no_whole_number_is_an_error(count: object) -> None:
    with pytest.raises(LoopError):
        bench(multi(CARDINALITY)).start(n=count)


def test_a_collection_that_is_no_list_is_an_error() -> None:
    with pytest.raises(LoopError):
        bench(multi("", more=COLLECTION)).start(applicants="x")


def test_a_billion_instances_stop_at_the_budget() -> None:
    with pytest.raises(BudgetExceededError) as raised:
        bench(multi(CARDINALITY)).start(n=1_000_000_000)
    assert raised.value.budget == "instances"


def test_many_instances_do_not_use_up_the_step_budget() -> None:
    body = """
        start s
        <subProcess id="a"><startEvent id="i"/><userTask id="u"/><sequenceFlow id="f" sourceRef="i" targetRef="u"/>
        <multiInstanceLoopCharacteristics><loopCardinality>1500</loopCardinality>
        </multiInstanceLoopCharacteristics></subProcess>
        s -> a
    """
    assert len(bench(diagram(body)).start().open) == 1500


def test_multi_instance_sub_processes_keep_their_variables_apart() -> None:
    case = bench(
        diagram("""
        start s
        <subProcess id="sub"><userTask id="u"/><scriptTask id="t" scriptFormat="feel" utlysa:resultVariable="score">
        <script>points * 10</script></scriptTask><sequenceFlow id="f" sourceRef="u" targetRef="t"/>
        <multiInstanceLoopCharacteristics utlysa:collection="=[1, 2]" utlysa:item="item" utlysa:output="scores"
        utlysa:outputItem="{item: item, score: score}"/>
        </subProcess>
        s -> sub
        """)
    ).start()
    first, second = case.tasks
    case.do(CompleteTask(second, {"points": 7})).do(CompleteTask(first, {"points": 3}))
    assert case.variables == {"scores": [{"item": 1, "score": 30}, {"item": 2, "score": 70}]}
    assert case.status == "completed"


def test_nested_multi_instances() -> None:
    case = bench(
        diagram("""
        start s
        <subProcess id="outer"><userTask id="u">
        <multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>
        </userTask>
        <multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>
        </subProcess>
        user after
        s -> outer -> after
        """)
    ).start()
    assert len(case.open) == 6
    for _ in range(6):
        case.complete("u")
    assert case.open == ["after"]


@pytest.mark.unreplayed
def test_a_boundary_event_interrupts_all_instances() -> None:
    body = """
        start s
        <serviceTask id="a" utlysa:operation="op"><multiInstanceLoopCharacteristics isSequential="true">
        <loopCardinality>3</loopCardinality>
        </multiInstanceLoopCharacteristics></serviceTask>
        <boundaryEvent id="b" attachedToRef="a"><errorEventDefinition errorRef="err"/></boundaryEvent>
        user after
        s -> a
        b -> after
    """
    calls = []

    def op(request: InvokeOperation) -> None:
        calls.append(request.token_id)
        if len(calls) == 2:
            raise BpmnError("E1")

    case = bench(diagram(body, catalogue='<error id="err" errorCode="E1"/>'), operations={"op": op}).start()
    assert len(calls) == 2
    assert case.open == ["after"]


def test_an_instance_may_throw_an_event_for_the_boundary() -> None:
    case = bench(
        diagram(
            """
        start s
        <userTask id="a"><multiInstanceLoopCharacteristics behavior="One" oneBehaviorEventRef="sd">
        <loopCardinality>3</loopCardinality>
        </multiInstanceLoopCharacteristics></userTask>
        <boundaryEvent id="b" attachedToRef="a" cancelActivity="false">
        <escalationEventDefinition escalationRef="esc"/></boundaryEvent>
        task told
        user after
        s -> a -> after
        b -> told
        """,
            catalogue='<escalation id="esc" escalationCode="X"/>'
            '<escalationEventDefinition id="sd" escalationRef="esc"/>',
        )
    ).start()
    case.complete("a")
    assert case.completed.count("told") == 1
    case.complete("a").complete("a")
    assert case.completed.count("told") == 1
    assert case.open == ["after"]


# --- standard loops -------------------------------------------------------------------------------------------------


def looped(attributes: str, condition: str = "n &lt; 3") -> bytes:
    return diagram(f"""
        start s
        <scriptTask id="a" scriptFormat="feel" utlysa:resultVariable="n"><standardLoopCharacteristics {attributes}>
        <loopCondition>{condition}</loopCondition></standardLoopCharacteristics><script>n + 1</script></scriptTask>
        user after
        s -> a -> after
    """)


def test_a_standard_loop_tests_after_each_round() -> None:
    case = bench(looped("")).start(n=0)
    assert case.variables["n"] == 3
    assert bench(looped("")).start(n=5).variables["n"] == 6


def test_a_standard_loop_may_test_before_each_round() -> None:
    case = bench(looped('testBefore="true"')).start(n=5)
    assert case.variables["n"] == 5
    assert case.open == ["after"]


def test_a_standard_loop_stops_at_its_maximum() -> None:
    case = bench(looped('loopMaximum="2"', "true")).start(n=0)
    assert case.variables["n"] == 2


def test_a_standard_loop_without_end_stops_at_the_step_budget() -> None:
    with pytest.raises(BudgetExceededError):
        bench(looped("", "true")).start(n=0)


def test_a_standard_loop_of_a_user_task_waits_in_each_round() -> None:
    case = bench(
        diagram("""
        start s
        <userTask id="a"><standardLoopCharacteristics><loopCondition>more</loopCondition>
        </standardLoopCharacteristics></userTask>
        user after
        s -> a -> after
        """)
    ).start()
    case.complete("a", more=True).complete("a", more=False)
    assert case.open == ["after"]
