"""Walks the tokens of one text: looking ahead, expecting, joining names, reporting where it went wrong."""

from collections.abc import Generator
from contextlib import contextmanager
from difflib import get_close_matches

from engine.feel.errors import FeelSyntaxError
from engine.feel.names import NameTable, joinable
from engine.feel.tokens import KEYWORDS, Token, tokenize

MAX_TEXT = 100_000
MAX_NESTING = 40
NAME_SIGNS = frozenset("+-*/.'’")
"""Signs that a name may hold."""

_OTHER_LANGUAGES = {"==": "=", "&": "and", "|": "or", "!": "not(...)"}


class Cursor:
    """The position in the tokens of a text, with the names that are known there."""

    def __init__(self, text: str, names: NameTable, functions: NameTable) -> None:
        if len(text) > MAX_TEXT:
            raise FeelSyntaxError("too_long", text, MAX_TEXT, limit=str(MAX_TEXT))
        self.text = text
        self.tokens = tokenize(text)
        self.index = 0
        self.nesting = 0
        self.scopes = [names]
        self.functions = functions
        self.members = NameTable()

    @property
    def token(self) -> Token:
        """The token at the cursor."""
        return self.tokens[self.index]

    def ahead(self, count: int = 1) -> Token:
        """A token further on."""
        return self.tokens[min(self.index + count, len(self.tokens) - 1)]

    def at(self, *texts: str) -> bool:
        """Whether the cursor stands at one of these symbols or words."""
        token = self.tokens[self.index]
        return token.kind in {"symbol", "name"} and token.text in texts

    def accept(self, *texts: str) -> Token | None:
        """Step over one of these symbols or words, if it is there."""
        if self.at(*texts):
            self.index += 1
            return self.tokens[self.index - 1]
        return None

    def expect(self, *texts: str) -> Token:
        """Step over one of these symbols or words. Raises FeelSyntaxError when none is there."""
        return self.accept(*texts) or self.fail(" or ".join(texts))

    def fail(self, expected: str) -> Token:
        """Raise FeelSyntaxError at the cursor."""
        token = self.token
        suggestion = _OTHER_LANGUAGES.get(token.text, "")
        if not suggestion:
            misspelt, suggestion = self._misspelt(expected)
            token = misspelt or token
        raise FeelSyntaxError(
            "cannot_stand" if token.kind != "end" else "ends_early",
            self.text,
            token.start,
            expected=expected,
            suggestion=suggestion,
            found=token.text,
        )

    def _misspelt(self, expected: str) -> tuple[Token | None, str]:
        """A word just before the cursor that looks like the expected one and was taken for a part of a name."""
        wanted = [word for word in expected.split() if word in KEYWORDS]
        at = self.index
        while wanted and at >= 0 and (at == self.index or self.tokens[at].kind == "name"):
            found = get_close_matches(self.tokens[at].text, wanted, n=1, cutoff=0.7)
            if found and self.tokens[at].text not in KEYWORDS:
                return self.tokens[at], found[0]
            at -= 1
        return None, ""

    @contextmanager
    def nested(self) -> Generator[None, None, None]:
        """One level deeper. Raises FeelSyntaxError when the text is nested too deeply."""
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            raise FeelSyntaxError("too_deep", self.text, self.token.start)
        try:
            yield
        finally:
            self.nesting -= 1

    @contextmanager
    def scope(self, *names: str) -> Generator[NameTable, None, None]:
        """A place where further names are known."""
        table = NameTable(names)
        self.scopes.append(table)
        try:
            yield table
        finally:
            self.scopes.pop()

    def name(self) -> str:
        """Step over a name being read: the longest known one, else all the words in a row."""
        known = self._known_name()
        if known is not None:
            self.index += known[1]
            return known[0]
        start = self.token
        if start.kind != "name" or start.text in KEYWORDS:
            self.fail("a value")
        self.index += 1
        parts = [start.text]
        while joinable(self.token):
            parts.append(self.token.text)
            self.index += 1
        return " ".join(parts)

    def member(self) -> str:
        """Step over the name after a dot, which may be a key of any context written before it."""
        self.scopes.append(self.members)
        try:
            return self.name()
        finally:
            self.scopes.pop()

    def _known_name(self) -> tuple[str, int] | None:
        best: tuple[str, int] | None = None
        for table in self.scopes:
            found = table.longest(self.tokens, self.index)
            if found is not None and (best is None or found[1] >= best[1]):
                best = found
        called = self.functions.longest(self.tokens, self.index)
        if called is not None and (best is None or called[1] > best[1]) and self.ahead(called[1]).text == "(":
            return called
        return best

    def declared_name(self, *closers: str) -> str:
        """Step over a name being given: everything up to a closer."""
        start = self.token
        if start.kind != "name":
            self.fail("a name")
        while not self.at(*closers):
            if self.token.kind not in {"name", "number"} and self.token.text not in NAME_SIGNS:
                self.fail(" or ".join(closers))
            self.index += 1
        return " ".join(self.text[start.start : self.tokens[self.index - 1].end].split())
