"""What becomes of a proposed extension."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from workflows.extension.errors import EvaluationMissingError, NotExtendableError
from workflows.extension.rules import check_evaluation, matter_amount, outcome_of

YEAR = {"start": date(2022, 1, 1), "end": date(2022, 12, 31)}


@pytest.mark.parametrize("proposed", ["extend", "extend_with_conditions", "do_not_extend"])
def test_an_approved_proposal_is_the_outcome(proposed: Any) -> None:
    assert outcome_of(proposed, is_approved=True) == proposed


@pytest.mark.parametrize("proposed", ["extend", "extend_with_conditions"])
def test_a_rejected_extension_does_not_extend(proposed: Any) -> None:
    assert outcome_of(proposed, is_approved=False) == "do_not_extend"


def test_rejecting_a_proposal_not_to_extend_decides_nothing() -> None:
    with pytest.raises(NotExtendableError):
        outcome_of("do_not_extend", is_approved=False)


@pytest.mark.parametrize(
    "recorded_at", [None, datetime(2021, 12, 31, 22, 59, tzinfo=UTC), datetime(2023, 1, 1, tzinfo=UTC)]
)
def test_an_extension_needs_an_evaluation_dated_in_the_period(recorded_at: Any) -> None:
    with pytest.raises(EvaluationMissingError):
        check_evaluation(recorded_at, **YEAR)


def test_an_evaluation_on_the_periods_first_and_last_day_counts() -> None:
    check_evaluation(datetime(2021, 12, 31, 23, 0, tzinfo=UTC), **YEAR)
    check_evaluation(datetime(2022, 12, 31, 22, 59, tzinfo=UTC), **YEAR)


def test_who_decides_follows_from_the_sum_proposed_or_else_the_one_refused() -> None:
    assert matter_amount(499_999, 900_000) == 499_999
    assert matter_amount(0, 900_000) == 900_000
    assert matter_amount(0, None) is None
