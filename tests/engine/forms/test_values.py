"""Each kind of field reads what people and programs write, and says what to write instead."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.forms.errors import UnreadableValueError
from engine.forms.numbers import read_number
from tests.engine.forms.building import Json, field, form_of

NUMBER = field("number")
SEK = field("number", extras={"type": "sek"})
PERCENT = field("number", extras={"type": "percent"})
DATE = field("datetime", subtype="date")
TIME = field("datetime", subtype="time")
MOMENT = field("datetime", subtype="datetime")
CHOICES = [{"label": "Ett", "value": 1}, {"label": "Två", "value": "two"}]


def kind(name: str) -> Json:
    return field("textfield", extras={"type": name})


@pytest.mark.parametrize(
    ("component", "entered", "expected"),
    [
        (NUMBER, "1 234 567", Decimal(1234567)),
        (NUMBER, "1\u00a0234\u202f567,5", Decimal("1234567.5")),
        (NUMBER, "1234567,50", Decimal("1234567.50")),
        (NUMBER, "-3.25", Decimal("-3.25")),
        (NUMBER, "\u22127", Decimal(-7)),
        (NUMBER, 12, Decimal(12)),
        (NUMBER, 0.1, Decimal("0.1")),
        (SEK, "2 450 000 kr", Decimal(2450000)),
        (SEK, "100,00", Decimal(100)),
        (PERCENT, "50 %", Decimal(50)),
        (PERCENT, "42,68", Decimal("42.68")),
        (DATE, "2021-11-29", date(2021, 11, 29)),
        (DATE, "20211129", date(2021, 11, 29)),
        (DATE, "29 november 2021", date(2021, 11, 29)),
        (DATE, "29 nov. 2021", date(2021, 11, 29)),
        (DATE, date(2021, 11, 29), date(2021, 11, 29)),
        (TIME, "9.30", time(9, 30)),
        (TIME, "kl. 09:30:15", time(9, 30, 15)),
        (MOMENT, "2021-11-29T23:59", datetime(2021, 11, 29, 22, 59, tzinfo=UTC)),
        (MOMENT, "2021-06-29 12:00", datetime(2021, 6, 29, 10, 0, tzinfo=UTC)),
        (MOMENT, "2021-11-29T23:59:59+00:00", datetime(2021, 11, 29, 23, 59, 59, tzinfo=UTC)),
        (MOMENT, {"date": "2021-11-29", "time": "08.00"}, datetime(2021, 11, 29, 7, 0, tzinfo=UTC)),
        (MOMENT, {"date": "", "time": ""}, None),
        (kind("org_nr"), "2321000214", "232100-0214"),
        (kind("bankgiro"), "50501055", "5050-1055"),
        (kind("email"), "kontakt@exempel.se", "kontakt@exempel.se"),
        (kind("url"), "https://exempel.se/a?b=c", "https://exempel.se/a?b=c"),
        (kind("postal_code"), "83127", "831 27"),
        (kind("phone"), "063-14 75 00", "063-14 75 00"),
        (field("textfield"), "  rad ett\r\nrad två ", "rad ett rad två"),
        (field("textarea"), "rad ett\r\nrad två", "rad ett\nrad två"),
        (field("textfield"), "A\u030angstro\u0308m", "Ångström"),
        (field("textfield"), "   ", None),
        (field("checkbox"), "on", True),
        (field("checkbox"), None, False),
        (field("radio", values=CHOICES), "1", Decimal(1)),
        (field("select", values=CHOICES), "two", "two"),
        (field("checklist", values=CHOICES), ["two", "1", "two"], ["two", Decimal(1)]),
        (field("taglist", values=CHOICES), None, []),
        (field("filepicker"), "f1", {"id": "f1"}),
        (
            field("filepicker", multiple=True),
            ["f1", {"id": "f2", "name": "a.pdf"}],
            [{"id": "f1"}, {"id": "f2", "name": "a.pdf"}],
        ),
    ],
)
def test_what_is_entered_becomes_a_typed_value(component: Json, entered: Any, expected: Any) -> None:
    outcome = form_of(component).validate({"value": entered})
    assert outcome.errors == ()
    assert outcome.data == {"value": expected}


@pytest.mark.parametrize(
    ("component", "entered"),
    [
        *(
            (NUMBER, text)
            for text in ("tolv", "1e9", "NaN", "1 23 456", "1.234.567", "0x10", True, [1], "9" * 60, float("nan"))
        ),
        (NUMBER, float("inf")),
        pytest.param(NUMBER, 10**5000, id="huge"),
        *((SEK, text) for text in ("-1", "10,50", "50 %")),
        *((PERCENT, text) for text in ("101", "-1", "5 kr")),
        *((DATE, text) for text in ("2021-02-30", "29/11/2021", "29 foo 2021", "1021-01-01", "9999-12-31", 20211129)),
        *((TIME, text) for text in ("25:00", "nio", "9")),
        *((MOMENT, text) for text in ("2021-11-29", "2021-11-29T25:00", "snart", {"date": "2021-11-29", "time": ""})),
        *((kind("org_nr"), text) for text in ("232100-0215", "191212-1212", "2321", "abcdefghij")),
        *((kind("bankgiro"), text) for text in ("5050-1056", "12", "bankgiro")),
        *((kind("email"), text) for text in ("namn", "a@b", "a b@exempel.se", "a@exempel..se", "<a@exempel.se>")),
        *(
            (kind("url"), text)
            for text in ("javascript:alert(1)", "exempel.se", "https://", "http://[::1", "https://a.se/<x>")
        ),
        (kind("postal_code"), "0123"),
        (kind("phone"), "ring mig"),
        *((field("textfield"), text) for text in ("a\x00b", "a\ud800", 5, ["a"], {"a": 1})),
        *((field("checkbox"), text) for text in ("kanske", 7, ["on"])),
        *((field("radio", values=CHOICES), text) for text in ("3", ["1"], {"a": 1})),
        (field("checklist", values=CHOICES), ["1", "3"]),
        *((field("filepicker"), text) for text in ({"name": "a"}, {"id": "f", "path": "/etc"}, 5, {"id": {"a": 1}})),
    ],
)
def test_what_cannot_be_read_is_an_error_that_says_what_to_do(component: Json, entered: Any) -> None:
    outcome = form_of(component).validate({"value": entered})
    assert [error.path for error in outcome.errors] == ["value"]
    message = outcome.errors[0].message
    assert message.sv.endswith(".")
    assert message.en.endswith(".")
    assert message.sv != message.en


@given(
    st.one_of(
        st.text(),
        st.integers(),
        st.floats(),
        st.booleans(),
        st.none(),
        st.lists(st.text(), max_size=3),
        st.dictionaries(st.text(), st.text(), max_size=3),
    )
)
def test_no_input_makes_a_form_fail(entered: Any) -> None:
    kinds = [
        NUMBER,
        SEK,
        DATE,
        TIME,
        MOMENT,
        kind("org_nr"),
        kind("email"),
        kind("url"),
        field("textarea"),
        field("checkbox"),
        field("filepicker"),
        field("checklist", values=CHOICES),
    ]
    components = [{**component, "key": f"value_{number}"} for number, component in enumerate(kinds)]
    outcome = form_of(*components).validate({component["key"]: entered for component in components})
    assert set(outcome.data) == {component["key"] for component in components}


def test_a_reader_says_what_to_enter_instead() -> None:
    with pytest.raises(UnreadableValueError) as caught:
        read_number("tolv")
    assert caught.value.text.en == "Write a number in digits, for example 1234.50."
