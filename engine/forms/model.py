"""A form as immutable values: what it shows and what it asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from engine.feel import Expression
from engine.model import Text

Scalar = str | Decimal | bool
TextType = Literal["", "org_nr", "bankgiro", "email", "url", "phone", "postal_code"]
NumberType = Literal["", "sek", "percent"]
EMPTY = Text("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """Something on the form. `kind` is its form-js type; `hide` is true where it is not shown.

    `columns` is its width in sixteenths of a row, and components with the same `row` stand side by side.
    """

    id: str
    kind: str
    hide: Expression | None = None
    row: str = ""
    columns: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block(Component):
    """Text, a heading, a line or an empty space. `html` is sanitised; `content` (FEEL) gives plain text instead."""

    html: Text = EMPTY
    content: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a shown table."""

    key: str
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Display(Component):
    """A table or document preview: shows what `source` gives, asks for nothing."""

    label: Text
    source: Expression | None = None
    table_columns: Sequence[Column] = ()
    columns_from: Expression | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Container(Component):
    """A group of components. With a `path` their values form a context of that name."""

    label: Text = EMPTY
    help: Text = EMPTY
    path: tuple[str, ...] = ()
    components: Sequence[Component] = ()
    has_outline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Container):
    """A group that is shown once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows(Container):
    """A group that is repeated: its value is a list of contexts."""

    min_rows: int = 0
    max_rows: int = 200
    default_rows: int = 1
    may_change_rows: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Component):
    """A value that is asked for; `key` is the way to it in the data.

    `lock` says when the value may be seen but not changed: it then stays as the case has it. `style` is a hint to the
    page (`segments`: options side by side).
    """

    key: tuple[str, ...]
    label: Text
    help: Text = EMPTY
    is_required: bool = False
    lock: Expression | bool = False
    default: Any = None
    autocomplete: str = ""
    placeholder: str = ""
    unit: str = ""
    style: str = ""

    @property
    def name(self) -> str:
        """The key as it is written in the form file."""
        return ".".join(self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField(Field):
    """Text: one line (`textfield`) or several (`textarea`). Value: str."""

    type: TextType = ""
    min_length: int = 0
    max_length: int = 2000
    pattern: str = ""
    pattern_message: Text = EMPTY


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberField(Field):
    """A number. Value: Decimal; `percent` 50 means 50 %, `sek` is in kronor. `decimals` None: as many as wanted."""

    type: NumberType = ""
    minimum: Decimal | Expression | None = None
    maximum: Decimal | Expression | None = None
    decimals: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkbox(Field):
    """A box to tick. Value: bool; where required it must be ticked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice."""

    value: Scalar
    label: Text
    help: Text = EMPTY


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceField(Field):
    """One of the options (`radio`, `select`), or several (`checklist`, `taglist`). Value: theirs, or a list."""

    options: Sequence[Option] = ()
    options_from: Expression | None = None
    is_multiple: bool = False
    min_choices: int = 0
    max_choices: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentField(Field):
    """A `date`, a `time` or a `datetime`. Value: date, local time, or aware UTC datetime."""

    minimum: Expression | None = None
    maximum: Expression | None = None
    forbids_past: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FileField(Field):
    """References to files that are already received. Value: a context with at least `id`, or a list of such."""

    accept: Sequence[str] = ()
    is_multiple: bool = False
    max_files: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed(Field):
    """A value that the form works out itself, on the server."""

    expression: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A demand on several fields together: `expression` is true where it is met."""

    expression: Expression
    message: Text
    fields: Sequence[str] = ()
    is_warning: bool = False
