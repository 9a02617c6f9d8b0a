"""What the board's secretary does outside any diagram: planning and cancelling meetings."""

from collections.abc import Sequence
from datetime import datetime

from engine import AccessDeniedError, Text, Work
from workflows.decision.errors import MeetingNotOpenError
from workflows.decision.matters import matters_of_meeting
from workflows.decision.meetings import CANCELLED, add_meeting, open_meeting, set_meeting_state
from workflows.decision.model import BoardMeeting, Member
from workflows.tables import new_id

_SECRETARY = "board_secretary"


def create_meeting(
    work: Work,
    *,
    starts_at: datetime,
    place: str,
    members: Sequence[Member],
    board: str = "RUN",
    meeting_id: str | None = None,
) -> BoardMeeting:
    """Plan a meeting of the board; returns it. Only the board's secretary (or the system) may.

    Raises AccessDeniedError; MeetingNotOpenError for a time that has passed; ValueError without members or place.
    """
    _check_secretary(work)
    if starts_at <= work.now:
        raise MeetingNotOpenError(
            Text(
                "Sammanträdet ligger bakåt i tiden. Ange en senare tid.",
                "The meeting is in the past. Give a later time.",
            )
        )
    if not members or not place.strip():
        raise ValueError("Ett sammanträde har plats och ledamöter. Fyll i båda.")
    meeting = BoardMeeting(
        id=meeting_id or new_id(),
        board=board,
        starts_at=starts_at,
        place=place.strip(),
        members=tuple(members),
    )
    add_meeting(work.session, meeting, created_by=work.actor.log_name)
    work.record("meeting_planned", {"meeting_id": meeting.id, "starts_at": starts_at, "place": meeting.place})
    return meeting


def cancel_meeting(work: Work, meeting_id: str, *, reason: str) -> None:
    """Cancel a meeting that has nothing on its agenda.

    Raises AccessDeniedError, MeetingNotOpenError, ValueError without a reason.
    """
    _check_secretary(work)
    found = open_meeting(work.session, meeting_id, now=work.now)
    if matters_of_meeting(work.session, found.id):
        raise MeetingNotOpenError(
            Text(
                "Sammanträdet har ärenden på listan. Bordlägg dem till ett annat sammanträde först.",
                "The meeting has matters on its agenda. Postpone them to another meeting first.",
            )
        )
    if not reason.strip():
        raise ValueError("Skriv varför sammanträdet ställs in.")
    set_meeting_state(work.session, found.id, CANCELLED)
    work.record("meeting_cancelled", {"meeting_id": found.id, "reason": reason})


def _check_secretary(work: Work) -> None:
    if _SECRETARY not in work.actor.roles and not work.actor.is_system:
        raise AccessDeniedError("Bara nämndsekreteraren planerar sammanträden.")
