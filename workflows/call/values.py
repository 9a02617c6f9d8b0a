"""A call for applications as frozen values, and the way to them from what its form gave."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal

from engine import Text

CallStatus = Literal["draft", "published", "closed", "decided", "archived"]

AREAS: Mapping[str, Text] = MappingProxyType(
    {
        "HE": Text("Hållbar energi", "Sustainable energy"),
        "JSV": Text("Jord, skog och vatten", "Soil, forest and water"),
        "UPP": Text("Upplevelser", "Experiences"),
        "DIG": Text("Digitala lösningar", "Digital solutions"),
    }
)
# The ten headings of the call text of 2021, in its order.
HEADINGS: Mapping[str, Text] = MappingProxyType(
    {
        "who_can_apply": Text("Vem kan söka?", "Who can apply?"),
        "what_for": Text("För vad kan vi söka?", "What can we apply for?"),
        "how_much": Text("Hur mycket kan vi få i stöd?", "How much support can we get?"),
        "time_period": Text("Tidsperiod", "Period"),
        "when_to_apply": Text("När kan vi söka?", "When can we apply?"),
        "important_to_know": Text("Vad är viktigt att veta?", "What is important to know?"),
        "how_to_apply": Text("Hur ansöker vi?", "How do we apply?"),
        "what_to_include": Text("Vad ska framgå i ansökan?", "What must the application contain?"),
        "how_decided": Text("Hur handläggs och beslutas vår ansökan?", "How is our application handled and decided?"),
        "contact": Text("Kontakt", "Contact"),
    }
)


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion of assessment: its code, its name and its share of 100."""

    code: str
    name: str
    weight: int


@dataclass(frozen=True, slots=True)
class Section:
    """One of the ten headings and its text."""

    code: str
    heading: Text
    text: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """The information meeting. `capacity` None: as many as come."""

    start: datetime
    end: datetime
    place: str
    capacity: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingCall:
    """A call for applications. Its id is its case's; amounts are whole kronor, `max_intensity` 50 means 50 %.

    `cutoff` is the first instant that is too late; `version` counts from 1 and grows with each amendment.
    """

    id: str
    registry_number: str
    version: int
    status: CallStatus
    title: str
    lead: str
    purpose: str
    legal_basis: str
    funding_source: str
    budget_sek: int
    areas: tuple[str, ...]
    min_sek: int
    max_sek: int
    max_intensity: Decimal
    opens_at: datetime
    deadline_date: date
    deadline_time: str
    cutoff: datetime
    decision_from: date
    decision_to: date
    board_meeting_id: str | None
    support_start: date
    support_end: date
    meeting: Meeting | None
    criteria: tuple[Criterion, ...]
    threshold_total: int
    threshold_each: int
    area_first: bool
    commitments: tuple[str, ...]
    sections: tuple[Section, ...]
    published_at: datetime | None = None
    closed_at: datetime | None = None
    outcome_at: datetime | None = None
    news_text: str = ""

    @property
    def area_names(self) -> Mapping[str, str]:
        """The Swedish names of the call's strength areas, by code."""
        return {code: AREAS[code].sv if code in AREAS else code for code in self.areas}

    def is_open(self, now: datetime) -> bool:
        """Whether applications can be submitted in time at that instant."""
        return self.status == "published" and self.opens_at <= now < self.cutoff

    def is_coming(self, now: datetime) -> bool:
        """Whether it is announced but not yet open."""
        return self.status == "published" and now < self.opens_at


# The fields of the form `call_draft`; the call keeps exactly these, and so do its versions.
CONTENT_FIELDS = (
    *("title", "lead", "purpose", "legal_basis", "funding_source", "areas"),
    *("budget_sek", "min_sek", "max_sek", "max_intensity"),
    *("opens_on", "deadline_date", "deadline_time", "decision_from", "decision_to", "board_meeting_id"),
    *("support_start", "support_end", "meeting_start", "meeting_end", "meeting_place", "meeting_capacity"),
    *("criteria", "threshold_total", "threshold_each", "area_first", "commitments"),
    *HEADINGS,
)


def content_of(variables: Mapping[str, Any]) -> dict[str, Any]:
    """The call's own fields among a case's variables; what was left empty is None."""
    return {name: variables.get(name) for name in CONTENT_FIELDS}


def terms_of(content: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of `FundingCall` that its form gives, with their types."""
    return {
        "title": content["title"],
        "lead": content["lead"] or "",
        "purpose": content["purpose"] or "",
        "legal_basis": content["legal_basis"],
        "funding_source": content["funding_source"] or "",
        "areas": tuple(content["areas"] or ()),
        "deadline_date": content["deadline_date"],
        "deadline_time": content["deadline_time"],
        "decision_from": content["decision_from"],
        "decision_to": content["decision_to"],
        "board_meeting_id": content["board_meeting_id"] or None,
        "support_start": content["support_start"],
        "support_end": content["support_end"],
        "max_intensity": Decimal(content["max_intensity"]),
        "area_first": content["area_first"] in (True, "yes"),
        "meeting": _meeting(content),
        "criteria": tuple(Criterion(row["code"], row["name"], int(row["weight"])) for row in content["criteria"] or ()),
        "commitments": tuple(row["text"] for row in content["commitments"] or ()),
        "sections": tuple(Section(code, heading, content[code] or "") for code, heading in HEADINGS.items()),
    } | {name: int(content[name]) for name in ("budget_sek", "min_sek", "max_sek", "threshold_total", "threshold_each")}


def _meeting(content: Mapping[str, Any]) -> Meeting | None:
    if content["meeting_start"] is None or content["meeting_end"] is None:
        return None
    capacity = content["meeting_capacity"]
    place = content["meeting_place"] or ""
    return Meeting(content["meeting_start"], content["meeting_end"], place, None if capacity is None else int(capacity))
