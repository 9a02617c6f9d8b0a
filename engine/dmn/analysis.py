"""Finds the gaps and overlaps of a decision table, and the rules that can never decide, with an example for each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.dmn.domains import Column
from engine.dmn.elements import DecisionTable, ItemDefinition

_MOST_STATES = 200_000
_MOST_FINDINGS = 50
_SINGLE_HIT = frozenset({"UNIQUE", "ANY", "FIRST", "PRIORITY"})


@dataclass(frozen=True, slots=True)
class Gap:
    """Inputs, by column, for which no rule matches; none where the hit policy gives a list, which may be empty."""

    example: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two rules, by place from 1, that match the same inputs where the hit policy allows but one answer."""

    rules: tuple[int, int]
    example: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class UnreachableRule:
    """A rule, by place from 1, that never decides: inputs it is meant for, and the rule that decides them instead.

    `hidden_by` is None where no inputs match the rule, since a column does not allow the value it asks for.
    """

    rule: int
    example: Mapping[str, object]
    hidden_by: int | None


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was found.

    `unanalysed` are columns whose cells hold more than constants,
    rules with a test there are left out; `is_complete` is false when the table was too large to go through.
    """

    gaps: list[Gap]
    overlaps: list[Overlap]
    unreachable: list[UnreachableRule]
    unanalysed: list[str]
    is_complete: bool


class _Search:
    """Goes through the columns from left to right, keeping which rules still match; equal remainders are done once."""

    def __init__(self, columns: list[Column], rules: int, most_states: int) -> None:
        self._most_states = most_states
        self.columns = columns
        self.rules = rules
        self.states = 0
        self._seen: set[tuple[int, int]] = set()
        self._choices = [list(_choices(column)) for column in columns]

    def outcomes(self) -> Iterator[tuple[int, dict[str, object]]]:
        """Each set of rules that can match together, as bits, with inputs for which it does."""
        yield from self._descend(0, (1 << self.rules) - 1, {})

    def _descend(
        self, depth: int, matching: int, example: dict[str, object]
    ) -> Iterator[tuple[int, dict[str, object]]]:
        if not matching:
            yield 0, self._filled_up(depth, example)
            return
        if (depth, matching) in self._seen or self.states >= self._most_states:
            return
        self._seen.add((depth, matching))
        self.states += 1
        if depth == len(self.columns):
            yield matching, example
            return
        for bits, value in self._choices[depth]:
            yield from self._descend(depth + 1, matching & bits, {**example, self.columns[depth].name: value})

    def _filled_up(self, depth: int, example: dict[str, object]) -> dict[str, object]:
        """The example of a gap with any value in the columns that no longer matter."""
        rest = zip(self.columns[depth:], self._choices[depth:], strict=True)
        return {**example, **{column.name: choices[0][1] for column, choices in rest if choices}}


def _choices(column: Column) -> Iterator[tuple[int, object]]:
    """The different sets of rules that the column's values pass, each with its first value."""
    seen: set[int] = set()
    for value in column.values or []:
        bits = column.matching(value)
        if bits not in seen:
            seen.add(bits)
            yield bits, value


def analyse(
    table: DecisionTable, types: Mapping[str, ItemDefinition] | None = None, *, most_states: int = _MOST_STATES
) -> Analysis:
    """Analyse a table; `types` are the model's, whose allowed values bound the columns that use them.

    After `most_states` combinations it stops, and what it found so far is not `is_complete`.
    """
    known = types or {}
    every = [
        Column(column, [rule.tests[place] for rule in table.rules], known) for place, column in enumerate(table.inputs)
    ]
    opaque = [place for place, column in enumerate(every) if column.values is None]
    kept = [place for place, rule in enumerate(table.rules) if all(rule.tests[column] == "-" for column in opaque)]
    columns = [
        Column(column, [table.rules[rule].tests[place] for rule in kept], known)
        for place, column in enumerate(table.inputs)
        if place not in opaque
    ]
    search = _Search(columns, len(kept), most_states)
    findings = _Findings(table, kept)
    for matching, example in search.outcomes():
        findings.add(matching, example)
    is_complete = search.states < most_states
    return Analysis(
        [] if opaque else findings.gaps,
        findings.overlaps,
        findings.unreachable(columns) if is_complete else [],
        [every[place].name for place in opaque],
        is_complete,
    )


class _Findings:
    """What the sets of rules that match together mean under the hit policy."""

    def __init__(self, table: DecisionTable, kept: list[int]) -> None:
        self.table = table
        self.kept = kept
        self.gaps: list[Gap] = []
        self.overlaps: list[Overlap] = []
        self._deciding: set[int] = set()
        self._hidden: dict[int, tuple[int, dict[str, object]]] = {}
        self._pairs: set[tuple[int, int]] = set()

    def add(self, matching: int, example: dict[str, object]) -> None:
        """Take account of one set."""
        rules = [rule for place, rule in enumerate(self.kept) if matching >> place & 1]
        if not rules and len(self.gaps) < _MOST_FINDINGS and self._must_answer():
            self.gaps.append(Gap(example))
        deciding = rules[:1] if self.table.hit_policy == "FIRST" else rules
        self._deciding.update(deciding)
        for rule in rules[len(deciding) :]:
            self._hidden.setdefault(rule, (rules[0], example))
        if self.table.hit_policy in {"UNIQUE", "ANY"}:
            self._add_overlaps(rules, example)

    def _must_answer(self) -> bool:
        """Whether the table owes one answer for everything, and has no default to fall back on."""
        has_default = any(output.default is not None and output.default.text for output in self.table.outputs)
        return not has_default and self.table.hit_policy in _SINGLE_HIT

    def _add_overlaps(self, rules: list[int], example: dict[str, object]) -> None:
        for place, one in enumerate(rules):
            for other in rules[place + 1 :]:
                wanted = len(self.overlaps) < _MOST_FINDINGS and (one, other) not in self._pairs
                if wanted and not self._agree(one, other):
                    self._pairs.add((one, other))
                    self.overlaps.append(Overlap((one + 1, other + 1), example))

    def _agree(self, one: int, other: int) -> bool:
        """Under the policy ANY rules may match together when they say the same."""
        texts = [[result.text for result in self.table.rules[rule].results] for rule in (one, other)]
        return self.table.hit_policy == "ANY" and texts[0] == texts[1]

    def unreachable(self, columns: list[Column]) -> list[UnreachableRule]:
        """The rules that never decide."""
        found: list[UnreachableRule] = []
        for place, rule in enumerate(self.kept):
            if rule in self._hidden and rule not in self._deciding:
                by, example = self._hidden[rule]
                found.append(UnreachableRule(rule + 1, example, by + 1))
            elif rule not in self._deciding:
                meant = {column.name: column.meant_by(place) for column in columns}
                found.append(UnreachableRule(rule + 1, meant, None))
        return found
