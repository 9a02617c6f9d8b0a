"""An application as frozen values: its state, what it asks for, and what people are told of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal

from engine import Text

ApplicationStatus = Literal[
    "received",
    "in_review",
    "completion_requested",
    "in_assessment",
    "ready_for_ranking",
    "rejection_to_board",
    "to_delegate",
    "withdrawn",
    "decided",
]
Severity = Literal["error", "warning"]

LEGAL_FORMS: Mapping[str, Text] = MappingProxyType(
    {
        "aktiebolag": Text("Aktiebolag", "Limited company"),
        "ekonomisk_forening": Text("Ekonomisk förening", "Economic association"),
        "ideell_forening": Text("Ideell förening", "Non-profit association"),
        "stiftelse": Text("Stiftelse", "Foundation"),
        "handelsbolag": Text("Handelsbolag eller kommanditbolag", "Partnership"),
        "offentlig": Text("Kommun, region eller myndighet", "Municipality, region or agency"),
        "universitet": Text("Universitet eller högskola", "University"),
        "enskild_firma": Text("Enskild näringsverksamhet", "Sole trader"),
        "annan": Text("Annan", "Other"),
    }
)
NOT_LEGAL_PERSONS = frozenset({"enskild_firma", "privatperson"})
# A status is settled when the call no longer waits for it.
SETTLED: frozenset[str] = frozenset({"ready_for_ranking", "rejection_to_board", "to_delegate", "withdrawn", "decided"})


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to put right, or to know, before an application is submitted. A warning stops nothing."""

    code: str
    severity: Severity
    section: str
    field: str
    text: Text


@dataclass(frozen=True, slots=True)
class Figures:
    """The sums of an application's budget, in whole kronor; `intensity` in percent, None without costs."""

    costs_sek: int
    financing_sek: int
    sought_sek: int
    intensity: Decimal | None


@dataclass(frozen=True, slots=True)
class SectionState:
    """How far a section of the form is filled in. `missing` and `errors` are numbers of fields."""

    code: str
    number: int
    title: Text
    status: Literal["done", "started", "empty", "errors", "locked"]
    missing: int
    errors: int


@dataclass(frozen=True, slots=True)
class Draft:
    """An application that is being written. Only its owner and those who act for its organisation may read it.

    `application_id` is set when it is a new version of one that is already submitted.
    """

    id: str
    call_id: str
    owner: str
    org_identity: str
    revision: int
    data: Mapping[str, Any]
    created_at: datetime
    saved_at: datetime
    saved_by: str
    status: Literal["open", "submitted"]
    application_id: str | None

    @property
    def title(self) -> str:
        """The project's name, as far as it is written."""
        return str(self.data.get("title") or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """A submitted application. Its id is its case's; `version` counts submissions before the cut-off from 1."""

    id: str
    call_id: str
    registry_number: str
    version: int
    status: ApplicationStatus
    org_identity: str
    applicant_name: str
    legal_form: str
    municipality: str
    title: str
    areas: tuple[str, ...]
    sought_sek: int
    total_costs_sek: int
    intensity: Decimal
    contact_email: str
    received_at: datetime
    is_on_time: bool
    sha256: str
    respond_by: datetime | None
    outcome: str | None
    granted_sek: int | None
    decided_at: datetime | None

    @property
    def org_nr(self) -> str:
        """The applicant's registration number."""
        return self.org_identity.removeprefix("org:")

    @property
    def is_settled(self) -> bool:
        """Whether the call no longer waits for it."""
        return self.status in SETTLED


@dataclass(frozen=True, slots=True)
class Proposal:
    """An officer's proposal to reject or dismiss an application, in the words that the decision takes over.

    `ground` is `late`, `incomplete` or `ineligible`; `obstacles` are the hits `{code, reason, source}` of the table of
    eligibility.
    """

    application_id: str
    kind: Literal["rejection", "dismissal"]
    ground: str
    reason: str
    rules: str
    circumstances: str
    obstacles: Sequence[Mapping[str, str]]
    text: str
    proposed_at: datetime
    proposed_by: str


@dataclass(frozen=True, slots=True)
class CompletionRequest:
    """A request for completion, and its answer if one has come."""

    application_id: str
    round: int
    sent_at: datetime
    sent_by: str
    respond_by: datetime
    items: Sequence[Mapping[str, Any]]
    message: str
    consequence: str
    document_id: str
    reminded_at: datetime | None
    answered_at: datetime | None
    answer_note: str | None
    answer_document_id: str | None


@dataclass(frozen=True, slots=True)
class Version:
    """A version of an application: `cause` is `submitted`, `resubmitted` or `completed`."""

    application_id: str
    version: int
    cause: str
    received_at: datetime
    submitted_by: str
    sha256: str
    document_id: str
    receipt_id: str | None


@dataclass(frozen=True, slots=True)
class MissingItem:
    """A point of the checklist that is not fulfilled, and what the officer writes to the applicant about it."""

    number: int
    text: Text
    comment: str
    fields: Sequence[str]


@dataclass(frozen=True, slots=True)
class Step:
    """One of the steps that the applicant sees; `at` is when it was reached, or when it is planned to be."""

    code: str
    title: Text
    status: Literal["done", "now", "todo"]
    at: datetime | None
    note: Text
