"""The letters that tell applicants what the board decided: grants with conditions, rejections with reasons."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from engine import Workspace
from workflows.application.values import Application
from workflows.call.values import FundingCall
from workflows.decision.appeals import appeal_of
from workflows.decision.delivery import write_to_applicant
from workflows.decision.model import Decision, Matter
from workflows.decision.rankings import latest_ranking
from workflows.decision.sources import Grounds, grounds_of
from workflows.decision.terms import confirm_by, final_report_by, report_periods
from workflows.decision.wording import BASES, FUNDING, STATE_AID
from workflows.letters.wording import date_text, number_text, period_text
from workflows.parties import own_organisation
from workflows.registry import Document


def write_decision(
    work: Workspace, decision: Decision, found: FundingCall, about: Application, matter: Matter
) -> Document:
    """Write and register the letter of a decision: D13 for a grant, D14 for a rejection or a place on the reserve list.

    A letter has its reasons, rules, circumstances, appeal text, decider and rapporteur, or is not written at all.
    Source: Förvaltningslagen 31–33 §§; 2022:1468 26 §; requirements R-12, R-13, R-25, R-34.
    """
    grounds = grounds_of(work.session, found, about)
    common = _common(work, decision, found, about, matter, grounds)
    if decision.outcome == "granted":
        template, kind, title = "grant", "D13", "Beslut om stöd"
        context = common | _grant(work, decision, found, about, grounds)
    else:
        template, kind, title = "rejection", "D14", "Avslag på ansökan om stöd"
        context = common | _rejection(decision, grounds)
    return write_to_applicant(
        work, about, f"board_decision/{template}", context, kind=kind, title=f"{title}: {about.title}"
    )


def percent_of(decision: Decision, about: Application) -> Decimal:
    """The grant's share of the eligible costs, in percent with two decimals. Source: 2022:1468 12 §."""
    if not about.total_costs_sek:
        return about.intensity
    share = Decimal(decision.granted_sek) * 100 / about.total_costs_sek
    return share.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def _common(
    work: Workspace, decision: Decision, found: FundingCall, about: Application, matter: Matter, grounds: Grounds
) -> dict[str, Any]:
    organisation = own_organisation(work.session)
    approved_by = matter.proposal.get("approved_by") or "förvaltningen"
    return {
        "decider": organisation.board,
        "applicant_name": about.applicant_name,
        "project_title": about.title,
        "reason": _reason(work, decision, found, grounds),
        "has_motivation": bool(grounds.motivation),
        "motivation": grounds.motivation,
        "appeal_text": appeal_of(work.file, basis=decision.basis, decision=decision.outcome).text,
        "decided_text": f"{organisation.board} beslutade den {date_text(decision.decided_at)}, § {decision.paragraph}. "
        f"Ärendet är berett av förvaltningen. Föredragande: {approved_by}.",
    }


def _grant(
    work: Workspace, decision: Decision, found: FundingCall, about: Application, grounds: Grounds
) -> dict[str, Any]:
    periods = report_periods(start=found.support_start, end=found.support_end)
    return {
        "granted_sek": decision.granted_sek,
        "percent": percent_of(decision, about),
        "total_costs_sek": about.total_costs_sek,
        "support_start": found.support_start,
        "support_end": found.support_end,
        "funding_source": FUNDING.get(found.funding_source, "utlysningens ram"),
        "basis_text": BASES[decision.basis],
        "area_names": [found.area_names.get(code, code) for code in about.areas],
        "confirm_by": confirm_by(work.now),
        "duties": list(found.commitments),
        "conditions": list(grounds.conditions),
        "reports": [{"period_text": period_text(one.first_day, one.last_day), "due_on": one.due_on} for one in periods],
        "final_report_by": final_report_by(found.support_end),
        "state_aid_text": STATE_AID[decision.basis],
    }


def _rejection(decision: Decision, grounds: Grounds) -> dict[str, Any]:
    rules = grounds.rules or (BASES[decision.basis], "Utlysningens villkor och bedömningskriterier.")
    return {
        "sought_sek": decision.sought_sek,
        "is_reserve": decision.outcome == "reserve",
        "reserve_no": decision.reserve_no,
        "reserve_until": decision.reserve_until,
        "scores": [f"{name}: {score} av 5" for name, score in grounds.scores],
        "rules": list(rules),
    }


def _reason(work: Workspace, decision: Decision, found: FundingCall, grounds: Grounds) -> str:
    """The decisive circumstances in words: total and place in the ranking, then the verdict's own reason."""
    if grounds.total is None:
        return decision.reason
    points = number_text(grounds.total, decimals=1)
    kept = latest_ranking(work.session, found.id, confirmed=True)
    rows = kept.ranking.rows if kept else ()
    place = next((row.place for row in rows if row.candidate.application_id == decision.application_id), None)
    if place is None:
        return f"Ansökan rangordnas inte. {decision.reason}"
    return f"Ansökan fick {points} poäng av 100 och plats {place} i rangordningen. {decision.reason}"
