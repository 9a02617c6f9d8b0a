"""Which names a field may have: names that expressions can read and that nobody else owns."""

import re
from collections.abc import Iterable

from engine.feel import FeelSyntaxError, parse
from engine.model import Text

# A case's own facts. A form that could write them could change who owns a case or what it is about.
RESERVED = frozenset(
    {
        "actor",
        "business_key",
        "case_group",
        "case_id",
        "case_owner",
        "case_status",
        "case_title",
        "loopCounter",
        "nrOfActiveInstances",
        "nrOfCompletedInstances",
        "nrOfInstances",
        "now",
        "owner",
        "parent",
        "process_key",
        "process_version",
        "roles",
        "task_id",
        "this",
        "today",
    }
)
_DANGEROUS = frozenset({"constructor", "prototype", "__proto__"})
_SEGMENT = re.compile(r"[A-Za-zÅÄÖåäöÉé][A-Za-z0-9_ÅÄÖåäöÉé]{0,79}")
_MOST_SEGMENTS = 5
_OF_ROWS = frozenset({"this", "parent", "i"})
_GRAMMAR = Text(
    "Börja med en bokstav och använd bara bokstäver, siffror och understreck.",
    "Begin with a letter and use only letters, digits and underscores.",
)
_RISKY = Text("Namnet är farligt i webbläsare. Välj ett annat.", "The name is dangerous in browsers. Choose another.")
_FEEL = Text("Namnet är ett ord i FEEL. Välj ett annat.", "The name is a word of FEEL. Choose another.")
_TAKEN = Text(
    "Namnet ägs av motorn eller registret. Välj ett annat.",
    "The name belongs to the engine or the registry. Choose another.",
)


def fault_of(key: str, *, is_nested: bool = False, reserved: frozenset[str] = frozenset()) -> Text | None:
    """Why `key` (segments joined by dots) cannot name a field, or None when it can.

    `is_nested`: the name lies in rows or a group with a path, where it is nobody else's. `reserved` are further names
    that belong to somebody else.
    """
    segments = key.split(".")
    if len(segments) > _MOST_SEGMENTS or not all(_SEGMENT.fullmatch(segment) for segment in segments):
        return _GRAMMAR
    if _DANGEROUS.intersection(segments):
        return _RISKY
    if not _can_be_read(f"row.{key}" if is_nested else key):
        return _FEEL
    taken = _OF_ROWS if is_nested else RESERVED | reserved
    return _TAKEN if segments[0] in taken else None


def _can_be_read(path: str) -> bool:
    """Whether an expression that consists of the path reads the variable; a word of FEEL means something else."""
    try:
        return parse(path).names == {path.split(".", maxsplit=1)[0]}
    except FeelSyntaxError:
        return False


def name_of(path: Iterable[str | int]) -> str:
    """The name that a page gives the input at a path: `costs-2-amount`."""
    return "-".join(str(part) for part in path)
