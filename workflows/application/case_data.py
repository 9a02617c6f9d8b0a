"""What an application's case knows of its content: the variables that gateways and decision tables read."""

from collections.abc import Mapping
from typing import Any

from workflows.application.rules import figures_of, rows_of
from workflows.call.rules import local_day
from workflows.call.values import FundingCall
from workflows.parties import identity_of

_YES_OR_NO = (
    *("is_undertaking", "in_difficulty", "recovery_order", "insolvency", "collective_agreement_terms"),
    *("benefits_county", "coordinates_cluster", "delimited_project", "publication_consent"),
)


def variables_of(data: Mapping[str, Any], call: FundingCall, *, received_at: Any) -> dict[str, Any]:
    """The variables that follow from an application's content; `data` is typed and complete.

    A project that begins before the day on which the application arrived is not "not started", whatever was declared.
    Source: 2022:1468 6 §; R-29.
    """
    figures = figures_of(data)
    return {
        "org_identity": identity_of(data["org_nr"]),
        "org_nr_valid": True,
        "applicant_name": data["applicant_name"],
        "recipient_name": data["applicant_name"],
        "recipient_email": data["contact_email"],
        "contact_email": data["contact_email"],
        "title": data["title"],
        "legal_form": data["legal_form"],
        "areas": list(data["areas"]),
        "sought_sek": figures.sought_sek,
        "total_costs_sek": figures.costs_sek,
        "intensity": figures.intensity,
        "has_investment": any(row["type"] == "investment" and row["amount_sek"] for row in rows_of(data, "costs")),
        "de_minimis": [dict(row) for row in rows_of(data, "de_minimis")],
        "de_minimis_complete": data.get("de_minimis_complete") is True,
        "not_started": data["not_started"] == "yes" and data["start_date"] >= local_day(received_at),
        **{name: data[name] == "yes" for name in _YES_OR_NO},
        **terms_of(call),
    }


def terms_of(call: FundingCall) -> dict[str, Any]:
    """What an application's case knows of its call."""
    return {
        "call_title": call.title,
        "cutoff": call.cutoff,
        "min_sek": call.min_sek,
        "max_sek": call.max_sek,
        "max_intensity": call.max_intensity,
        "legal_basis": call.legal_basis,
        "aid_date": call.decision_to,
        "support_start": call.support_start,
        "support_end": call.support_end,
    }


def kept_figures(data: Mapping[str, Any]) -> dict[str, Any]:
    """The figures that lists of applications show."""
    figures = figures_of(data)
    return {
        "legal_form": data["legal_form"],
        "municipality": data["municipality"],
        "areas": list(data["areas"]),
        "sought_sek": figures.sought_sek,
        "total_costs_sek": figures.costs_sek,
        "intensity": figures.intensity,
    }
