"""Finds the placeholders `{{ FEEL }}` in a template's text."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine import Text
from workflows.letters.errors import Place, TemplateError

_ENDLESS = Text("Platshållaren slutar inte: }} saknas", "The placeholder does not end: }} is missing")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A FEEL expression in the text, and where it stands."""

    expression: str
    place: Place


def split_text(text: str, *, file: str, first_line: int = 1) -> Iterator[str | Placeholder]:
    """The text's plain parts and placeholders, in order. Raises TemplateError where a placeholder does not end."""
    at = 0
    while (start := text.find("{{", at)) >= 0:
        line = first_line + text.count("\n", 0, start)
        end = _end(text, start + 2)
        if end is None:
            raise TemplateError(_ENDLESS, Place(file, line, text[start + 2 :][:40].strip()))
        if start > at:
            yield text[at:start]
        expression = text[start + 2 : end].strip()
        yield Placeholder(expression, Place(file, line, expression))
        at = end + 2
    if at < len(text):
        yield text[at:]


def _end(text: str, start: int) -> int | None:
    """Where `}}` closes the placeholder; those in FEEL's own texts and contexts do not."""
    depth, in_text, at = 0, False, start
    while at < len(text):
        sign = text[at]
        if in_text:
            at += sign == "\\"
            in_text = sign != '"'
        elif sign == '"':
            in_text = True
        elif sign == "{":
            depth += 1
        elif sign == "}" and depth:
            depth -= 1
        elif text.startswith("}}", at):
            return at
        at += 1
    return None
