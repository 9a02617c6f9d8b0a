"""The rules of an assessment: the total of the scores, and when two assessments differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from workflows.call.values import Criterion

HIGHEST_SCORE = 5
DIFFERENCE_LIMIT = 15
Recommendation = Literal["grant", "grant_with_conditions", "reject"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two or more assessments of one application differ. `difference` is in points of 100."""

    difference: Decimal
    same_recommendation: bool

    @property
    def differs(self) -> bool:
        """Whether the assessors must come together, or a third one is needed. Source: domain.md 3.3."""
        return self.difference >= DIFFERENCE_LIMIT or not self.same_recommendation


def total_of(scores: Sequence[int], criteria: Sequence[Criterion]) -> Decimal:
    """The total of 100: each score (1 to 5) as a share of five, times its criterion's weight.

    `scores` stand in the order of the criteria. Raises ValueError for another number of scores, for a score outside
    1 to 5, and for weights that do not add up to 100. Source: the call's criteria; domain.md 1.3.
    """
    if len(scores) != len(criteria):
        raise ValueError(f"{len(criteria)} scores are needed, not {len(scores)}")
    if any(not 1 <= score <= HIGHEST_SCORE for score in scores):
        raise ValueError(f"A score is from 1 to {HIGHEST_SCORE}")
    if sum(criterion.weight for criterion in criteria) != 100:
        raise ValueError("The weights must add up to 100")
    weighted = sum(score * criterion.weight for score, criterion in zip(scores, criteria, strict=True))
    return Decimal(weighted) / HIGHEST_SCORE


def is_qualified(
    scores: Sequence[int], criteria: Sequence[Criterion], *, threshold_total: int, threshold_each: int
) -> bool:
    """Whether an application is good enough to be granted: its total and each of its scores.

    Source: the call's thresholds; domain.md D-RANK.
    """
    return total_of(scores, criteria) >= threshold_total and min(scores) >= threshold_each


def compare(totals: Sequence[Decimal], recommendations: Sequence[str]) -> Comparison:
    """How the assessments differ. Raises ValueError with fewer than two. Source: domain.md 3.3."""
    if len(totals) < 2:
        raise ValueError("Two assessments are needed to compare")
    return Comparison(max(totals) - min(totals), len(set(recommendations)) == 1)
