"""The small parts of a diagram's elements: formulas, timers, event definitions, parameters and loops."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from engine.feel import Expression, parse

EventKind = Literal[
    "message",
    "timer",
    "signal",
    "error",
    "escalation",
    "conditional",
    "compensation",
    "cancel",
    "terminate",
    "link",
]


@dataclass(frozen=True)
class Formula:
    """A FEEL text without its leading `=`; parsed at most once. `language` is the diagram's word for it."""

    text: str
    line: int = 0
    language: str = ""

    @cached_property
    def expression(self) -> Expression:
        """The parsed text. Raises FeelSyntaxError."""
        return parse(self.text)

    @property
    def names(self) -> frozenset[str]:
        """The variables that it reads."""
        return self.expression.names


@dataclass(frozen=True, slots=True)
class TimerRule:
    """When a timer fires: ISO 8601 text as the standard writes it, or FEEL (`formula`) after `=`."""

    kind: Literal["date", "duration", "cycle"]
    text: str
    line: int
    formula: Formula | None = None


@dataclass(frozen=True, slots=True)
class EventDefinition:
    """What an event waits for or throws.

    `ref` is the reference as written and `name` the message's or signal's name, or the link's (None: not resolved);
    `code` is the error's or escalation's code (None catches all).
    """

    kind: EventKind
    line: int
    id: str = ""
    ref: str | None = None
    name: str | None = None
    code: str | None = None
    timer: TimerRule | None = None
    condition: Formula | None = None
    activity: str | None = None
    waits: bool = True


@dataclass(frozen=True, slots=True)
class Parameter:
    """`<utlysa:input name= value=>`, an output, or a data association: `name` is set to the value of the formula."""

    name: str
    formula: Formula
    line: int


@dataclass(frozen=True, slots=True)
class StandardLoop:
    """Repeat one activity while the condition holds, tested before or after each round."""

    line: int
    condition: Formula | None
    is_tested_before: bool
    maximum: str | None


@dataclass(frozen=True, slots=True)
class MultiInstance:
    """Run one activity once per item. `item` and `output_item` are variables of the instance, `output` of the scope."""

    line: int
    is_sequential: bool
    cardinality: Formula | None = None
    collection: Formula | None = None
    item: str | None = None
    output: str | None = None
    output_item: Formula | None = None
    completion: Formula | None = None
    behavior: Literal["None", "One", "All", "Complex"] = "All"
    complex: Sequence[tuple[Formula, EventDefinition | None]] = ()
    none_event: EventDefinition | None = None
    one_event: EventDefinition | None = None
