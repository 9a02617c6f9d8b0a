"""Expressions are held against the variables known at their place: those of forms, tables, scripts and operations."""

from xml.sax.saxutils import escape

import pytest

from engine.definitions import prepare
from engine.model import Problem
from tests.engine.definitions.drawing import CATALOGUE, chain, diagram
from tests.engine.dmn.tables import definitions, table

FORM = b"""{"components": [
  {"type": "number", "key": "amount", "label": "Belopp"},
  {"type": "textfield", "key": "kind", "label": "Slag"},
  {"type": "checkbox", "key": "is_ready", "label": "Klart"}
]}"""
TABLE = definitions(
    table(
        [("amount", "number")], [("< 10", '"late"', '"x"'), (">= 10", '"in_time"', '""')], outputs=("outcome", "note")
    )
    .replace('<output name="outcome">', '<output name="outcome" typeRef="string">')
    .replace('<output name="note">', '<output name="note" typeRef="string">')
)
SOURCES = {
    "form": '<userTask id="source" utlysa:form="ask"/>',
    "table": '<userTask id="ask" utlysa:form="ask"/>'
    '<businessRuleTask id="source" utlysa:decision="d" utlysa:resultVariable="found"/>',
    "script": '<scriptTask id="source" scriptFormat="feel" utlysa:resultVariable="amount">'
    "<script>5</script></scriptTask>",
    "operation": '<userTask id="ask" utlysa:form="ask"/><serviceTask id="source" utlysa:operation="record"/>',
}


def problems(condition: str, source: str) -> list[Problem]:
    """What is said of a condition behind a step of that kind, about conditions alone."""
    steps = ("begin", "ask", "source", "choose", "done") if 'id="ask"' in SOURCES[source] else (
        "begin", "source", "choose", "done"
    )  # fmt: skip
    content = (
        f'<startEvent id="begin"/>{SOURCES[source]}<exclusiveGateway id="choose" default="choose_to_done"/>'
        f'<userTask id="more"/><endEvent id="done"/>{chain(*steps)}'
        '<sequenceFlow id="way" sourceRef="choose" targetRef="more">'
        f"<conditionExpression>{escape(condition)}</conditionExpression></sequenceFlow>"
    )
    files = {
        "p.bpmn": diagram(content, process='utlysa:startableBy="officer"'),
        "ask.form": FORM,
        "t.dmn": TABLE,
    }
    return [found for found in prepare(files, catalogue=CATALOGUE).problems if found.element_id == "way"]


@pytest.mark.parametrize(
    ("source", "condition"),
    [
        ("form", 'amount > 5 and kind = "project" and is_ready'),
        ("table", 'found.outcome = "late" and amount > 5'),
        ("table", "string length(found.note) > 0"),
        ("script", "amount > 5"),
        ("operation", 'amount > 5 and status = "what the operation sets"'),
    ],
)
def test_nothing_is_said_against_what_can_be_true_and_false(source: str, condition: str) -> None:
    assert problems(condition, source) == []


@pytest.mark.parametrize(
    ("source", "condition", "code", "swedish", "english"),
    [
        ("form", "amuont > 5", "variable_misspelt", "menade du ”amount”?", 'did you mean "amount"?'),
        ("script", "amuont > 5", "variable_misspelt", "menade du ”amount”?", 'did you mean "amount"?'),
        ("operation", "amuont > 5", "variable_misspelt", "menade du ”amount”?", 'did you mean "amount"?'),
        ("form", "deadline > 5", "variable_never_set", "sätter deadline", "sets deadline"),
        (
            "table",
            'found.outcom = "late"',
            "expression_gives_null",
            "Kontext har inget som heter outcom (tecken 6; menade du ”outcome”?)",
            'context has nothing named outcom (character 6; did you mean "outcome"?)',
        ),
        (
            "table",
            "found.outcome = 5",
            "expression_gives_null",
            "Text jämförs med tal, vilket aldrig är sant (tecken 15)",
            "string is compared with number, which is never true (character 15)",
        ),
        (
            "form",
            'amount = "5"',
            "expression_gives_null",
            "Tal jämförs med text, vilket aldrig är sant (tecken 8)",
            "number is compared with string, which is never true (character 8)",
        ),
        (
            "operation",
            'amount < "5"',
            "expression_gives_null",
            "Tal jämförs med text",
            "number is compared with string",
        ),
        ("form", "amount", "condition_not_boolean", "aldrig sant eller falskt", "never true or false"),
        ("table", "found.note", "condition_not_boolean", "aldrig sant eller falskt", "never true or false"),
        ("table", "found", "condition_not_boolean", "aldrig sant eller falskt", "never true or false"),
        ("form", "kind and is_ready", "condition_not_boolean", "aldrig sant eller falskt", "never true or false"),
        ("form", "is_ready and", "expression_invalid", "(rad 1, kolumn 13)", "(line 1, column 13)"),
    ],
)
def test_what_cannot_be_is_said_with_its_place_and_remedy_in_both_languages(
    source: str, condition: str, code: str, swedish: str, english: str
) -> None:
    found = next(one for one in problems(condition, source) if one.code == code)
    assert swedish in found.message
    assert english in found.message_en
    assert found.line


def test_a_cell_that_can_never_hold_is_told_with_its_rule() -> None:
    wrong = definitions(table([("kind", "string")], [('"a"', "1"), ("> 5", "2")]))
    files = {"p.bpmn": diagram('<userTask id="a"/>'), "t.dmn": wrong}
    (found,) = [one for one in prepare(files, catalogue=CATALOGUE).problems if one.code == "table_cell_wrong"]
    assert (found.file, found.element_id, found.severity) == ("t.dmn", "r2", "warning")
    assert "Regel 2, > 5: Text jämförs med tal" in found.message
    assert "Rule 2, > 5: string is compared with number" in found.message_en


def test_a_table_that_cannot_be_read_says_why_in_swedish_too() -> None:
    files = {"p.bpmn": diagram('<userTask id="a"/>'), "t.dmn": definitions("")}
    (found,) = [one for one in prepare(files, catalogue=CATALOGUE).problems if one.code == "table_invalid"]
    assert "Modellen har inget beslut" in found.message
    assert "The model has no decision" in found.message_en


@pytest.mark.parametrize(
    ("policy", "rules", "code", "element", "swedish", "english"),
    [
        (
            "UNIQUE",
            [("< 10", "1"), ("> 10", "2")],
            "table_gap",
            "d",
            "ingen regel för amount: 10.",
            "no rule for amount: 10.",
        ),
        (
            "UNIQUE",
            [("<= 10", "1"), (">= 10", "2")],
            "table_overlap",
            "d",
            "Regel 1 och regel 2 i beslutstabellen träffar båda för amount: 10.",
            "Rules 1 and 2 of the decision table both match for amount: 10.",
        ),
        (
            "FIRST",
            [("< 10", "1"), ("< 5", "2"), ("-", "3")],
            "table_rule_never",
            "d",
            "Regel 2 i beslutstabellen avgör aldrig, inte ens för amount: 4.",
            "Rule 2 of the decision table never decides, not even for amount: 4.",
        ),
    ],
)
def test_what_rules_leave_out_answer_twice_or_never_come_to_is_told_with_an_example(
    policy: str, rules: list[tuple[str, ...]], code: str, element: str, swedish: str, english: str
) -> None:
    content = definitions(table([("amount", "number")], rules, policy=policy))
    files = {"p.bpmn": diagram('<userTask id="a"/>'), "t.dmn": content}
    found = [one for one in prepare(files, catalogue=CATALOGUE).problems if one.code.startswith("table_")]
    assert [(one.code, one.element_id, one.line) for one in found] == [(code, element, 1)]
    assert swedish in found[0].message
    assert english in found[0].message_en
