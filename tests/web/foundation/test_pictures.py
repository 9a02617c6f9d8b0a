"""Timelines and budget bars are laid out so that nothing covers anything else."""

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask, render_template_string

from tests.web.pages import check_fragment
from web.pictures import Point, Share, Span, budget_bar, timeline

TODAY = date(2021, 12, 7)
SPANS = [
    Span("Öppen för ansökan", date(2021, 11, 1), date(2021, 11, 29)),
    Span("Bedömning", date(2021, 12, 2), date(2021, 12, 8)),
    Span("Beredning", date(2021, 11, 30), date(2021, 12, 6)),
]
POINTS = [
    Point("Nämnd", date(2021, 12, 15), is_key=True),
    Point("Publicerad", date(2021, 11, 1)),
    Point("Informationsmöte", date(2021, 11, 3)),
    Point("Beslutsfönstret stänger", date(2021, 12, 31)),
]


def test_overlapping_periods_and_texts_get_rows_of_their_own() -> None:
    line = timeline(SPANS, POINTS, today=TODAY)

    row = {each.label: each.row for each in line.items}
    assert row["Öppen för ansökan"] == row["Beredning"] == 0
    assert row["Bedömning"] == 1
    assert row["Publicerad"] == 2
    assert row["Informationsmöte"] == 3
    assert line.rows == 4


def test_items_are_read_in_the_order_of_time_with_today_among_them() -> None:
    line = timeline(SPANS, POINTS, today=TODAY)

    assert [each.on for each in line.items] == sorted(each.on for each in line.items)
    assert [each.phase for each in line.items if each.kind == "bar"] == ["past", "past", "now"]
    assert next(each for each in line.items if each.kind == "now").on == TODAY


def test_text_at_the_right_edge_stands_before_its_mark() -> None:
    line = timeline(SPANS, POINTS, today=TODAY)

    assert [each.label for each in line.items if each.ends] == ["Beslutsfönstret stänger"]


def test_a_line_without_days_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        timeline([], [], today=TODAY)


def test_grants_fill_the_frame_and_the_next_one_stands_outside_it() -> None:
    granted = [Share("1. A", Decimal(2_600_000)), Share("2. B", Decimal(7_200_000))]

    bar = budget_bar(granted, cap=Decimal(10_000_000), following=Share("3. Ryms inte", Decimal(1_800_000)))

    assert bar.cap_x == pytest.approx(10_000_000 / 11_600_000 * 100)
    assert sum(each.width for each in bar.parts) == pytest.approx(100)
    assert [each.is_outside for each in bar.parts] == [False, False, True]
    assert bar.parts[-1].pad == pytest.approx(200_000 / 11_600_000 * 100)


def test_a_bar_without_money_is_refused() -> None:
    with pytest.raises(ValueError, match="above zero"):
        budget_bar([], cap=Decimal(0))


def test_both_are_drawn_without_style_attributes(app: Flask) -> None:
    bar = budget_bar([Share("1. A", Decimal(2_600_000), "/a")], cap=Decimal(10_000_000))
    with app.test_request_context("/"):
        html = render_template_string(
            "{{ p.timeline(line) }}{{ p.budget_bar(bar) }}", line=timeline(SPANS, POINTS, today=TODAY), bar=bar
        )

    page = check_fragment(html)

    assert "I dag, tis 7 dec" in page.text().replace("\N{NO-BREAK SPACE}", " ")
    assert 'data-x="0"' in html
    assert 'data-w="26"' in html
    assert "Ram 10\N{NO-BREAK SPACE}mkr" in html
