"""Totals, thresholds and differences; the golden figures of 2021."""

from decimal import Decimal
from typing import Any

import pytest

from tests.workflows.call.example import a_call
from workflows.assessment.rules import compare, is_qualified, total_of

CALL = a_call()
# Consensus scores and the totals of the applications of 2021 (data/call-2021.json).
GOLDEN = [
    ("A01", (5, 5, 4, 4), 91),
    ("A02", (5, 4, 4, 4), 86),
    ("A03", (4, 5, 4, 4), 85),
    ("A04", (4, 4, 4, 4), 80),
    ("A05", (4, 4, 4, 3), 76),
    ("A06", (5, 3, 3, 4), 76),
    ("A07", (3, 2, 3, 2), 51),
]


@pytest.mark.parametrize(("_name", "scores", "total"), GOLDEN)
def test_the_totals_of_2021_come_out(_name: str, scores: tuple[int, ...], total: int) -> None:
    assert total_of(scores, CALL.criteria) == total


@pytest.mark.parametrize(("scores", "total"), [((1, 1, 1, 1), 20), ((5, 5, 5, 5), 100), ((2, 3, 4, 5), 67)])
def test_a_total_is_a_share_of_a_hundred(scores: tuple[int, ...], total: int) -> None:
    assert total_of(scores, CALL.criteria) == Decimal(total)


@pytest.mark.parametrize("scores", [(5, 5, 5), (0, 5, 5, 5), (6, 5, 5, 5)])
def test_scores_that_cannot_be_are_refused(scores: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="score"):
        total_of(scores, CALL.criteria)


def test_weights_must_add_up_to_a_hundred() -> None:
    with pytest.raises(ValueError, match="100"):
        total_of((5, 5, 5), CALL.criteria[:3])


def test_the_threshold_is_for_the_total_and_for_each_criterion() -> None:
    def qualified(*scores: int) -> bool:
        return is_qualified(scores, CALL.criteria, threshold_total=60, threshold_each=2)

    assert qualified(3, 3, 3, 3)
    assert not qualified(3, 3, 3, 2)
    assert not qualified(5, 5, 5, 1)


@pytest.mark.parametrize(("other", "differs"), [(76, False), (Decimal("75.1"), False), (75, True), (60, True)])
def test_fifteen_points_are_a_difference(other: Any, differs: bool) -> None:
    assert compare([Decimal(90), Decimal(other)], ["grant", "grant"]).differs is differs


def test_different_recommendations_are_a_difference() -> None:
    found = compare([Decimal(80), Decimal(80)], ["grant", "grant_with_conditions"])
    assert found.differs
    assert found.difference == 0


def test_one_assessment_is_nothing_to_compare() -> None:
    with pytest.raises(ValueError, match="Two"):
        compare([Decimal(80)], ["grant"])
