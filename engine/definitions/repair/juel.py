"""Simple expressions of other engines as FEEL."""

import re

from engine.feel import FeelSyntaxError, parse

_WRAPPED = re.compile(r"\s*[$#]\{(.*)\}\s*", re.DOTALL)
_TEXT = re.compile(r"'([^'\\]*)'")
_OPERATORS = (
    (re.compile(r"\s*===?\s*"), " = "),
    (re.compile(r"\s*&&\s*"), " and "),
    (re.compile(r"\s*\|\|\s*"), " or "),
    (re.compile(r"\beq\b"), "="),
    (re.compile(r"\bne\b"), "!="),
    (re.compile(r"\bgt\b"), ">"),
    (re.compile(r"\blt\b"), "<"),
    (re.compile(r"\bge\b"), ">="),
    (re.compile(r"\ble\b"), "<="),
    (re.compile(r"!(?!=)\s*([A-Za-z_][\w.]*)"), r"not(\1)"),
)


def as_feel(text: str) -> str | None:
    """The expression in FEEL, or None where it does not mean the same there (calls, assignments, templates)."""
    wrapped = _WRAPPED.fullmatch(text)
    inside = wrapped[1].strip() if wrapped else text.strip().removeprefix("=").strip()
    if wrapped:
        inside = _TEXT.sub(r'"\1"', inside)
        inside = _outside_texts(inside)
    if not inside or "${" in inside or (re.search(r"[\w.]+\(", inside.replace("not(", "")) and wrapped):
        return None
    try:
        parse(inside)
    except FeelSyntaxError:
        return None
    return inside


def is_prose(feel: str) -> bool:
    """Several words in a row are one name in FEEL, but in a drawing they are a sentence."""
    words = [word.rstrip("?!.,:;").replace("-", "") for word in feel.split()]
    return all(word.isalpha() for word in words) and (len(words) > 1 or feel.rstrip().endswith("?"))


def _outside_texts(text: str) -> str:
    """Operators changed, texts in quotation marks left alone."""
    parts = re.split(r'("[^"]*")', text)
    for place in range(0, len(parts), 2):
        for pattern, replacement in _OPERATORS:
            parts[place] = pattern.sub(replacement, parts[place])
    return "".join(parts)
