"""How the call's own tasks, the board's and the delegate's are answered: from the announcement to the notices."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engine import UserTask, Variables
from workflows.demo import cast, facts
from workflows.demo.moments import ZONE, local, not_before, office_time_after
from workflows.demo.player import Answer, Reply


@dataclass(frozen=True, slots=True)
class CallScript:
    """What is written in a call's form, when the call is approved, and when it is published."""

    draft: Mapping[str, Any]
    approved_at: str
    publish_at: str


class DecisionReplies:
    """The replies of call, board_decision and delegated_decision.

    `meetings` are the board's, by their start; `scripts` the calls that are played, by id. Letters of intent are left
    alone `without_letters`: in the demo one waits for its decision while the call goes on.
    """

    def __init__(
        self, meetings: Mapping[datetime, str], scripts: Mapping[str, CallScript], *, without_letters: bool = False
    ) -> None:
        self._without_letters = without_letters
        self._meetings = dict(sorted(meetings.items()))
        self._scripts = scripts

    def replies(self) -> Mapping[str, Reply]:
        """The replies by element."""
        delegated = {element: self._but_for_letters(reply) for element, reply in self._delegated().items()}
        return self._call() | self._board() | delegated

    def _but_for_letters(self, reply: Reply) -> Reply:
        def chosen(task: UserTask, variables: Variables) -> Answer | None:
            is_letter = (variables.get("matter") or {}).get("kind") == "letter_of_intent"
            return None if is_letter and self._without_letters else reply(task, variables)

        return chosen

    def _call(self) -> dict[str, Reply]:
        return {
            "draft_call": self._draft_call,
            "approve_call": self._approve_call,
            "publish_call": self._publish_call,
            "hold_meeting": _fixed("kommunikator.1", {"participants_count": 23}, "2021-11-16 09:00"),
            "publish_answers": _fixed(
                "handlaggare.1",
                {
                    "qa": [
                        {
                            "question": "Kan en ansökan gälla två styrkeområden?",
                            "answer": "Ja. Planera då minst två mobiliserande möten per område.",
                        },
                        {
                            "question": "Räknas egen arbetstid som finansiering?",
                            "answer": "Ja, om tiden redovisas och har motsvarande kostnad i budgeten.",
                        },
                    ]
                },
                "2021-11-17 10:00",
            ),
            "answer_question": _fixed(
                "handlaggare.2",
                {"answer": "Nej, men en förening som är en juridisk person kan söka.", "publish": "yes"},
                "2021-11-10 10:00",
            ),
            "check_opening_list": _fixed("registrator.1", {"list_checked": True}, "2021-11-30 08:00"),
            "confirm_opening_list": _fixed("handlaggare.1", {"list_confirmed": True}, "2021-11-30 08:20"),
            "confirm_ranking": _fixed(
                "utlysningsansvarig.1", {"scenario": "area_first", "deviation": False}, "2021-12-07 13:00"
            ),
            "review_state_aid": _fixed("jurist.1", {"state_aid_ok": True}, "2021-12-07 13:30"),
            "review_budget": _fixed("ekonom.1", {"budget_ok": True}, "2021-12-07 13:40"),
            "dispatch_decisions": _fixed(
                "handlaggare.1", {"recipients_checked": True, "channel": "e_service"}, "2021-12-17 13:00"
            ),
            "publish_outcome": _fixed(
                "kommunikator.1",
                {
                    "published_list": True,
                    "news_text": "Nämnden har beslutat om fyra innovationskluster, ett för varje styrkeområde.",
                },
                "2021-12-17 14:00",
            ),
            "evaluate_call": _fixed(
                "utlysningsansvarig.1",
                {
                    "lessons": "Tre arbetsveckor mellan sista ansökningsdag och nämnd är för kort tid för beredningen.",
                    "retention_class": "preserve",
                },
                "2023-02-01 10:00",
            ),
        }

    def _draft_call(self, task: UserTask, variables: Variables) -> Answer:
        draft = self._scripts[task.case_id].draft
        meeting = self._meeting_after(local(f"{draft['decision_from']} 00:00"))
        data = {**draft, "board_meeting_id": self._meetings[meeting]}
        return Answer("utlysningsansvarig.1", data, office_time_after(task.created_at))

    def _approve_call(self, task: UserTask, variables: Variables) -> Answer:
        at = not_before(self._scripts[task.case_id].approved_at, task.created_at)
        return Answer("omradeschef.1", {"approval": "approve"}, at)

    def _publish_call(self, task: UserTask, variables: Variables) -> Answer:
        data = {
            "publish_at": local(self._scripts[task.case_id].publish_at).isoformat(),
            "channels": ["web", "newsletter"],
            "preview_checked": True,
            "accessibility_checked": True,
        }
        return Answer("kommunikator.1", data, office_time_after(task.created_at))

    def _board(self) -> dict[str, Reply]:
        return {
            "write_proposal": self._write_proposal,
            "review_proposal": _prompt("omradeschef.1", {"review": "ok"}),
            "approve_proposal": _prompt("direktor.1", {"approved": "yes"}),
            "put_on_agenda": self._put_on_agenda,
            "record_meeting": self._record_meeting,
            "adjust_minutes_chair": _prompt("ordforande.1", {"adjusted": True}, days=1),
            "adjust_minutes_adjuster": _prompt("justerare.1", {"adjusted": True}, days=1),
            "post_notice": self._post_notice,
        }

    def _write_proposal(self, task: UserTask, variables: Variables) -> Answer:
        title = str(variables.get("matter_title") or variables.get("title"))
        data = {
            "summary": f"Ärendet gäller {title}.",
            "case_description": "Ärendet är berett enligt utlysningens text och regionens riktlinjer.",
            "proposal": [{"clause": "Nämnden beslutar enligt rangordningen och de förslag som finns i ärendet."}],
            "reasons": "Förslaget följer av bedömningarna och av de regler som gäller för stödet.",
            "applied_rules": ["CALL_TEXT", "KL_6"],
            "economic_consequence": "Stödet ryms inom den beslutade ramen.",
        }
        return Answer("handlaggare.1", data, office_time_after(task.created_at))

    def _put_on_agenda(self, task: UserTask, variables: Variables) -> Answer:
        meeting = self._meeting_after(task.created_at)
        data: dict[str, Any] = {"board_meeting_id": self._meetings[meeting], "agenda_no": 9}
        at = office_time_after(task.created_at)
        if at > meeting - timedelta(days=7):
            data["late_reason"] = "Ärendet blev färdigberett efter kallelsen och kan inte vänta."
        return Answer("namndsekreterare.1", data, at)

    def _record_meeting(self, task: UserTask, variables: Variables) -> Answer:
        outcome = "as_proposed"
        data = {
            "paragraph": f"§ {200 + task.created_at.astimezone(ZONE).day}",
            "present": [{"member": member, "attendance": "present"} for member, _ in cast.MEMBERS],
            "conflicts": [],
            "motions": [],
            "changes": [],
            "votes_yes": None,
            "votes_no": None,
            "chair_vote": "none",
            "outcome": outcome,
        }
        return Answer("namndsekreterare.1", data, office_time_after(task.created_at, minutes=77))

    def _post_notice(self, task: UserTask, variables: Variables) -> Answer:
        at = office_time_after(task.created_at + timedelta(days=1), minutes=0)
        return Answer("namndsekreterare.1", {"notice_posted_on": at.date().isoformat()}, at)

    def _delegated(self) -> dict[str, Reply]:
        return {
            "delegated_decision/declare_officer_conflict": _prompt("handlaggare.3", {"conflict": "no"}),
            "draft_decision": self._draft_decision,
            "review_draft": _prompt("omradeschef.1", {"review": "ok"}),
            "declare_delegate_conflict": _prompt("direktor.1", {"conflict": "no"}),
            "decide": _prompt("direktor.1", {"decision": "approve", "signed": True}),
            "report_to_board": self._report_to_board,
        }

    def _draft_decision(self, task: UserTask, variables: Variables) -> Answer:
        matter = variables["matter"]
        data = {
            "arendebeskrivning": str(matter["text"]),
            "beslutsunderlag": [{"text": f"Ansökan med diarienummer {variables['registry_number']}"}],
            "delegationsbestammelse": "Delegationsbestämmelser för regionala utvecklingsnämnden i Region Jämtland Härjedalen",
            "delegationspunkt": str(variables["decider"]["point"] or "1.2"),
            "beslut": _DECISIONS[matter["kind"]],
            "recipients": [{"name": variables["applicant_name"], "address": variables["contact_email"]}],
        }
        return Answer("handlaggare.3", data, office_time_after(task.created_at))

    def _report_to_board(self, task: UserTask, variables: Variables) -> Answer:
        meeting = self._meeting_after(task.created_at + timedelta(days=7))
        posted = office_time_after(meeting + timedelta(days=2), minutes=0)
        data = {
            "board_meeting_id": self._meetings[meeting],
            "paragraph": "§ 217",
            "notice_posted_on": posted.date().isoformat(),
        }
        return Answer("namndsekreterare.1", data, posted)

    def _meeting_after(self, moment: datetime) -> datetime:
        return next(start for start in self._meetings if start > moment)


_DECISIONS = {
    "dismissal": "Ansökan avvisas.",
    "rejection": "Ansökan avslås.",
    "closure": "Ärendet avskrivs.",
}


def letter_replies(letter: facts.Letter) -> Mapping[str, Reply]:
    """The replies that belong to the letter of intent alone."""
    return {
        "register_request": _fixed("registrator.1", dict(letter.registered), "2020-08-17 10:00"),
        "assign_officer": _fixed(
            "omradeschef.1", {"officer": "handlaggare.3", "due_on": "2020-08-28"}, "2020-08-18 09:00"
        ),
        "prepare_matter": _fixed("handlaggare.3", dict(letter.prepared), "2020-08-24 13:00"),
        "draft_decision": _fixed("handlaggare.3", dict(letter.draft), "2020-08-27 15:00"),
        "review_draft": _fixed("omradeschef.1", {"review": "ok"}, "2020-08-28 11:00"),
        "declare_delegate_conflict": _fixed("direktor.1", {"conflict": "no"}, "2020-08-31 08:40"),
        "decide": _fixed("direktor.1", {"decision": "approve", "signed": True}, "2020-08-31 09:00"),
    }


def _fixed(account: str, data: Mapping[str, Any], at: str) -> Reply:
    return lambda task, _variables: Answer(account, data, not_before(at, task.created_at, minutes=5))


def _prompt(account: str, data: Mapping[str, Any], *, days: int = 0) -> Reply:
    return lambda task, _variables: Answer(account, data, office_time_after(task.created_at + timedelta(days=days)))
