"""The applications of 2021 as rows: seven assessed ones, and one that the officer proposes to the board to reject."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from engine import Work
from tests.workflows.application.example import application_data
from workflows.application.model import application_proposals, applications
from workflows.assessment.model import assessment_protocols
from workflows.registry import register_case, set_series

DATA = Path(__file__).with_name("call_2021.json")
TO_REJECT = {
    "id": "A12",
    "title": "Småskalig lagring",
    "applicant": "Kallkällans Energi AB",
    "areas": ["HE"],
    "sought_sek": 1_400_000,
    "total_costs_sek": 2_000_000,
}
REASON = "Sökt stödnivå är 70 procent. Taket är 50 procent."


def insert_applications(work: Work, call_id: str) -> dict[str, str]:
    """Write the applications of a call; returns their ids by the short names of the data (A01 and so on)."""
    listed = json.loads(DATA.read_text(encoding="utf-8"))["applications"]
    set_series(work.session, "RUN", 2021, 601)
    ids = {}
    for number, one in enumerate(sorted(listed, key=lambda one: str(one["id"])), start=1):
        ids[one["id"]] = insert_application(work, call_id, one, number=number, status="ready_for_ranking")
        _insert_protocol(work, ids[one["id"]], one)
    ids["A12"] = insert_application(work, call_id, TO_REJECT, number=12, status="rejection_to_board")
    work.session.execute(
        application_proposals.insert().values(
            application_id=ids["A12"],
            kind="rejection",
            ground="ineligible",
            reason=REASON,
            rules="Förordning (2022:1468) 12 §",
            circumstances="Sökanden avstod från att sänka stödnivån.",
            obstacles=[],
            text=REASON,
            proposed_at=work.now,
            proposed_by="handlaggare.1",
        )
    )
    return ids


def insert_application(
    work: Work, call_id: str, one: dict[str, Any], *, number: int, status: str, case_id: str | None = None
) -> str:
    """Write one application; returns its id, which is `case_id` or made from the call's."""
    application_id = case_id or f"{call_id}-{one['id']}"
    registry_number = register_case(work.session, at=work.now, title=one["title"], case_id=application_id)
    sought = one["sought_sek"]
    costs = one.get("total_costs_sek", sought * 2)
    figures = {
        "legal_form": "aktiebolag",
        "municipality": "Östersund",
        "areas": one["areas"],
        "sought_sek": sought,
        "total_costs_sek": costs,
        "intensity": Decimal(sought * 100) / costs,
    }
    work.session.execute(
        applications.insert().values(
            id=application_id,
            call_id=call_id,
            registry_number=registry_number,
            version=1,
            status=status,
            org_identity=f"org:559999-{9000 + number}",
            submitted_by="sokande.1",
            applicant_name=one["applicant"],
            title=one["title"],
            contact_email=f"{one['id'].lower()}@sokande.example",
            data=application_data(title=one["title"]),
            sections=[],
            figures=figures,
            received_at=work.now,
            is_on_time=True,
            sha256="0" * 64,
        )
    )
    return application_id


def _insert_protocol(work: Work, application_id: str, one: dict[str, Any]) -> None:
    work.session.execute(
        assessment_protocols.insert().values(
            application_id=application_id,
            scores=one["scores"],
            total=Decimal(one["total"]),
            motivation=f"Bedömarna är eniga om {one['title']}.",
            conditions=["Redovisa samverkan i första lägesrapporten."],
            difference=Decimal(0),
            differs=False,
            resolution="",
            meeting_notes="",
            is_qualified=True,
            version=1,
            written_at=work.now,
            written_by="handlaggare.1",
            document_id="0" * 32,
        )
    )
