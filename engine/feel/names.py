"""Names with blanks and signs: which tokens in a row are one name."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from engine.feel.errors import FeelSyntaxError
from engine.feel.tokens import KEYWORDS, Token, tokenize


@lru_cache(maxsize=4096)
def split_name(name: str) -> tuple[str, ...]:
    """The tokens of a name; empty when no expression could ever spell it."""
    try:
        return tuple(token.text for token in tokenize(name)[:-1])
    except FeelSyntaxError:
        return ()


def is_special(name: str) -> bool:
    """Whether a name must be known beforehand to be recognised: it holds a sign, or a word of the language."""
    parts = split_name(name)
    return len(parts) > 1 and not all(_joins(part) for part in parts)


def _joins(part: str) -> bool:
    return part not in KEYWORDS and (part.isdecimal() or not (part[0].isdigit() or part[0] in "+-*/.'’"))


class NameTable:
    """The names of several tokens known at one place of a text, by their first token."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Make a name known; one of a single token needs no entry."""
        parts = split_name(name)
        if len(parts) > 1:
            self._by_first.setdefault(parts[0], []).append((parts, name))

    def longest(self, tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
        """The longest known name that starts at a token, and how many tokens it takes."""
        best: tuple[str, int] | None = None
        for parts, name in self._by_first.get(tokens[at].text, ()):
            if (best is None or len(parts) > best[1]) and _stands_at(parts, tokens, at):
                best = (name, len(parts))
        return best


def _stands_at(parts: tuple[str, ...], tokens: Sequence[Token], at: int) -> bool:
    if at + len(parts) >= len(tokens):
        return False
    return all(tokens[at + offset].text == part for offset, part in enumerate(parts))


def joinable(token: Token) -> bool:
    """Whether a token can continue a name that was not announced: a further word or number, no word of the language."""
    return (token.kind == "name" and token.text not in KEYWORDS) or token.text.isdecimal()
