"""A form while it is read: its problems so far, and the checked ways to take parts from its JSON."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from engine.feel import Expression, FeelSyntaxError, parse
from engine.forms.keys import fault_of
from engine.forms.reading import Source
from engine.model import Problem, Severity, Text

Json = Mapping[str, Any]
MAX_COMPONENTS = 1000
_T = TypeVar("_T")


@dataclass
class Draft:
    """Collects problems, used keys and the count of components."""

    file: str
    source: Source
    reserved: frozenset[str]
    problems: list[Problem] = field(default_factory=list)
    used: set[tuple[str, ...]] = field(default_factory=set)
    count: int = 0

    def report(self, code: str, text: Text, *, key: str = "", severity: Severity = "error") -> None:
        """Note a problem; `key` is the field's, and gives the line."""
        line = self.source.line_of(key) if key else None
        self.problems.append(Problem(severity, code, key or None, line, text.sv, text.en, self.file))

    def key(self, owner: Json, place: tuple[str, ...], name: str = "key", *, claims: bool = True) -> tuple[str, ...]:
        """The component's key as segments; reports one that is missing, bad or (`claims`) used before at `place`."""
        written = owner.get(name, "")
        if not isinstance(written, str) or not written:
            text = Text("Fältet saknar nyckel. Ge det ett namn.", "The field has no key. Give it a name.")
            self.report("form_key_missing", text, key=str(owner.get("id", "")))
            return ()
        fault = fault_of(written, is_nested=bool(place), reserved=self.reserved)
        if fault is not None:
            sv, en = f"Nyckeln ”{written[:80]}” kan inte användas.", f'The key "{written[:80]}" cannot be used.'
            self.report("form_key_forbidden", Text(f"{sv} {fault.sv}", f"{en} {fault.en}"), key=written)
            return ()
        segments = tuple(written.split("."))
        if claims:
            self.claim(place + segments, written)
        return segments

    def claim(self, path: tuple[str, ...], written: str) -> None:
        """Reports a path that is taken, or that runs through, or lies above, another field."""
        clash = any(path[: len(other)] == other or other[: len(path)] == path for other in self.used)
        if clash:
            sv = f"Nyckeln ”{written}” används av två fält, eller är både fält och grupp. Ge det ena ett annat namn."
            en = f'The key "{written}" is used by two fields, or as field and group at once. Rename one.'
            self.report("form_key_duplicate", Text(sv, en), key=written)
        self.used.add(path)

    def formula(self, text: Any, key: str, *, is_marked: bool = False) -> Expression | None:
        """The FEEL expression, with or without a leading `=`; reports one that cannot be read.

        `is_marked`: only a text with the `=` is an expression; anything else gives None.
        """
        if not isinstance(text, str) or not text.strip() or (is_marked and not text.lstrip().startswith("=")):
            return None
        try:
            return parse(text.strip().removeprefix("=").strip())
        except FeelSyntaxError as error:
            sv = f"Uttrycket ”{text[:200]}” är inte FEEL. Rätta det vid tecken {error.position + 1}."
            en = f'The expression "{text[:200]}" is not FEEL: {error}.'
            self.report("form_expression_invalid", Text(sv, en), key=key)
            return None

    def typed(self, value: Any, kind: Callable[[Any], _T | None], key: str, name: str, fallback: _T) -> _T:
        """`value` as `kind` reads it; the fallback where it is absent, or wrong, which is reported."""
        if value is None or value == "":
            return fallback
        read = kind(value)
        if read is None:
            sv = f"Egenskapen ”{name}” har ett värde som inte går att använda. Rätta det."
            en = f'The property "{name}" has a value that cannot be used. Correct it.'
            self.report("form_property_invalid", Text(sv, en), key=key)
            return fallback
        return read


def text_of(value: Any) -> str | None:
    """A text, if it is one."""
    return value if isinstance(value, str) else None


def count_of(value: Any) -> int | None:
    """A whole number of things, zero or more, also when it is written as text."""
    number = number_of(value)
    if number is None or number != number.to_integral_value() or not 0 <= number <= 100_000:
        return None
    return int(number)


def number_of(value: Any) -> Decimal | None:
    """A number, also when it is written as text (the form-js editor does)."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Decimal):
        return Decimal(value)
    try:
        number = Decimal(value) if isinstance(value, str) and len(value) < 40 else None
    except ArithmeticError:
        return None
    return number if number is not None and number.is_finite() else None


def truth_of(value: Any) -> bool | None:
    """A truth value, also as the texts that an XML-minded tool writes."""
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value) if isinstance(value, str) else None


def mapping_of(owner: Json, name: str) -> Json:
    """The context under that name, empty if there is none."""
    found = owner.get(name)
    return found if isinstance(found, Mapping) else {}


def extras_of(owner: Json) -> Json:
    """What `properties.utlysa` adds to the schema."""
    return mapping_of(mapping_of(owner, "properties"), "utlysa")


def label_of(owner: Json, fallback: str = "") -> Text:
    """The label in Swedish and English."""
    extras = extras_of(owner)
    swedish = str(owner.get("label") or extras.get("label_sv") or fallback)
    return Text(swedish, str(extras.get("label_en") or ""))


def help_of(owner: Json) -> Text:
    """The help in Swedish and English."""
    extras = extras_of(owner)
    return Text(str(extras.get("help_sv") or owner.get("description") or ""), str(extras.get("help_en") or ""))
