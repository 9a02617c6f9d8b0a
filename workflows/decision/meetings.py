"""The board's meetings: kept, found, and offered as choices in forms."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine import Text
from workflows.decision.errors import MeetingNotOpenError
from workflows.decision.model import BoardMeeting, Member, board_meetings
from workflows.letters.wording import instant_text

PLANNED, HELD, CANCELLED = "planned", "held", "cancelled"


def add_meeting(session: Session, meeting: BoardMeeting, *, created_by: str) -> None:
    """Write a new meeting."""
    session.execute(
        board_meetings.insert().values(
            id=meeting.id,
            board=meeting.board,
            starts_at=meeting.starts_at,
            place=meeting.place,
            members=[{"id": member.id, "role": member.role} for member in meeting.members],
            state=meeting.state,
            created_by=created_by,
        )
    )


def set_meeting_state(session: Session, meeting_id: str, state: str) -> None:
    """Note that a meeting has been held or cancelled."""
    session.execute(update(board_meetings).where(board_meetings.c.id == meeting_id).values(state=state))


def meeting(session: Session, meeting_id: str | None) -> BoardMeeting:
    """The meeting with that id. Raises MeetingNotOpenError if there is none."""
    row = session.execute(select(board_meetings).where(board_meetings.c.id == meeting_id)).mappings().one_or_none()
    if row is None:
        raise MeetingNotOpenError(
            Text("Sammanträdet finns inte. Välj ett annat.", "There is no such meeting. Choose another one.")
        )
    return _meeting(row)


def open_meeting(session: Session, meeting_id: str | None, *, now: datetime) -> BoardMeeting:
    """The meeting, if a matter can still be put on its agenda. Raises MeetingNotOpenError."""
    found = meeting(session, meeting_id)
    if found.starts_at <= now or found.state != PLANNED:
        raise MeetingNotOpenError(
            Text(
                "Sammanträdet har redan hållits eller är inställt. Välj ett senare.",
                "The meeting has already been held or is cancelled. Choose a later one.",
            )
        )
    return found


def meetings(session: Session, *, after: datetime | None = None) -> list[BoardMeeting]:
    """The meetings in order of time, those after an instant if one is given; cancelled ones are left out."""
    statement = (
        select(board_meetings)
        .where(board_meetings.c.state != CANCELLED)
        .order_by(board_meetings.c.starts_at, board_meetings.c.id)
    )
    if after is not None:
        statement = statement.where(board_meetings.c.starts_at > after)
    return [_meeting(row) for row in session.execute(statement).mappings()]


def meeting_choices(found: Sequence[BoardMeeting]) -> list[dict[str, str]]:
    """The meetings as choices for a form's `valuesExpression`."""
    return [
        {
            "value": one.id,
            "label": f"{instant_text(one.starts_at)}, {one.place}",
            "label_en": f"{instant_text(one.starts_at, language='en')}, {one.place}",
        }
        for one in found
    ]


def _meeting(row: Mapping[Any, Any]) -> BoardMeeting:
    return BoardMeeting(
        id=row["id"],
        board=row["board"],
        starts_at=row["starts_at"],
        place=row["place"],
        members=tuple(Member(one["id"], one["role"]) for one in row["members"]),
        state=row["state"],
    )
