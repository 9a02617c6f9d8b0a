"""What the play came to, held against what it must come to."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import html
from lxml.html import HtmlElement

from workflows.application.queries import applications_of, proposal_of
from workflows.application.values import Application
from workflows.assessment.queries import protocols_of_call
from workflows.decision.records import decisions_of_call
from workflows.demo import facts
from workflows.demo.play import Play
from workflows.extension.queries import extensions_of
from workflows.letters.wording import money_text
from workflows.registry import document_html, documents_of

_DELEGATED_DECISION = "D17"
_WORDS = {
    "granted": "beviljas",
    "reserve": "avslås, medel slut (reserv)",
    "rejected": "avslås",
    "dismissed": "avvisas",
    "closed": "avskrivs",
    "extend": "förlängs",
    "extend_with_conditions": "förlängs med villkor",
    "do_not_extend": "förlängs inte",
}
# What each expected outcome means: the recorded outcome, and the ground that it must rest on.
_MEANING = {
    "beviljas": ("granted", None),
    "avslag_medel_slut": ("reserve", None),
    "avslag_kvalitet": ("rejected", None),
    "avslag_ej_behorig": ("rejected", "ineligible"),
    "avslag_stodniva": ("rejected", "ineligible"),
    "avvisas_for_sent": ("dismissed", "late"),
    "avvisas_ofullstandig": ("dismissed", "incomplete"),
    "avskrivs_aterkallad": ("closed", None),
}


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one applicant; amounts in whole kronor."""

    applicant: facts.Applicant
    application: Application
    ground: str | None
    total: float | None
    extension: str | None


def results(play: Play) -> list[Result]:
    """The result of each applicant, A01 to A12."""
    with play.stage.engine.reading() as session:
        found = {application.org_nr: application for application in applications_of(session, play.call_id)}
        totals = {
            protocol.application_id: float(protocol.total) for protocol in protocols_of_call(session, play.call_id)
        }
        collected = []
        for applicant in facts.applicants():
            application = found[applicant.org_nr]
            proposal = proposal_of(session, application.id)
            extensions = extensions_of(session, application.id)
            collected.append(
                Result(
                    applicant,
                    application,
                    proposal.ground if proposal else None,
                    totals.get(application.id),
                    extensions[0].outcome if extensions else None,
                )
            )
    return collected


def summary(play: Play) -> list[str]:
    """The outcome in words, a line for each applicant and one for the sum."""
    found = results(play)
    lines = [_line(result) for result in found]
    granted = sum(result.application.granted_sek or 0 for result in found if result.application.outcome == "granted")
    return ["", *lines, "", f"Beviljat: {money_text(granted)} av {money_text(facts.call_2021()['budget_sek'])}"]


def differences(play: Play) -> list[str]:
    """Everything that is not as it must be; empty when the play came out right."""
    found = results(play)
    return [
        *(text for result in found for text in _differences_of(result)),
        *_differences_of_money(play, found),
        *_differences_of_letter(play),
    ]


def _line(result: Result) -> str:
    application = result.application
    total = f"{result.total:5.1f}".replace(".", ",") if result.total is not None else "    –"
    outcome = _WORDS.get(application.outcome or "", application.outcome or "inte beslutad")
    amount = f", {money_text(application.granted_sek)}" if application.granted_sek else ""
    extension = f", {_WORDS[result.extension]}" if result.extension else ""
    head = f"{result.applicant.id}  {application.registry_number}  {total}  {application.title}"
    return f"{head}: {outcome}{amount}{extension}"


def _differences_of(result: Result) -> list[str]:
    applicant, application = result.applicant, result.application
    outcome, ground = _MEANING[applicant.expected_outcome]
    extension = applicant.extension.outcome if applicant.extension else None
    checks = (
        ("outcome", application.outcome, outcome),
        ("ground", result.ground, ground),
        ("total", result.total, applicant.expected_total),
        ("extension", result.extension, extension),
        ("in time", application.is_on_time, applicant.expected_outcome != "avvisas_for_sent"),
    )
    return [f"{applicant.id}: {name} is {got}, not {wanted}" for name, got, wanted in checks if got != wanted]


def _differences_of_money(play: Play, found: Sequence[Result]) -> list[str]:
    expected = facts.expected()
    by_id = {result.application.id: result.applicant.id for result in found}
    with play.stage.engine.reading() as session:
        decisions = decisions_of_call(session, play.call_id)
    granted = sorted(by_id[one.application_id] for one in decisions if one.outcome == "granted")
    reserve = sorted((one for one in decisions if one.reserve_no), key=lambda one: one.reserve_no or 0)
    order = [by_id[one.application_id] for one in reserve]
    total = sum(one.granted_sek for one in decisions if one.outcome == "granted")
    checks = (
        ("granted", granted, sorted(expected.granted)),
        ("granted in all", total, expected.granted_sek),
        ("reserve list", order, list(expected.reserve)),
    )
    return [f"{name}: {got}, not {wanted}" for name, got, wanted in checks if got != wanted]


def _differences_of_letter(play: Play) -> list[str]:
    letter = facts.letter()
    with play.stage.engine.reading() as session:
        papers = documents_of(session, registry_number=letter.registry_number, kinds=(_DELEGATED_DECISION,))
        if not papers:
            return [f"{letter.registry_number} has no decision document"]
        page: HtmlElement = html.fromstring(document_html(session, papers[-1].id))
    headings = [str(heading.text_content()).strip() for heading in page.findall(".//h2")]
    text = page.text_content()
    wanted = (letter.registry_number, letter.decided_on.isoformat())
    found = [f"{letter.registry_number}: {part} is not in the decision" for part in wanted if part not in text]
    if headings != list(letter.headings):
        found.append(f"{letter.registry_number}: headings {headings}")
    return found
