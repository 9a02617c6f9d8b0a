"""Sequence flows and gateways."""

import re

import pytest

from engine.interpreter.errors import BudgetExceededError, ConditionError, NoPathError, StepError
from engine.interpreter.messages import Limits
from tests.engine.semantics.bench import bench
from tests.engine.semantics.drawing import content, diagram


def test_a_line_runs_in_order() -> None:
    case = bench(
        diagram("""
        start s
        task a
        script b x = 1 + 1
        user c
        end e
        s -> a -> b -> c -> e
    """)
    ).start()
    assert case.open == ["c"]
    case.complete("c", answer="yes")
    assert case.completed == ["s", "a", "b", "c", "e"]
    assert case.status == "completed"
    assert case.variables == {"x": 2, "answer": "yes"}


def test_a_process_without_an_end_event_completes() -> None:
    case = bench(diagram("start s\nuser a\ns -> a")).start()
    assert case.status == "active"
    assert case.complete("a").status == "completed"


def test_a_process_without_starts_and_ends_begins_and_ends_with_gateways() -> None:
    """BPMN 2.0.2, 10.6.1: a gateway without incoming flows splits as the process is instantiated."""
    flows = "g -> a -> j\ng -> b -> j"
    assert bench(diagram(f"and g\ntask a\ntask b\nand j\n{flows}")).start().completed == ["g", "a", "b", "j"]
    inside = content(f"xor g default='g_to_b'\ntask a\ntask b\nxor j\n{flows.replace('a -> j', 'a [amount > 5]')}")
    around = f"start s\n<subProcess id='sub'>{inside}{content('a -> j')}</subProcess>\nend e\ns -> sub -> e"
    case = bench(diagram(around)).start(amount=6)
    assert (case.completed, case.status) == (["s", "g", "a", "j", "sub", "e"], "completed")


def test_a_flow_needs_no_id() -> None:
    assert bench(
        re.sub(rb'(<bpmn:sequenceFlow) id="[^"]*"', rb"\1", diagram("start s\ntask a\nend e\ns -> a -> e"))
    ).start().completed == ["s", "a", "e"]


@pytest.mark.parametrize(("amount", "expected"), [(5, "low"), (50, "middle"), (500, "high")])
def test_an_exclusive_gateway_takes_the_first_true_flow_or_the_default(amount: int, expected: str) -> None:
    case = bench(
        diagram("""
        start s
        xor g default="g_to_high"
        task low
        task middle
        task high
        xor merge
        end e
        s -> g
        g -> low [amount < 10]
        g -> middle [=amount < 100]
        g -> high
        low -> merge
        middle -> merge
        high -> merge -> e
    """)
    ).start(amount=amount)
    assert case.completed == ["s", "g", expected, "merge", "e"]


def test_no_true_branch_and_no_default_is_an_error_that_names_the_gateway() -> None:
    case = bench(diagram("start s\nxor g\ntask a\ntask b\ns -> g\ng -> a [x = 1]\ng -> b [x = 2]"))
    with pytest.raises(NoPathError) as raised:
        case.start(x=3)
    assert raised.value.element_id == "g"


def test_a_condition_over_a_variable_that_does_not_exist_is_never_decided_silently() -> None:
    case = bench(diagram('start s\nxor g default="g_to_b"\ntask a\ntask b\ns -> g\ng -> a [belopp > 100]\ng -> b'))
    with pytest.raises(ConditionError, match="belopp"):
        case.start()


def test_a_parallel_gateway_splits_and_joins() -> None:
    case = bench(
        diagram("""
        start s
        and split
        user a
        user b
        and join
        user after
        s -> split -> a -> join
        split -> b -> join -> after
    """)
    ).start()
    assert case.open == ["a", "b"]
    case.complete("b")
    assert case.open == ["a"]
    case.complete("a")
    assert case.open == ["after"]
    assert case.entered == ["s", "split", "a", "b", "join", "after"]


def test_excess_tokens_at_a_parallel_join_are_kept() -> None:
    case = bench(
        diagram("""
        start s
        and split
        user a
        user b
        user c
        xor merge
        and join
        task after
        s -> split -> a -> merge -> join -> after
        split -> b -> merge
        split -> c -> join
    """)
    ).start()
    case.complete("a").complete("b").complete("c")
    assert case.completed.count("after") == 1
    assert case.status == "active"
    assert [token.waits for token in case.state.tokens.values()] == ["join"]


def test_several_flows_out_split_and_several_in_merge() -> None:
    case = bench(
        diagram("""
        start s
        task a
        task b
        task c
        task d
        s -> a -> b -> d
        a -> c -> d
    """)
    ).start()
    assert case.completed == ["s", "a", "b", "c", "d", "d"]
    assert case.status == "completed"


@pytest.mark.parametrize(("x", "expected"), [(1, ["b"]), (2, ["c"]), (3, ["d"])])
def test_conditional_and_default_flows_leave_an_activity(x: int, expected: list[str]) -> None:
    case = bench(
        diagram("""
        start s
        <task id="a" default="a_to_d"/>
        task b
        task c
        task d
        s -> a -> b [x = 1]
        a -> c [x = 2]
        a -> d
    """)
    ).start(x=x)
    assert case.completed == ["s", "a", *expected]


def test_the_condition_of_a_single_flow_counts() -> None:
    case = bench(diagram("start s\ntask a\ntask b\ns -> a\na -> b [x > 1]"))
    with pytest.raises(NoPathError):
        case.start(x=1)


INCLUSIVE = diagram("""
    start s
    or split default="split_to_c"
    user a
    user b
    user c
    or join
    task after
    s -> split
    split -> a [x > 1]
    split -> b [x > 2]
    split -> c
    a -> join
    b -> join
    c -> join -> after
""")


@pytest.mark.parametrize(("x", "expected"), [(1, ["c"]), (2, ["a"]), (3, ["a", "b"])])
def test_an_inclusive_gateway_takes_all_true_flows_and_joins_just_these(x: int, expected: list[str]) -> None:
    case = bench(INCLUSIVE).start(x=x)
    assert case.open == expected
    for element_id in expected:
        assert "after" not in case.completed
        case.complete(element_id)
    assert case.completed.count("after") == 1
    assert case.status == "completed"


def test_an_inclusive_join_in_a_loop_fires_in_each_round() -> None:
    case = bench(
        diagram("""
        start s
        script init n = 0
        xor again
        or split
        user a
        user b
        or join
        script count n = n + 1
        xor g default="g_to_e"
        end e
        s -> init -> again -> split
        split -> a [true]
        split -> b [n = 1]
        a -> join
        b -> join -> count -> g
        g -> again [n < 3]
        g -> e
    """)
    ).start()
    for element_id in ("a", "a", "b", "a"):
        case.complete(element_id)
    assert case.completed.count("join") == 3
    assert case.status == "completed"


def test_a_loop_back_runs_its_elements_again() -> None:
    case = bench(
        diagram("""
        start s
        xor merge
        user a
        xor g default="g_to_e"
        end e
        s -> merge -> a -> g
        g -> merge [again]
        g -> e
    """)
    ).start()
    case.complete("a", again=True).complete("a", again=True).complete("a", again=False)
    assert case.completed == ["s", "merge", "a", "g", "merge", "a", "g", "merge", "a", "g", "e"]


def test_a_loop_without_a_wait_stops_at_the_step_budget() -> None:
    case = bench(diagram("start s\ntask a\ntask b\ns -> a -> b -> a"))
    with pytest.raises(BudgetExceededError) as raised:
        case.start()
    assert raised.value.budget == "steps"
    assert raised.value.element_id in {"a", "b"}


def test_fourteen_parallel_pairs_in_a_row_stay_small() -> None:
    lines = ["start s", "s -> split0"]
    for i in range(14):
        lines += [f"and split{i}", f"task a{i}", f"task b{i}", f"and join{i}"]
        lines += [f"split{i} -> a{i} -> join{i}", f"split{i} -> b{i} -> join{i}", f"join{i} -> split{i + 1}"]
    lines += ["user split14"]
    case = bench(diagram("\n".join(lines))).start()
    assert case.open == ["split14"]
    assert len(case.state.tokens) == 1


def test_quantities_gather_and_give_tokens() -> None:
    """BPMN 2.0.2, table 10.3: an activity waits for so many tokens, and sends so many."""
    case = bench(
        diagram("""
        start s
        <task id="a" completionQuantity="3"/>
        <userTask id="b" startQuantity="2"/>
        s -> a -> b
        """)
    ).start()
    assert case.open == ["b"]
    assert sorted(token.waits for token in case.state.tokens.values()) == ["join", "task"]


def test_fifty_sub_processes_in_one_another_end_without_trouble() -> None:
    inner = content("user u")
    for level in range(50):
        inner = f'<bpmn:subProcess id="sub{level}">{inner}</bpmn:subProcess>'
    case = bench(diagram(f"start s\n{inner}\nend e\ns -> sub49 -> e")).start()
    assert case.complete("u").status == "completed"
    assert len(case.completed) == 53


def test_an_event_based_gateway_without_events_is_an_error() -> None:
    with pytest.raises(StepError) as raised:
        bench(diagram('start s\n<eventBasedGateway id="g"/>\ntask a\ns -> g -> a')).start()
    assert raised.value.element_id == "g"


def test_a_command_that_takes_too_long_stops_at_its_time_budget() -> None:
    body = (
        "start s\n" + "\n".join(f"task t{i}" for i in range(40)) + "\ns -> " + " -> ".join(f"t{i}" for i in range(40))
    )
    with pytest.raises(BudgetExceededError) as raised:
        bench(diagram(body), limits=Limits(seconds=0)).start()
    assert raised.value.budget == "seconds"


def test_too_many_tokens_stop_at_their_budget() -> None:
    body = "start s\nand g\ns -> g\n" + "\n".join(f"user t{i}\ng -> t{i}" for i in range(12))
    with pytest.raises(BudgetExceededError) as raised:
        bench(diagram(body), limits=Limits(tokens=10)).start()
    assert raised.value.budget == "tokens"
