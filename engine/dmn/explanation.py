"""Why a decision came out as it did: the rules that matched, with the values they saw and gave."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.feel import DEFAULT_BUDGET, Budget, FeelNote, WorkingDays
from engine.feel.budget import Run

Key = tuple[str, str]
"""The namespace and id of an element."""


@dataclass(frozen=True, slots=True)
class RuleMatch:
    """A rule that matched: its place from 1, its id, what the inputs were, what it gave, and its annotations.

    `decision` and `table` name where the rule stands; `annotations` are in the order of the columns.
    """

    index: int
    id: str
    inputs: Mapping[str, object]
    outputs: Mapping[str, object]
    annotations: tuple[str, ...] = ()
    description: str = ""
    decision: str = ""
    table: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The value of a decision, the rules that matched on the way to it, the values of the decisions it needed, and
    why parts of it are null."""

    value: object
    rules: list[RuleMatch]
    decisions: Mapping[str, object] = field(default_factory=dict)
    notes: list[FeelNote] = field(default_factory=list)


class DecisionRun(Run):
    """One question to a model: its inputs, the values found so far, and the rules that matched."""

    __slots__ = ("decision", "given", "inputs", "known", "matches")

    def __init__(
        self,
        inputs: Mapping[str, object],
        now: datetime | None = None,
        calendar: WorkingDays | None = None,
        *,
        notes: list[FeelNote] | None = None,
        matches: list[RuleMatch] | None = None,
        budget: Budget = DEFAULT_BUDGET,
    ) -> None:
        super().__init__(budget, now, calendar, notes)
        self.inputs = inputs
        self.given: dict[Key, object] = {}
        self.known: dict[Key, object] = {}
        self.matches = matches
        self.decision = ""
