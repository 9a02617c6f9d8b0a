"""Turns the tree of a pattern into a flat program for the matcher."""

from collections.abc import Callable

from engine.feel.regex.tree import Anchor, BackReference, Choice, Group, One, Part, PatternError, Repeat, Sequence

_MAX_PROGRAM = 20_000

# The operations of a program: what they mean for the matcher stands there.
TAKE, SPLIT, JUMP, SAVE, START, END, BACK, DONE = range(8)

Test = Callable[[str], bool]
Instruction = tuple[int, Test | None, int, int]


class ProgramWriter:
    """Writes the program of one pattern."""

    def __init__(self, *, any_case: bool) -> None:
        self.any_case = any_case
        self.code: list[Instruction] = []
        self.has_back_references = False

    def write(self, part: Part) -> list[Instruction]:
        """The whole program. Raises PatternError when it would be too long."""
        self._group(Group(part, 0), 0)
        self._emit(DONE)
        return self.code

    def _emit(self, operation: int, test: Test | None = None, first: int = 0, second: int = 0) -> int:
        if len(self.code) >= _MAX_PROGRAM:
            raise PatternError("the pattern is too large")
        self.code.append((operation, test, first, second))
        return len(self.code) - 1

    def _part(self, part: Part) -> None:
        if isinstance(part, One):
            self._emit(TAKE, part.characters.holds_in_any_case if self.any_case else part.characters.holds)
        elif isinstance(part, Sequence):
            for piece in part.parts:
                self._part(piece)
        elif isinstance(part, Choice):
            self._choice(part)
        elif isinstance(part, Repeat):
            self._repeat(part)
        else:
            self._special(part)

    def _special(self, part: Group | Anchor | BackReference) -> None:
        if isinstance(part, Group):
            if part.number:
                self._group(part, part.number)
            else:
                self._part(part.part)
        elif isinstance(part, Anchor):
            self._emit(START if part.sign == "^" else END)
        else:
            self.has_back_references = True
            self._emit(BACK, None, part.number)

    def _group(self, part: Group, number: int) -> None:
        self._emit(SAVE, None, 2 * number)
        self._part(part.part)
        self._emit(SAVE, None, 2 * number + 1)

    def _choice(self, part: Choice) -> None:
        exits: list[int] = []
        for branch in part.branches[:-1]:
            split = self._emit(SPLIT)
            self._part(branch)
            exits.append(self._emit(JUMP))
            self.code[split] = (SPLIT, None, split + 1, len(self.code))
        self._part(part.branches[-1])
        for exit_ in exits:
            self.code[exit_] = (JUMP, None, len(self.code), 0)

    def _repeat(self, part: Repeat) -> None:
        for _ in range(part.least):
            self._part(part.part)
        if part.most is None:
            split = self._emit(SPLIT)
            self._part(part.part)
            self._emit(JUMP, None, split)
            self._set_split(split, greedy=part.greedy)
            return
        splits: list[int] = []
        for _ in range(part.most - part.least):
            splits.append(self._emit(SPLIT))
            self._part(part.part)
        for split in splits:
            self._set_split(split, greedy=part.greedy)

    def _set_split(self, split: int, *, greedy: bool) -> None:
        inside, after = split + 1, len(self.code)
        self.code[split] = (SPLIT, None, inside, after) if greedy else (SPLIT, None, after, inside)
