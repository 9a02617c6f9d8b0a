"""From the bytes of a file to JSON values, with limits, and without what JSON does not allow."""

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Never

from engine.model import Text

MAX_BYTES = 1_000_000
MAX_DEPTH = 60
_MOST_DIGITS = 30
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL)
_FORBIDDEN_KEYS = frozenset({"$ref", "__proto__", "constructor", "prototype"})


class UnreadableJsonError(ValueError):
    """The file is not JSON that can be used; `text` says why, `line` where."""

    def __init__(self, text: Text, line: int | None = None) -> None:
        super().__init__(text.en)
        self.text = text
        self.line = line


@dataclass(frozen=True, slots=True)
class Source:
    """A file's JSON value and its text, in which lines are looked up."""

    value: Any
    text: str

    def line_of(self, key: str) -> int | None:
        """The line on which a component gets its key or path, if it can be found."""
        found = re.search(r'"(?:key|path)"\s*:\s*' + re.escape(json.dumps(key, ensure_ascii=False)), self.text)
        return self.text.count("\n", 0, found.start()) + 1 if found else None


def read_json(content: bytes | str) -> Source:
    """The JSON value of the file, numbers as int and Decimal. Raises UnreadableJsonError."""
    text = _decoded(content)
    _check_depth(text)
    try:
        value = json.loads(
            text, parse_float=_number, parse_int=_whole, parse_constant=_refuse_constant, object_pairs_hook=_object
        )
    except json.JSONDecodeError as error:
        raise UnreadableJsonError(
            Text(
                "Filen är inte giltig JSON. Spara den på nytt.",
                f"The file is not valid JSON ({error.msg}). Save it again.",
            ),
            error.lineno,
        ) from error
    return Source(value, text)


def _decoded(content: bytes | str) -> str:
    if len(content) > MAX_BYTES:
        raise UnreadableJsonError(
            Text("Filen är större än 1 MB. Dela formuläret.", "The file is over 1 MB. Split the form.")
        )
    if isinstance(content, str):
        return content
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableJsonError(
            Text("Filen är inte UTF-8. Spara den som UTF-8.", "The file is not UTF-8. Save it as UTF-8.")
        ) from error


def _check_depth(text: str) -> None:
    """Refuse deep nesting before the parser, which calls itself, meets it."""
    depth = deepest = 0
    for sign in re.findall(r"[\[{\]}]", _STRING.sub("", text)):
        depth += 1 if sign in "[{" else -1
        deepest = max(deepest, depth)
    if deepest > MAX_DEPTH:
        raise UnreadableJsonError(
            Text(
                f"Formuläret är nästlat djupare än {MAX_DEPTH} nivåer. Förenkla det.",
                f"The form is nested deeper than {MAX_DEPTH} levels. Simplify it.",
            )
        )


def _number(text: str) -> Decimal:
    number = Decimal(text)
    if abs(number.adjusted()) > _MOST_DIGITS or len(text) > 2 * _MOST_DIGITS:
        _refuse_constant(text[:_MOST_DIGITS])
    return number


def _whole(text: str) -> int:
    if len(text) > _MOST_DIGITS:
        _refuse_constant(text[:_MOST_DIGITS])
    return int(text)


def _refuse_constant(text: str) -> Never:
    raise UnreadableJsonError(
        Text(
            f"Talet {text} kan inte användas. Skriv ett vanligt tal.",
            f"The number {text} cannot be used. Write a plain one.",
        )
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise UnreadableJsonError(
            Text(
                f"”{twice}” anges två gånger i samma objekt. Ta bort den ena.",
                f'"{twice}" occurs twice in one object. Remove one.',
            )
        )
    forbidden = sorted(_FORBIDDEN_KEYS.intersection(found))
    if forbidden:
        raise UnreadableJsonError(
            Text(
                f"”{forbidden[0]}” får inte finnas i ett formulär. Ta bort det.",
                f'"{forbidden[0]}" may not occur in a form. Remove it.',
            )
        )
    return found
