"""Whole models as the standard means them: imports over levels, services, types and conversions, functions."""

from decimal import Decimal

import pytest

from engine.dmn import load
from tests.engine.dmn.parts import (
    decide,
    decision,
    given,
    imports,
    knowledge,
    literal,
    needs_decision,
    needs_input,
    needs_knowledge,
    service,
)
from tests.engine.dmn.tables import definitions

# Imports


BASE = definitions(
    given("amount", "number") + '<itemDefinition name="Rate"><typeRef>number</typeRef>'
    "<allowedValues><text>[0..1]</text></allowedValues></itemDefinition>"
    + decision("base sum", literal("amount + 1"), needs_input("#amount_id"), kind="number")
    + knowledge("doubled", "n:number", literal("n * 2"), kind="number")
    + '<decisionService id="service_id" name="sum service"><variable name="sum service"/>'
    '<outputDecision href="#base sum_id"/><inputData href="#amount_id"/></decisionService>',
    namespace="urn:base",
    name="base",
)


@pytest.mark.parametrize(("name", "prefix"), [("base rules", "base rules."), ("", "")])
def test_an_imports_elements_are_reached_by_its_name_or_by_none(name: str, prefix: str) -> None:
    main = definitions(
        imports("urn:base", name)
        + decision(
            "D",
            literal(f"{prefix}base sum + {prefix}doubled(5) + {prefix}sum service(10)"),
            needs_decision("urn:base#base sum_id"),
            needs_knowledge("urn:base#doubled_id"),
            needs_knowledge("urn:base#service_id"),
        )
    )
    model = load(main, {"base": BASE})
    assert model.problems == []
    assert model.decide("D", {"amount": 1}) == 2 + 10 + 11


def test_imports_go_over_several_levels_with_types_of_their_own() -> None:
    middle = definitions(
        imports("urn:base", "b")
        + decision("mid", literal("b.base sum * 10"), needs_decision("urn:base#base sum_id"))
        + '<itemDefinition name="Rates" isCollection="true"><typeRef>b.Rate</typeRef></itemDefinition>',
        namespace="urn:middle",
        name="middle",
    )
    main = definitions(
        imports("urn:middle", "m")
        + given("rates", "m.Rates")
        + decision("D", literal("m.mid + sum(rates)"), needs_decision("urn:middle#mid_id"), needs_input("#rates_id"))
        + decision("E", literal("rates"), needs_input("#rates_id"))
    )
    model = load(main, {"middle": middle, "base": BASE})
    assert model.problems == []
    assert model.decide("D", {"amount": 1, "rates": [Decimal("0.5"), 1]}) == Decimal("21.5")
    assert model.decide("E", {"rates": [2]}) is None


# Decision services


SERVICES = (
    given("x", "number")
    + decision("a", literal("x + 1"), needs_input("#x_id"))
    + decision("b", literal("a * 2"), needs_decision("#a_id"))
    + decision("c", literal("a * 3"), needs_decision("#a_id"))
)


TWO = service(
    "two",
    '<outputDecision href="#b_id"/><outputDecision href="#c_id"/><encapsulatedDecision href="#a_id"/>'
    '<inputData href="#x_id"/>',
)
OVERRIDDEN = service("overridden", '<outputDecision href="#b_id"/><inputDecision href="#a_id"/>')


def test_a_service_with_several_outputs_gives_a_context() -> None:
    assert decide(SERVICES + TWO, "two", x=1) == {"b": 4, "c": 6}


def test_an_input_decision_overrides_the_decision_itself() -> None:
    calls = decision("D", literal("overridden(100) + b"), needs_knowledge("#overridden_id"), needs_decision("#b_id"))
    assert decide(SERVICES + OVERRIDDEN + calls, x=1) == 200 + 4
    assert decide(SERVICES + OVERRIDDEN, "overridden", a=7) == 14


def test_a_service_is_called_with_named_arguments_and_handed_on_as_a_function() -> None:
    named = decision("D", literal("two(x: 1).c"), needs_knowledge("#two_id"))
    mapped = decision("E", literal("for n in [1, 2] return two(n).b"), needs_knowledge("#two_id"))
    assert decide(SERVICES + TWO + named) == 6
    assert decide(SERVICES + TWO + mapped, "E") == [4, 6]


def test_a_service_called_wrongly_gives_null() -> None:
    for call in ("two()", "two(1, 2)", "two(y: 1)"):
        assert decide(SERVICES + TWO + decision("D", literal(call), needs_knowledge("#two_id"))) is None


# Types and conversions


TYPES = """
<itemDefinition name="Grade"><typeRef>string</typeRef>
  <allowedValues><text>"A", "B"</text></allowedValues></itemDefinition>
<itemDefinition name="Grades" isCollection="true"><typeRef>Grade</typeRef></itemDefinition>
<itemDefinition name="Pair"><typeRef>number</typeRef>
  <typeConstraint><text>? &gt; 0</text></typeConstraint></itemDefinition>
<itemDefinition name="Three" isCollection="true"><typeRef>number</typeRef>
  <typeConstraint><text>count(?) &lt;= 3</text></typeConstraint></itemDefinition>
<itemDefinition name="Person"><itemComponent name="full name"><typeRef>string</typeRef></itemComponent>
  <itemComponent name="address"><itemComponent name="city"><typeRef>string</typeRef></itemComponent></itemComponent>
  <itemComponent name="grades" isCollection="true"><typeRef>Grade</typeRef></itemComponent></itemDefinition>
<itemDefinition name="Persons" isCollection="true"><typeRef>Person</typeRef></itemDefinition>
<itemDefinition name="Sum"><functionItem outputTypeRef="number"><parameters name="a" typeRef="number"/>
  <parameters name="b" typeRef="number"/></functionItem></itemDefinition>
"""
PERSON = {"full name": "N", "address": {"city": "Ö"}, "grades": ["A", "B"]}


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("Grade", "A", "A"),
        ("Grade", ["A"], "A"),
        ("Grade", "C", None),
        ("Grades", "A", ["A"]),
        ("Grades", ["A", "C"], None),
        ("Grades", ["A", None], ["A", None]),
        ("Grades", [], []),
        ("Pair", 1, 1),
        ("Pair", 0, None),
        ("Three", [1, 2, 3], [1, 2, 3]),
        ("Three", [1, 2, 3, 4], None),
        ("Three", 1, [1]),
        ("Person", PERSON, PERSON),
        ("Person", [PERSON], PERSON),
        ("Person", {**PERSON, "address": {"city": 1}}, None),
        ("Person", {**PERSON, "grades": ["C"]}, None),
        ("Person", {"full name": "N"}, None),
        ("Persons", PERSON, [PERSON]),
        ("number", "1", None),
        ("number", [1], 1),
        ("number", [1, 2], None),
        ("string", None, None),
        ("Any", {"a": [1]}, {"a": [1]}),
    ],
)
def test_a_value_is_converted_to_its_type_or_null(kind: str, value: object, expected: object) -> None:
    assert decide(TYPES + given("x", kind) + decision("D", literal("x"), needs_input("#x_id")), x=value) == expected


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("number", "&quot;1&quot;", None),
        ("number", "[1]", 1),
        ("Three", "5", [5]),
        ("Grade", "&quot;C&quot;", None),
        ("Grades", "[&quot;A&quot;]", ["A"]),
        ("boolean", "null", None),
        ("string", "1 + 1", None),
    ],
)
def test_a_decisions_result_is_held_to_its_type(kind: str, text: str, expected: object) -> None:
    assert decide(TYPES + decision("D", literal(text), kind=kind)) == expected
    assert decide(TYPES + decision("D", literal(text, kind))) == expected


def test_a_date_stands_for_its_midnight_where_a_date_and_time_is_wanted() -> None:
    asks = decision("D", literal("string(f)"), needs_decision("#f_id"))
    day = decision("f", literal("date(&quot;2026-05-01&quot;)"), kind="date and time")
    assert decide(asks + day) == "2026-05-01T00:00:00Z"


def test_a_function_type_asks_for_so_many_parameters() -> None:
    calls = decision("D", literal("plus(1, 2)"), needs_decision("#plus_id"))
    assert decide(TYPES + calls + decision("plus", literal("function(a, b) a + b"), kind="Sum")) == 3
    assert decide(TYPES + calls + decision("plus", literal("function(a) a"), kind="Sum")) is None


def test_instance_of_asks_for_the_kind_and_leaves_allowed_values_aside() -> None:
    asks = decision("D", literal("[&quot;A&quot; instance of Grade, 1 instance of Grade, [1] instance of Three]"))
    assert decide(TYPES + asks) == [True, False, True]


# Knowledge models


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (literal("a + b"), 3),
        (f"<context><contextEntry><variable name='c'/>{literal('a * 10')}</contextEntry>"
         f"<contextEntry>{literal('c + b')}</contextEntry></context>", 12),
        (f"<list>{literal('a')}{literal('b')}</list>", [1, 2]),
        (f"<conditional><if>{literal('a &lt; b')}</if><then>{literal('a')}</then>"
         f"<else>{literal('b')}</else></conditional>", 1),
        ('<decisionTable hitPolicy="FIRST"><input><inputExpression><text>a</text></inputExpression></input><output/>'
         "<rule><inputEntry><text>&lt; b</text></inputEntry>"
         "<outputEntry><text>b - a</text></outputEntry></rule></decisionTable>", 1),
        (f"<for iteratorVariable='i'><in>{literal('[a, b]')}</in><return>{literal('i * 2')}</return></for>", [2, 4]),
        (f"<filter><in>{literal('[a, b]')}</in><match>{literal('item &gt; 1')}</match></filter>", [2]),
        (f"<relation><column name='x'/><row>{literal('a')}</row><row>{literal('b')}</row></relation>",
         [{"x": 1}, {"x": 2}]),
    ],
)  # fmt: skip
def test_encapsulated_logic_may_be_a_box_of_any_kind(body: str, expected: object) -> None:
    call = decision("D", literal("f(1, 2)"), needs_knowledge("#f_id"))
    assert decide(knowledge("f", "a,b", body) + call) == expected


def test_knowledge_models_call_each_other() -> None:
    inner = knowledge("inner", "n", literal("n + 1"))
    outer = knowledge("outer", "n", literal("inner(n) * 2"), needs_knowledge("#inner_id"))
    assert decide(inner + outer + decision("D", literal("outer(1)"), needs_knowledge("#outer_id"))) == 4


@pytest.mark.parametrize("kind", ["Java", "PMML"])
def test_functions_of_other_kinds_give_null(kind: str) -> None:
    entry = f"<variable name='class'/>{literal('&quot;java.lang.Math&quot;')}"
    body = f"<context><contextEntry>{entry}</contextEntry></context>"
    call = decision("D", literal("f(1)"), needs_knowledge("#f_id"))
    assert decide(knowledge("f", "n", body, function_kind=kind) + call) is None


def test_what_a_knowledge_model_promises_is_kept() -> None:
    call = decision("D", literal("f(1)"), needs_knowledge("#f_id"))
    assert decide(knowledge("f", "n", literal("[n]"), kind="number") + call) == 1
    assert decide(knowledge("f", "n", literal("&quot;x&quot;"), kind="number") + call) is None


def test_an_invocation_without_an_argument_gives_null() -> None:
    bindings = f'<binding><parameter name="a"/>{literal("1")}</binding>'
    call = decision("D", f"<invocation>{literal('f')}{bindings}</invocation>", needs_knowledge("#f_id"))
    assert decide(knowledge("f", "a,b", literal("a")) + call) is None


def test_a_decision_without_logic_is_null() -> None:
    assert decide(decision("D", "")) is None


def test_a_decision_may_be_a_function_that_others_call() -> None:
    body = (
        f'<functionDefinition><formalParameter name="n" typeRef="number"/>{literal("n * factor")}</functionDefinition>'
    )
    model = (
        given("factor", "number")
        + decision("scale", body, needs_input("#factor_id"))
        + decision("D", literal("scale(3)"), needs_decision("#scale_id"))
    )
    assert decide(model, factor=5) == 15


def test_models_of_every_version_import_each_other() -> None:
    old = definitions(
        decision("base", literal("1")), xmlns="http://www.omg.org/spec/DMN/20180521/MODEL/", namespace="urn:o"
    )
    main = definitions(imports("urn:o", "o") + decision("D", literal("o.base + 1"), needs_decision("urn:o#base_id")))
    assert load(main, {"old": old}).decide("D") == 2


def test_a_model_whose_import_is_not_given_is_still_read_as_far_as_it_goes() -> None:
    main = definitions(imports("urn:gone", "g") + decision("D", literal("1 + 1")))
    assert load(main).decide("D") == 2
