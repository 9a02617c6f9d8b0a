"""Decision tables: hit policies, aggregators, allowed values, defaults, and why a rule decided."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from engine.dmn import RuleMatch, load
from tests.engine.dmn.tables import NAMESPACES, definitions, table

OVERLAPPING = [("< 10", '"low"'), ("< 20", '"middle"'), ("< 30", '"high"')]
SUMS = [("< 10", "1"), ("< 20", "2"), ("< 30", "4")]


def _decide(decision: str, inputs: Mapping[str, object]) -> object:
    return load(definitions(decision)).decide("D", inputs)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("UNIQUE", None),
        ("FIRST", "low"),
        ("ANY", None),
        ("PRIORITY", "high"),
        ("RULE ORDER", ["low", "middle", "high"]),
        ("OUTPUT ORDER", ["high", "middle", "low"]),
        ("COLLECT", ["low", "middle", "high"]),
    ],
)
def test_a_hit_policy_chooses_among_the_rules_that_match(policy: str, expected: object) -> None:
    decision = table([("x", "number")], OVERLAPPING, policy=policy, output_values='"high", "middle", "low"')
    assert _decide(decision, {"x": 5}) == expected


@pytest.mark.parametrize(("aggregation", "expected"), [("SUM", 7), ("COUNT", 3), ("MIN", 1), ("MAX", 4)])
def test_an_aggregator_makes_one_value_of_all_hits(aggregation: str, expected: int) -> None:
    decision = table([("x", "number")], SUMS, policy="COLLECT", aggregation=aggregation)
    assert _decide(decision, {"x": 5}) == Decimal(expected)


def test_where_no_rule_matches_the_default_or_null_comes_out() -> None:
    rules = [("< 10", '"low"')]
    assert _decide(table([("x", "number")], rules), {"x": 50}) is None
    assert _decide(table([("x", "number")], rules, default='"other"'), {"x": 50}) == "other"
    assert _decide(table([("x", "number")], rules, policy="COLLECT", aggregation="COUNT"), {"x": 50}) == 0


def test_several_outputs_make_a_context() -> None:
    decision = table([("x", "number")], [("-", '"a"', "x + 1")], outputs=("kind", "next"))
    assert _decide(decision, {"x": 1}) == {"kind": "a", "next": Decimal(2)}


def test_a_value_that_is_not_allowed_gives_null() -> None:
    decision = table([("x", "string")], [("-", '"a"')], input_values='"p", "q"')
    assert _decide(decision, {"x": "p"}) == "a"
    assert _decide(decision, {"x": "z"}) is None
    wrong_output = table([("x", "string")], [("-", '"c"')], output_values='"a", "b"')
    assert _decide(wrong_output, {"x": "p"}) is None


def test_an_explanation_names_the_rules_with_what_they_saw_and_gave() -> None:
    model = load(definitions(table([("x", "number")], SUMS, policy="COLLECT", aggregation="SUM")))
    explanation = model.explain("D", {"x": 15})
    assert explanation.value == Decimal(6)
    assert explanation.rules == [
        RuleMatch(2, "r2", {"x": Decimal(15)}, {"result": Decimal(2)}, ("source 2",), decision="D", table="t"),
        RuleMatch(3, "r3", {"x": Decimal(15)}, {"result": Decimal(4)}, ("source 3",), decision="D", table="t"),
    ]


def test_an_explanation_says_why_there_is_no_answer() -> None:
    explanation = load(definitions(table([("x", "number")], OVERLAPPING))).explain("D", {"x": 5})
    assert explanation.value is None
    assert [note.message for note in explanation.notes] == ["t: 3 rules match where only one may"]


@pytest.mark.parametrize("xmlns", NAMESPACES)
def test_each_version_of_the_format_loads(xmlns: str) -> None:
    model = load(definitions(table([("x", "number")], SUMS, policy="FIRST"), xmlns=xmlns))
    assert model.decide("d", {"x": 1}) == Decimal(1)


def test_a_table_reads_the_value_under_test_and_the_other_inputs() -> None:
    decision = table([("x", "number"), ("y", "number")], [("> y", "-", '"more"'), ("? <= y", "-", '"not more"')])
    assert _decide(decision, {"x": 2, "y": 1}) == "more"
    assert _decide(decision, {"x": 1, "y": 1}) == "not more"


def test_the_order_of_priorities_may_stand_in_the_type_of_the_output() -> None:
    level = (
        '<itemDefinition name="Level"><typeRef>string</typeRef>'
        '<allowedValues><text>"high", "middle", "low"</text></allowedValues></itemDefinition>'
    )
    decision = table([("x", "number")], OVERLAPPING, policy="PRIORITY").replace(
        '<output name="result">', '<output name="result" typeRef="Level">'
    )
    assert _decide(level + decision, {"x": 5}) == "high"
