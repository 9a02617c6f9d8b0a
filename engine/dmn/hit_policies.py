"""What a hit policy makes of the rules that matched."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from engine.feel import Expression, FeelSyntaxError
from engine.feel.budget import Run
from engine.feel.compare import equal
from engine.feel.errors import ValueProblemError
from engine.feel.expression import split_unary_tests
from engine.feel.functions import BUILTINS
from engine.feel.registry import call_builtin
from engine.feel.scope import Scope

Hit = list[object]
"""The results of a rule that matched, one for each output."""

Shape = Callable[[Hit], object]
Ranks = Sequence[list[Expression]]
Decide = Callable[[list[Hit], Ranks, Shape, Run], object]


@dataclass(frozen=True, slots=True)
class Policy:
    """What to make of hits, and of none."""

    decide: Decide
    of_none: object = None


def priorities(values: str, names: frozenset[str]) -> list[Expression]:
    """The allowed values of an output as tests, from the highest priority down."""
    if not values:
        return []
    try:
        return split_unary_tests(values, names)
    except FeelSyntaxError:
        return []


def _unique(hits: list[Hit], _ranks: Ranks, shape: Shape, _run: Run) -> object:
    if len(hits) > 1:
        raise ValueProblemError(f"{len(hits)} rules match where only one may")
    return shape(hits[0])


def _first(hits: list[Hit], _ranks: Ranks, shape: Shape, _run: Run) -> object:
    return shape(hits[0])


def _any(hits: list[Hit], _ranks: Ranks, shape: Shape, run: Run) -> object:
    if any(equal(hit, hits[0], run) is not True for hit in hits):
        raise ValueProblemError("the rules that match give different results")
    return shape(hits[0])


def _rule_order(hits: list[Hit], _ranks: Ranks, shape: Shape, _run: Run) -> object:
    return [shape(hit) for hit in hits]


def _by_priority(hits: list[Hit], ranks: Ranks, run: Run) -> list[Hit]:
    def order(hit: Hit) -> list[int]:
        return [_rank(value, tests, run) for value, tests in zip(hit, ranks, strict=True)]

    return sorted(hits, key=order)


def _rank(value: object, tests: list[Expression], run: Run) -> int:
    scope = Scope({"?": value}, None, run)
    return next((place for place, test in enumerate(tests) if test.run(scope) is True), len(tests))


def _priority(hits: list[Hit], ranks: Ranks, shape: Shape, run: Run) -> object:
    return shape(_by_priority(hits, ranks, run)[0])


def _output_order(hits: list[Hit], ranks: Ranks, shape: Shape, run: Run) -> object:
    return [shape(hit) for hit in _by_priority(hits, ranks, run)]


def _aggregated(function: str) -> Decide:
    def decide(hits: list[Hit], _ranks: Ranks, _shape: Shape, run: Run) -> object:
        if len(hits[0]) > 1:
            raise ValueProblemError("an aggregation needs a single output")
        return call_builtin(BUILTINS[function], run, [[hit[0] for hit in hits]])

    return decide


def _collect(aggregation: str) -> Policy:
    if not aggregation:
        return Policy(_rule_order)
    return Policy(_aggregated(aggregation.lower()), Decimal(0) if aggregation == "COUNT" else None)


HIT_POLICIES: dict[str, Callable[[str], Policy]] = {
    "UNIQUE": lambda _: Policy(_unique),
    "FIRST": lambda _: Policy(_first),
    "ANY": lambda _: Policy(_any),
    "PRIORITY": lambda _: Policy(_priority),
    "RULE ORDER": lambda _: Policy(_rule_order),
    "OUTPUT ORDER": lambda _: Policy(_output_order),
    "COLLECT": _collect,
}
