"""The complex gateway."""

import pytest

from engine.interpreter.errors import ConditionError
from tests.engine.semantics.bench import bench
from tests.engine.semantics.drawing import diagram


def two_of_three(condition: str = "activationCount &gt;= 2") -> bytes:
    return diagram(f"""
        start s
        and split
        user a
        user b
        user c
        <complexGateway id="g"><activationCondition>{condition}</activationCondition></complexGateway>
        user after
        s -> split -> a -> g
        split -> b -> g
        split -> c -> g
        g -> after
    """)


def test_it_fires_when_its_condition_holds_and_absorbs_what_comes_later() -> None:
    case = bench(two_of_three()).start()
    case.complete("a")
    assert "after" not in case.open
    case.complete("b")
    assert case.open == ["c", "after"]
    case.complete("c")
    assert case.open == ["after"]
    assert case.complete("after").status == "completed"


def test_it_counts_each_flow_by_its_id() -> None:
    case = bench(two_of_three("c_to_g &gt; 0")).start()
    case.complete("a").complete("b")
    assert case.open == ["c"]
    assert case.complete("c").open == ["after"]


def test_it_is_new_after_its_reset() -> None:
    case = bench(
        diagram("""
        start s
        xor again
        and split
        user a
        user b
        <complexGateway id="g"><activationCondition>activationCount &gt;= 1</activationCondition></complexGateway>
        user check
        xor decide default="decide_to_e"
        end e
        s -> again -> split -> a -> g
        split -> b -> g
        g -> check -> decide
        decide -> again [more]
        decide -> e
        """)
    ).start()
    case.complete("a").complete("b").complete("check", more=True)
    assert sorted(case.open) == ["a", "b"]
    case.complete("b").complete("a").complete("check", more=False)
    assert case.status == "completed"


def test_it_splits_by_conditions() -> None:
    case = bench(
        diagram("""
        start s
        <complexGateway id="g" default="g_to_c"/>
        task a
        task b
        task c
        s -> g
        g -> a [x > 1]
        g -> b [x > 2]
        g -> c
        """)
    ).start(x=3)
    assert case.completed == ["s", "g", "a", "b"]


def test_the_first_token_that_activates_it_fires_it_even_when_all_come_at_once() -> None:
    case = bench(
        diagram("""
        start s
        and split
        task a
        task b
        <complexGateway id="g"><activationCondition>activationCount = 1</activationCondition></complexGateway>
        task after
        end e
        s -> split -> a -> g
        split -> b -> g
        g -> after -> e
        """)
    ).start()
    assert case.completed == ["s", "split", "a", "b", "g", "after", "e"]
    assert case.status == "completed"


def test_a_condition_over_a_variable_that_comes_later_waits_for_it() -> None:
    case = bench(two_of_three("urgent or activationCount = 3")).start()
    case.complete("a")
    assert "after" not in case.open
    assert case.complete("b", urgent=True).open == ["c", "after"]


def test_a_condition_that_is_never_told_is_an_error_once_nothing_else_moves() -> None:
    with pytest.raises(ConditionError) as raised:
        bench(two_of_three("missing &gt; 1").replace(b"userTask", b"task")).start()
    assert raised.value.element_id == "g"
