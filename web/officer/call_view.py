"""A call as its page shows it: its status, its line of time, its way through the process, and its statistics."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from flask_babel import gettext
from sqlalchemy.orm import Session

from engine import UserTask
from engine.calendars import WorkingCalendar
from web.officer.inbox import task_name
from web.officer.words import APPLICATION_STATES, CALL_STATES, role_name, shaped
from web.pictures import BudgetBar, Point, Share, Span, Timeline, budget_bar, timeline
from web.templating import formatter
from workflows.application.queries import Statistics, applications_of
from workflows.application.values import Application
from workflows.call.queries import reminders_of
from workflows.call.values import FundingCall
from workflows.decision.errors import MeetingNotOpenError
from workflows.decision.meetings import meeting
from workflows.decision.ranking_view import RankingLine, RankingView
from workflows.decision.rules import adjust_by, summons_day

# From the last day of application to the board, for a call of usual size. Source: domain.md 1.4.
NORM_DAYS = 35
_SETTLED = frozenset({"ready_for_ranking", "rejection_to_board", "to_delegate", "withdrawn", "decided"})


@dataclass(frozen=True, slots=True)
class Load:
    """How many applications wait for the same thing, and with whom."""

    what: str
    holders: str
    count: int
    late: int
    earliest: datetime | None


def load_of(tasks: Iterable[UserTask], applied: Sequence[Application], now: datetime) -> list[Load]:
    """What the applications of a call wait for: the tasks by name, then those that wait for their applicants."""
    known = {one.id for one in applied}
    groups: dict[str, list[UserTask]] = {}
    for task in tasks:
        if task.case_id in known:
            groups.setdefault(task_name(task), []).append(task)
    found = [_load(name, group, now) for name, group in groups.items()]
    waiting = sum(one.status == "completion_requested" for one in applied)
    if waiting:
        found.append(Load(gettext("Komplettering"), role_name("applicant"), waiting, 0, None))
    return sorted(found, key=lambda load: -load.count)


def _load(name: str, group: Sequence[UserTask], now: datetime) -> Load:
    holders = sorted({task.assignee or role_name(task.role) for task in group})
    dues = [task.due_at for task in group if task.due_at]
    return Load(name, ", ".join(holders), len(group), sum(due <= now for due in dues), min(dues, default=None))


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a statistic: words, a number, and its share of the largest in percent."""

    label: str
    count: int
    share: float


def status_of(call: FundingCall, now: datetime) -> tuple[str, str]:
    """The call's status as shape and word."""
    if call.is_open(now):
        return shaped(CALL_STATES, "open")
    if call.is_coming(now):
        return shaped(CALL_STATES, "coming")
    return shaped(CALL_STATES, "closed" if call.status == "published" else call.status)


def line_of_time(session: Session, call: FundingCall, *, today: date) -> Timeline:
    """The call's line: open, preparation, to the board, to the decision; with its days."""
    form = formatter()
    last_day = form.day_of(call.cutoff)
    board = _board_day(session, call)
    spans = [Span(gettext("Öppen för ansökan"), _on(call.opens_at), last_day)]
    if board and board > last_day:
        summons = max(last_day + timedelta(days=1), summons_day(_board_start(session, call) or call.cutoff))
        spans.append(Span(gettext("Beredning och bedömning"), last_day + timedelta(days=1), summons))
        spans.append(Span(gettext("Till nämnd"), summons + timedelta(days=1), board))
    if board and call.decision_to > board:
        spans.append(Span(gettext("Protokoll, expediering, publicering"), board + timedelta(days=1), call.decision_to))
    return timeline(
        [each for each in spans if each.starts_on <= each.ends_on], _points(session, call, board), today=today
    )


def _points(session: Session, call: FundingCall, board: date | None) -> Iterable[Point]:
    form = formatter()
    if call.published_at:
        yield Point(gettext("Publicerad"), _on(call.published_at))
    if call.meeting:
        yield Point(gettext("Informationsmöte"), _on(call.meeting.start))
    for day in sorted({each.day for each in reminders_of(session, call.id) if each.sent_to}):
        yield Point(gettext("Påminnelse"), day)
    yield Point(gettext("Sista ansökningsdag"), form.day_of(call.cutoff), is_key=True)
    if board:
        start = _board_start(session, call)
        if start:
            yield Point(gettext("Kallelse"), summons_day(start))
        yield Point(gettext("Nämnd"), board, is_key=True)
        yield Point(gettext("Justering senast"), adjust_by(board))
    yield Point(gettext("Beslut senast"), call.decision_to)


def _on(value: datetime) -> date:
    """The day on which something happens."""
    return value.astimezone(formatter().zone).date()


def _board_start(session: Session, call: FundingCall) -> datetime | None:
    if not call.board_meeting_id:
        return None
    try:
        return meeting(session, call.board_meeting_id).starts_at
    except MeetingNotOpenError:
        return None


def _board_day(session: Session, call: FundingCall) -> date | None:
    start = _board_start(session, call)
    return _on(start) if start else None


def working_days_to_board(session: Session, call: FundingCall, calendar: WorkingCalendar) -> int | None:
    """Working days from the last day of application to the board; None without a meeting."""
    board = _board_day(session, call)
    return None if board is None else calendar.working_days_between(formatter().day_of(call.cutoff), board)


def summary_of(applied: Sequence[Application]) -> str:
    """The applications in one line."""
    ready = sum(one.status == "ready_for_ranking" for one in applied)
    settled = sum(one.status in _SETTLED for one in applied)
    words = gettext("%(received)s inkomna, %(ready)s bedömda, %(rest)s på annat sätt klara, %(open)s kvar")
    counts = {"received": len(applied), "ready": ready, "rest": settled - ready, "open": len(applied) - settled}
    return str(words) % counts


def ranking_bar(view: RankingView, hidden: Collection[str]) -> BudgetBar:
    """The budget bar: one segment for each grant, and the next one outside it; without the names of hidden ones."""
    shares = [
        Share(_named(line, hidden), Decimal(line.row.granted_sek), f"#r-{_id(line)}")
        for line in view.lines
        if line.row.granted_sek
    ]
    after = next((line for line in view.lines if line.row.outcome == "reserve"), None)
    following = None
    if after is not None:
        label = gettext("%(place)s. Ryms inte", place=after.row.place)
        following = Share(label, Decimal(after.row.candidate.sought_sek), f"#r-{_id(after)}")
    return budget_bar(shares, cap=Decimal(view.call.budget_sek), following=following)


def _named(line: RankingLine, hidden: Collection[str]) -> str:
    name = gettext("Jäv") if _id(line) in hidden else line.row.candidate.title
    return f"{line.row.place}. {name}"


def _id(line: RankingLine) -> str:
    return line.row.candidate.application_id


def checks_of(tasks: Sequence[UserTask], view: RankingView) -> list[tuple[str, str]]:
    """What must be in order before the board decides, each as shape and sentence."""
    waiting = sum(count for code, count in view.unranked.items() if code not in _SETTLED)
    assessed = gettext("Alla bedömningar klara") if not waiting else gettext("%(count)s inte klara", count=waiting)
    found = [("done" if not waiting else "active", assessed)]
    named = {"review_state_aid": gettext("Statsstöd"), "review_budget": gettext("Budget")}
    for element_id, name in named.items():
        latest = next((task for task in reversed(tasks) if task.element_id == element_id), None)
        found.append(_check(name, latest))
    return found


def _check(name: str, task: UserTask | None) -> tuple[str, str]:
    if task is None:
        return "todo", gettext("%(what)s granskas när rangordningen är fastställd", what=name)
    who = task.completed_by or task.assignee or role_name(task.role)
    if task.state == "open":
        return "active", gettext("%(what)s granskas av %(who)s", what=name, who=who)
    return "done", gettext("%(what)s granskad av %(who)s", what=name, who=who)


def applications_table(session: Session, call_id: str, hidden: frozenset[str]) -> list[Application]:
    """The applications that the reader may see, in the order of their arrival."""
    return [one for one in applications_of(session, call_id) if one.id not in hidden]


def bars_of(statistics: Statistics, call: FundingCall) -> list[tuple[str, list[Bar]]]:
    """The statistics as titled bars."""
    states = {shaped(APPLICATION_STATES, code)[1]: count for code, count in statistics.by_status.items()}
    areas = {call.area_names.get(code, code): count for code, count in statistics.by_area.items()}
    return [
        (gettext("Läge"), _bars(states)),
        (gettext("Styrkeområde"), _bars(areas)),
        (gettext("Kommun"), _bars(statistics.by_municipality)),
    ]


def _bars(counts: Mapping[str, int]) -> list[Bar]:
    most = max(counts.values(), default=1)
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return [Bar(label, count, count / most * 100) for label, count in ordered]
