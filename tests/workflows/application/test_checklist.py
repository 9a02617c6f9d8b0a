"""The checklist, the time for an answer, and what an answer may change."""

from datetime import UTC, date, datetime

from engine.calendars import WorkingCalendar
from workflows.application.checklist import (
    allowed_changes,
    is_enough_time,
    items_of,
    kept_items,
    missing_items,
    usual_respond_by,
)

ANSWERS = {
    **{f"item_{number}": "ok" for number in range(1, 11)},
    "item_3": "missing",
    "item_3_comment": "Fullmakten saknas.",
    "item_5": "missing",
    "item_8": "not_applicable",
}


def test_only_what_is_missing_is_asked_for() -> None:
    assert [(item.number, item.comment) for item in missing_items(ANSWERS)] == [(3, "Fullmakten saknas."), (5, "")]


def test_what_a_case_keeps_comes_back_as_it_was() -> None:
    items = missing_items(ANSWERS)
    assert items_of(kept_items(items)) == items


def test_an_answer_changes_only_what_was_asked_for() -> None:
    changes = {"financing": [], "summary": "Ny text", "power_of_attorney": {"id": "u1"}}
    assert allowed_changes(missing_items(ANSWERS), changes) == {"financing": [], "power_of_attorney": {"id": "u1"}}


def test_the_usual_time_is_noon_after_five_working_days() -> None:
    assert usual_respond_by(date(2021, 12, 2), WorkingCalendar()) == datetime(2021, 12, 9, 11, 0, tzinfo=UTC)


def test_two_working_days_are_the_least() -> None:
    calendar = WorkingCalendar()
    assert is_enough_time(date(2021, 12, 6), today=date(2021, 12, 2), calendar=calendar)
    assert not is_enough_time(date(2021, 12, 5), today=date(2021, 12, 2), calendar=calendar)
