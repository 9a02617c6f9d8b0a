"""Built-in functions on texts."""

from decimal import Decimal

from engine.feel.budget import Run
from engine.feel.errors import ValueProblemError
from engine.feel.functions.numbers import whole
from engine.feel.registry import builtin


@builtin("substring(string: string, start position: number, length: number?) -> string")
def substring(text: str, start: Decimal, length: Decimal | None = None) -> str:
    """The characters from a position on, counted from 1, or from the end when negative; at most so many."""
    place = whole(start)
    if place == 0 or abs(place) > len(text):
        raise ValueProblemError(f"there is no position {place} in a text of {len(text)}")
    at = place - 1 if place > 0 else len(text) + place
    if length is None:
        return text[at:]
    if length < 1:
        raise ValueProblemError("the length must be at least 1")
    return text[at : at + whole(length)]


@builtin("string length(string: string) -> number")
def string_length(text: str) -> Decimal:
    """How many characters there are."""
    return Decimal(len(text))


@builtin("upper case(string: string) -> string")
def upper_case(run: Run, text: str) -> str:
    """The text in capitals."""
    run.tick(len(text))
    return text.upper()


@builtin("lower case(string: string) -> string")
def lower_case(run: Run, text: str) -> str:
    """The text in small letters."""
    run.tick(len(text))
    return text.lower()


@builtin("substring before(string: string, match: string) -> string")
def substring_before(text: str, match: str) -> str:
    """What stands before the first occurrence; nothing if there is none."""
    before, found, _ = text.partition(match) if match else ("", "", "")
    return before if found else ""


@builtin("substring after(string: string, match: string) -> string")
def substring_after(text: str, match: str) -> str:
    """What stands after the first occurrence; nothing if there is none."""
    return text.partition(match)[2] if match else text


@builtin("contains(string: string, match: string) -> boolean")
def contains(text: str, match: str) -> bool:
    """Whether the text holds another."""
    return match in text


@builtin("starts with(string: string, match: string) -> boolean")
def starts_with(text: str, match: str) -> bool:
    """Whether the text begins with another."""
    return text.startswith(match)


@builtin("ends with(string: string, match: string) -> boolean")
def ends_with(text: str, match: str) -> bool:
    """Whether the text ends with another."""
    return text.endswith(match)


@builtin("string join(list: list, delimiter: string|null?) -> string")
def string_join(run: Run, items: list[object], delimiter: str | None = None) -> str:
    """The texts one after the other, with a delimiter between; nulls are left out."""
    texts = [item for item in items if isinstance(item, str)]
    if len(texts) != sum(item is not None for item in items):
        raise ValueProblemError("only texts can be joined")
    run.check_size(sum(map(len, texts)) + len(delimiter or "") * len(texts))
    return (delimiter or "").join(texts)
