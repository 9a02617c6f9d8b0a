"""Gaps, overlaps and unreachable rules, each with an example."""

from decimal import Decimal

import pytest

from engine.dmn import Analysis, UnreachableRule, load
from tests.engine.dmn.tables import definitions, table


def _analyse(decision: str) -> Analysis:
    return load(definitions(decision)).analyse("D")


def test_a_whole_table_has_nothing_to_report() -> None:
    found = _analyse(
        table(
            [("x", "number"), ("b", "boolean")], [("< 10", "-", "1"), (">= 10", "true", "2"), (">= 10", "false", "3")]
        )
    )
    assert found == Analysis([], [], [], [], is_complete=True)


def test_a_gap_has_an_example_that_no_rule_matches() -> None:
    decision = table([("x", "number"), ("k", "string")], [("< 10", '"a"', "1"), ("> 10", "-", "2")])
    model = load(definitions(decision))
    gaps = [gap.example for gap in model.analyse("D").gaps]
    assert {"x": Decimal(10), "k": "a"} in gaps
    assert all(model.explain("D", gap).rules == [] for gap in gaps)


def test_an_overlap_names_both_rules_and_an_example() -> None:
    decision = table([("x", "number")], [("[1..5]", "1"), ("[5..9]", "2"), ("not([1..9])", "3")])
    found = _analyse(decision)
    assert [(overlap.rules, overlap.example) for overlap in found.overlaps] == [((1, 2), {"x": Decimal(5)})]
    assert found.gaps == []


@pytest.mark.parametrize(("policy", "expected"), [("UNIQUE", []), ("FIRST", [(2, 1)])])
def test_a_rule_that_never_decides_is_unreachable(policy: str, expected: list[tuple[int, int]]) -> None:
    decision = table([("x", "number")], [("< 10", "1"), ("< 5", "2"), (">= 10", "3")], policy=policy)
    found = _analyse(decision).unreachable
    assert [(one.rule, one.hidden_by) for one in found] == expected
    model = load(definitions(decision))
    assert all(model.explain("D", one.example).rules[0].index == one.hidden_by for one in found)
    assert all(model.decide("D", one.example) == 1 for one in found)


def test_a_rule_outside_the_allowed_values_is_unreachable() -> None:
    found = _analyse(table([("x", "string")], [('"p"', "1"), ('"q"', "2"), ('"z"', "3")], input_values='"p", "q"'))
    assert (found.unreachable, found.gaps) == ([UnreachableRule(3, {"x": "z"}, None)], [])


def test_dates_and_their_gaps() -> None:
    rules = [('< date("2026-01-01")', "1"), ('> date("2026-12-31")', "2")]
    found = _analyse(table([("day", "date")], rules))
    assert len(found.gaps) == 1


def test_rules_that_agree_may_overlap_under_any() -> None:
    found = _analyse(table([("x", "number")], [("< 10", "1"), ("< 20", "1"), ("< 30", "2")], policy="ANY"))
    assert {overlap.rules for overlap in found.overlaps} == {(1, 3), (2, 3)}


def test_a_table_that_collects_owes_no_answer() -> None:
    assert _analyse(table([("x", "number")], [("< 10", "1")], policy="COLLECT")).gaps == []
    assert _analyse(table([("x", "number")], [("< 10", "1")], policy="PRIORITY")).gaps != []


def test_a_column_with_variables_is_named_as_not_analysed() -> None:
    found = _analyse(table([("x", "number"), ("y", "number")], [("> y", "-", "1"), ("-", "< 3", "2")]))
    assert found.unanalysed == ["x"]
    assert found.gaps == []


def test_a_large_table_is_analysed_in_bounded_time() -> None:
    rules = [(f"[{n}..{n + 1})", f"[{n * 2}..{n * 2 + 2})", f'"k{n % 7}"', str(n)) for n in range(150)]
    found = _analyse(table([("a", "number"), ("b", "number"), ("c", "string")], rules))
    assert found.is_complete
    assert found.overlaps == []
