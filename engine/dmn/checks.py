"""Checks the cells of a model's tables against the types of their columns, before anything is decided."""

from collections.abc import Iterator, Mapping

from engine.dmn.elements import (
    Boxed,
    Decision,
    DecisionTable,
    Document,
    FunctionDefinition,
    ItemDefinition,
    KnowledgeModel,
    TableRule,
)
from engine.dmn.errors import DmnProblem
from engine.feel import FeelProblem, check, check_unary_tests


def check_document(document: Document) -> list[DmnProblem]:
    """What the tables of a document hold that cannot work."""
    return [problem for table in tables_of(document) for problem in _check_table(table, document.types)]


def tables_of(document: Document) -> Iterator[DecisionTable]:
    """The tables that make decisions and functions, in the document's order."""
    for element in document.elements.values():
        logic: Boxed | None = element.logic if isinstance(element, Decision | KnowledgeModel) else None
        if isinstance(logic, FunctionDefinition):
            logic = logic.body
        if isinstance(logic, DecisionTable):
            yield logic


def _check_table(table: DecisionTable, types: Mapping[str, ItemDefinition]) -> Iterator[DmnProblem]:
    inputs = [_base_type(column.expression.type_ref, types) for column in table.inputs]
    outputs = [_base_type(column.type_ref, types) for column in table.outputs]
    for index, rule in enumerate(table.rules, 1):
        for text, kind in zip(rule.tests, inputs, strict=True):
            if text != "-":
                yield from _placed(check_unary_tests(text, kind or "Any"), text, rule, index)
        for result, kind in zip(rule.results, outputs, strict=True):
            if result.text:
                yield from _placed(check(result.text, None, kind or None), result.text, rule, index)


def _placed(problems: list[FeelProblem], text: str, rule: TableRule, index: int) -> Iterator[DmnProblem]:
    for problem in problems:
        yield DmnProblem(
            f"Rule {index}, {text}: {problem.message}",
            f"Regel {index}, {text}: {problem.swedish}",
            rule.id,
            rule.line,
            problem.suggestion,
        )


def _base_type(reference: str, types: Mapping[str, ItemDefinition]) -> str:
    """The simple type behind a reference; empty for a list, a context or nothing known."""
    definition = types.get(reference)
    if definition is not None:
        return "" if definition.is_collection or definition.fields else _base_type(definition.type_ref, {})
    return "" if reference in {"Any", "any"} else reference
