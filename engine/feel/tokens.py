"""Cuts the text of an expression into tokens."""

import re
from dataclasses import dataclass

from engine.feel.errors import FeelSyntaxError

_NAME_START = (
    r"?A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_NAME_PART = _NAME_START + r"0-9\u00B7\u0300-\u036F\u203F-\u2040"
_SPACE = r"[\s\u0085\u1680\u180E\u2000-\u200B\u2028\u2029\u202F\u205F\u3000\uFEFF]+"
_TOKEN = re.compile(
    rf"""
    (?P<space>{_SPACE}|//[^\n\r]*|/\*.*?\*/)
  | (?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<name>[{_NAME_START}][{_NAME_PART}]*)
  | (?P<text>"(?:[^"\\\n\r]|\\.)*")
  | (?P<symbol>\*\*|\.\.|->|<=|>=|!=|==|[-+*/=<>()\[\]{{}},.:@'’;|&!])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{6}|.)", re.DOTALL)
_SIMPLE_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\"}

KEYWORDS = frozenset(
    {
        "and", "or", "in", "if", "then", "else", "for", "return", "some", "every", "satisfies", "between",
        "instance", "function", "external", "true", "false", "null",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """One token: `kind` is number, name, text, symbol or end; `start` and `end` are positions in the text."""

    kind: str
    text: str
    start: int
    end: int


def tokenize(text: str) -> list[Token]:
    """All tokens of a text, without blanks and comments, closed by one of kind `end`. Raises FeelSyntaxError."""
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or (match.lastgroup == "symbol" and text.startswith("/*", position)):
            raise _unreadable(text, position)
        kind = match.lastgroup or ""
        if kind != "space":
            tokens.append(Token(kind, match.group(), position, match.end()))
        position = match.end()
    tokens.append(Token("end", "", len(text), len(text)))
    return tokens


def _unreadable(text: str, position: int) -> FeelSyntaxError:
    if text[position] == '"':
        return FeelSyntaxError("open_text", text, position, expected='"')
    if text.startswith("/*", position):
        return FeelSyntaxError("open_comment", text, position, expected="*/")
    hint = '"' if text[position] in "“”'" else ""
    return FeelSyntaxError("no_meaning", text, position, suggestion=hint, found=text[position])


def unescape(literal: str) -> str:
    """The characters that a text literal, with its quotation marks, stands for."""
    body = literal[1:-1]
    if "\\" not in body:
        return body
    # Two escapes may write one character beyond 16 bits as a surrogate pair; a lone surrogate is no character at all.
    return _ESCAPE.sub(_unescape_one, body).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unescape_one(match: re.Match[str]) -> str:
    escape = match.group(1)
    if len(escape) > 1:
        code = int(escape[1:], 16)
        return chr(code) if code <= 0x10FFFF else match.group()
    return _SIMPLE_ESCAPES.get(escape, match.group())
