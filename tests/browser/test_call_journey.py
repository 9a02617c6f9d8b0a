"""A whole call through the pages, from its draft to the confirmed commitment: fourteen people, each in a session."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.axe import faults_of
from tests.browser.people import Person, choice, fill
from tests.browser.site import Site, running
from workflows.demo import facts
from workflows.demo.applications import application_data
from workflows.demo.facts import Applicant
from workflows.demo.moments import local
from workflows.demo.play import BEGINS, CALL_BEGINS
from workflows.demo.stage import Stage

pytestmark = pytest.mark.browser

TITLE = str(facts.call_2021()["title"])
HUBB, TRAIL = facts.applicants()[3], facts.applicants()[2]
SECTIONS = 9
HEADINGS = [
    "Vem kan söka?",
    "För vad kan vi söka?",
    "Hur mycket kan vi få i stöd?",
    "Tidsperiod",
    "När kan vi söka?",
    "Vad är viktigt att veta?",
    "Hur ansöker vi?",
    "Vad ska framgå i ansökan?",
    "Hur handläggs och beslutas vår ansökan?",
    "Kontakt",
]
REASON = (
    "{who} bedömer att ansökan svarar väl mot kriteriet: behoven är beskrivna, aktörerna är med och målen går att mäta."
)


class Play:
    """The people of the play, who enter when they are first asked for."""

    def __init__(self, site: Site, browser: Browser) -> None:
        self.site, self._browser = site, browser
        self._people: dict[str, Person] = {}
        self.numbers: dict[str, str] = {}

    def __getitem__(self, account: str) -> Person:
        if account not in self._people:
            self._people[account] = Person(self.site, self._browser, account)
        return self._people[account]

    def do(self, account: str, task: str, answers: Mapping[str, Any], case: str = "") -> None:
        """Let somebody do a task of a case."""
        self[account].do(task, answers, case)

    def at(self, moment: str) -> None:
        """Move to a moment of Swedish time."""
        self.site.move(local(moment))

    def end(self) -> None:
        """Everybody leaves."""
        for person in self._people.values():
            person.close()


@pytest.fixture
def play(tmp_path: Path, browser: Browser) -> Iterator[Play]:
    with running(tmp_path, at=BEGINS) as site:
        Stage(site.product).build()
        site.move(CALL_BEGINS)
        play = Play(site, browser)
        yield play
        play.end()


def test_a_call_from_its_draft_to_the_confirmed_commitment(play: Play) -> None:
    _prepare_the_call(play)
    _ask_and_answer(play)
    for applicant in (HUBB, TRAIL):
        play.numbers[applicant.id] = _apply(play, applicant)
    _close(play)
    for applicant in (HUBB, TRAIL):
        _handle(play, applicant)
    _assess(play, HUBB, second="bedomare.2")
    _assess(play, TRAIL, second="bedomare.3")
    _decide(play)
    _tell_and_confirm(play)
    assert play.site.product.engine.verify() == []
    assert play.site.product.engine.verify_audit() == []


def _prepare_the_call(play: Play) -> None:
    manager = play["utlysningsansvarig.1"]
    manager.page.get_by_role("navigation", name="Huvudmeny").get_by_role("link", name="Utlysningar").click()
    manager.page.get_by_role("button", name="Ny utlysning").first.click()
    expect(manager.page.get_by_role("heading", level=1, name="Utforma utlysningen")).to_be_visible()
    meeting = choice(manager.page, "board_meeting_id", "15 december 2021")
    manager.answer({**facts.call_2021(), "board_meeting_id": meeting})
    play.at("2021-10-27 14:00")
    play.do("omradeschef.1", "Godkänn utlysningen", {"approval": "approve"})
    publication = {
        "publish_at": "2021-11-01T09:00:00+01:00",
        "channels": ["web", "newsletter"],
        "preview_checked": True,
        "accessibility_checked": True,
    }
    play.do("kommunikator.1", "Publicera utlysningen", publication)
    play.at("2021-11-01 09:01")


def _ask_and_answer(play: Play) -> None:
    """A visitor reads the ten headings, signs up for the meeting and asks; everybody sees the answer."""
    visitor = play["sokande.4"].page
    visitor.goto("/")
    visitor.get_by_role("link", name=TITLE).first.click()
    shown = visitor.locator("main .u-prose section > h2").all_inner_texts()
    assert [each for each in shown if each != "Frågor och svar"] == HEADINGS
    announcement = visitor.url
    fill(visitor, {"email": "kontakt@hubb.example", "name": "kontaktperson.4"})
    with visitor.expect_navigation():
        visitor.get_by_role("button", name="Anmäl mig till mötet").click()
    visitor.goto(announcement)
    visitor.locator("#stall-fraga > summary").click()
    fill(visitor, {"question": "Kan en stiftelse söka?", "asked_by": "fraga@stiftelse.example"})
    visitor.get_by_role("button", name="Skicka frågan").click()
    play.do("handlaggare.2", "Besvara frågan", {"answer": "Ja, en stiftelse är en juridisk person.", "publish": "yes"})
    visitor.goto("/")
    visitor.get_by_role("link", name=TITLE).first.click()
    expect(visitor.get_by_text("Kan en stiftelse söka?")).to_be_visible()
    play.at("2021-11-16 09:00")
    play.do("kommunikator.1", "Redovisa mötet", {"participants_count": 23})
    told = {"qa": [{"question": "Räknas egen arbetstid?", "answer": "Ja, om tiden redovisas."}]}
    play.do("handlaggare.1", "Skriv frågor och svar", told)


def _apply(play: Play, applicant: Applicant) -> str:
    """Fill in the form section by section, let it save itself, and submit; returns the registry number."""
    page = play[applicant.account_id].page
    page.goto("/")
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("button", name="Börja ansökan").click()
    data = application_data(applicant)
    for number in range(1, SECTIONS + 1):
        expect(page.locator("main nav a[aria-current=step]")).to_contain_text(f"{number}. ")
        fill(page, data, only_present=True)
        if number == 1:
            expect(page.locator("[data-saved]")).to_contain_text(re.compile(r"Sparat kl\. \d\d\.\d\d\.\d\d"))
            page.reload()
            expect(page.get_by_label("Organisationens namn")).to_have_value(applicant.name)
        if number < SECTIONS:
            page.locator("main button[name=next]").click()
    page.get_by_role("button", name="Skriv under och skicka in").click()
    expect(page.get_by_text("Ansökan är mottagen.")).to_be_visible()
    number_of_case = page.locator("main .u-head__meta .u-id").inner_text()
    play.site.settle()
    return number_of_case


def _close(play: Play) -> None:
    """The last day ends by the clock alone, and two people check the opening list."""
    page = play["sokande.3"].page
    play.at("2021-11-29 23:58")
    _open_call(page)
    expect(page.get_by_role("button", name="Börja ansökan")).to_be_visible()
    play.at("2021-11-30 08:00")
    _open_call(page)
    expect(page.get_by_role("button", name="Börja ansökan")).to_have_count(0)
    expect(page.get_by_text("Utlysningen är stängd.")).to_be_visible()
    play.do("registrator.1", "Kontrollera öppningslistan", {"list_checked": True})
    play.do("handlaggare.1", "Bekräfta öppningslistan", {"list_confirmed": True})


def _open_call(page: Any) -> None:
    page.goto("/")
    page.get_by_role("link", name=TITLE).first.click()


def _handle(play: Play, applicant: Applicant) -> None:
    """Registration, conflict of interest, completeness; what is missing is asked for, answered and reviewed."""
    number = play.numbers[applicant.id]
    registered = {"registration_ok": True, "case_title_text": f"Ansökan om stöd: {applicant.title}"}
    play.do("registrator.1", "Kontrollera diarieföringen", registered, number)
    play.do("handlaggare.1", "Ange om jäv finns", {"conflict": "no"}, number)
    checked: dict[str, Any] = {}
    for item in range(1, 11):
        comment = applicant.missing.get(item)
        checked[f"item_{item}"] = "missing" if comment else "ok"
        if comment:
            checked[f"item_{item}_comment"] = comment
    play.do("handlaggare.1", "Kontrollera fullständighet", checked, number)
    if applicant.missing:
        _complete_the_application(play, applicant, number)


def _complete_the_application(play: Play, applicant: Applicant, number: str) -> None:
    asked = {
        "respond_by": "2021-12-06T12:00:00+01:00",
        "message": "Hör av er om något är oklart.",
        "consequence": "Om ni inte kompletterar kan ansökan avvisas.",
    }
    play.do("handlaggare.1", "Begär komplettering", asked, number)
    page = play[applicant.account_id].page
    page.goto("/mina-ansokningar")
    page.get_by_role("link", name=applicant.title).click()
    expect(page.get_by_role("heading", name="Komplettera er ansökan")).to_be_visible()
    for item in applicant.missing:
        page.locator(f"details:has(#text-{item}) > summary").click()
        page.locator(f"#text-{item}").fill("Handlingen är rättad och skickas med.")
    page.get_by_role("button", name="Skicka kompletteringen").click()
    expect(page.get_by_role("heading", name="Komplettera er ansökan")).to_have_count(0)
    play.do("handlaggare.1", "Granska svaret", {"answer_ok": "complete"}, number)


def _assess(play: Play, applicant: Applicant, *, second: str) -> None:
    """Two assessors, blind to each other; one who has a conflict of interest is replaced."""
    number = play.numbers[applicant.id]
    play.do("utlysningsansvarig.1", "Utse två bedömare", {"assessor_1": "bedomare.1", "assessor_2": second}, number)
    assessors = ["bedomare.1", "bedomare.2"]
    if second == "bedomare.3":
        conflict = {"conflict": "yes", "conflict_reason": "Jag är styrelsesuppleant hos sökanden."}
        play.do(second, "Ange jäv och sekretess", conflict, number)
        play.do("utlysningsansvarig.1", "Utse ersättare", {"new_assessor": "bedomare.2"}, number)
        play[second].page.goto("/mina-uppgifter")
        expect(play[second].page.get_by_text(number)).to_have_count(0)
    for place, assessor in enumerate(assessors):
        play.do(assessor, "Ange jäv och sekretess", {"conflict": "no", "secrecy_accepted": True}, number)
        play[assessor].open_task("Bedöm ansökan", number)
        for other in assessors[:place]:
            assert REASON.format(who=other) not in play[assessor].page.content()
        play[assessor].answer(_scores(applicant, place, assessor))
    protocol: dict[str, Any] = {f"consensus_{at}": str(score) for at, score in enumerate(applicant.consensus, start=1)}
    protocol["consensus_motivation"] = (
        "Bedömarna är överens om poängen efter att ha gått igenom kriterierna ett i taget."
    )
    play.do("handlaggare.1", "Skriv protokoll", protocol, number)


def _scores(applicant: Applicant, place: int, assessor: str) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for at, score in enumerate(applicant.scores[place], start=1):
        given |= {f"score_{at}": str(score), f"reason_{at}": REASON.format(who=assessor)}
    return given | {"strengths": "God förankring.", "weaknesses": "Ont om tid.", "recommendation": "grant"}


def _decide(play: Play) -> None:
    """The ranking with its reviews, the proposal on its way to the board, the meeting, the minutes, the notice."""
    play.at("2021-12-07 13:00")
    play.do("utlysningsansvarig.1", "Fastställ rangordning", {"scenario": "area_first", "deviation": False})
    play.do("jurist.1", "Granska statsstöd", {"state_aid_ok": True})
    play.do("ekonom.1", "Granska budget", {"budget_ok": True})
    proposal = {
        "summary": "Ärendet gäller stöd till innovationskluster.",
        "case_description": "Två ansökningar är beredda enligt utlysningens text.",
        "proposal": [{"clause": "Nämnden beslutar enligt rangordningen."}],
        "reasons": "Förslaget följer av bedömningarna.",
        "applied_rules": ["CALL_TEXT", "KL_6"],
        "economic_consequence": "Stödet ryms inom ramen.",
    }
    play.do("handlaggare.1", "Skriv tjänsteskrivelse", proposal)
    play.do("omradeschef.1", "Granska förslaget", {"review": "ok"})
    play.do("direktor.1", "Godkänn för nämnden", {"approved": "yes"})
    secretary = play["namndsekreterare.1"]
    secretary.open_task("Sätt upp på föredragningslistan")
    meeting = choice(secretary.page, "board_meeting_id", "15 december 2021")
    secretary.answer({"board_meeting_id": meeting, "agenda_no": 9})
    play.at("2021-12-15 11:00")
    secretary.open_task("Protokollför beslutet")
    secretary.answer({**_meeting(), "outcome": "as_proposed", "chair_vote": "none"})
    play.do("ordforande.1", "Justera som ordförande", {"adjusted": True})
    play.do("justerare.1", "Justera som justerare", {"adjusted": True})
    play.at("2021-12-17 09:00")
    secretary.do("Anslå protokollet", {"notice_posted_on": "2021-12-17"})


def _meeting() -> dict[str, Any]:
    members = ("ordforande.1", "justerare.1", "ledamot.2", "ledamot.3", "ledamot.4")
    return {"paragraph": "§ 215", "present": [{"member": each, "attendance": "present"} for each in members]}


def _tell_and_confirm(play: Play) -> None:
    """Decisions are sent and published; the applicants read them, and one confirms its commitment."""
    play.do("handlaggare.1", "Expediera besluten", {"recipients_checked": True, "channel": "e_service"})
    published = {"published_list": True, "news_text": "Nämnden har beslutat om två innovationskluster."}
    play.do("kommunikator.1", "Publicera utfallet", published)
    page = play[HUBB.account_id].page
    page.goto("/beslut")
    page.get_by_role("link", name=TITLE).first.click()
    for applicant in (HUBB, TRAIL):
        row = page.get_by_role("row").filter(has_text=play.numbers[applicant.id])
        expect(row).to_contain_text("Beviljad")
    assert faults_of(page) == []
    page.goto("/demo/brevlada")
    for applicant in (HUBB, TRAIL):
        expect(page.get_by_text(f"{applicant.account_id}@sokande.example").first).to_be_visible()
    page.goto("/mina-ansokningar")
    page.get_by_role("link", name="Bekräfta åtagandet").click()
    assert faults_of(page) == []
    fill(page, {"accepted": True, "signed": True})
    page.get_by_role("button", name="Skicka").click()
    page.goto("/mina-ansokningar")
    expect(page.get_by_role("link", name="Bekräfta åtagandet")).to_have_count(0)
    play.site.settle()
    started = {"held_on": "2021-12-17", "participants": "Projektledning", "notes": "Vi gick igenom villkoren."}
    play.do("handlaggare.1", "Håll startmöte", started, play.numbers[HUBB.id])
