"""Expressions ready for use: parsed and compiled once, evaluated as often as wanted."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache

from engine.feel.budget import DEFAULT_BUDGET, Budget, Run, WorkingDays
from engine.feel.compile_operators import Code
from engine.feel.compiler import compile_node
from engine.feel.errors import FeelBudgetError, FeelNote, FeelSyntaxError
from engine.feel.free_names import free_names
from engine.feel.functions import BUILTINS
from engine.feel.names import NameTable, is_special
from engine.feel.parser import parse_expression, parse_tests
from engine.feel.result import check_result
from engine.feel.scope import Scope
from engine.feel.syntax import Node, UnaryTests

_FUNCTION_NAMES = NameTable(BUILTINS)
_MAX_NAMES_DEPTH = 6
_LONGEST_CACHED = 2000


class Expression:
    """A parsed expression: its `text`, its tree, and the `names` of the variables it reads."""

    __slots__ = ("code", "names", "text", "tree")

    def __init__(self, text: str, tree: Node) -> None:
        self.text = text
        self.tree = tree
        self.code: Code = compile_node(tree)
        self.names = free_names(tree) - {"?"}

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"

    def run(self, scope: Scope) -> object:
        """The value in a scope. Raises FeelBudgetError."""
        try:
            return self.code(scope)
        except RecursionError as error:
            raise FeelBudgetError("depth", scope.run.budget.depth) from error


def parse(text: str, names: Iterable[str] = ()) -> Expression:
    """Parse and compile an expression.

    `names` are the variables and members known at that place. Only those that hold signs (`Pre-bureau risk`) or words
    of the language (`profit and loss`) must be given; all other words in a row are one name anyway.
    Raises FeelSyntaxError.
    """
    return _parsed(text, names, tests=False)


def parse_unary_tests(text: str, names: Iterable[str] = ()) -> Expression:
    """Parse and compile the text of an input entry; the value under test is `?`. Raises FeelSyntaxError."""
    return _parsed(text, names, tests=True)


def _read(text: str, names: frozenset[str], *, tests: bool) -> Expression:
    try:
        return Expression(text, (parse_tests if tests else parse_expression)(text, names, _FUNCTION_NAMES))
    except RecursionError as error:
        raise FeelSyntaxError("too_deep", text, 0) from error


_read_cached = lru_cache(maxsize=4096)(_read)


def _parsed(text: str, names: Iterable[str], *, tests: bool) -> Expression:
    """The expression, from the cache unless its text is very long."""
    special = frozenset(name for name in names if is_special(name))
    return (_read_cached if len(text) <= _LONGEST_CACHED else _read)(text, special, tests=tests)


def evaluate(
    text_or_expression: str | Expression,
    context: Mapping[str, object] | None = None,
    *,
    now: datetime | None = None,
    calendar: WorkingDays | None = None,
    explain: list[FeelNote] | None = None,
    budget: Budget = DEFAULT_BUDGET,
) -> object:
    """The value of an expression over the variables of a context.

    What cannot be computed is None; a list given as `explain` collects why. `now` (aware) feeds `now()` and `today()`,
    `calendar` the working-day functions. Raises FeelSyntaxError for a text that is no expression, and FeelBudgetError.
    """
    variables = context if context is not None else {}
    expression = text_or_expression
    if isinstance(expression, str):
        expression = parse(expression, names_in(variables))
    run = Run(budget, now, calendar, explain)
    return check_result(expression.run(Scope(variables, None, run)), run)


def unary_test(
    text: str | Expression,
    value: object,
    context: Mapping[str, object] | None = None,
    *,
    now: datetime | None = None,
    calendar: WorkingDays | None = None,
    explain: list[FeelNote] | None = None,
    budget: Budget = DEFAULT_BUDGET,
) -> bool:
    """Whether a value passes the unary tests of an input entry (`< 10`, `"a", "b"`, `[1..5]`, `not(3)`, `-`).

    What cannot be said counts as not passed. Raises FeelSyntaxError and FeelBudgetError.
    """
    variables = context if context is not None else {}
    expression = parse_unary_tests(text, names_in(variables)) if isinstance(text, str) else text
    run = Run(budget, now, calendar, explain)
    return expression.run(Scope({**variables, "?": value}, None, run)) is True


def names_in(context: Mapping[str, object]) -> frozenset[str]:
    """The names in a context, and in the contexts inside it, that a parser must know beforehand."""
    found: set[str] = set()
    _collect_names(context, found, 0)
    return frozenset(found)


def _collect_names(value: object, found: set[str], depth: int) -> None:
    if depth > _MAX_NAMES_DEPTH:
        return
    if isinstance(value, Mapping):
        for name, item in value.items():
            if not str(name).isidentifier() and is_special(str(name)):
                found.add(str(name))
            _collect_names(item, found, depth + 1)
    elif isinstance(value, list | tuple) and value:
        _collect_names(value[0], found, depth + 1)


def split_unary_tests(text: str, names: Iterable[str] = ()) -> list[Expression]:
    """Each of the unary tests of a text as one of its own. Raises FeelSyntaxError."""
    tree = parse_unary_tests(text, names).tree
    tests = tree.tests if isinstance(tree, UnaryTests) else ()
    return [Expression(text, UnaryTests(test.position, (test,), negated=False)) for test in tests]
