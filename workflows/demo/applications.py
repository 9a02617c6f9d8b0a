"""What the demo's applicants enter in the application form."""

from collections.abc import Mapping, Sequence
from typing import Any

from workflows.demo.facts import Applicant

_OVERHEAD_PERCENT = 15
_YEAR = 2022
_YES, _NO = "yes", "no"


def application_data(applicant: Applicant) -> dict[str, Any]:
    """The form as a person fills it in; costs and financing agree, and the sought sum is the script's."""
    return {
        **_applicant(applicant),
        **_project(applicant),
        **_activities(applicant),
        **_actors(applicant),
        "costs": _costs(applicant.total_costs_sek),
        "financing": _financing(applicant),
        **_state_aid(),
        "gdpr_info_read": True,
        "truth_declaration": True,
        "signed": True,
    }


def _applicant(applicant: Applicant) -> dict[str, Any]:
    return {
        "org_nr": applicant.org_nr,
        "applicant_name": applicant.name,
        "legal_form": applicant.legal_form,
        "address": f"Byvägen {applicant.number}",
        "postal_code": "831 27",
        "city": applicant.municipality,
        "municipality": applicant.municipality,
        "account_kind": "bankgiro",
        "bankgiro": "5050-1055",
        "contact_name": f"kontaktperson.{applicant.number}",
        "contact_email": f"{applicant.account_id}@sokande.example",
        "contact_phone": "063-10 00 00",
        "signatory_name": f"firmatecknare.{applicant.number}",
        "signatory_authority": "signatory",
    }


def _project(applicant: Applicant) -> dict[str, Any]:
    return {
        "title": applicant.title,
        "areas": list(applicant.areas),
        "start_date": f"{_YEAR}-01-01",
        "end_date": f"{_YEAR}-12-31",
        "summary": f"{applicant.title} samlar företag, kommuner, forskning och föreningar i {applicant.municipality} "
        "och grannkommunerna. Under året bygger vi upp ett kluster som driver handlingsplanen framåt tillsammans.",
        "target_group": "Små och medelstora företag, kommuner, forskare och föreningar i styrkeområdet.",
        "background_need": applicant.need,
        "goals": [
            {
                "goal": "Fler företag deltar i klustret",
                "indicator": "Antal deltagande företag",
                "baseline": "5",
                "target": "20",
            },
            {
                "goal": "Nya samarbeten mellan sektorer",
                "indicator": "Antal påbörjade samarbeten",
                "baseline": "0",
                "target": "6",
            },
        ],
        "sustainability_economic": "Företagen delar på kostnaden för att pröva nytt, och fler vågar investera.",
        "sustainability_social": "Mötena hålls på flera orter och digitalt, så att fler kan delta.",
        "sustainability_environmental": "Insatserna väljs efter hur mycket de minskar utsläpp och resursanvändning.",
        "equality": "Styrgruppen har lika många kvinnor och män, och vi följer upp vilka som deltar.",
        "sami_perspective": "Samebyarna i området bjuds in till mötena om handlingsplanen.",
    }


def _activities(applicant: Applicant) -> dict[str, Any]:
    area = applicant.areas[0]
    names = ("Bygga upp nätverket", "Gemensam testmiljö", "Se över handlingsplanen")
    months = (("01-01", "04-30"), ("03-01", "10-31"), ("05-01", "12-15"))
    return {
        "activities": [
            {
                "name": name,
                "area": area,
                "start": f"{_YEAR}-{start}",
                "end": f"{_YEAR}-{end}",
                "cost_sek": applicant.total_costs_sek // len(names),
                "result": "Redovisas i lägesrapporten.",
            }
            for name, (start, end) in zip(names, months, strict=True)
        ],
        "risks": [{"risk": "Rekryteringen drar ut på tiden.", "measure": "Vi lånar personal av en medlem till dess."}],
        "follow_up": "Målen följs upp varje kvartal i styrgruppen, och resultaten redovisas i lägesrapporterna.",
        "own_ideas": "Vi vill pröva att låta företag turas om att vara värd för mötena.",
    }


def _actors(applicant: Applicant) -> dict[str, Any]:
    meetings = [{"area": area, "date": day} for area in applicant.areas for day in (f"{_YEAR}-04-27", f"{_YEAR}-10-19")]
    return {
        "organisation_steering": "En styrgrupp från fyra sektorer leder arbetet. En koordinator driver det.",
        "coordinates_cluster": _YES,
        "actors": [
            {"name": f"{applicant.municipality}s kommun", "sector": "public", "role": "Styrgrupp"},
            {"name": "Medlemsföretagen", "sector": "business", "role": "Genomför insatser"},
            {"name": "Mittuniversitetet", "sector": "academia", "role": "Följer och utvärderar"},
            {"name": "Bygdens utvecklingsförening", "sector": "civil_society", "role": "Förankrar lokalt"},
        ],
        "mobilising_meetings": meetings,
        "action_plan_work": "Handlingsplanen gås igenom i två mobiliserande möten per område och år.",
    }


def _costs(total_sek: int) -> Sequence[Mapping[str, Any]]:
    staff = total_sek // 2
    overhead = staff * _OVERHEAD_PERCENT // 100
    travel = total_sek // 25
    services = total_sek - staff - overhead - travel
    amounts = {"staff": staff, "services": services, "travel": travel, "overhead": overhead}
    return [{"type": kind, "year": _YEAR, "amount_sek": amount} for kind, amount in amounts.items()]


def _financing(applicant: Applicant) -> Sequence[Mapping[str, Any]]:
    rest = applicant.total_costs_sek - applicant.sought_sek
    public = rest * 2 // 5
    return [
        {"kind": "sought", "amount_sek": applicant.sought_sek, "status": "applied"},
        {"kind": "own_cash", "source": applicant.name, "amount_sek": rest - public, "status": "confirmed"},
        {
            "kind": "public",
            "source": f"{applicant.municipality}s kommun",
            "amount_sek": public,
            "status": "confirmed",
        },
    ]


def _state_aid() -> dict[str, Any]:
    return {
        "is_undertaking": _YES,
        "not_started": _YES,
        "in_difficulty": _NO,
        "recovery_order": _NO,
        "insolvency": _NO,
        "collective_agreement_terms": _YES,
        "benefits_county": _YES,
        "delimited_project": _YES,
        "publication_consent": _YES,
    }
