"""The demo's own facts: the call of 2021 with its twelve applicants, a second call, the letter of intent of 2020."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any, cast


@dataclass(frozen=True, slots=True)
class Extension:
    """What the evaluation says of a grant after its first period, and what becomes of the wish to go on."""

    grade: str
    goal_attainment: int
    outcome: str
    sek: int


@dataclass(frozen=True, slots=True)
class Applicant:
    """One applicant of 2021: what it asks for, how it was assessed, and what must become of it.

    `number` is 1 to 12; amounts are whole kronor; `missing` holds the checklist's item and what is written of it.
    """

    id: str
    name: str
    legal_form: str
    org_nr: str
    municipality: str
    areas: Sequence[str]
    title: str
    need: str
    submitted_at: datetime
    total_costs_sek: int
    sought_sek: int
    scores: Sequence[Sequence[int]]
    consensus: Sequence[int]
    expected_total: float | None
    expected_outcome: str
    missing: Mapping[int, str]
    answered_at: datetime | None
    withdrawn_at: datetime | None
    is_first_assessor_in_conflict: bool
    extension: Extension | None

    @property
    def number(self) -> int:
        """1 for A01."""
        return int(self.id[1:])

    @property
    def account_id(self) -> str:
        """The applicant's role account."""
        return f"sokande.{self.number}"


@dataclass(frozen=True, slots=True)
class Expected:
    """The outcome that the play must end with."""

    granted: Sequence[str]
    granted_sek: int
    reserve: Sequence[str]


@dataclass(frozen=True, slots=True)
class Letter:
    """The request for a letter of intent, its preparation and the decision, as the forms take them."""

    registered: Mapping[str, Any]
    prepared: Mapping[str, Any]
    draft: Mapping[str, Any]
    decided_on: date
    registry_number: str
    headings: Sequence[str]


@cache
def call_2021() -> Mapping[str, Any]:
    """The answers in the form for the call of 2021."""
    return cast("Mapping[str, Any]", _read("call-2021")["call"])


@cache
def call_2022() -> Mapping[str, Any]:
    """The answers in the form for a second call, open while the first one is assessed."""
    return cast("Mapping[str, Any]", _read("call-2022")["call"])


@cache
def applicants() -> tuple[Applicant, ...]:
    """The twelve applicants of 2021, A01 to A12."""
    return tuple(_applicant(entry) for entry in _read("call-2021")["applications"])


@cache
def expected() -> Expected:
    """Who is granted, how much in all, and who is on the reserve list in which order."""
    return Expected(**_read("call-2021")["expected"])


@cache
def letter() -> Letter:
    """The letter of intent of 2020."""
    entry = _read("letter-of-intent-2020")
    return Letter(**{**entry, "decided_on": date.fromisoformat(entry["decided_on"])})


def _applicant(entry: Mapping[str, Any]) -> Applicant:
    extension = entry.get("extension")
    return Applicant(
        id=entry["id"],
        name=entry["applicant"],
        legal_form=entry["legal_form"],
        org_nr=entry["org_nr"],
        municipality=entry["municipality"],
        areas=entry["areas"],
        title=entry["title"],
        need=entry["need"],
        submitted_at=datetime.fromisoformat(entry["submitted_at"]),
        total_costs_sek=entry["total_costs_sek"],
        sought_sek=entry["sought_sek"],
        scores=entry["scores"] or (),
        consensus=entry["consensus"] or (),
        expected_total=entry["expected_total"],
        expected_outcome=entry["expected_outcome"],
        missing={int(number): text for number, text in entry.get("missing", {}).items()},
        answered_at=_instant(entry.get("answered_at")),
        withdrawn_at=_instant(entry.get("withdrawn_at")),
        is_first_assessor_in_conflict=entry.get("first_assessor_in_conflict", False),
        extension=extension
        and Extension(extension["grade"], extension["goal_attainment"], extension["outcome"], extension["sek"]),
    )


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _read(name: str) -> dict[str, Any]:
    text = files("workflows.demo").joinpath("data", f"{name}.json").read_text(encoding="utf-8")
    return cast("dict[str, Any]", json.loads(text))
