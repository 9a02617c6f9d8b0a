"""Compiles decision tables: which rules match, and what their hit policy makes of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.dmn.compile_logic import LOGIC_BUILDERS, Place, compile_logic, compile_tests, typed
from engine.dmn.elements import DecisionTable, TableInput, TableOutput, TableRule
from engine.dmn.explanation import DecisionRun, RuleMatch
from engine.dmn.hit_policies import HIT_POLICIES, Hit, priorities
from engine.feel.compile_operators import Code
from engine.feel.errors import ValueProblemError
from engine.feel.scope import Scope


@dataclass(frozen=True, slots=True)
class _Column:
    """An input: its name for explanations, its value, and the test that its values must pass."""

    name: str
    value: Code
    allowed: Code | None


@dataclass(frozen=True, slots=True)
class _Row:
    """A rule: which of the table's tests must hold, and its results."""

    rule: TableRule
    index: int
    tests: tuple[int, ...]
    results: tuple[Code, ...]


class _Tests:
    """All different tests of a table, each with its column: equal texts in a column are one test."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.codes: list[tuple[int, Code]] = []
        self._known: dict[tuple[int, str], int] = {}

    def add(self, column: int, text: str, rule: TableRule) -> int:
        """The number of a test, compiled at its first appearance."""
        number = self._known.get((column, text))
        if number is None:
            number = self._known[column, text] = len(self.codes)
            self.codes.append((column, compile_tests(text, self.place, element=rule.id, line=rule.line)))
        return number


def build_table(table: DecisionTable, place: Place) -> Code:
    """The closure that decides a table in a scope."""
    tests = _Tests(place)
    columns = [_build_column(column, place) for column in table.inputs]
    rows = [_build_row(index, rule, tests, table, place) for index, rule in enumerate(table.rules, 1)]
    decide = _build_policy(table, place)
    first_only = table.hit_policy == "FIRST"

    def run_table(scope: Scope) -> object:
        try:
            scopes = _enter_columns(columns, scope)
            hits = _find_hits(rows, tests.codes, scopes, scope, first_only=first_only)
            if isinstance(scope.run, DecisionRun) and scope.run.matches is not None:
                _remember(hits, table, columns, scopes, scope.run)
            return decide([hit for _, hit in hits], scope)
        except ValueProblemError as problem:
            scope.run.note(f"{table.id or 'the table'}: {problem}", 0)
            return None

    return run_table


def _build_column(column: TableInput, place: Place) -> _Column:
    value = compile_logic(column.expression, place)
    allowed = None
    if column.values:
        allowed = compile_tests(column.values, place, element=column.id, line=column.expression.line)
    return _Column(column.label or column.expression.text or column.id, value, allowed)


def _build_row(index: int, rule: TableRule, tests: _Tests, table: DecisionTable, place: Place) -> _Row:
    numbers = tuple(tests.add(column, text, rule) for column, text in enumerate(rule.tests) if text != "-")
    results = []
    for output, result in zip(table.outputs, rule.results, strict=True):
        code = compile_logic(result, place)
        results.append(typed(code, output.type_ref, place) if output.type_ref else code)
    return _Row(rule, index, numbers, tuple(results))


def _enter_columns(columns: Sequence[_Column], scope: Scope) -> list[Scope]:
    """A scope for each column, with its value as `?`. Raises ValueProblemError for a value that is not allowed."""
    scopes: list[Scope] = []
    for column in columns:
        inner = scope.inner({"?": column.value(scope)})
        if column.allowed is not None and column.allowed(inner) is not True:
            raise ValueProblemError(f"the value of {column.name} is not one of those allowed")
        scopes.append(inner)
    return scopes


def _find_hits(
    rows: Sequence[_Row], tests: Sequence[tuple[int, Code]], scopes: Sequence[Scope], scope: Scope, *, first_only: bool
) -> list[tuple[_Row, Hit]]:
    outcomes: list[bool | None] = [None] * len(tests)
    hits: list[tuple[_Row, Hit]] = []
    scope.run.tick(len(rows) + 1)
    for row in rows:
        for number in row.tests:
            outcome = outcomes[number]
            if outcome is None:
                column, test = tests[number]
                outcome = outcomes[number] = test(scopes[column]) is True
            if not outcome:
                break
        else:
            hits.append((row, [result(scope) for result in row.results]))
            if first_only:
                break
    return hits


def _build_policy(table: DecisionTable, place: Place) -> Callable[[list[Hit], Scope], object]:
    policy = HIT_POLICIES[table.hit_policy](table.aggregation)
    ranks = [
        priorities(output.values or place.types.allowed_values(output.type_ref), place.names)
        for output in table.outputs
    ]
    names = [output.name or output.label for output in table.outputs]
    defaults = _build_defaults(table.outputs, place)
    allowed = [_build_allowed(output, place) for output in table.outputs]

    def shape(hit: Hit) -> object:
        return hit[0] if len(hit) == 1 else dict(zip(names, hit, strict=True))

    def decide(hits: list[Hit], scope: Scope) -> object:
        if not hits:
            return shape([default(scope) for default in defaults]) if defaults else policy.of_none
        for hit in hits:
            _check_outputs(hit, allowed, scope)
        return policy.decide(hits, ranks, shape, scope.run)

    return decide


def _build_defaults(outputs: Sequence[TableOutput], place: Place) -> list[Code]:
    if not any(output.default is not None and output.default.text for output in outputs):
        return []
    return [
        compile_logic(output.default, place) if output.default is not None else (lambda _scope: None)
        for output in outputs
    ]


def _build_allowed(output: TableOutput, place: Place) -> Code | None:
    if not output.values:
        return None
    return compile_tests(output.values, place, element=output.id, line=0)


def _check_outputs(hit: Hit, allowed: Sequence[Code | None], scope: Scope) -> None:
    for value, test in zip(hit, allowed, strict=True):
        if test is not None and value is not None and test(scope.inner({"?": value})) is not True:
            raise ValueProblemError("a result is not one of the allowed output values")


def _remember(
    hits: list[tuple[_Row, Hit]],
    table: DecisionTable,
    columns: Sequence[_Column],
    scopes: Sequence[Scope],
    run: DecisionRun,
) -> None:
    inputs = {column.name: inner.values["?"] for column, inner in zip(columns, scopes, strict=True)}
    for row, hit in hits:
        outputs = {
            output.name or output.label or run.decision: value for output, value in zip(table.outputs, hit, strict=True)
        }
        found = RuleMatch(
            row.index, row.rule.id, inputs, outputs, row.rule.annotations, row.rule.description, run.decision, table.id
        )
        if run.matches is not None:
            run.matches.append(found)


LOGIC_BUILDERS[DecisionTable] = build_table
