"""Runs the program of a pattern over a text, visiting each state once and paying a step for each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from engine.feel.regex.program import BACK, DONE, END, JUMP, SAVE, SPLIT, START, TAKE, Instruction, ProgramWriter
from engine.feel.regex.tree import PatternError, TreeReader

_FLAGS = frozenset("smix")
_BLANKS = " \t\n\r"

Tick = Callable[[], None]
_Saved = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern matched: the bounds of the whole (0) and of each group, -1 for a group that took no part."""

    bounds: _Saved

    @property
    def start(self) -> int:
        """Where the match starts."""
        return self.bounds[0]

    @property
    def end(self) -> int:
        """Where the match ends."""
        return self.bounds[1]

    def group(self, number: int, text: str) -> str:
        """The text of a group; nothing for one that took no part."""
        low, high = self.bounds[2 * number : 2 * number + 2]
        return text[low:high] if low >= 0 <= high else ""


class Pattern:
    """A compiled pattern; `groups` is how many it remembers."""

    def __init__(self, source: str, flags: str) -> None:
        if not set(flags) <= _FLAGS:
            raise PatternError("the flags are s, m, i and x")
        tree = TreeReader(_without_blanks(source) if "x" in flags else source, dot_all="s" in flags)
        writer = ProgramWriter(any_case="i" in flags)
        self._code = writer.write(tree.read())
        self._multi_line = "m" in flags
        self._any_case = "i" in flags
        self._keyed_by_groups = writer.has_back_references
        self.groups = tree.groups

    def search(self, text: str, tick: Tick, begin: int = 0) -> Match | None:
        """The first match from a position on. `tick` is called for each step and may raise."""
        seen: set[object] = set()
        for start in range(begin, len(text) + 1):
            found = self._run(text, start, seen, tick)
            if found is not None:
                return Match(found)
        return None

    def find_all(self, text: str, tick: Tick) -> Iterator[Match]:
        """All matches that do not overlap, from left to right."""
        begin = 0
        while begin <= len(text):
            found = self.search(text, tick, begin)
            if found is None:
                return
            yield found
            begin = found.end if found.end > found.start else found.end + 1

    def _run(self, text: str, start: int, seen: set[object], tick: Tick) -> _Saved | None:
        """Try from one position. A state that was tried before, also from an earlier position, failed then."""
        pending: list[tuple[int, int, _Saved]] = [(0, start, (-1,) * (2 * self.groups + 2))]
        while pending:
            counter, at, saved = pending.pop()
            key: object = (counter, at, saved) if self._keyed_by_groups else counter * (len(text) + 1) + at
            if key in seen:
                continue
            seen.add(key)
            tick()
            instruction = self._code[counter]
            operation = instruction[0]
            if operation == DONE:
                return saved
            if operation == SPLIT:
                pending.append((instruction[3], at, saved))
                pending.append((instruction[2], at, saved))
            else:
                following = self._step(instruction, counter, at, saved, text)
                if following is not None:
                    pending.append(following)
        return None

    def _step(
        self, instruction: Instruction, counter: int, at: int, saved: _Saved, text: str
    ) -> tuple[int, int, _Saved] | None:
        operation, test, number, _ = instruction
        if operation == TAKE and test is not None:
            return (counter + 1, at + 1, saved) if at < len(text) and test(text[at]) else None
        if operation == JUMP:
            return number, at, saved
        if operation == SAVE:
            return counter + 1, at, (*saved[:number], at, *saved[number + 1 :])
        if operation == BACK:
            return self._repeat_group(counter, at, saved, text, number)
        passes = {START: self._is_start, END: self._is_end}[operation](text, at)
        return (counter + 1, at, saved) if passes else None

    def _repeat_group(
        self, counter: int, at: int, saved: _Saved, text: str, number: int
    ) -> tuple[int, int, _Saved] | None:
        wanted = Match(saved).group(number, text)
        found = text[at : at + len(wanted)]
        same = found.casefold() == wanted.casefold() if self._any_case else found == wanted
        return (counter + 1, at + len(wanted), saved) if same else None

    def _is_start(self, text: str, at: int) -> bool:
        return at == 0 or (self._multi_line and at < len(text) and text[at - 1] == "\n")

    def _is_end(self, text: str, at: int) -> bool:
        return at == len(text) or (self._multi_line and text[at] == "\n")


def _without_blanks(source: str) -> str:
    """The pattern without its blanks, except those in character classes."""
    kept: list[str] = []
    depth, escaped = 0, False
    for character in source:
        if depth or character not in _BLANKS:
            kept.append(character)
        if not escaped:
            depth += (character == "[") - (character == "]" and depth > 0)
        escaped = character == "\\" and not escaped
    return "".join(kept)


@lru_cache(maxsize=512)
def compile_pattern(source: str, flags: str) -> Pattern:
    """The compiled pattern. Raises PatternError."""
    return Pattern(source, flags)
