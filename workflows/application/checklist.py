"""The checklist of completeness, the same for all applications of a call, and what an answer to it may change."""

from collections.abc import Mapping
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any

from engine import Text
from engine.calendars import WorkingCalendar, instant
from workflows.application.values import MissingItem
from workflows.registry.numbers import ZONE

USUAL_WORKING_DAYS = 5
FEWEST_WORKING_DAYS = 2
MOST_ROUNDS = 2
_NOON = time(12)

ITEMS: Mapping[int, Text] = MappingProxyType(
    {
        1: Text("Sökanden är en juridisk person", "The applicant is a legal person"),
        2: Text("Organisationsnumret är giltigt och aktivt", "The registration number is valid and active"),
        3: Text("Behörig person har skrivit under", "An authorised person has signed"),
        4: Text("Minst ett styrkeområde är valt", "At least one strength area is chosen"),
        5: Text("Kostnader och finansiering är lika", "Costs and financing are equal"),
        6: Text("Sökt stöd ligger mellan lägsta och högsta belopp", "The support sought is within the limits"),
        7: Text("Stödnivån är inte över taket", "The aid intensity is not above the ceiling"),
        8: Text("Missiv eller signeringsunderlag finns", "There is a cover letter or proof of signature"),
        9: Text("Två möten per styrkeområde och år planeras", "Two meetings per strength area and year are planned"),
        10: Text("Samtycke till offentliggörande finns", "There is consent to publication"),
    }
)
# What each point is about: only these fields of the application may an answer change.
FIELDS: Mapping[int, tuple[str, ...]] = MappingProxyType(
    {
        1: ("legal_form",),
        2: ("org_nr",),
        3: ("signatory_name", "signatory_authority", "power_of_attorney"),
        4: ("areas",),
        5: ("costs", "financing"),
        6: ("financing",),
        7: ("costs", "financing"),
        8: ("cover_letter",),
        9: ("mobilising_meetings",),
        10: ("publication_consent",),
    }
)


def missing_items(answers: Mapping[str, Any]) -> tuple[MissingItem, ...]:
    """The points that the officer found missing, with what is written to the applicant.

    `answers` has `item_1` to `item_10` and their comments. Source: R-07; FL 20 §.
    """
    return tuple(
        MissingItem(number, text, str(answers.get(f"item_{number}_comment") or ""), FIELDS[number])
        for number, text in ITEMS.items()
        if answers.get(f"item_{number}") == "missing"
    )


def items_of(kept: Any) -> tuple[MissingItem, ...]:
    """The missing points as a case keeps them (`{number, text, comment}`)."""
    return tuple(
        MissingItem(number, ITEMS[number], str(row.get("comment") or ""), FIELDS[number])
        for row in kept or ()
        if (number := int(row["number"])) in ITEMS
    )


def kept_items(items: tuple[MissingItem, ...]) -> list[dict[str, Any]]:
    """The missing points as a case keeps them."""
    return [{"number": item.number, "text": item.text.sv, "comment": item.comment} for item in items]


def usual_respond_by(today: date, calendar: WorkingCalendar, *, zone: str = ZONE) -> datetime:
    """The usual last instant of an answer: noon, five working days from now. Source: domain.md 2.8."""
    return instant(calendar.add_working_days(today, USUAL_WORKING_DAYS), _NOON, zone)


def is_enough_time(respond_by: date, *, today: date, calendar: WorkingCalendar) -> bool:
    """Whether the applicant gets at least two working days. Source: domain.md 2.8."""
    return respond_by >= calendar.add_working_days(today, FEWEST_WORKING_DAYS)


def allowed_changes(items: tuple[MissingItem, ...], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Of an answer's changes those to fields that were asked for: the content is otherwise as it was in time.

    Source: equal treatment; domain.md, P2, "Ändrad uppgift".
    """
    asked = {field for item in items for field in item.fields}
    return {name: value for name, value in changes.items() if name in asked}
