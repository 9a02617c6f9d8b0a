"""The last look at a result: a shared structure that would unfold without end does not leave the evaluator."""

from engine.feel.budget import Run
from engine.feel.errors import FeelBudgetError
from engine.feel.values import Range

_MAX_RESULT_NESTING = 200


def check_result(value: object, run: Run) -> object:
    """The value itself. Raises FeelBudgetError when it is larger, unfolded, than the budget allows."""
    if type(value) is list or type(value) is dict:
        _count(value, run)
    return value


def _count(value: object, run: Run) -> None:
    """Every occurrence counts, also of an item that stands at several places, as it will be written out so."""
    pending: list[tuple[object, int]] = [(value, 0)]
    seen = 0
    while pending:
        part, nesting = pending.pop()
        items = _inside(part)
        if items is None:
            seen += len(part) // 16 if isinstance(part, str) else 0
            run.check_size(seen)
            continue
        seen += len(items)
        run.check_size(seen)
        if nesting > _MAX_RESULT_NESTING:
            raise FeelBudgetError("nesting", _MAX_RESULT_NESTING)
        pending.extend((item, nesting + 1) for item in items)


def _inside(part: object) -> list[object] | None:
    if isinstance(part, list):
        return part
    if isinstance(part, dict):
        return list(part.values())
    if isinstance(part, Range):
        return [part.start, part.end]
    return None
