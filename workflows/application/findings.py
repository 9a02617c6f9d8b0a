"""What to put right, or to know, before an application is submitted."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from engine import Text
from workflows.application.rules import day_of, figures_of, rows_of, sum_of
from workflows.application.values import NOT_LEGAL_PERSONS, Figures, Finding
from workflows.call.values import FundingCall
from workflows.letters.wording import ceiling_text, list_text, money_text, percent_text, period_text

OVERHEAD_PERCENT = 15
MEETINGS_PER_AREA_AND_YEAR = 2
FEWEST_SECTORS = 2
# Six or eight digits and four more, with a month and a day that can be: a personal identity number.
_PERSONAL_NUMBER = re.compile(r"\b(?:19|20)?\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]|[67]\d|8\d|9[01])[-+]?\d{4}\b")
FREE_TEXTS: Mapping[str, str] = {
    "summary": "section_project",
    "target_group": "section_project",
    "background_need": "section_goals",
    "sami_perspective": "section_goals",
    "equality": "section_goals",
    "own_ideas": "section_activities",
    "follow_up": "section_activities",
    "organisation_steering": "section_actors",
    "action_plan_work": "section_actors",
    "budget_comment": "section_budget",
}


def findings_of(data: Mapping[str, Any], call: FundingCall, *, today: date) -> tuple[Finding, ...]:
    """What stops a submission and what only warns, beyond the fields' own demands.

    Only unequal sums stop it: everybody has the right to have an application tried. Source: domain.md D4; FL 20 §.
    """
    figures = figures_of(data)
    return (
        *_applicant(data),
        *_period(data, call, today),
        *_actors(data, call),
        *budget_findings(data, figures),
        *limit_findings(figures, call),
        *_declarations(data),
        *_personal_numbers(data),
    )


def _applicant(data: Mapping[str, Any]) -> Iterable[Finding]:
    if data.get("legal_form") in NOT_LEGAL_PERSONS:
        yield _warning(
            "not_legal_person",
            "section_applicant.legal_form",
            "Bara juridiska personer kan få stöd. Ansökan prövas ändå om ni skickar in den.",
            "Only legal persons can get support. The application is tried all the same if you submit it.",
        )


def _period(data: Mapping[str, Any], call: FundingCall, today: date) -> Iterable[Finding]:
    start, end = day_of(data.get("start_date")), day_of(data.get("end_date"))
    if start is not None and start < today:
        yield _warning(
            "starts_before_submission",
            "section_project.start_date",
            "Projektet börjar före den dag ansökan skickas in. Åtgärder som redan har påbörjats kan inte få stöd.",
            "The project begins before the application is submitted. Measures already begun cannot get support.",
        )
    if (start is not None and start < call.support_start) or (end is not None and end > call.support_end):
        yield _warning(
            "outside_support_period",
            "section_project.end_date",
            f"Stödperioden är {period_text(call.support_start, call.support_end)}.",
            f"The support period is {period_text(call.support_start, call.support_end, language='en')}.",
        )


def _actors(data: Mapping[str, Any], call: FundingCall) -> Iterable[Finding]:
    sectors = {row.get("sector") for row in rows_of(data, "actors") if row.get("sector")}
    if rows_of(data, "actors") and len(sectors) < FEWEST_SECTORS:
        yield _warning(
            "few_sectors",
            "section_actors.actors",
            "Aktörerna kommer från en enda sektor. Samverkan mellan sektorer är ett bedömningskriterium.",
            "The actors come from one sector only. Co-operation between sectors is a criterion of assessment.",
        )
    short = [call.area_names.get(area, area) for area in data.get("areas") or () if _lacks_meetings(data, area)]
    if short:
        yield _warning(
            "few_meetings",
            "section_actors.mobilising_meetings",
            f"Planera minst två mobiliserande möten per år för {list_text(short)}.",
            f"Plan at least two mobilising meetings a year for {list_text(short, language='en')}.",
        )


def _lacks_meetings(data: Mapping[str, Any], area: str) -> bool:
    days = [day_of(row.get("date")) for row in rows_of(data, "mobilising_meetings") if row.get("area") == area]
    years = [day.year for day in days if day is not None]
    return not years or any(years.count(year) < MEETINGS_PER_AREA_AND_YEAR for year in set(years))


def budget_findings(data: Mapping[str, Any], figures: Figures) -> Iterable[Finding]:
    """What is wrong with the sums: unequal, or too high a flat rate."""
    difference = figures.costs_sek - figures.financing_sek
    if difference:
        lacks, en = ("Det saknas", "lacking") if difference > 0 else ("Det är för mycket med", "too much by")
        amounts = (figures.costs_sek, figures.financing_sek, abs(difference))
        costs_text, financing_text, by_text = (money_text(amount) for amount in amounts)
        costs_en, financing_en, by_en = (money_text(amount, language="en") for amount in amounts)
        yield Finding(
            "costs_differ",
            "error",
            "section_budget",
            "financing",
            Text(
                f"Kostnaderna är {costs_text} och finansieringen {financing_text}. {lacks} {by_text}.",
                f"The costs are {costs_en} and the financing {financing_en}: {en} {by_en}.",
            ),
        )
    costs = rows_of(data, "costs")
    staff = sum_of(row for row in costs if row.get("type") == "staff")
    overhead = sum_of(row for row in costs if row.get("type") == "overhead")
    if overhead * 100 > staff * OVERHEAD_PERCENT:
        most = staff * OVERHEAD_PERCENT // 100
        yield _warning(
            "overhead_above_cap",
            "section_budget.costs",
            f"Schablon är högst {OVERHEAD_PERCENT} procent av personal, {money_text(most)}.",
            f"The flat rate is at most {OVERHEAD_PERCENT} per cent of staff, {money_text(most, language='en')}.",
        )


def limit_findings(figures: Figures, call: FundingCall) -> Iterable[Finding]:
    """What is outside the call's amounts and its ceiling."""
    if figures.sought_sek and not call.min_sek <= figures.sought_sek <= call.max_sek:
        yield _warning(
            "amount_outside_limits",
            "section_budget.financing",
            f"Sökt stöd är {money_text(figures.sought_sek)}. Ni kan söka {money_text(call.min_sek)} till "
            f"{money_text(call.max_sek)}.",
            f"The support sought is {money_text(figures.sought_sek, language='en')}. You can seek "
            f"{money_text(call.min_sek, language='en')} to {money_text(call.max_sek, language='en')}.",
        )
    if figures.intensity is not None and figures.intensity > call.max_intensity:
        share, ceiling = percent_text(figures.intensity), ceiling_text(call.max_intensity)
        share_en = percent_text(figures.intensity, language="en")
        ceiling_en = ceiling_text(call.max_intensity, language="en")
        yield _warning(
            "intensity_above_ceiling",
            "section_budget.financing",
            f"Sökt stöd är {share} av kostnaderna. Taket är {ceiling}.",
            f"The support sought is {share_en} of the costs. The ceiling is {ceiling_en}.",
        )


def _declarations(data: Mapping[str, Any]) -> Iterable[Finding]:
    if data.get("publication_consent") == "no":
        yield _warning(
            "no_publication_consent",
            "section_state_aid.publication_consent",
            "Utan samtycke till offentliggörande kan stöd inte beviljas.",
            "Without consent to publication no support can be granted.",
        )
    if not data.get("cover_letter"):
        yield _warning(
            "no_cover_letter",
            "section_attachments.cover_letter",
            "Missiv eller signeringsunderlag saknas. Vi kommer att be er komplettera.",
            "There is no cover letter or proof of signature. We will ask you to complete the application.",
        )


def _personal_numbers(data: Mapping[str, Any]) -> Iterable[Finding]:
    """Source: the region's advice on personal data; R-40."""
    for field, section in FREE_TEXTS.items():
        if _PERSONAL_NUMBER.search(str(data.get(field) or "")):
            yield _warning(
                "personal_number",
                f"{section}.{field}",
                "Texten ser ut att innehålla ett personnummer. Ta bort det: ansökan blir allmän handling.",
                "The text seems to have a personal identity number. Remove it: the application becomes public.",
            )


def _warning(code: str, place: str, sv: str, en: str) -> Finding:
    section, _, field = place.partition(".")
    return Finding(code, "warning", section, field, Text(sv, en))
