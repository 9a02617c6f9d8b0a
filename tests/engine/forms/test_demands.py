"""What a form demands: required fields, limits, options, rules over several fields; hidden and locked fields."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, ClassVar

import pytest

from tests.engine.forms.building import Json, field, form_of

NOW = datetime(2021, 11, 20, 12, 0, tzinfo=UTC)
REQUIRED: Json = {"validate": {"required": True}}


@pytest.mark.parametrize(
    ("component", "message"),
    [
        (field("textfield", **REQUIRED), "Fyll i ”Value”."),
        (field("number", **REQUIRED), "Fyll i ”Value”."),
        (field("checkbox", **REQUIRED), "Kryssa i ”Value” för att gå vidare."),
        (field("radio", values=[{"label": "A", "value": "a"}], **REQUIRED), "Välj ett alternativ i ”Value”."),
        (field("checklist", values=[{"label": "A", "value": "a"}], **REQUIRED), "Välj ett alternativ i ”Value”."),
        (field("datetime", subtype="date", **REQUIRED), "Ange datum i ”Value”."),
        (field("filepicker", **REQUIRED), "Lägg till en fil i ”Value”."),
    ],
)
def test_a_required_field_says_how_to_fill_it_in(component: Json, message: str) -> None:
    assert [error.message.sv for error in form_of(component).validate({}).errors] == [message]


@pytest.mark.parametrize(
    ("component", "entered", "message"),
    [
        (field("textfield", validate={"minLength": 3}), "ab", "Skriv minst 3 tecken. Nu är det 2."),
        (field("textfield", validate={"maxLength": 3}), "abcde", "Korta texten med 2 tecken. Högst 3 får plats."),
        (field("textfield", validate={"pattern": "^RUN/"}), "KS/1", "Skriv värdet på det sätt som hjälptexten visar."),
        (
            field("textfield", validate={"pattern": "^RUN/"}, extras={"pattern_message": "Börja med RUN/."}),
            "KS/1",
            "Börja med RUN/.",
        ),
        (field("number", validate={"min": 10}), "9", "Ange minst 10."),
        (field("number", validate={"max": "2450000.5"}), "2450001", "Ange högst 2\u00a0450\u00a0000,5."),
        (field("number", validate={"max": "=ceiling"}), "101", "Ange högst 100."),
        (field("number", decimalDigits=0), "1,5", "Ange ett heltal, utan decimaler."),
        (field("number", decimalDigits=2), "1,555", "Ange högst 2 decimaler."),
        (field("number", extras={"type": "sek"}), "1,5", "Ange hela kronor, utan decimaler."),
        (field("datetime", subtype="date", extras={"min": "=opens_on"}), "2021-09-30", "Ange tidigast 2021-10-01."),
        (field("datetime", subtype="date", extras={"max": "=opens_on"}), "2021-10-02", "Ange senast 2021-10-01."),
        (
            field("datetime", subtype="date", disallowPassedDates=True),
            "2021-11-19",
            "Ange en tid som inte har passerat.",
        ),
        (
            field("datetime", subtype="datetime", disallowPassedDates=True),
            "2021-11-20T12:59",
            "Ange en tid som inte har passerat.",
        ),
        (field("checklist", values=["a", "b"], extras={"min_choices": 2}), ["a"], "Välj minst 2."),
        (field("checklist", values=["a", "b"], extras={"max_choices": 1}), ["a", "b"], "Välj högst 1."),
        (field("filepicker", multiple=True, extras={"max_files": 1}), ["a", "b"], "Lägg till högst 1 filer."),
    ],
)
def test_a_limit_is_named_in_the_message(component: Json, entered: Any, message: str) -> None:
    context = {"ceiling": Decimal(100), "opens_on": datetime(2021, 10, 1, tzinfo=UTC).date()}
    outcome = form_of(component).validate({"value": entered}, context, now=NOW)
    assert [error.message.sv for error in outcome.errors] == [message]


def test_a_day_is_past_by_local_time() -> None:
    form = form_of(field("datetime", subtype="date", disallowPassedDates=True))
    late_evening = datetime(2021, 11, 19, 23, 30, tzinfo=UTC)
    assert form.validate({"value": "2021-11-19"}, now=late_evening).errors
    assert not form.validate({"value": "2021-11-20"}, now=late_evening).errors


def test_unknown_keys_are_refused_wherever_they_are() -> None:
    rows = {"type": "dynamiclist", "path": "costs", "label": "Kostnader", "components": [field("number", "amount")]}
    form = form_of(field("textfield", "applicant.name"), rows)
    raw = {"applicant": {"name": "A", "role": "admin"}, "costs": [{"amount": 1, "_paid": True}], "__class__": {"x": 1}}
    assert {error.path for error in form.validate(raw).errors} == {"applicant.role", "costs[0]._paid", "__class__"}


def test_hidden_fields_are_neither_demanded_nor_stored() -> None:
    reason = field("textarea", "reason", conditional={"hide": '=conflict = "no"'}, **REQUIRED)
    form = form_of(field("radio", "conflict", values=["no", "yes"]), reason)
    assert form.validate({"conflict": "no", "reason": "gammal text"}).data == {"conflict": "no"}
    assert [error.path for error in form.validate({"conflict": "yes"}).errors] == ["reason"]


def test_a_field_that_depends_on_a_hidden_one_sees_nothing_of_it() -> None:
    form = form_of(
        field("checkbox", "first"),
        field("checkbox", "second", conditional={"hide": "=not(first)"}),
        field("textfield", "third", conditional={"hide": "=second != true"}),
    )
    assert form.validate({"first": "", "second": "on", "third": "x"}).data == {"first": False}
    assert form.validate({"first": "on", "second": "on", "third": "x"}).data["third"] == "x"


def test_conditions_in_rows_see_their_own_row() -> None:
    note = field("textfield", "note", conditional={"hide": "=amount < 100"}, **REQUIRED)
    rows = {
        "type": "dynamiclist",
        "path": "costs",
        "label": "Kostnader",
        "components": [field("number", "amount"), note],
    }
    outcome = form_of(rows).validate({"costs": [{"amount": 5}, {"amount": 500}]})
    assert [error.path for error in outcome.errors] == ["costs[1].note"]
    assert outcome.data["costs"][0] == {"amount": Decimal(5)}


@pytest.mark.parametrize(("count", "message"), [(0, "Lägg till minst 1 rad."), (3, "Ange högst 2 rader.")])
def test_rows_are_counted(count: int, message: str) -> None:
    extras = {"utlysa": {"min_rows": 1, "max_rows": 2}}
    rows = {
        "type": "dynamiclist",
        "path": "costs",
        "label": "K",
        "properties": extras,
        "components": [field("number", "amount")],
    }
    outcome = form_of(rows).validate({"costs": [{"amount": 1}] * count})
    assert [(error.path, error.message.sv) for error in outcome.errors] == [("costs", message)]


@pytest.mark.parametrize("entered", ["text", 5, ["text"], {"a": 1}])
def test_what_is_no_rows_is_refused(entered: Any) -> None:
    rows = {"type": "dynamiclist", "path": "costs", "label": "K", "components": [field("number", "amount")]}
    assert [error.path for error in form_of(rows).validate({"costs": entered}).errors] == ["costs"]


def test_options_may_come_from_the_case() -> None:
    form = form_of(field("select", "officer", valuesExpression="=for p in people return {label: p.name, value: p.id}"))
    people = {"people": [{"name": "Handläggare 1", "id": "handlaggare.1"}]}
    assert form.validate({"officer": "handlaggare.1"}, people).data == {"officer": "handlaggare.1"}
    assert form.validate({"officer": "handlaggare.2"}, people).errors


def test_an_expression_is_worked_out_on_the_server() -> None:
    total = {"type": "expression", "key": "total", "expression": "=sum(for row in costs return row.amount)"}
    rows = {"type": "dynamiclist", "path": "costs", "label": "K", "components": [field("number", "amount")]}
    outcome = form_of(total, rows).validate({"costs": [{"amount": "1 000"}, {"amount": "500"}], "total": 1})
    assert outcome.data["total"] == Decimal(1500)


class TestRules:
    RULE: ClassVar[Json] = {
        "expression": "=costs_total = financing_total",
        "message": "Budget och finansiering ska vara lika. Ändra den ena.",
        "message_en": "They must agree. Change one.",
        "fields": ["financing_total"],
    }
    FIELDS = (field("number", "costs_total"), field("number", "financing_total"))

    def test_a_broken_rule_is_an_error_at_its_fields(self) -> None:
        outcome = form_of(*self.FIELDS, rules=[self.RULE]).validate({"costs_total": 5, "financing_total": 6})
        assert [(error.path, error.message.en) for error in outcome.errors] == [
            ("financing_total", "They must agree. Change one.")
        ]
        assert not form_of(*self.FIELDS, rules=[self.RULE]).validate({"costs_total": 5, "financing_total": 5}).errors

    def test_a_rule_waits_until_its_fields_can_be_read(self) -> None:
        outcome = form_of(*self.FIELDS, rules=[self.RULE]).validate({"costs_total": 5, "financing_total": "sex"})
        assert [error.message.sv for error in outcome.errors] == ["Skriv ett tal med siffror, till exempel 1 234,50."]

    def test_a_rule_that_cannot_be_judged_is_broken(self) -> None:
        rule = {**self.RULE, "expression": "financing_total < unknown_limit"}
        assert form_of(*self.FIELDS, rules=[rule]).validate({"financing_total": 6}).errors
        assert not form_of(*self.FIELDS, rules=[rule]).validate({}).errors

    def test_a_warning_stops_nothing(self) -> None:
        outcome = form_of(*self.FIELDS, rules=[{**self.RULE, "severity": "warning"}]).validate(
            {"costs_total": 5, "financing_total": 6}
        )
        assert outcome.is_valid
        assert [warning.path for warning in outcome.warnings] == ["financing_total"]


class TestLockedFields:
    def test_a_locked_field_keeps_the_value_of_the_case(self) -> None:
        form = form_of(field("textfield", "title", readonly=True), field("textfield", "note"))
        assert form.validate({"note": "x"}, {"title": "Kluster"}).data == {"title": "Kluster", "note": "x"}
        assert form.validate({"title": "Kluster"}, {"title": "Kluster"}).is_valid
        assert [error.path for error in form.validate({"title": "Annat"}, {"title": "Kluster"}).errors] == ["title"]

    def test_a_lock_may_depend_on_the_case(self) -> None:
        form = form_of(field("textfield", "title", extras={"lock": '=not(list contains(asked_for, "title"))'}))
        assert form.validate({"title": "Nytt"}, {"asked_for": ["title"], "title": "Gammalt"}).data == {"title": "Nytt"}
        assert not form.validate({"title": "Nytt"}, {"asked_for": [], "title": "Gammalt"}).is_valid
