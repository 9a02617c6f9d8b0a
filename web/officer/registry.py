"""The diary, for those who work here."""

from datetime import datetime, time, timedelta
from typing import Any

from flask import render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from web.officer.blueprint import CASE_STAFF, blueprint
from web.officer.export import Sheet, as_response
from web.officer.tasks import reader_of
from web.officer.words import DIRECTIONS
from web.policy import policy
from web.services import services
from web.sessions import current_actor
from workflows.registry import DiaryEntry, DiaryFilter, document
from workflows.registry.queries import count_diary, diary

PAGE_SIZE = 100
_MOST_EXPORTED = 10_000


def _wanted() -> DiaryFilter:
    year = request.args.get("ar", "")
    direction: Any = request.args.get("riktning", "")
    return DiaryFilter(
        text=request.args.get("q", "").strip(),
        year=int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else None,
        direction=direction if direction in DIRECTIONS else None,
        since=_start(request.args.get("fran", ""), days=0),
        until=_start(request.args.get("till", ""), days=1),
    )


def _start(text: str, *, days: int) -> datetime | None:
    try:
        day = datetime.fromisoformat(text).date() + timedelta(days=days)
    except ValueError:
        return None
    return datetime.combine(day, time(), services().settings.zone)


@blueprint.get("/intern/diarium")
@policy(CASE_STAFF)
def registry() -> str:
    """The diary's lines, newest first."""
    wanted = _wanted()
    page = request.args.get("sida", "1")
    number = max(1, int(page)) if page.isascii() and page.isdecimal() else 1
    start = (number - 1) * PAGE_SIZE
    with services().reading() as session:
        entries = _seen(session, diary(session, wanted, public=False, limit=PAGE_SIZE, offset=start))
        total = count_diary(session, wanted, public=False)
    this_year = services().today().year
    return render_template(
        "officer/registry.html", entries=entries, total=total, start=start, number=number, directions=DIRECTIONS,
        years=[(str(year), str(year)) for year in range(this_year, this_year - 6, -1)], arguments=_arguments(),
        page_size=PAGE_SIZE,
    )  # fmt: skip


@blueprint.get("/intern/diarium/lista.<kind>")
@policy(CASE_STAFF)
def export_registry(kind: str) -> Response:
    """The diary with its filters as a file: csv or xlsx."""
    form = reader_of().formatter
    with services().reading() as session:
        entries = _seen(session, diary(session, _wanted(), public=False, limit=_MOST_EXPORTED))
    heads = [
        gettext("Nummer"), gettext("Registrerad"), gettext("In/ut"), gettext("Slag"), gettext("Handling"),
        gettext("Part"), gettext("Ärende"), gettext("Sekretess"),
    ]  # fmt: skip
    rows = [
        [each.number, form.local(each.registered_at), str(DIRECTIONS[each.direction]), each.kind, each.title,
         each.party, each.case_title, "x" if each.is_secret else ""]
        for each in entries
    ]  # fmt: skip
    return as_response(Sheet(gettext("Diarium"), heads, rows), kind, "diarium")


def _seen(session: Any, entries: Any) -> list[DiaryEntry]:
    """Without the documents of cases that the reader is excluded from."""
    hidden = services().engine.excluded_cases(current_actor())
    if not hidden:
        return list(entries)
    return [each for each in entries if document(session, each.document_id).case_id not in hidden]


def _arguments() -> dict[str, str]:
    names = ("q", "ar", "riktning", "fran", "till")
    return {name: value for name in names if (value := request.args.get(name, ""))}
