"""A form as the templates draw it: every part with its id, words, value and errors ready."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

FORM_ID = "formular"


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a part."""

    value: str
    label: str
    help: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file that has been received; `size` in bytes, 0 where it is not known."""

    id: str
    name: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One component, ready to draw. `macro` names how; `errors` are sentences in the reader's language.

    A page may turn the first select of a row into a `named` head, and lay a `slot` of its own HTML among the parts.
    `value` is what stands in the control, `shown` what stands in its place where it is locked or computed.
    A follow-up hangs on the answer before it.
    """

    macro: str
    id: str
    name: str = ""
    label: str = ""
    help: str = ""
    value: str = ""
    shown: str = ""
    unit: str = ""
    is_optional: bool = False
    is_locked: bool = False
    is_follow_up: bool = False
    errors: Sequence[str] = ()
    choices: Sequence[Choice] = ()
    parts: "Sequence[Part]" = ()
    html: Markup | str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    width: str = ""
    lines: int = 1
    files: Sequence[HeldFile] = ()
    is_multiple: bool = False
    may_add: bool = False
    may_remove: bool = False
    columns: Sequence[str] = ()
    table: Sequence[Sequence[str]] = ()
    sums: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of a long form."""

    id: str
    title: str
    parts: Sequence[Part]
    error_count: int = 0


@dataclass(frozen=True, slots=True)
class FormView:
    """A form, ready to draw. `errors` are pairs of a control's id and a sentence, in the order of the page."""

    title: str
    parts: Sequence[Part]
    sections: Sequence[Section] = ()
    errors: Sequence[tuple[str, str]] = ()
    has_files: bool = False
    has_conditions: bool = False
