"""When a delegated decision is reported to the board, when it becomes final, and what its paper says."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from workflows.call.rules import local_day
from workflows.decision.model import BoardMeeting, OutcomeCode
from workflows.decision.rules import last_appeal_day
from workflows.delegated_decision.errors import NotDecidableError

REPORT_DAYS = 7
HEADINGS = (
    "Ärendebeskrivning",
    "Beslutsunderlag",
    "Delegationsbestämmelse och delegation",
    "Beslut",
    "Anmälan",
)
TEXT_FIELDS = ("arendebeskrivning", "delegationsbestammelse", "delegationspunkt", "beslut")
_OUTCOMES: Mapping[tuple[str, str], OutcomeCode] = {
    ("letter_of_intent", "approve"): "granted",
    ("letter_of_intent", "reject"): "rejected",
    ("dismissal", "approve"): "dismissed",
    ("closure", "approve"): "closed",
    ("rejection", "approve"): "rejected",
}


def report_meeting(meetings: Iterable[BoardMeeting], *, decided_on: date) -> BoardMeeting | None:
    """The meeting at which a decision is reported: the board's first at least seven days after it, if one is planned.

    Source: Kommunallagen 6 kap. 40 § and 7 kap. 8 §; the seven days are a setting of the organisation.
    """
    earliest = decided_on + timedelta(days=REPORT_DAYS)
    later = [meeting for meeting in meetings if local_day(meeting.starts_at) >= earliest]
    return min(later, key=lambda meeting: (meeting.starts_at, meeting.id), default=None)


def final_on(notice_posted_on: date) -> date:
    """The day on which the decision is final: the one after the last day for a legality review.

    The three weeks run from the notice of the minutes in which the decision was reported.
    Source: Kommunallagen 13 kap. 5 §, lag (1930:173).
    """
    return last_appeal_day(notice_posted_on) + timedelta(days=1)


def outcome_of(kind: str, decision: str) -> OutcomeCode:
    """The outcome for the case: granted, rejected, dismissed or closed. Source: D-OUTCOME.

    Raises NotDecidableError for a combination that decides nothing: a proposed dismissal, closure or rejection that is
    not agreed with is returned to the officer instead.
    """
    try:
        return _OUTCOMES[(kind, decision)]
    except KeyError as error:
        raise NotDecidableError from error


def missing_parts(draft: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields of the paper that are empty: nothing may be left blank (O9, R-12)."""
    empty = [name for name in TEXT_FIELDS if not str(draft.get(name) or "").strip()]
    empty += [name for name in ("beslutsunderlag", "recipients") if not draft.get(name)]
    return tuple(empty)
