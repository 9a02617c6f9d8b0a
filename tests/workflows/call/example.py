"""The call of 2021 as test data."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from workflows.call.rules import cutoff_of, opening_of
from workflows.call.values import HEADINGS, FundingCall, terms_of

CRITERIA = [
    {"code": "relevans", "name": "Relevans", "weight": Decimal(30)},
    {"code": "samverkan", "name": "Samverkan", "weight": Decimal(25)},
    {"code": "maluppfyllelse", "name": "Måluppfyllelse", "weight": Decimal(25)},
    {"code": "hallbar_forandring", "name": "Hållbar förändring", "weight": Decimal(20)},
]
COMMITMENTS = [
    "Hålla i styrningen av programmet",
    "Vara facilitator",
    "Se över planerna två gånger per år",
    "Driva området",
]


def content_of_2021(**changes: Any) -> dict[str, Any]:
    """What the form `call_draft` gave for the call of 2021."""
    return {
        "title": "Stöd till innovationskluster för ett hållbart och konkurrenskraftigt Jämtland Härjedalen",
        "lead": "Regionen utlyser upp till 10 miljoner kronor.",
        "purpose": "Driva länets styrkeområden framåt.",
        "legal_basis": "SFS2022_1468_12",
        "funding_source": "anslag_1_1",
        "areas": ["HE", "JSV", "UPP", "DIG"],
        "budget_sek": Decimal(10_000_000),
        "min_sek": Decimal(500_000),
        "max_sek": Decimal(3_000_000),
        "max_intensity": Decimal(50),
        "opens_on": date(2021, 11, 1),
        "deadline_date": date(2021, 11, 29),
        "deadline_time": "23:59:59",
        "decision_from": date(2021, 12, 1),
        "decision_to": date(2021, 12, 31),
        "board_meeting_id": None,
        "support_start": date(2022, 1, 1),
        "support_end": date(2022, 12, 31),
        "meeting_start": datetime(2021, 11, 16, 7, 0, tzinfo=UTC),
        "meeting_end": datetime(2021, 11, 16, 7, 45, tzinfo=UTC),
        "meeting_place": "Teams",
        "meeting_capacity": Decimal(2),
        "criteria": CRITERIA,
        "threshold_total": Decimal(60),
        "threshold_each": Decimal(2),
        "area_first": "yes",
        "commitments": [{"text": text} for text in COMMITMENTS],
        **{code: f"Text om {heading.sv}" for code, heading in HEADINGS.items()},
        **changes,
    }


def a_call(**changes: Any) -> FundingCall:
    """The call of 2021, published."""
    content = content_of_2021(**changes)
    return FundingCall(
        id="call-1",
        registry_number="RUN/598/2021",
        version=1,
        status="published",
        opens_at=opening_of(content["opens_on"]),
        cutoff=cutoff_of(content["deadline_date"], content["deadline_time"]),
        **terms_of(content),
    )
