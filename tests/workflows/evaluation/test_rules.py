"""What the follow-up's figures say of a grant."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from workflows.evaluation.rules import goal_data
from workflows.follow_up.model import Grant, Report, Review

TODAY = date(2022, 9, 1)
COSTS = 3_650_000


def _grant(**changes: Any) -> Grant:
    values: dict[str, Any] = {
        "application_id": "a",
        "period": 1,
        "call_id": "c",
        "registry_number": "RUN/601/2021",
        "applicant_name": "Org",
        "title": "Projekt",
        "granted_sek": 1_825_000,
        "percent": Decimal(50),
        "areas": ["HE"],
        "support_start": date(2022, 1, 1),
        "support_end": date(2022, 12, 31),
        "duties": [],
        "conditions": [],
        "evaluation_plan": {},
        "state": "confirmed",
        "confirm_by": None,
        "confirmed_at": None,
        "lapse_reason": "",
        "final_report_on": None,
    }
    return Grant(**{**values, **changes})


def _review(due_on: date, held_on: date | None) -> Review:
    return Review(application_id="a", area="HE", due_on=due_on, opens_on=due_on, held_on=held_on, document_number=None)


def _report(first_day: date, last_day: date, due_on: date, submitted_on: date | None, approved_sek: int) -> Report:
    return Report(
        id=first_day.isoformat(),
        application_id="a",
        first_day=first_day,
        last_day=last_day,
        due_on=due_on,
        submitted_on=submitted_on,
        costs_sek=approved_sek,
        approved_costs_sek=approved_sek,
        paid_sek=approved_sek // 2,
        approved_at=datetime(2022, 5, 1, tzinfo=UTC) if approved_sek else None,
    )


SPRING, AUTUMN = _review(date(2022, 5, 31), date(2022, 5, 10)), _review(date(2022, 11, 30), None)
FIRST = _report(date(2022, 1, 1), date(2022, 3, 31), date(2022, 5, 2), date(2022, 4, 20), 450_000)
THIRD = _report(date(2022, 7, 1), date(2022, 9, 30), date(2022, 10, 31), None, 0)


def test_reviews_and_reports_count_once_they_are_due() -> None:
    found = goal_data(_grant(), reviews=[SPRING, AUTUMN], reports=[FIRST, THIRD], costs_sek=COSTS, today=TODAY)

    assert (found.reviews_done, found.reviews_required, found.reports_on_time) == (1, 1, True)
    assert found.budget_use == 50


def test_a_missing_review_and_an_overdue_report_count_against_the_grant() -> None:
    late = date(2022, 12, 1)
    found = goal_data(_grant(), reviews=[SPRING, AUTUMN], reports=[FIRST, THIRD], costs_sek=COSTS, today=late)

    assert (found.reviews_done, found.reviews_required, found.reports_on_time) == (1, 2, False)


@pytest.mark.parametrize(("submitted", "in_time"), [(date(2022, 5, 2), True), (date(2022, 5, 3), False)])
def test_a_report_is_in_time_on_its_last_day(submitted: date, in_time: bool) -> None:
    report = _report(date(2022, 1, 1), date(2022, 3, 31), date(2022, 5, 2), submitted, 1)
    found = goal_data(_grant(), reviews=[], reports=[report], costs_sek=COSTS, today=TODAY)
    assert found.reports_on_time is in_time


def test_an_extension_is_judged_by_its_own_period() -> None:
    second = _grant(period=2, support_start=date(2023, 1, 1), support_end=date(2023, 12, 31))
    reports, day = [FIRST, THIRD], date(2023, 2, 1)
    found = goal_data(second, reviews=[SPRING, AUTUMN], reports=reports, costs_sek=COSTS, today=day)
    assert (found.reviews_required, found.reports_on_time, found.budget_use) == (0, True, 0)
