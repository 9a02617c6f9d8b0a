"""Tasks of all kinds."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from engine.errors import BpmnError, InvalidValueError
from engine.interpreter.errors import BudgetExceededError, ExpressionError, NothingToDoError
from engine.interpreter.messages import InvokeOperation, Limits, MessageThrown, SetVariables, TaskMoved
from engine.reader import read
from tests.engine.semantics.bench import bench
from tests.engine.semantics.drawing import diagram

CATALOGUE = '<message id="m" name="Svar"/>'


@pytest.mark.unreplayed
def test_a_user_task_opens_in_the_role_of_its_innermost_lane() -> None:
    case = bench(
        diagram("""
        <laneSet><lane id="l1" name="Kommun" utlysa:role="municipality"><flowNodeRef>a</flowNodeRef>
        <childLaneSet><lane id="l2" name="Handläggare"><flowNodeRef>b</flowNodeRef></lane></childLaneSet></lane>
        </laneSet>
        start s
        user a
        user b
        user c utlysa:role="director" utlysa:form="decide.form" utlysa:decision="true" utlysa:notPerformerOf="a"
        s -> a
        s -> b
        s -> c
        """)
    ).start()
    assert {task.element_id: task.role for task in case.tasks.values()} == {
        "a": "municipality",
        "b": "Handläggare",
        "c": "director",
    }
    decision = next(task for task in case.tasks.values() if task.element_id == "c")
    assert (decision.form, decision.is_decision, decision.not_performer_of) == ("decide.form", True, "a")


def test_a_manual_task_waits_and_an_abstract_task_passes() -> None:
    case = bench(diagram('start s\n<manualTask id="m"/>\ntask a\ns -> a -> m')).start()
    assert case.open == ["m"]


def test_due_dates_count_working_days_to_the_end_of_the_day() -> None:
    # 1 September 2021 is a Wednesday; five working days later is the 8th, whose end is midnight Swedish time.
    case = bench(
        diagram(
            'start s\nuser a utlysa:due="5 working days" utlysa:reminders="-2 working days, -1 days at 10:30"\ns -> a'
        )
    ).start()
    (task,) = case.tasks.values()
    assert task.due_at == datetime(2021, 9, 8, 22, tzinfo=UTC)
    assert task.reminders == (datetime(2021, 9, 6, 8, 30, tzinfo=UTC), datetime(2021, 9, 7, 8, 30, tzinfo=UTC))


def test_reminders_on_a_day_off_move_to_the_working_day_before_and_merge() -> None:
    case = bench(
        diagram(
            """
            start s
            user a utlysa:due="=date(&quot;2021-09-13&quot;)" utlysa:reminders="-1 day, -2 days at 09:00"
            s -> a
            """
        )
    ).start()
    (task,) = case.tasks.values()
    assert task.reminders == (datetime(2021, 9, 10, 7, tzinfo=UTC),)


def test_due_time_and_assignee_follow_the_variables_they_read() -> None:
    case = bench(
        diagram(
            """
            start s
            user a utlysa:due="=deadline" utlysa:assignee="=officer"
            user b utlysa:due="3 days"
            s -> a
            s -> b
            """
        )
    ).start(deadline=date(2021, 10, 1), officer="handlaggare.1")
    assert [task.assignee for task in case.tasks.values()] == ["handlaggare.1", None]
    case.do(SetVariables({"deadline": date(2021, 12, 1), "other": 1}))
    (moved,) = case.of(TaskMoved)
    assert (moved.token_id, moved.due_at) == (next(iter(case.tasks)), datetime(2021, 12, 1, 23, tzinfo=UTC))


def test_a_script_that_cannot_be_computed_is_an_error_with_the_reason() -> None:
    case = bench(diagram('start s\nscript a x = "text" + 1\ns -> a'))
    with pytest.raises(ExpressionError) as raised:
        case.start()
    assert raised.value.element_id == "a"


def test_an_operation_gets_its_inputs_and_gives_variables() -> None:
    seen: list[InvokeOperation] = []

    def record(request: InvokeOperation) -> dict[str, object]:
        seen.append(request)
        return {"number": "RUN/1/2021"}

    case = bench(
        diagram("""
        start s
        <serviceTask id="a" utlysa:operation="record"><extensionElements><utlysa:input name="kind" value='="ansökan"'/>
        <utlysa:input name="sum" value="amount * 2"/></extensionElements></serviceTask>
        <serviceTask id="b" utlysa:operation="record" utlysa:resultVariable="result"/>
        s -> a -> b
        """),
        operations={"record": record},
    ).start(amount=5)
    assert seen[0].inputs == {"kind": "ansökan", "sum": 10}
    assert seen[1].variables == {"amount": 5, "number": "RUN/1/2021"}
    assert case.variables == {"amount": 5, "number": "RUN/1/2021", "result": {"number": "RUN/1/2021"}}


def test_an_operation_in_one_branch_is_not_called_after_the_other_has_ended_everything() -> None:
    calls: list[str] = []

    def fail(request: InvokeOperation) -> None:
        calls.append(request.element_id)
        raise BpmnError("stop")

    case = bench(diagram("start s\nservice a fail\nservice b fail\ns -> a\ns -> b"), operations={"fail": fail}).start()
    assert calls == ["a"]
    assert (case.status, case.error) == ("failed", "stop")


@pytest.mark.unreplayed
def test_a_business_rule_task_writes_its_decision() -> None:
    case = bench(
        diagram('start s\n<businessRuleTask id="a" utlysa:decision="rank" utlysa:resultVariable="rank"/>\ns -> a'),
        operations={"rank": lambda request: request.variables["points"] + 1},
    ).start(points=5)
    assert case.variables["rank"] == 6


def test_a_send_task_throws_its_message_and_a_receive_task_waits_for_one() -> None:
    case = bench(
        diagram(
            """
        start s
        <sendTask id="a" messageRef="m" utlysa:correlation="={call: id}"><extensionElements>
        <utlysa:input name="answer" value="1 + 1"/></extensionElements></sendTask>
        <receiveTask id="b" messageRef="m" utlysa:correlation="={call: id}"/>
        s -> a -> b
        """,
            catalogue=CATALOGUE,
        )
    ).start(id="U1")
    assert case.of(MessageThrown) == [MessageThrown("Svar", {"answer": 2}, {"call": "U1"}, "a")]
    assert [item.correlation for item in case.subscriptions.values()] == [{"call": "U1"}]
    case.message("Svar", text="ja")
    assert case.variables["text"] == "ja"
    assert case.status == "completed"


@pytest.mark.parametrize(
    "element", ['<serviceTask id="a"/>', '<sendTask id="a"/>', '<receiveTask id="a"/>', '<scriptTask id="a"/>']
)
def test_an_automatic_step_without_an_implementation_never_passes_silently(element: str) -> None:
    with pytest.raises(NothingToDoError) as raised:
        bench(diagram(f"start s\n{element}\ns -> a")).start()
    assert raised.value.element_id == "a"


@pytest.mark.unreplayed
def test_an_administrator_can_have_a_step_skipped() -> None:
    case = bench(diagram("start s\nservice a broken\nuser b\ns -> a -> b"))
    case.skipped = {"a": "the register is closed"}
    assert case.start().open == ["b"]


def test_a_value_of_a_foreign_type_is_refused() -> None:
    case = bench(diagram("start s\nuser a\ns -> a")).start()
    with pytest.raises(InvalidValueError, match="shape"):
        case.complete("a", shape=object())


def test_variables_have_a_budget_of_bytes() -> None:
    case = bench(diagram("start s\nuser a\ns -> a"), limits=Limits(variable_bytes=1000)).start(text="x" * 500)
    with pytest.raises(BudgetExceededError) as raised:
        case.complete("a", more="y" * 600)
    assert raised.value.budget == "variable_bytes"


def test_money_stays_decimal() -> None:
    case = bench(diagram("start s\nuser a\nscript b half = amount / 2\nuser c\ns -> a -> b -> c")).start()
    case.complete("a", amount=Decimal("9800000.50"))
    assert case.variables == {"amount": Decimal("9800000.50"), "half": Decimal("4900000.25")}


def test_potential_owners_and_performers_say_who_does_a_task() -> None:
    named = "<potentialOwner><resourceRef>r</resourceRef></potentialOwner>"
    said = (
        '<potentialOwner><resourceAssignmentExpression><formalExpression>"director"</formalExpression>'
        "</resourceAssignmentExpression></potentialOwner>"
    )
    person = (
        "<humanPerformer><resourceAssignmentExpression><formalExpression>chosen</formalExpression>"
        "</resourceAssignmentExpression></humanPerformer>"
    )
    body = (
        f'start s\n<userTask id="a">{named}</userTask>\n<userTask id="b">{said}</userTask>\n'
        f'<userTask id="c">{person}</userTask>\nend e\ns -> a -> b -> c -> e'
    )
    case = bench(diagram(body, catalogue='<resource id="r" name="officer"/>')).start(chosen="handlaggare.1")
    found = {}
    for element_id in ("a", "b", "c"):
        (task,) = case.tasks.values()
        found[element_id] = (task.role, task.assignee)
        case.complete(element_id)
    assert found == {"a": ("officer", None), "b": ("director", None), "c": (None, "handlaggare.1")}


def test_an_owner_that_only_another_tool_could_work_out_is_noted() -> None:
    owner = (
        "<potentialOwner><resourceAssignmentExpression><formalExpression>group(management)</formalExpression>"
        "</resourceAssignmentExpression></potentialOwner>"
    )
    node = read(diagram(f'start s\n<userTask id="a">{owner}</userTask>\ns -> a')).process("p").nodes["a"]
    assert (node.task.role, node.foreign) == (None, {"potentialOwner": "group(management)"})
