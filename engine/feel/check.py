"""Checks an expression before it runs: unknown names, values of types that cannot meet, conditions that are none."""

from collections.abc import Mapping

from engine.feel.errors import FeelProblem, FeelSyntaxError
from engine.feel.expression import parse, parse_unary_tests
from engine.feel.inference import Inference, Known, kind
from engine.feel.inference_rules import RULES
from engine.feel.parser import parse_type
from engine.feel.syntax import Node, TypeName


def check(text: str, types: Mapping[str, str] | None = None, expected: str | None = None) -> list[FeelProblem]:
    """The problems of an expression, in the order of the text; an empty list when there are none.

    `types` are the variables known at that place with their FEEL types (`number`, `list<context<name: string>>`, `Any`
    where nothing is known); without it names are not checked. `expected` is the type that the result must have.
    """
    try:
        tree = parse(text, _names_in(types)).tree
    except FeelSyntaxError as error:
        return [_syntax_problem(error)]
    inference = Inference(RULES, _read_types(types), check_names=types is not None)
    _check_result(inference.infer(tree), tree, expected, inference)
    return sorted(inference.problems, key=lambda problem: problem.position)


def check_unary_tests(text: str, value_type: str = "Any", types: Mapping[str, str] | None = None) -> list[FeelProblem]:
    """The problems of an input entry whose values have a type."""
    try:
        tree = parse_unary_tests(text, _names_in(types)).tree
    except FeelSyntaxError as error:
        return [_syntax_problem(error)]
    known: Known = {**_read_types(types), "?": _read_type(value_type)}
    inference = Inference(RULES, known, check_names=types is not None)
    inference.infer(tree)
    return sorted(inference.problems, key=lambda problem: problem.position)


def _syntax_problem(error: FeelSyntaxError) -> FeelProblem:
    return FeelProblem("syntax", str(error), error.swedish, error.position, error.suggestion)


def _read_type(text: str) -> TypeName | None:
    try:
        found = parse_type(text)
    except FeelSyntaxError:
        return None
    return None if found.name in {"Any", "any"} else found


def _read_types(types: Mapping[str, str] | None) -> dict[str, TypeName | None]:
    return {name: _read_type(text) for name, text in (types or {}).items()}


def _names_in(types: Mapping[str, str] | None) -> set[str]:
    names = set(types or {})
    pending = [found for found in _read_types(types).values() if found]
    while pending:
        found = pending.pop()
        names.update(name for name, _ in found.fields)
        pending += [*found.arguments, *(inner for _, inner in found.fields)]
    return names


def _check_result(found: TypeName | None, tree: Node, expected: str | None, inference: Inference) -> None:
    if expected is None or found is None or kind(found) in {expected, "null"}:
        return
    code = "not_boolean" if expected == "boolean" else "wrong_result"
    inference.report(code, tree.position, kind=kind(found), wanted=expected)
