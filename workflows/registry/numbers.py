"""Registry numbers: one series and year at a time, without gaps, given out inside the command's own transaction."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engine import Workspace
from workflows.registry.errors import NumberTakenError, UnknownRegistryNumberError
from workflows.registry.model import RegistryCase, registry_cases, registry_series, to_registry_case, words_of

ZONE = "Europe/Stockholm"


def register_case(
    session: Session,
    *,
    series: str = "RUN",
    at: datetime,
    title: str,
    case_id: str,
    party: str = "",
    secrecy: str | None = None,
    zone: str = ZONE,
) -> str:
    """Enter a case in the diary; returns its number, `RUN/598/2021`.

    The number is the next one of the series and of the local year of `at`. It is given back only with the whole
    transaction, so no number is ever missing or used twice: others wait for the counter's row. Source: OSL 5:1-2.
    """
    year = at.astimezone(ZoneInfo(zone)).year
    number = _take_number(session, series, year)
    registry_number = f"{series}/{number}/{year}"
    session.execute(
        registry_cases.insert().values(
            registry_number=registry_number,
            series=series,
            number=number,
            year=year,
            case_id=case_id,
            title=title,
            party=party,
            words=words_of(title, party),
            secrecy=secrecy,
            opened_at=at,
            closed_at=None,
            next_item=1,
        )
    )
    return registry_number


def set_series(session: Session, series: str, year: int, next_number: int) -> None:
    """Say which number the series goes on with, as when another diary has given out those before it.

    Raises NumberTakenError if that number has been given out or passed over: a series only goes forward.
    """
    start = _insert(session)(registry_series).values(series=series, year=year, next_number=1, elsewhere=[])
    session.execute(start.on_conflict_do_nothing())
    is_this = (registry_series.c.series == series) & (registry_series.c.year == year)
    row = session.execute(select(registry_series).where(is_this).with_for_update()).one()
    if next_number < row.next_number:
        raise NumberTakenError(f"{series}/{row.next_number - 1}/{year} has already been given out")
    if next_number > row.next_number:
        elsewhere = [*row.elsewhere, [row.next_number, next_number - 1]]
        session.execute(update(registry_series).where(is_this).values(next_number=next_number, elsewhere=elsewhere))


def number_gaps(session: Session) -> list[str]:
    """The numbers that no case has and that no other diary gave out (invariant I14); there should be none."""
    given: dict[tuple[str, int], set[int]] = defaultdict(set)
    columns = (registry_cases.c.series, registry_cases.c.year, registry_cases.c.number)
    for series, year, number in session.execute(select(*columns)):
        given[series, year].add(number)
    missing: list[str] = []
    for row in session.execute(select(registry_series).order_by(registry_series.c.year, registry_series.c.series)):
        expected = set(range(1, row.next_number)) - given[row.series, row.year]
        for first, last in row.elsewhere:
            expected -= set(range(first, last + 1))
        missing += [f"{row.series}/{number}/{row.year}" for number in sorted(expected)]
    return missing


def registry_case(session: Session, registry_number: str) -> RegistryCase:
    """The case with that number. Raises UnknownRegistryNumberError."""
    row = session.execute(
        select(registry_cases).where(registry_cases.c.registry_number == registry_number)
    ).one_or_none()
    if row is None:
        raise UnknownRegistryNumberError(f"There is no case {registry_number}")
    return to_registry_case(row)


def registry_cases_of(session: Session, case_id: str) -> list[RegistryCase]:
    """The diary's cases that belong to one of the engine's cases, oldest first."""
    rows = session.execute(
        select(registry_cases)
        .where(registry_cases.c.case_id == case_id)
        .order_by(registry_cases.c.opened_at, registry_cases.c.number)
    )
    return [to_registry_case(row) for row in rows]


def describe_case(
    session: Session,
    registry_number: str,
    *,
    title: str | None = None,
    party: str | None = None,
    secrecy: str | None = None,
) -> None:
    """Put right a case's title or party, or mark it secret under a rule (`OSL 30:23`); an empty text lifts the mark.

    Raises UnknownRegistryNumberError.
    """
    old = registry_case(session, registry_number)
    new_title = old.title if title is None else title
    new_party = old.party if party is None else party
    values = {
        "title": new_title,
        "party": new_party,
        "words": words_of(new_title, new_party),
        "secrecy": old.secrecy if secrecy is None else secrecy or None,
    }
    _change(session, registry_number, values)


def close_case(work: Workspace, registry_number: str) -> None:
    """Note that the case is finished. Raises UnknownRegistryNumberError."""
    _change(work.session, registry_number, {"closed_at": work.now})


def _change(session: Session, registry_number: str, values: dict[str, Any]) -> None:
    statement = (
        update(registry_cases)
        .where(registry_cases.c.registry_number == registry_number)
        .values(**values)
        .returning(registry_cases.c.registry_number)
    )
    if session.scalar(statement) is None:
        raise UnknownRegistryNumberError(f"There is no case {registry_number}")


def _take_number(session: Session, series: str, year: int) -> int:
    """Count up in one statement, which also locks the counter's row until the transaction ends."""
    insert = _insert(session)(registry_series).values(series=series, year=year, next_number=2, elsewhere=[])
    statement = insert.on_conflict_do_update(
        index_elements=["series", "year"], set_={"next_number": registry_series.c.next_number + 1}
    ).returning(registry_series.c.next_number)
    return int(session.execute(statement).scalar_one()) - 1


def _insert(session: Session) -> Any:
    """The database's own INSERT, which can say what to do when the row is there."""
    return sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
