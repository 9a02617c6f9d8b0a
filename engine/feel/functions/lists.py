"""Built-in functions on lists."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cmp_to_key

from engine.feel.budget import Run
from engine.feel.compare import equal, less
from engine.feel.errors import ValueProblemError
from engine.feel.functions.numbers import whole
from engine.feel.invocation import call
from engine.feel.registry import builtin
from engine.feel.values import BuiltinFunction, Function


def _sized(items: list[object], run: Run) -> list[object]:
    run.tick(len(items))
    run.check_size(len(items))
    return items


def _holds(items: list[object], wanted: object, run: Run) -> bool:
    return any(equal(item, wanted, run) is True for item in items)


@builtin("list contains(list: list, element: any|null) -> boolean")
def list_contains(run: Run, items: list[object], element: object) -> bool:
    """Whether an item equals the element."""
    run.tick(len(items))
    return _holds(items, element, run)


@builtin("count(list: list) -> number")
def count(items: list[object]) -> Decimal:
    """How many items there are."""
    return Decimal(len(items))


@builtin("append(list: list, item: any|null...) -> list")
def append(run: Run, items: list[object], *more: object) -> list[object]:
    """The list with further items at its end."""
    return _sized([*items, *more], run)


@builtin("concatenate(list: list...) -> list")
def concatenate(run: Run, *lists: list[object]) -> list[object]:
    """The lists one after the other."""
    run.check_size(sum(len(items) for items in lists))
    return _sized([item for items in lists for item in items], run)


def _index(position: Decimal, length: int) -> int:
    """The index of a position counted from 1, or from the end when negative. Raises ValueProblemError outside."""
    place = whole(position)
    if place == 0 or abs(place) > length:
        raise ValueProblemError(f"there is no position {place} in a list of {length}")
    return place - 1 if place > 0 else length + place


@builtin("insert before(list: list, position: number, newItem: any|null) -> list")
def insert_before(run: Run, items: list[object], position: Decimal, item: object) -> list[object]:
    """The list with an item put in front of a position."""
    at = _index(position, len(items))
    return _sized([*items[:at], item, *items[at:]], run)


@builtin("remove(list: list, position: number) -> list")
def remove(run: Run, items: list[object], position: Decimal) -> list[object]:
    """The list without the item at a position."""
    at = _index(position, len(items))
    return _sized([*items[:at], *items[at + 1 :]], run)


@builtin("list replace(list: list, position: number, newItem: any|null) -> list")
def list_replace_at(run: Run, items: list[object], position: Decimal, item: object) -> list[object]:
    """The list with another item at a position."""
    at = _index(position, len(items))
    return _sized([*items[:at], item, *items[at + 1 :]], run)


@builtin("list replace(list: list, match: function, newItem: any|null) -> list")
def list_replace_where(run: Run, items: list[object], match: Function | BuiltinFunction, item: object) -> list[object]:
    """The list with another item wherever the function of item and new item is true."""
    replaced: list[object] = []
    for old in items:
        outcome = call(match, [old, item], run)
        if not isinstance(outcome, bool):
            raise ValueProblemError("the match must be true or false")
        replaced.append(item if outcome else old)
    return replaced


@builtin("reverse(list: list) -> list")
def reverse(run: Run, items: list[object]) -> list[object]:
    """The list from its end to its start."""
    return _sized(items[::-1], run)


@builtin("sublist(list: list, start position: number, length: number?) -> list")
def sublist(run: Run, items: list[object], start: Decimal, length: Decimal | None = None) -> list[object]:
    """The items from a position on, at most so many."""
    at = _index(start, len(items))
    if length is None:
        return _sized(items[at:], run)
    size = whole(length)
    if size < 0 or at + size > len(items):
        raise ValueProblemError("the list has not that many items")
    return _sized(items[at : at + size], run)


@builtin("index of(list: list, match: any|null) -> list")
def index_of(run: Run, items: list[object], match: object) -> list[object]:
    """The positions, from 1, of the items that equal a value."""
    run.tick(len(items))
    return [Decimal(at) for at, item in enumerate(items, 1) if equal(item, match, run) is True]


def _distinct(items: Iterator[object], run: Run) -> list[object]:
    kept: list[object] = []
    for item in items:
        run.tick(len(kept) + 1)
        if not _holds(kept, item, run):
            kept.append(item)
    return kept


@builtin("union(list: list...) -> list")
def union(run: Run, *lists: list[object]) -> list[object]:
    """All items of the lists, each once."""
    return _distinct((item for items in lists for item in items), run)


@builtin("distinct values(list: list) -> list")
def distinct_values(run: Run, items: list[object]) -> list[object]:
    """The items, each once."""
    return _distinct(iter(items), run)


@builtin("duplicate values(list: list) -> list")
def duplicate_values(run: Run, items: list[object]) -> list[object]:
    """The items that stand there more than once."""
    repeated: list[object] = []
    for at, item in enumerate(items):
        run.tick(at + 1)
        if _holds(items[:at], item, run) and not _holds(repeated, item, run):
            repeated.append(item)
    return repeated


@builtin("flatten(list: list) -> list")
def flatten(run: Run, items: list[object]) -> list[object]:
    """The items of the list and of all lists in it."""
    flat: list[object] = []
    pending: list[Iterator[object]] = [iter(items)]
    while pending:
        for item in pending[-1]:
            run.tick()
            if isinstance(item, list):
                pending.append(iter(item))
                break
            flat.append(item)
        else:
            pending.pop()
    return _sized(flat, run)


@builtin("sort(list: list, precedes: function?) -> list")
def sort(run: Run, items: list[object], precedes: Function | BuiltinFunction | None = None) -> list[object]:
    """The items in the order that the function of two items gives; without it, in their own order."""

    def comes_first(left: object, right: object) -> bool:
        outcome: object = natural_order(left, right, run) if precedes is None else call(precedes, [left, right], run)
        if not isinstance(outcome, bool):
            raise ValueProblemError("the items have no common order")
        return outcome

    def order(left: object, right: object) -> int:
        if comes_first(left, right):
            return -1
        return 1 if comes_first(right, left) else 0

    return sorted(items, key=cmp_to_key(order))


def natural_order(left: object, right: object, run: Run) -> bool | None:
    """Whether one item comes before another by its own order."""
    run.tick()
    return less(left, right)
