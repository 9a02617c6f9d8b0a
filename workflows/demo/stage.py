"""Sets the stage: accounts, board meetings, number series; and what applicants and visitors do by themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine import Actor, Engine
from workflows.application.commands import answer_completion, withdraw
from workflows.application.drafts import save_draft, start_draft
from workflows.application.queries import my_applications
from workflows.application.submitting import submit
from workflows.bootstrap import Product
from workflows.call.asking import ask_question
from workflows.call.commands import sign_up
from workflows.decision.commands import create_meeting
from workflows.decision.model import Member
from workflows.demo import cast, facts
from workflows.demo.applications import application_data
from workflows.demo.moments import local
from workflows.parties import organisation
from workflows.registry import set_series

_BOARD_MEETINGS = (
    "2020-09-22 09:00",
    "2021-12-15 09:00",
    "2022-02-22 09:00",
    "2022-04-26 09:00",
    "2022-12-13 09:00",
    "2023-02-21 09:00",
)
_PLACE = "Regionens hus, Östersund, och på distans"
_MEMBERS = tuple(Member(name, role) for name, role in cast.MEMBERS)

# What applicants write on each point of the checklist that was found missing.
_ANSWERS = {
    5: "Budgetbilagan är rättad. Den visar nu samma summa som formuläret.",
    7: "Vi avstår från att sänka stödnivån.",
    8: "Missivet skickas med, underskrivet av firmatecknaren.",
}


@dataclass
class Stage:
    """A product on which the demo plays; `meetings` are the board's, by their start."""

    product: Product
    meetings: dict[datetime, str] = field(default_factory=dict)

    @property
    def engine(self) -> Engine:
        """The product's engine."""
        return self.product.engine

    def build(self) -> None:
        """Write what must be there before anything is played."""
        with self.engine.work(actor=Actor.system()) as work:
            cast.save_cast(work.session, at=work.now)
            set_series(work.session, "RUN", 2020, 495)
            set_series(work.session, "RUN", 2021, 598)
        secretary = self.actor("namndsekreterare.1")
        for start in _BOARD_MEETINGS:
            with self.engine.work(actor=secretary) as work:
                meeting = create_meeting(work, starts_at=local(start), place=_PLACE, members=_MEMBERS)
                self.meetings[local(start)] = meeting.id

    def actor(self, account_id: str) -> Actor:
        """A role account's actor."""
        with self.engine.reading() as session:
            return cast.actor(session, account_id)

    def start_call(self, *, actor: str = "utlysningsansvarig.1") -> str:
        """Commission a call; returns its id."""
        return self.engine.start("call", actor=self.actor(actor)).id

    def sign_up_for_meeting(self, call_id: str) -> None:
        """Three people sign up for the information meeting."""
        for applicant in facts.applicants()[:3]:
            with self.engine.work() as work:
                sign_up(
                    work,
                    call_id,
                    email=f"{applicant.account_id}@sokande.example",
                    name=f"kontaktperson.{applicant.number}",
                    organisation=applicant.name,
                )

    def ask_question(self, call_id: str) -> None:
        """A visitor of the call's page asks something."""
        ask_question(
            self.engine,
            call_id,
            question="Kan en enskild näringsidkare söka?",
            email="fraga.1@besokare.example",
            actor=Actor("public"),
        )

    def save_application(self, call_id: str, applicant: facts.Applicant, data: Mapping[str, Any] | None = None) -> str:
        """Write and save an application without submitting it; returns the draft's id."""
        actor = self.actor(applicant.account_id)
        with self.engine.work(actor=actor) as work:
            draft = start_draft(work, call_id, organisation(work.session, applicant.org_nr))
            save_draft(work, draft.id, data or application_data(applicant), draft.revision)
        return draft.id

    def submit_application(self, call_id: str, applicant: facts.Applicant) -> str:
        """Write, save and submit an application; returns its id."""
        draft_id = self.save_application(call_id, applicant)
        return self.submit_draft(draft_id, applicant)

    def submit_draft(self, draft_id: str, applicant: facts.Applicant) -> str:
        """Submit a saved application; returns its id."""
        form = self.engine.definition_form("application", "application")
        return submit(self.engine, draft_id, form=form, actor=self.actor(applicant.account_id))

    def withdraw(self, applicant: facts.Applicant) -> None:
        """Withdraw the applicant's application."""
        actor = self.actor(applicant.account_id)
        withdraw(self.engine, self._application_of(actor), reason="Vi söker annan finansiering.", actor=actor)

    def answer_completion(self, applicant: facts.Applicant) -> None:
        """Answer the request for completion."""
        actor = self.actor(applicant.account_id)
        answers = [{"number": number, "text": _ANSWERS[number]} for number in applicant.missing]
        answer_completion(
            self.engine, self._application_of(actor), answers=answers, note="Hör av er om något saknas.", actor=actor
        )

    def _application_of(self, actor: Actor) -> str:
        with self.engine.reading() as session:
            return my_applications(session, actor=actor)[0].id

    def request_letter(self, letter: facts.Letter) -> None:
        """A neighbouring cluster asks for a letter of intent."""
        registered = letter.registered
        payload = {name: registered[name] for name in ("sender", "country", "subject", "requester_email")}
        payload["received_on"] = registered["received_on"]
        payload["external_deadline"] = registered["external_deadline"]
        self.engine.send_message("loi_request_received", payload, actor=self.actor("registrator.1"))
