"""The diary as its readers may see it: the public, and those who work here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from workflows.registry.model import DiaryEntry, Direction, RegistryCase, documents, registry_cases, to_registry_case


@dataclass(frozen=True, slots=True)
class DiaryFilter:
    """Which lines of the diary are asked for. `text` looks in numbers, titles and parties; `until` is half-open."""

    text: str = ""
    series: str | None = None
    year: int | None = None
    kind: str | None = None
    direction: Direction | None = None
    since: datetime | None = None
    until: datetime | None = None


EVERYTHING = DiaryFilter()


def diary(
    session: Session, wanted: DiaryFilter = EVERYTHING, *, public: bool, limit: int = 100, offset: int = 0
) -> Sequence[DiaryEntry]:
    """The diary's lines, newest first.

    In the public's view a secret document or case has its date, number and direction, but neither title nor party,
    and searching for words that are hidden does not find it. Source: OSL 5:2; R-03.
    """
    statement = (
        _selected(wanted, public=public)
        .with_only_columns(
            documents.c.id,
            documents.c.registry_number,
            documents.c.item,
            documents.c.version,
            documents.c.registered_at,
            documents.c.direction,
            documents.c.kind,
            documents.c.title,
            documents.c.party,
            documents.c.secrecy,
            registry_cases.c.title.label("case_title"),
            registry_cases.c.secrecy.label("case_secrecy"),
        )
        .order_by(documents.c.registered_at.desc(), documents.c.registry_number.desc(), documents.c.item.desc())
        .limit(limit)
        .offset(offset)
    )
    return [_entry(row, public=public) for row in session.execute(statement)]


def count_diary(session: Session, wanted: DiaryFilter = EVERYTHING, *, public: bool) -> int:
    """How many lines `diary` has in all."""
    counted = _selected(wanted, public=public).with_only_columns(func.count())
    return int(session.scalar(counted) or 0)


def diary_cases(
    session: Session, text: str = "", *, public: bool, year: int | None = None, limit: int = 100, offset: int = 0
) -> Sequence[RegistryCase]:
    """The diary's cases, newest first; the public neither sees nor finds the title and party of a secret one.

    Source: OSL 5:2; R-03.
    """
    statement = (
        _cases(text.strip(), public=public, year=year)
        .with_only_columns(*registry_cases.c)
        .order_by(registry_cases.c.opened_at.desc(), registry_cases.c.number.desc())
        .limit(limit)
        .offset(offset)
    )
    found = [to_registry_case(row) for row in session.execute(statement)]
    return [replace(case, title="", party="") if public and case.secrecy else case for case in found]


def count_diary_cases(session: Session, text: str = "", *, public: bool, year: int | None = None) -> int:
    """How many cases `diary_cases` has in all."""
    counted = _cases(text.strip(), public=public, year=year).with_only_columns(func.count())
    return int(session.scalar(counted) or 0)


def _cases(text: str, *, public: bool, year: int | None) -> Select[Any]:
    statement = select(registry_cases.c.registry_number)
    if year is not None:
        statement = statement.where(registry_cases.c.year == year)
    if text:
        words = registry_cases.c.words.contains(text.casefold(), autoescape=True)
        if public:
            words &= registry_cases.c.secrecy.is_(None)
        statement = statement.where(registry_cases.c.registry_number.icontains(text, autoescape=True) | words)
    return statement


def _selected(wanted: DiaryFilter, *, public: bool) -> Select[Any]:
    statement = select(documents.c.id).join_from(documents, registry_cases)
    exact = (
        (registry_cases.c.series, wanted.series),
        (registry_cases.c.year, wanted.year),
        (documents.c.kind, wanted.kind),
        (documents.c.direction, wanted.direction),
    )
    for column, value in exact:
        if value is not None:
            statement = statement.where(column == value)
    if wanted.since is not None:
        statement = statement.where(documents.c.registered_at >= wanted.since)
    if wanted.until is not None:
        statement = statement.where(documents.c.registered_at < wanted.until)
    if wanted.text.strip():
        statement = statement.where(_found(wanted.text.strip(), public=public))
    return statement


def _found(text: str, *, public: bool) -> ColumnElement[bool]:
    wanted = text.casefold()
    words = documents.c.words.contains(wanted, autoescape=True)
    words |= registry_cases.c.words.contains(wanted, autoescape=True)
    if public:
        words &= documents.c.secrecy.is_(None) & registry_cases.c.secrecy.is_(None)
    return documents.c.registry_number.icontains(text, autoescape=True) | words


def _entry(row: Any, *, public: bool) -> DiaryEntry:
    is_secret = row.secrecy is not None or row.case_secrecy is not None
    hides = public and is_secret
    return DiaryEntry(
        document_id=row.id,
        number=f"{row.registry_number}-{row.item}",
        registry_number=row.registry_number,
        registered_at=row.registered_at,
        direction=row.direction,
        kind="" if hides else row.kind,
        title="" if hides else row.title,
        party="" if hides else row.party,
        case_title="" if hides else row.case_title,
        is_secret=is_secret,
        version=row.version,
    )
