"""The few plain steps that an applicant sees, worked out from the state of the case."""

from datetime import datetime

from sqlalchemy.orm import Session

from engine import Text
from workflows.application.rows import application_row
from workflows.application.values import Step
from workflows.call.values import FundingCall
from workflows.letters.wording import deadline_text, weekday_text

_TITLES = (
    ("submitted", Text("Inskickad", "Submitted")),
    ("registered", Text("Registrerad", "Registered")),
    ("review", Text("Granskning", "Review")),
    ("assessment", Text("Bedömning", "Assessment")),
    ("decision", Text("Beslut", "Decision")),
    ("notice", Text("Besked till er", "Notice to you")),
)
# The step that an application is in, by its status.
_CURRENT = {
    "received": "registered",
    "in_review": "review",
    "completion_requested": "review",
    "in_assessment": "assessment",
    "ready_for_ranking": "decision",
    "rejection_to_board": "decision",
    "to_delegate": "decision",
    "withdrawn": "notice",
    "decided": "notice",
}
_NOTHING = Text("", "")


def steps_of(
    session: Session, application_id: str, call: FundingCall, *, now: datetime, board_at: datetime | None = None
) -> tuple[Step, ...]:
    """The steps of an application for its applicant, with what has happened and what comes.

    `board_at` is when the board is to meet about the call, where that is known. Raises UnknownApplicationError.
    """
    row = application_row(session, application_id)
    codes = [code for code, _ in _TITLES]
    is_open = row["status"] == "received" and now < call.cutoff
    current = codes.index("submitted" if is_open else _CURRENT[row["status"]])
    is_over = row["status"] == "decided"
    reached = {
        "submitted": row["received_at"],
        "registered": row["received_at"],
        "review": row["review_began_at"],
        "assessment": row["assessment_began_at"],
        "decision": row["decided_at"],
        "notice": row["decided_at"],
    }
    return tuple(
        Step(
            code=code,
            title=title,
            status="done" if number < current or is_over else "now" if number == current else "todo",
            at=reached.get(code),
            note=_plan(code, call, board_at)
            if number > current or (number == current and code == "decision")
            else _note(code, row["status"], row["respond_by"], call, now=now),
        )
        for number, (code, title) in enumerate(_TITLES)
        if code != "assessment" or row["status"] not in ("withdrawn", "to_delegate", "rejection_to_board")
    )


def _note(code: str, status: str, respond_by: datetime | None, call: FundingCall, *, now: datetime) -> Text:
    if code == "submitted" and now < call.cutoff:
        return Text(
            f"Ni kan skicka in en ny version fram till {deadline_text(call.cutoff)}.",
            f"You can submit a new version until {deadline_text(call.cutoff, language='en')}.",
        )
    if code == "review" and status == "completion_requested" and respond_by is not None:
        return Text("Vi väntar på svar från er.", "We wait for an answer from you.")
    if code == "notice" and status == "withdrawn":
        return Text("Ni har återkallat ansökan.", "You have withdrawn the application.")
    return _NOTHING


def _plan(code: str, call: FundingCall, board_at: datetime | None) -> Text:
    """What is planned for a step that is still to come."""
    day, day_en = (weekday_text(board_at or call.decision_to, language=language) for language in ("sv", "en"))
    if code == "assessment":
        return Text(f"Före {day}.", f"Before {day_en}.")
    if code == "decision" and board_at is not None:
        return Text(f"{day.capitalize()}, planerat sammanträde.", f"{day_en}, planned meeting.")
    if code == "decision":
        return Text(f"Senast {day}, planerat.", f"No later than {day_en}, planned.")
    if code == "notice":
        return Text(
            "Med e-post och här, när protokollet från sammanträdet är justerat.",
            "By e-mail and here, when the minutes of the meeting have been approved.",
        )
    return _NOTHING
