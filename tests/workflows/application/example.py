"""An application to the call of 2021 that is complete, as test data."""

from datetime import date
from decimal import Decimal
from typing import Any

COSTS = (
    ("staff", 2_400_000),
    ("services", 1_200_000),
    ("travel", 240_000),
    ("overhead", 360_000),
    ("investment", 400_000),
)
FINANCING = (
    ("sought", 2_300_000),
    ("own_cash", 1_000_000),
    ("own_time", 500_000),
    ("public", 400_000),
    ("private", 400_000),
)


def amounts(name: str, pairs: Any) -> list[dict[str, Any]]:
    """Rows of costs (`type`) or financing (`kind`)."""
    more = {"year": Decimal(2022)} if name == "type" else {"source": "", "status": "confirmed"}
    return [{name: code, "amount_sek": Decimal(amount), **more} for code, amount in pairs]


def application_data(**changes: Any) -> dict[str, Any]:
    """Everything that the form asks for, typed."""
    return {
        "org_nr": "559999-9041",
        "applicant_name": "Glesbygdens Digitala Hubb AB",
        "legal_form": "aktiebolag",
        "cfar": "",
        "address": "Storgatan 1",
        "postal_code": "831 30",
        "city": "Östersund",
        "municipality": "Östersund",
        "account_kind": "bankgiro",
        "bankgiro": "5050-1055",
        "contact_name": "kontaktperson.1",
        "contact_email": "kontakt@hubb.example",
        "contact_phone": "",
        "signatory_name": "firmatecknare.1",
        "signatory_authority": "signatory",
        "title": "Koppla ihop länet",
        "areas": ["DIG"],
        "start_date": date(2022, 1, 1),
        "end_date": date(2022, 12, 31),
        "summary": "Vi kopplar ihop länets digitala aktörer.",
        "target_group": "Företag i länet",
        "background_need": "Aktörerna är spridda.",
        "goals": [{"goal": "Fler möten", "indicator": "Antal", "baseline": "0", "target": "4"}],
        "sustainability_economic": "Ja",
        "sustainability_social": "Ja",
        "sustainability_environmental": "Ja",
        "equality": "Ja",
        "sami_perspective": "",
        "activities": [
            {
                "name": "Möten",
                "area": "DIG",
                "start": date(2022, 1, 10),
                "end": date(2022, 12, 1),
                "cost_sek": Decimal(100_000),
                "result": "Handlingsplan",
            }
        ],
        "risks": [],
        "follow_up": "Kvartalsvis",
        "own_ideas": "",
        "organisation_steering": "Styrgrupp",
        "coordinates_cluster": "yes",
        "actors": [
            {"name": "Hubben", "sector": "business", "role": "Leder"},
            {"name": "Kommunen", "sector": "public", "role": "Deltar"},
        ],
        "mobilising_meetings": [
            {"area": "DIG", "date": date(2022, 3, 1)},
            {"area": "DIG", "date": date(2022, 9, 1)},
        ],
        "action_plan_work": "Två översyner per år",
        "costs": amounts("type", COSTS),
        "financing": amounts("kind", FINANCING),
        "budget_comment": "",
        "is_undertaking": "yes",
        "not_started": "yes",
        "in_difficulty": "no",
        "recovery_order": "no",
        "insolvency": "no",
        "collective_agreement_terms": "yes",
        "benefits_county": "yes",
        "delimited_project": "yes",
        "publication_consent": "yes",
        "other_aid": [],
        "cover_letter": {"id": "upload-1", "name": "missiv.pdf"},
        "attachments": [],
        "gdpr_info_read": True,
        "truth_declaration": True,
        "signed": True,
        **changes,
    }
