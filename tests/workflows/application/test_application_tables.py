"""The decision tables of an application, run on the product's own DMN engine."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.dmn import Model, load
from tests.workflows.call.example import a_call

CALL = a_call()
FOLDER = Path(__file__).parents[3] / "bpmn"
ELIGIBLE = {
    "legal_form": "aktiebolag",
    "org_nr_valid": True,
    "benefits_county": True,
    "areas": ["DIG"],
    "coordinates_cluster": True,
    "not_started": True,
    "collective_agreement_terms": True,
    "recovery_order": False,
    "in_difficulty": False,
    "insolvency": False,
    "publication_consent": True,
    "sought_sek": Decimal(2_300_000),
    "min_sek": Decimal(500_000),
    "max_sek": Decimal(3_000_000),
    "intensity": Decimal("50.00"),
    "max_intensity": Decimal(50),
    "legal_basis": "SFS2022_1468_12",
    "delimited_project": True,
}


def table(name: str) -> Model:
    return load(next(FOLDER.glob(f"*/{name}.dmn")).read_bytes())


@pytest.mark.parametrize(
    ("received", "outage", "posted", "outcome"),
    [
        (datetime(2021, 11, 29, 22, 58, 40, tzinfo=UTC), False, False, "in_time"),
        (datetime(2021, 11, 29, 23, 0, tzinfo=UTC), False, False, "late"),
        (datetime(2021, 11, 29, 23, 7, 12, tzinfo=UTC), False, False, "late"),
        (datetime(2021, 11, 29, 23, 7, 12, tzinfo=UTC), True, False, "in_time"),
        (datetime(2021, 11, 30, 9, 0, tzinfo=UTC), False, True, "in_time"),
        (datetime(2021, 11, 30, 9, 0, tzinfo=UTC), None, None, "late"),
    ],
)
def test_who_was_in_time(received: datetime, outage: bool | None, posted: bool | None, outcome: str) -> None:
    inputs = {"received_at": received, "cutoff": CALL.cutoff, "outage_logged": outage, "posted_in_time": posted}
    found = table("time").decide("time", inputs)
    assert found["outcome"] == outcome
    assert bool(found["note"]) is (outcome == "late" or received >= CALL.cutoff)


def test_a_faultless_application_is_eligible() -> None:
    assert table("eligibility").decide("eligibility", ELIGIBLE) == []


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        (
            {"legal_form": "enskild_firma", "sought_sek": Decimal(350_000)},
            ["not_legal_person", "amount_outside_limits"],
        ),
        ({"intensity": Decimal("50.01")}, ["intensity_above_ceiling"]),
        ({"intensity": Decimal("70.00")}, ["intensity_above_ceiling"]),
        ({"not_started": False}, ["started_before_application"]),
        ({"areas": []}, ["no_area"]),
        ({"publication_consent": False}, ["no_publication_consent"]),
        (
            {"recovery_order": True, "in_difficulty": True, "insolvency": True},
            ["recovery_order", "in_difficulty", "insolvency"],
        ),
        ({"delimited_project": False}, []),
        ({"delimited_project": False, "legal_basis": "SFS2003_596"}, ["not_delimited"]),
        ({"sought_sek": Decimal(500_000)}, []),
        ({"sought_sek": Decimal(3_000_001)}, ["amount_outside_limits"]),
    ],
)
def test_every_obstacle_is_told_with_its_source(changes: dict[str, Any], codes: list[str]) -> None:
    found = table("eligibility").decide("eligibility", ELIGIBLE | changes)
    assert [reason["code"] for reason in found] == codes
    assert all(reason["reason"] and reason["source"] for reason in found)


@pytest.mark.parametrize(
    ("changes", "route", "register"),
    [
        ({}, "GBER27_OPERATING", "tam_500000_eur"),
        ({"aid_date": date(2023, 7, 1)}, "GBER27_OPERATING", "tam_100000_eur"),
        ({"has_investment": True}, "GBER27_INVEST", "tam_500000_eur"),
        ({"is_undertaking": False}, "NO_AID", "none"),
        ({"sought_sek": Decimal(75_000_001)}, "NOTIFICATION", "commission"),
        ({"sought_sek": Decimal(75_000_001), "aid_date": date(2023, 7, 1)}, "GBER27_OPERATING", "tam_100000_eur"),
        ({"legal_basis": "DE_MINIMIS"}, "DE_MINIMIS_2014", "none"),
        ({"legal_basis": "DE_MINIMIS", "aid_date": date(2024, 1, 1)}, "DE_MINIMIS_2024", "none"),
        ({"legal_basis": "DE_MINIMIS", "aid_date": date(2026, 1, 1)}, "DE_MINIMIS_2024", "de_minimis_register"),
        ({"legal_basis": "SFS2003_596"}, "PROJ_2003_596", "none"),
        ({"legal_basis": "EGNA_MEDEL"}, "LEGAL_REVIEW", "none"),
    ],
)
def test_the_route_through_state_aid_follows_the_day_of_decision(
    changes: dict[str, Any], route: str, register: str
) -> None:
    inputs: dict[str, Any] = {
        "is_undertaking": True,
        "legal_basis": "SFS2022_1468_12",
        "has_investment": False,
        "sought_sek": Decimal(2_300_000),
        "aid_date": date(2021, 12, 31),
        "max_intensity": Decimal(50),
    }
    found = table("state_aid").decide("state_aid", inputs | changes)
    assert (found["route"], found["register"], found["ceiling"]) == (route, register, Decimal(50))
    assert found["version"]


@pytest.mark.parametrize(
    ("changes", "outcome", "ground"),
    [
        ({"placement": "granted"}, "granted", "prioritised"),
        ({"placement": "partial"}, "partially_granted", "prioritised"),
        ({"placement": "reserve"}, "rejected", "no_funds"),
        ({"is_qualified": False}, "rejected", "quality"),
        ({"obstacles": 1}, "rejected", "ineligible"),
        ({"is_complete": False}, "dismissed", "incomplete"),
        ({"is_on_time": False}, "dismissed", "late"),
        ({"is_withdrawn": True}, "closed", "withdrawn"),
    ],
)
def test_the_outcome_follows_the_order_of_the_rules(changes: dict[str, Any], outcome: str, ground: str) -> None:
    inputs: dict[str, Any] = {
        "is_withdrawn": False,
        "is_on_time": True,
        "is_complete": True,
        "obstacles": Decimal(0),
        "is_qualified": True,
        "placement": "none",
    }
    found = table("outcome").decide("outcome", inputs | changes)
    assert (found["outcome"], found["ground"]) == (outcome, ground)
    assert found["reserve"] is (ground == "no_funds")
