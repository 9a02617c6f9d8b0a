"""Built-in functions on points and ranges: which is before, inside, beside or around the other."""

from engine.feel.budget import Run
from engine.feel.compare import contains, equal, less
from engine.feel.errors import ValueProblemError
from engine.feel.registry import builtin
from engine.feel.values import Range

_POINT = "number|string|date|time|date and time|days and time duration|years and months duration"


def _said(value: object) -> bool:
    """The truth of a comparison. Raises ValueProblemError when it cannot be said."""
    if not isinstance(value, bool):
        raise ValueProblemError("the values have no common order")
    return value


def _check_ends(*ranges: Range) -> None:
    """Raises ValueProblemError for an interval with an end that is null: only a range with an operator is open."""
    if any(not span.operator and (span.start is None or span.end is None) for span in ranges):
        raise ValueProblemError("an end of the range is null")


def _ends_before(one: Range, other: Range) -> bool:
    _check_ends(one, other)
    if one.end is None or other.start is None:
        return False
    touching = not (one.end_included and other.start_included)
    return _said(less(one.end, other.start)) or (touching and one.end == other.start)


@builtin(f"before(point1: {_POINT}, point2: {_POINT}) -> boolean")
def before_points(one: object, other: object) -> bool:
    """Whether a point lies before another."""
    return _said(less(one, other))


@builtin(f"before(point: {_POINT}, range: range) -> boolean")
def before_point_range(point: object, span: Range) -> bool:
    """Whether a point lies before a range."""
    return _ends_before(Range(point, point, start_included=True, end_included=True), span)


@builtin(f"before(range: range, point: {_POINT}) -> boolean")
def before_range_point(span: Range, point: object) -> bool:
    """Whether a range lies before a point."""
    return _ends_before(span, Range(point, point, start_included=True, end_included=True))


@builtin("before(range1: range, range2: range) -> boolean")
def before_ranges(one: Range, other: Range) -> bool:
    """Whether a range lies before another."""
    return _ends_before(one, other)


@builtin(f"after(point1: {_POINT}, point2: {_POINT}) -> boolean")
def after_points(one: object, other: object) -> bool:
    """Whether a point lies after another."""
    return before_points(other, one)


@builtin(f"after(point: {_POINT}, range: range) -> boolean")
def after_point_range(point: object, span: Range) -> bool:
    """Whether a point lies after a range."""
    return before_range_point(span, point)


@builtin(f"after(range: range, point: {_POINT}) -> boolean")
def after_range_point(span: Range, point: object) -> bool:
    """Whether a range lies after a point."""
    return before_point_range(point, span)


@builtin("after(range1: range, range2: range) -> boolean")
def after_ranges(one: Range, other: Range) -> bool:
    """Whether a range lies after another."""
    return _ends_before(other, one)


@builtin("meets(range1: range, range2: range) -> boolean")
def meets(one: Range, other: Range) -> bool:
    """Whether a range ends exactly where another starts."""
    return one.end_included and other.start_included and one.end == other.start


@builtin("met by(range1: range, range2: range) -> boolean")
def met_by(one: Range, other: Range) -> bool:
    """Whether a range starts exactly where another ends."""
    return meets(other, one)


@builtin("overlaps(range1: range, range2: range) -> boolean")
def overlaps(one: Range, other: Range) -> bool:
    """Whether two ranges have something in common."""
    return not _ends_before(one, other) and not _ends_before(other, one)


def _starts_first(one: Range, other: Range) -> bool:
    _check_ends(one, other)
    if other.start is None or one.start is None:
        return one.start is None and other.start is not None
    if one.start == other.start:
        return one.start_included and not other.start_included
    return _said(less(one.start, other.start))


def _ends_first(one: Range, other: Range) -> bool:
    _check_ends(one, other)
    if other.end is None or one.end is None:
        return other.end is None and one.end is not None
    if one.end == other.end:
        return other.end_included and not one.end_included
    return _said(less(one.end, other.end))


@builtin("overlaps before(range1: range, range2: range) -> boolean")
def overlaps_before(one: Range, other: Range) -> bool:
    """Whether a range starts first and ends inside another."""
    return overlaps(one, other) and _starts_first(one, other) and not _ends_first(other, one)


@builtin("overlaps after(range1: range, range2: range) -> boolean")
def overlaps_after(one: Range, other: Range) -> bool:
    """Whether a range starts inside another and ends last."""
    return overlaps_before(other, one)


@builtin(f"finishes(point: {_POINT}, range: range) -> boolean")
def finishes_point(point: object, span: Range) -> bool:
    """Whether a point is the end of a range."""
    return span.end_included and span.end == point


@builtin("finishes(range1: range, range2: range) -> boolean")
def finishes_range(one: Range, other: Range) -> bool:
    """Whether a range inside another ends with it."""
    return one.end == other.end and one.end_included == other.end_included and not _starts_first(one, other)


@builtin(f"finished by(range: range, point: {_POINT}) -> boolean")
def finished_by_point(span: Range, point: object) -> bool:
    """Whether a range ends with a point."""
    return finishes_point(point, span)


@builtin("finished by(range1: range, range2: range) -> boolean")
def finished_by_range(one: Range, other: Range) -> bool:
    """Whether a range ends with another inside it."""
    return finishes_range(other, one)


@builtin("includes(range: range, point: any) -> boolean")
def includes_point(run: Run, span: Range, point: object) -> bool:
    """Whether a point lies in a range, or a range in it."""
    if isinstance(point, Range):
        return not _starts_first(point, span) and not _ends_first(span, point)
    return _said(contains(span, point, run))


@builtin("includes(range1: range, range2: range) -> boolean")
def includes_range(run: Run, one: Range, other: Range) -> bool:
    """Whether a range lies in another."""
    return includes_point(run, one, other)


@builtin("during(point: any, range: range) -> boolean", "during(range1: range, range2: range) -> boolean")
def during(run: Run, point: object, span: Range) -> bool:
    """Whether a point or range lies in a range."""
    return includes_point(run, span, point)


@builtin(f"starts(point: {_POINT}, range: range) -> boolean")
def starts_point(point: object, span: Range) -> bool:
    """Whether a point is the start of a range."""
    return span.start_included and span.start == point


@builtin("starts(range1: range, range2: range) -> boolean")
def starts_range(one: Range, other: Range) -> bool:
    """Whether a range inside another starts with it."""
    return one.start == other.start and one.start_included == other.start_included and not _ends_first(other, one)


@builtin(f"started by(range: range, point: {_POINT}) -> boolean")
def started_by_point(span: Range, point: object) -> bool:
    """Whether a range starts with a point."""
    return starts_point(point, span)


@builtin("started by(range1: range, range2: range) -> boolean")
def started_by_range(one: Range, other: Range) -> bool:
    """Whether a range starts with another inside it."""
    return starts_range(other, one)


@builtin(f"coincides(point1: {_POINT}, point2: {_POINT}) -> boolean")
def coincides_points(run: Run, one: object, other: object) -> bool:
    """Whether two points are the same."""
    return _said(equal(one, other, run))


@builtin("coincides(range1: range, range2: range) -> boolean")
def coincides_ranges(run: Run, one: Range, other: Range) -> bool:
    """Whether two ranges are the same."""
    return _said(equal(one, other, run))
