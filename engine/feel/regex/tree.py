"""Reads a pattern into a tree."""

from dataclasses import dataclass

from engine.feel.regex.characters import ANYTHING, NOT_LINE_END, CharacterSet, escape_set, property_set

_SINGLE_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", **{sign: sign for sign in "\\|.?*+(){}-[]^$"}}
_MAX_NESTING = 50
_MAX_REPEAT = 1000


class PatternError(ValueError):
    """The pattern is not a regular expression of XPath."""


@dataclass(frozen=True, slots=True)
class One:
    """One character of a set."""

    characters: CharacterSet


@dataclass(frozen=True, slots=True)
class Sequence:
    """Parts one after the other."""

    parts: tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several branches, the first that leads to a match."""

    branches: tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part so many times; `most` is None without limit."""

    part: "Part"
    least: int
    most: int | None
    greedy: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A part whose text is remembered under a number, or not when that is 0."""

    part: "Part"
    number: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """The start (`^`) or end (`$`)."""

    sign: str


@dataclass(frozen=True, slots=True)
class BackReference:
    """The text that a group matched."""

    number: int


Part = One | Sequence | Choice | Repeat | Group | Anchor | BackReference


class TreeReader:
    """Reads one pattern."""

    def __init__(self, pattern: str, *, dot_all: bool) -> None:
        self.pattern = pattern
        self.at = 0
        self.dot = ANYTHING if dot_all else NOT_LINE_END
        self.groups = 0
        self.closed: set[int] = set()
        self.nesting = 0

    def read(self) -> Part:
        """The tree of the whole pattern. Raises PatternError."""
        part = self._choice()
        if self.at < len(self.pattern):
            raise PatternError("a bracket is closed that was not opened")
        return part

    def _peek(self) -> str:
        return self.pattern[self.at] if self.at < len(self.pattern) else ""

    def _take(self) -> str:
        character = self._peek()
        if not character:
            raise PatternError("the pattern ends too early")
        self.at += 1
        return character

    def _choice(self) -> Part:
        self.nesting += 1
        if self.nesting > _MAX_NESTING:
            raise PatternError("the pattern is nested too deeply")
        branches = [self._sequence()]
        while self._peek() == "|":
            self.at += 1
            branches.append(self._sequence())
        self.nesting -= 1
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def _sequence(self) -> Part:
        parts: list[Part] = []
        while self._peek() not in {"", "|", ")"}:
            parts.append(self._repeat())
        return Sequence(tuple(parts))

    def _repeat(self) -> Part:
        part = self._atom()
        sign = self._peek()
        if not sign or sign not in "?*+{":
            return part
        if isinstance(part, Anchor):
            raise PatternError("a start or end cannot be repeated")
        self.at += 1
        least, most = self._counts(sign)
        greedy = self._peek() != "?"
        self.at += 0 if greedy else 1
        if self._peek() and self._peek() in "?*+{":
            raise PatternError("repeated twice")
        return Repeat(part, least, most, greedy)

    def _counts(self, sign: str) -> tuple[int, int | None]:
        if sign != "{":
            return {"?": (0, 1), "*": (0, None), "+": (1, None)}[sign]
        inside, closed, _ = self.pattern[self.at :].partition("}")
        low, comma, high = inside.partition(",")
        numbers_only = low.isdecimal() and (high.isdecimal() or not high)
        if not closed or not numbers_only or len(inside) > 9:
            raise PatternError("a repetition reads {2}, {2,} or {2,5}")
        self.at += len(inside) + 1
        least = int(low)
        most = int(high) if high else (None if comma else least)
        if least > _MAX_REPEAT or (most is not None and not least <= most <= _MAX_REPEAT):
            raise PatternError(f"a repetition rises, to at most {_MAX_REPEAT}")
        return least, most

    def _atom(self) -> Part:
        character = self._take()
        if character == "(":
            return self._group()
        if character == "[":
            return One(self._class())
        if character == ".":
            return One(self.dot)
        if character in "^$":
            return Anchor(character)
        if character == "\\":
            return self._escape()
        if character in "?*+{}])":
            raise PatternError(f"{character} must be written \\{character} to stand for itself")
        return One(CharacterSet(ranges=((character, character),)))

    def _group(self) -> Part:
        number = 0
        if self.pattern.startswith("?:", self.at):
            self.at += 2
        elif self._peek() == "?":
            raise PatternError("only (?: may follow an opening bracket")
        else:
            self.groups += 1
            number = self.groups
        part = self._choice()
        if self._peek() != ")":
            raise PatternError("a bracket is not closed")
        self.at += 1
        self.closed.add(number)
        return Group(part, number)

    def _escape(self) -> Part:
        letter = self._peek()
        if not (letter.isdecimal() and letter != "0"):
            return One(self._escaped_set())
        number = int(self._take())
        while self._peek().isdecimal() and number * 10 + int(self._peek()) in self.closed:
            number = number * 10 + int(self._take())
        if number not in self.closed:
            raise PatternError(f"there is no group {number} before this")
        return BackReference(number)

    def _escaped_set(self) -> CharacterSet:
        letter = self._take()
        if letter in _SINGLE_ESCAPES:
            character = _SINGLE_ESCAPES[letter]
            return CharacterSet(ranges=((character, character),))
        found = self._property(negated=letter == "P") if letter in "pP" else escape_set(letter)
        if found is None:
            raise PatternError(f"\\{letter} has no meaning here")
        return found

    def _property(self, *, negated: bool) -> CharacterSet | None:
        if self._take() != "{":
            return None
        name, closed, _ = self.pattern[self.at :].partition("}")
        self.at += len(name) + 1
        return property_set(name, negated=negated) if closed else None

    def _class(self) -> CharacterSet:
        self.nesting += 1
        if self.nesting > _MAX_NESTING:
            raise PatternError("the pattern is nested too deeply")
        negated = self._peek() == "^"
        self.at += 1 if negated else 0
        ranges: list[tuple[str, str]] = []
        sets: list[CharacterSet] = []
        without = None
        while without is None and (self._peek() != "]" or not (ranges or sets)):
            if self.pattern.startswith("-[", self.at) and (ranges or sets):
                self.at += 2
                without = self._class()
            else:
                self._class_part(ranges, sets)
        if self._take() != "]":
            raise PatternError("a character class is not closed")
        self.nesting -= 1
        return CharacterSet(tuple(ranges), tuple(found.holds for found in sets), negated, without)

    def _class_part(self, ranges: list[tuple[str, str]], sets: list[CharacterSet]) -> None:
        found = self._class_character()
        low = _single(found)
        after = self.pattern[self.at : self.at + 2]
        if not low or not after.startswith("-") or after in {"-]", "-["}:
            sets.append(found)
            return
        self.at += 1
        high = _single(self._class_character())
        if not high or high < low:
            raise PatternError("a range of characters must rise")
        ranges.append((low, high))

    def _class_character(self) -> CharacterSet:
        character = self._take()
        if character == "\\":
            return self._escaped_set()
        if character in "[]":
            raise PatternError(f"{character} must be written \\{character} in a character class")
        return CharacterSet(ranges=((character, character),))


def _single(found: CharacterSet) -> str:
    """The only character of a set, or nothing."""
    if len(found.ranges) == 1 and not found.tests and not found.negated and found.ranges[0][0] == found.ranges[0][1]:
        return found.ranges[0][0]
    return ""
