"""Boxed expressions: contexts, lists, relations, functions, invocations, conditionals, filters and iterators."""

from decimal import Decimal

import pytest

from engine.dmn import load
from tests.engine.dmn.tables import definitions


def _text(expression: str) -> str:
    return f"<literalExpression><text>{expression}</text></literalExpression>"


def _decide(logic: str, *, before: str = "", needs: str = "", inputs: dict[str, object] | None = None) -> object:
    decision = f'<decision id="d" name="D"><variable name="D"/>{needs}{logic}</decision>'
    model = load(definitions(before + decision))
    assert model.problems == []
    return model.decide("D", inputs or {})


def _entry(name: str, expression: str) -> str:
    variable = f'<variable name="{name}"/>' if name else ""
    return f"<contextEntry>{variable}{_text(expression)}</contextEntry>"


def test_a_context_gives_its_entries_or_its_result() -> None:
    entries = _entry("a", "1") + _entry("b b", "a + 1")
    assert _decide(f"<context>{entries}</context>") == {"a": Decimal(1), "b b": Decimal(2)}
    assert _decide(f"<context>{entries}{_entry('', 'b b * 10')}</context>") == Decimal(20)


def test_a_list_and_a_relation() -> None:
    assert _decide(f"<list>{_text('1')}{_text('2')}</list>") == [Decimal(1), Decimal(2)]
    relation = f'<relation><column name="x"/><column name="y"/><row>{_text("1")}{_text("2")}</row></relation>'
    assert _decide(relation) == [{"x": Decimal(1), "y": Decimal(2)}]


@pytest.mark.parametrize(("condition", "expected"), [("true", "yes"), ("false", "no"), ("null", "no"), ("1", None)])
def test_a_conditional(condition: str, expected: object) -> None:
    parts = f"<if>{_text(condition)}</if><then>{_text('&quot;yes&quot;')}</then><else>{_text('&quot;no&quot;')}</else>"
    assert _decide(f"<conditional>{parts}</conditional>") == expected


@pytest.mark.parametrize(
    ("match", "expected"), [("item &gt; 1", [Decimal(2), Decimal(3)]), ("2", Decimal(2)), ("item = 9", [])]
)
def test_a_filter(match: str, expected: object) -> None:
    assert _decide(f"<filter><in>{_text('[1, 2, 3]')}</in><match>{_text(match)}</match></filter>") == expected


def test_a_filter_on_contexts_knows_their_entries() -> None:
    source = _text('[{name: "a", sum: 1}, {name: "b", sum: 2}]')
    assert _decide(f"<filter><in>{source}</in><match>{_text('sum &gt; 1')}</match></filter>") == [
        {"name": "b", "sum": Decimal(2)}
    ]


@pytest.mark.parametrize(
    ("kind", "close", "expression", "expected"),
    [
        ("for", "return", "x * 2", [Decimal(2), Decimal(4)]),
        ("some", "satisfies", "x &gt; 1", True),
        ("every", "satisfies", "x &gt; 1", False),
    ],
)
def test_an_iterator(kind: str, close: str, expression: str, expected: object) -> None:
    inside = f"<in>{_text('[1, 2]')}</in><{close}>{_text(expression)}</{close}>"
    assert _decide(f'<{kind} iteratorVariable="x">{inside}</{kind}>') == expected


def _function(parameters: str, body: str) -> str:
    formal = "".join(f'<formalParameter name="{name}" typeRef="number"/>' for name in parameters.split(","))
    return f"{formal}{_text(body)}"


def test_a_function_in_a_context_is_called_by_the_entries_after_it() -> None:
    function = (
        f'<variable name="f" typeRef="number"/><functionDefinition>{_function("n", "n + 1")}</functionDefinition>'
    )
    assert _decide(f"<context><contextEntry>{function}</contextEntry>{_entry('', 'f(1)')}</context>") == Decimal(2)


KNOWLEDGE = (
    '<businessKnowledgeModel id="k" name="twice"><variable name="twice"/>'
    f"<encapsulatedLogic>{_function('n', 'n * 2')}</encapsulatedLogic></businessKnowledgeModel>"
)
NEEDS = '<knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement>'


def test_a_knowledge_model_is_called_by_an_expression_or_an_invocation() -> None:
    assert _decide(_text("twice(4)"), before=KNOWLEDGE, needs=NEEDS) == Decimal(8)
    assert _decide(_text("twice(n: 4)"), before=KNOWLEDGE, needs=NEEDS) == Decimal(8)
    binding = f'<binding><parameter name="n"/>{_text("4")}</binding>'
    assert _decide(f"<invocation>{_text('twice')}{binding}</invocation>", before=KNOWLEDGE, needs=NEEDS) == Decimal(8)


def test_an_explanation_lists_decisions_and_no_functions() -> None:
    decision = f'<decision id="d" name="D">{NEEDS}{_text("twice(4)")}</decision>'
    assert load(definitions(KNOWLEDGE + decision)).explain("D").decisions == {"D": Decimal(8)}


def test_an_argument_of_another_type_gives_null_and_a_list_of_one_its_item() -> None:
    assert _decide(_text("twice(&quot;a&quot;)"), before=KNOWLEDGE, needs=NEEDS) is None
    assert _decide(_text("twice([4])"), before=KNOWLEDGE, needs=NEEDS) == Decimal(8)


def test_a_knowledge_model_may_call_itself() -> None:
    body = _function("n", "if n &lt;= 1 then 1 else n * factorial(n - 1)")
    knowledge = (
        '<businessKnowledgeModel id="k" name="factorial"><variable name="factorial"/>'
        f"<encapsulatedLogic>{body}</encapsulatedLogic></businessKnowledgeModel>"
    )
    assert _decide(_text("factorial(5)"), before=knowledge, needs=NEEDS) == Decimal(120)


TYPES = """
<itemDefinition name="Kind"><typeRef>string</typeRef>
  <allowedValues><text>"a", "b"</text></allowedValues></itemDefinition>
<itemDefinition name="Kinds" isCollection="true"><typeRef>Kind</typeRef></itemDefinition>
<itemDefinition name="Row"><itemComponent name="kind"><typeRef>Kind</typeRef></itemComponent>
  <itemComponent name="sum"><typeRef>number</typeRef></itemComponent></itemDefinition>
"""


@pytest.mark.parametrize(
    ("kind", "value", "accepted"),
    [
        ("Kind", "a", True),
        ("Kind", "z", False),
        ("Kinds", ["a", "b"], True),
        ("Kinds", ["a", "z"], False),
        ("Row", {"kind": "a", "sum": 1}, True),
        ("Row", {"kind": "z", "sum": 1}, False),
        ("Row", {"kind": "a", "sum": "1"}, False),
        ("Row", {"kind": None, "sum": 1}, True),
    ],
)
def test_an_input_must_belong_to_its_type(kind: str, value: object, accepted: bool) -> None:
    given = f'<inputData id="i" name="x"><variable name="x" typeRef="{kind}"/></inputData>'
    needs = '<informationRequirement><requiredInput href="#i"/></informationRequirement>'
    found = _decide(_text("x != null"), before=TYPES + given, needs=needs, inputs={"x": value})
    assert found is accepted


def test_a_decision_service_takes_its_inputs_as_arguments() -> None:
    model = load(
        definitions(
            '<inputData id="i" name="x"><variable name="x" typeRef="number"/></inputData>'
            f'<decision id="a" name="a"><informationRequirement><requiredInput href="#i"/></informationRequirement>'
            f"{_text('x + 1')}</decision>"
            f'<decision id="b" name="b"><informationRequirement><requiredDecision href="#a"/></informationRequirement>'
            f"{_text('a * 2')}</decision>"
            '<decisionService id="s" name="service"><variable name="service"/><outputDecision href="#b"/>'
            '<encapsulatedDecision href="#a"/><inputData href="#i"/></decisionService>'
            '<decision id="c" name="c"><knowledgeRequirement><requiredKnowledge href="#s"/></knowledgeRequirement>'
            f"{_text('service(10)')}</decision>"
        )
    )
    assert model.decide("c") == Decimal(22)
    assert model.decide("service", {"x": 1}) == Decimal(4)
    assert model.decide("service") is None
