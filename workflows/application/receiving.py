"""Registers what an applicant has submitted: the application with its files, its snapshot, and the receipt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from engine import Call
from workflows.application.attachments import files_in, register_files
from workflows.application.case_data import kept_figures
from workflows.application.model import application_versions
from workflows.application.rules import sha256_of
from workflows.call.values import FundingCall
from workflows.letters import write_letter
from workflows.notifications import send_template
from workflows.parties import account, emails_of, identity_of, own_organisation
from workflows.registry import Document
from workflows.tables import canonical_json


@dataclass(frozen=True, slots=True)
class Received:
    """A submission as it arrived."""

    application_id: str
    registry_number: str
    version: int
    at: datetime
    data: Mapping[str, Any]
    sections: Sequence[Mapping[str, Any]]
    on_time: bool

    @property
    def snapshot(self) -> str:
        """The one text of the content, of which the check sum is taken."""
        return canonical_json(self.data)

    @property
    def sha256(self) -> str:
        """The check sum that the receipt shows."""
        return sha256_of(self.data)


def row_of(call: Call, received: Received) -> dict[str, Any]:
    """The columns of an application that a submission gives."""
    return {
        "version": received.version,
        "org_identity": identity_of(received.data["org_nr"]),
        "submitted_by": call.actor.id,
        "applicant_name": received.data["applicant_name"],
        "title": received.data["title"],
        "contact_email": received.data["contact_email"],
        "data": received.data,
        "sections": received.sections,
        "figures": kept_figures(received.data),
        "received_at": received.at,
        "is_on_time": received.on_time,
        "sha256": received.sha256,
    }


def keep_version(call: Call, received: Received, funding: FundingCall, *, cause: str) -> None:
    """Register a submission with its files, send its receipt, and keep what was received as it was."""
    title = "Ansökan" if received.version == 1 else f"Ansökan, version {received.version}"
    document = write_application(call, received, title=title)
    files = register_files(
        call,
        files_in(received.data),
        registry_number=received.registry_number,
        case_id=call.case_id,
        party=received.data["applicant_name"],
    )
    receipt = _write_receipt(call, received, funding, files)
    call.session.execute(
        application_versions.insert().values(
            application_id=received.application_id,
            version=received.version,
            cause=cause,
            received_at=received.at,
            submitted_by=call.actor.id,
            data=received.data,
            sections=received.sections,
            snapshot=received.snapshot,
            sha256=received.sha256,
            document_id=document.id,
            receipt_id=receipt.id,
        )
    )


def write_application(call: Call, received: Received, *, title: str) -> Document:
    """Register the application (D4) as a page that can be read and printed."""
    return write_letter(
        call,
        "application/application_text",
        {
            "sections": printed_sections(received.sections),
            "received_at": received.at,
            "sha256": received.sha256,
        },
        kind="D4",
        title=f"{title}: {received.data['title']}",
        registry_number=received.registry_number,
        case_id=call.case_id,
        party=received.data["applicant_name"],
        direction="in",
        visible_to_applicant=True,
    )


def printed_sections(sections: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The kept sections as a letter prints them, in Swedish and in the form's order; empty answers are left out.

    A section has blocks of pairs, and of tables, as they follow upon each other.
    """
    return [
        {"title": f"{section['number']}. {section['title'][0]}", "blocks": _blocks(section["items"])}
        for section in sections
    ]


def _blocks(items: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    answered = [item for item in items if "columns" in item or item["text"][0] or item["files"]]
    blocks: list[dict[str, Any]] = []
    for is_table, group in groupby(answered, key=lambda item: "columns" in item):
        found = list(group)
        pairs = [] if is_table else [_printed_pair(item) for item in found]
        blocks.append({"pairs": pairs, "tables": [_printed_table(item) for item in found] if is_table else []})
    return blocks


def _printed_pair(item: Mapping[str, Any]) -> dict[str, str]:
    files = ", ".join(file_name(file) for file in item["files"])
    return {"label": item["label"][0], "text": item["text"][0] or files}


def _printed_table(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "label": item["label"][0],
        "columns": [column[0] for column in item["columns"]],
        "lines": [{"cells": [cell[0] or "–" for cell in line]} for line in item["lines"]],
    }


def file_name(file: Mapping[str, Any]) -> str:
    """The name of a file that a form refers to."""
    return str(file.get("name") or file["id"])


def _write_receipt(call: Call, received: Received, funding: FundingCall, files: Sequence[Document]) -> Document:
    own = own_organisation(call.session)
    context = {
        "title": received.data["title"],
        "call_title": funding.title,
        "applicant_name": received.data["applicant_name"],
        "registry_number": received.registry_number,
        "received_at": received.at,
        "on_time": received.on_time,
        "cutoff": funding.cutoff,
        "sha256": received.sha256,
        "files": [file.file_name for file in files],
        "decision_to": funding.decision_to,
    }
    document = write_letter(
        call,
        "application/receipt",
        context,
        kind="D6",
        title="Mottagningsbekräftelse",
        registry_number=received.registry_number,
        case_id=call.case_id,
        party=received.data["applicant_name"],
        recipient=(received.data["applicant_name"],),
        contact=(f"E-post: {own.email}", f"Tfn: {own.phone}"),
        visible_to_applicant=True,
    )
    person = account(call.session, call.actor.id)
    send_template(
        call,
        "application/receipt",
        context,
        to=[received.data["contact_email"], *emails_of(call.session, call.actor.id)],
        key=f"receipt:{call.case_id}:{received.version}",
        case_id=call.case_id,
        attachments=[document.id],
        language=person.language if person else "sv",
    )
    return document
