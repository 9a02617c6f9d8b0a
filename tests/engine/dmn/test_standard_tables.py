"""Boxes and tables as the standard means them: quantifiers, contexts, hit policies, defaults, cells."""

import pytest

from tests.engine.dmn.parts import decide, decision, literal
from tests.engine.dmn.tables import table

# Boxes


@pytest.mark.parametrize(("kind", "expected"), [("some", None), ("every", False)])
def test_a_boxed_quantifier_is_three_valued(kind: str, expected: object) -> None:
    inside = f"<in>{literal('[1, null]')}</in><satisfies>{literal('x &gt; 1')}</satisfies>"
    box = f"<{kind} iteratorVariable='x'>{inside}</{kind}>"
    assert decide(decision("D", box)) is expected


def test_a_boxed_iterator_knows_its_results_so_far() -> None:
    box = (
        f"<for iteratorVariable='n'><in>{literal('1..4')}</in>"
        f"<return>{literal('if n = 1 then 1 else n * partial[-1]')}</return></for>"
    )
    assert decide(decision("D", box.replace("1..4", "[1..4]"))) == [1, 2, 6, 24]


@pytest.mark.parametrize(("condition", "expected"), [("null", 2), ("true", 1), ("&quot;x&quot;", None)])
def test_a_boxed_condition_that_is_not_true_takes_the_other_way(condition: str, expected: object) -> None:
    box = f"<if>{literal(condition)}</if><then>{literal('1')}</then><else>{literal('2')}</else>"
    assert decide(decision("D", f"<conditional>{box}</conditional>")) == expected


def test_a_boxed_filter_on_null_is_null_and_on_a_lone_value_a_list() -> None:
    box = "<filter><in>{}</in><match>{}</match></filter>"
    assert decide(decision("D", box.format(literal("null"), literal("true")))) is None
    assert decide(decision("D", box.format(literal("5"), literal("item = 5")))) == [5]


def test_a_boxed_context_may_use_its_earlier_entries_with_blanks_and_signs() -> None:
    entries = "".join(
        f"<contextEntry><variable name='{name}'/>{literal(text)}</contextEntry>"
        for name, text in (
            ("profit and loss", "10"),
            ("pre-tax + fee", "profit and loss * 2"),
            ("c", "pre-tax + fee + 1"),
        )
    )
    assert decide(decision("D", f"<context>{entries}</context>")) == {
        "profit and loss": 10,
        "pre-tax + fee": 20,
        "c": 21,
    }


# Tables


PRIORITIES = '"high", "middle", "low"'


@pytest.mark.parametrize(
    ("policy", "aggregation", "expected"),
    [
        ("COLLECT", "", [3, 1, 3]),
        ("COLLECT", "SUM", 7),
        ("COLLECT", "MIN", 1),
        ("COLLECT", "MAX", 3),
        ("COLLECT", "COUNT", 3),
        ("RULE ORDER", "", [3, 1, 3]),
    ],
)
def test_what_a_table_collects(policy: str, aggregation: str, expected: object) -> None:
    rules = [("< 10", "3"), ("< 20", "1"), ("< 30", "3"), ("> 40", "9")]
    found = table([("x", "number")], rules, policy=policy, aggregation=aggregation)
    assert decide(found, x=5) == expected


@pytest.mark.parametrize(("aggregation", "expected"), [("SUM", None), ("MIN", "a"), ("MAX", "c"), ("COUNT", 3)])
def test_texts_are_collected_as_their_operators_allow(aggregation: str, expected: object) -> None:
    rules = [("-", '"a"'), ("-", '"b"'), ("-", '"c"')]
    assert decide(table([("x", "number")], rules, policy="COLLECT", aggregation=aggregation), x=5) == expected


def test_several_outputs_are_ordered_by_their_allowed_values_from_left_to_right() -> None:
    rules = [("-", '"low"', '"x"'), ("-", '"high"', '"y"'), ("-", '"high"', '"x"')]
    ordered = table([("a", "number")], rules, policy="OUTPUT ORDER", outputs=("level", "kind"))
    first, second = '<output name="level">', '<output name="kind">'
    ordered = ordered.replace(first, f"{first}<outputValues><text>{PRIORITIES}</text></outputValues>")
    ordered = ordered.replace(second, f'{second}<outputValues><text>"x", "y"</text></outputValues>')
    assert decide(ordered, a=1) == [
        {"level": "high", "kind": "x"},
        {"level": "high", "kind": "y"},
        {"level": "low", "kind": "x"},
    ]
    assert decide(ordered.replace("OUTPUT ORDER", "PRIORITY"), a=1) == {"level": "high", "kind": "x"}


def test_any_accepts_equal_results_of_several_rules() -> None:
    assert decide(table([("x", "number")], [("< 10", "1 + 1"), ("< 20", "2")], policy="ANY"), x=5) == 2


def test_a_default_stands_in_for_every_output_that_has_one() -> None:
    found = table([("x", "number")], [("< 1", '"a"', "1")], outputs=("kind", "n"))
    found = found.replace(
        '<output name="kind">',
        '<output name="kind"><defaultOutputEntry><text>"other"</text></defaultOutputEntry>',
    )
    assert decide(found, x=5) == {"kind": "other", "n": None}


@pytest.mark.parametrize(
    ("cell", "value", "expected"),
    [
        ("5", 5, True),
        ("< 5", 5, False),
        ("not(5)", 5, False),
        ("not(1, [4..6])", 5, False),
        ("not(1, [7..9])", 5, True),
        ("]1..5[", 5, False),
        ("(1..5]", 5, True),
        ("? > 4 and ? < 6", 5, True),
        ("? in [1..5]", 5, True),
        ("[1, 5]", 5, True),
        ("1, 5", 5, True),
        ("null", None, True),
        ("not(null)", None, False),
        ("not(null)", 5, True),
        ("-", None, True),
        ("? = null", None, True),
        ("< 5", None, False),
        ("list contains(?, 5)", [4, 5], True),
        ("count(?) > 1", [4, 5], True),
        ("every n in ? satisfies n > 3", [4, 5], True),
        ("[4, 5]", [4, 5], True),
        ("{a: 1}", {"a": 1}, True),
        ("date(\"2026-01-01\")", None, False),
        ("limit + 1", 5, True),
        ("> limit", 5, True),
        ("[limit..6]", 5, True),
        ("function(x) x", 5, False),
    ],
)  # fmt: skip
def test_a_cell_holds_or_not(cell: str, value: object, expected: bool) -> None:
    found = table([("x", "Any")], [(cell, "true"), ("-", "false")], policy="FIRST")
    assert decide(found, x=value, limit=4) is expected
