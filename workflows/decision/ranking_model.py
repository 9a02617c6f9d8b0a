"""The values that the ranking of a call's applications takes and gives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from engine import Text

ReserveMode = Literal["list_order", "recompute"]
RankOutcome = Literal["granted", "partly_granted", "reserve", "below_threshold"]
OrderKey = Literal["total", "relevance", "sought", "registry_number"]


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion of the call: its code, its name and its share of 100."""

    code: str
    name: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Candidate:
    """An assessed application; `scores` stand in the order of the call's criteria."""

    application_id: str
    registry_number: str
    title: str
    applicant_name: str
    areas: tuple[str, ...]
    scores: tuple[int, ...]
    total: Decimal
    sought_sek: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingPolicy:
    """What a call announced about its ranking.

    `area_first`: each area first gets its best application that fits. `partial_grants`: the first application that does
    not fit is offered the rest, if that is at least `min_sek`. `reserve_mode`: how a reserve is found after a decline.
    The first criterion decides between equal totals.
    """

    budget_sek: int
    criteria: tuple[Criterion, ...]
    threshold_total: Decimal = Decimal(60)
    threshold_each: int = 2
    min_sek: int = 0
    areas: tuple[str, ...] = ()
    area_names: Mapping[str, str]
    area_first: bool = True
    partial_grants: bool = False
    reserve_mode: ReserveMode = "list_order"


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedRow:
    """One application's line: `place` is None below the threshold, `cumulative_sek` is None there too.

    `cumulative_sek` is what is granted so far; for a reserve, what it would come to with this one added to all grants.
    `phase` is 1 for an area's first application, 2 for the fill, None for one that gets nothing.
    """

    place: int | None
    candidate: Candidate
    outcome: RankOutcome
    granted_sek: int
    cumulative_sek: int | None
    reserve_no: int | None
    phase: int | None
    explanation: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PairReason:
    """Why one application precedes the next: the key that decides, and both values."""

    before: str
    after: str
    key: OrderKey
    value_before: str
    value_after: str
    is_tie: bool
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """A whole ranking, with the reason for each line and for each pair of neighbours (R-32)."""

    policy: RankingPolicy
    rows: Sequence[RankedRow]
    pairs: Sequence[PairReason]

    @property
    def granted_sek(self) -> int:
        """The sum of all grants."""
        return sum(row.granted_sek for row in self.rows)

    @property
    def left_sek(self) -> int:
        """What is left of the budget."""
        return self.policy.budget_sek - self.granted_sek

    def with_outcome(self, *outcomes: RankOutcome) -> tuple[RankedRow, ...]:
        """The rows with one of these outcomes, in order."""
        return tuple(row for row in self.rows if row.outcome in outcomes)
