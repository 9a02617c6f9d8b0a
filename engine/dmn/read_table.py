"""Reads decision tables from XML."""

from engine.dmn.elements import DecisionTable, LiteralExpression, TableInput, TableOutput, TableRule
from engine.dmn.errors import DmnReadError
from engine.dmn.xml import Xml, attribute, child, child_text, children, line_of

HIT_POLICIES = ("UNIQUE", "FIRST", "PRIORITY", "ANY", "COLLECT", "RULE ORDER", "OUTPUT ORDER")
_AGGREGATORS = ("", "SUM", "COUNT", "MIN", "MAX")


def read_table(element: Xml) -> DecisionTable:
    """A decision table. Raises DmnReadError for an unknown hit policy, and for rows that do not fill the columns."""
    hit_policy = (attribute(element, "hitPolicy") or "UNIQUE").upper()
    aggregation = attribute(element, "aggregation").upper()
    line, identity = line_of(element), attribute(element, "id")
    if hit_policy not in HIT_POLICIES:
        allowed = ", ".join(HIT_POLICIES)
        raise DmnReadError("hit_policy", found=hit_policy, allowed=allowed, line=line, element_id=identity)
    if aggregation not in _AGGREGATORS:
        raise DmnReadError("aggregation", found=aggregation, line=line, element_id=identity)
    table = DecisionTable(
        attribute(element, "id"),
        line_of(element),
        attribute(element, "typeRef"),
        hit_policy,
        aggregation,
        tuple(_read_input(column) for column in children(element, "input")),
        tuple(_read_output(column) for column in children(element, "output")),
        tuple(_read_rule(row) for row in children(element, "rule")),
        tuple(attribute(column, "name") for column in children(element, "annotation")),
    )
    _check_rows(table)
    return table


def _literal(element: Xml | None, line: int) -> LiteralExpression:
    if element is None:
        return LiteralExpression("", line, "", "")
    _check_language(element)
    return LiteralExpression(
        attribute(element, "id"), line_of(element), attribute(element, "typeRef"), child_text(element, "text")
    )


def _check_language(element: Xml) -> None:
    language = attribute(element, "expressionLanguage")
    if language and "feel" not in language.lower():
        raise DmnReadError("language", language=language, line=line_of(element))


def _read_input(column: Xml) -> TableInput:
    return TableInput(
        attribute(column, "id"),
        attribute(column, "label"),
        _literal(child(column, "inputExpression"), line_of(column)),
        child_text(column, "inputValues"),
    )


def _read_output(column: Xml) -> TableOutput:
    default = child(column, "defaultOutputEntry")
    return TableOutput(
        attribute(column, "id"),
        attribute(column, "name"),
        attribute(column, "label"),
        attribute(column, "typeRef"),
        child_text(column, "outputValues"),
        _literal(default, line_of(column)) if default is not None else None,
    )


def _read_test(entry: Xml) -> str:
    _check_language(entry)
    return child_text(entry, "text") or "-"


def _read_rule(row: Xml) -> TableRule:
    return TableRule(
        attribute(row, "id"),
        line_of(row),
        tuple(_read_test(entry) for entry in children(row, "inputEntry")),
        tuple(_literal(entry, line_of(row)) for entry in children(row, "outputEntry")),
        tuple(child_text(entry, "text") for entry in children(row, "annotationEntry")),
        child_text(row, "description"),
    )


def _check_rows(table: DecisionTable) -> None:
    if not table.outputs:
        raise DmnReadError("no_output", line=table.line, element_id=table.id)
    for rule in table.rules:
        if len(rule.tests) != len(table.inputs) or len(rule.results) != len(table.outputs):
            raise DmnReadError("rule_row", line=rule.line, element_id=rule.id)
