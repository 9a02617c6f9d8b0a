"""Mail templates: plain text with `{{ FEEL }}`, `{{#if}}` and `{{#each}}`; the first line is the subject."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine import Problem, Text
from workflows.letters.errors import NOT_UTF8, Place, TemplateError
from workflows.letters.faults import problem
from workflows.letters.placeholders import Placeholder, split_text
from workflows.letters.values import SWEDISH, Values, Wording, syntax_problem

_EACH = re.compile(r"^#each\s+([^\W\d]\w*)\s+in\s+(.+)$", re.DOTALL)
_IF = re.compile(r"^#if\s+(.+)$", re.DOTALL)
_BLANK_LINES = re.compile(r"\n{3,}")
_ENDLESS = Text("Blocket slutar inte", "The block does not end")
_NOT_BEGUN = Text("Här slutar ett block som inte har börjat", "A block ends here that has not begun")
_OPENINGS = Text(
    "Skriv {{#if villkor}} eller {{#each namn in lista}}", "Write {{#if condition}} or {{#each name in list}}"
)


@dataclass(frozen=True, slots=True)
class _Block:
    """A part that is shown on a condition, or once for each item (then `name` is the item's)."""

    expression: str
    place: Place
    name: str | None
    parts: "tuple[str | Placeholder | _Block, ...]"


_Part = str | Placeholder | _Block


@dataclass(frozen=True, slots=True)
class MailText:
    """A mail's subject and text."""

    subject: str
    body: str


def render_mail(template: bytes, context: Mapping[str, Any], *, file: str = "", chosen: Wording = SWEDISH) -> MailText:
    """The mail with every value in its place.

    Raises MissingValueError, which names the place, for a value that is missing or blank; TemplateError.
    """
    text = "".join(_written(_parse(template, file), Values.of(context, chosen)))
    subject, _, body = text.lstrip().partition("\n")
    return MailText(" ".join(subject.split()), _BLANK_LINES.sub("\n\n", body).strip() + "\n")


def mail_problems(template: bytes, file: str = "") -> list[Problem]:
    """What is wrong with a mail template, found without any values; empty if it can be used."""
    try:
        parts = _parse(template, file)
    except TemplateError as error:
        return [problem("letter_unreadable", file=file, line=error.place.line, fault=error.fault)]
    return [
        problem("letter_expression_invalid", file=file, line=place.line, fault=fault, expression=place.expression)
        for expression, place in _expressions(parts)
        if (fault := syntax_problem(expression))
    ]


def _parse(template: bytes, file: str) -> tuple[_Part, ...]:
    try:
        text = template.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise TemplateError(NOT_UTF8, Place(file, 1, "")) from error
    return _parts(split_text(text, file=file), None)


def _parts(found: Iterator[str | Placeholder], opened: Placeholder | None) -> tuple[_Part, ...]:
    """The parts up to the end of the block that `opened` opens, or of the text."""
    parts: list[_Part] = []
    for part in found:
        if isinstance(part, str):
            parts.append(part)
        elif part.expression.startswith("/"):
            _check_end(part, opened)
            return tuple(parts)
        elif part.expression.startswith("#"):
            parts.append(_block(part, found))
        else:
            parts.append(part)
    if opened is not None:
        raise TemplateError(_ENDLESS, opened.place)
    return tuple(parts)


def _block(opening: Placeholder, found: Iterator[str | Placeholder]) -> _Block:
    if match := _EACH.match(opening.expression):
        return _Block(match[2], opening.place, match[1], _parts(found, opening))
    if match := _IF.match(opening.expression):
        return _Block(match[1], opening.place, None, _parts(found, opening))
    raise TemplateError(_OPENINGS, opening.place)


def _check_end(closing: Placeholder, opened: Placeholder | None) -> None:
    if opened is None or not opened.expression.startswith(f"#{closing.expression[1:].strip()}"):
        raise TemplateError(_NOT_BEGUN, closing.place)


def _written(parts: tuple[_Part, ...], values: Values) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        elif isinstance(part, Placeholder):
            yield values.text(part.expression, part.place)
        elif part.name is not None:
            for item in values.items(part.expression, part.place):
                yield from _written(part.parts, values.with_name(part.name, item))
        elif values.truth(part.expression, part.place):
            yield from _written(part.parts, values)


def _expressions(parts: tuple[_Part, ...]) -> Iterator[tuple[str, Place]]:
    for part in parts:
        if isinstance(part, Placeholder):
            yield part.expression, part.place
        elif isinstance(part, _Block):
            yield part.expression, part.place
            yield from _expressions(part.parts)
