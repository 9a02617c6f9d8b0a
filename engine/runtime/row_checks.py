"""What must hold between tables: versions, kept answers, and no row of a case or task that is not there."""

import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, exists, select

from engine.audit import LOG_STREAM
from engine.definitions.bundle import Bundle
from engine.errors import EngineError
from engine.store import definitions, tables
from engine.store.tables import (
    bundles,
    cases,
    events,
    exclusions,
    idempotency,
    incidents,
    messages,
    outbox,
    starts,
    tasks,
    waits,
)
from engine.store.types import DamagedDocumentError, reread, stored

_AT_ONCE: Final = 500
_MOST_NAMED: Final = 100


def breaches_in(connection: Connection) -> Iterator[str]:
    """Every breach of I1, I7 and I9, and of I6 by histories of no case."""
    yield from _definition_breaches(connection)
    yield from _stray_rows(connection)
    yield from stray_histories(connection)
    yield from _answer_breaches(connection)


# --- I9 -------------------------------------------------------------------------------------------------------------


def _definition_breaches(connection: Connection) -> Iterator[str]:
    """Each version that is used is there, each was told of, and each bundle is what was deployed."""
    listed = definitions.listed(connection, None, all_versions=True)
    versions = {(one.key, one.version) for one in listed}
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for one in listed:
        numbers[one.key].append(one.version)
    for key, given in sorted(numbers.items()):
        if sorted(given) != list(range(1, len(given) + 1)):
            yield f"I9 {key}: has the versions {sorted(given)}, not 1 to {len(given)}"
    for table, what in ((cases, "cases"), (tasks, "tasks")):
        used = connection.execute(select(table.c.process_key, table.c.process_version).distinct()).all()
        for key, version in sorted(set(map(tuple, used)) - versions):
            yield f"I9 {key} version {version}: has {what}, but is not deployed"
    yield from _deployments_told(connection, versions)
    yield from _bundle_breaches(connection, {one.digest for one in listed})


def _deployments_told(connection: Connection, versions: set[tuple[str, int]]) -> Iterator[str]:
    """I7: a version and its line in the log are written together."""
    query = select(events.c.data).where(events.c.stream == LOG_STREAM, events.c.type == "process_deployed")
    told = Counter((data["key"], data["version"]) for data in map(json.loads, connection.execute(query).scalars()))
    for key, version in sorted(versions | told.keys()):
        if ((key, version) in versions, told[key, version]) != (True, 1):
            state = "deployed" if (key, version) in versions else "not there"
            yield f"I7 {key} version {version}: {state}, but {told[key, version]} lines tell of its deployment"


def _bundle_breaches(connection: Connection, digests: set[str]) -> Iterator[str]:
    there = set(connection.execute(select(bundles.c.digest)).scalars())
    for digest in sorted(digests):
        if digest not in there:
            yield f"I9 bundle {digest}: is missing"
        elif _is_changed(connection, digest):
            yield f"I9 bundle {digest}: its content was changed"


def _is_changed(connection: Connection, digest: str) -> bool:
    try:
        return Bundle.of(definitions.bundle(connection, digest).files).digest != digest
    except (EngineError, LookupError, TypeError, ValueError, zlib.error):
        return True


# --- rows of what is not there --------------------------------------------------------------------------------------


def _stray_rows(connection: Connection) -> Iterator[str]:
    """I7: no row of a case, task or process that is not there."""
    for table in (tasks, waits, exclusions, messages, outbox):
        yield from _strays(connection, table, table.c.case_id.is_not(None), cases, table.c.case_id, cases.c.id)
    yield from _strays(connection, incidents, incidents.c.case_id != "", cases, incidents.c.case_id, cases.c.id)
    yield from _strays(connection, waits, waits.c.task_id.is_not(None), tasks, waits.c.task_id, tasks.c.id)
    yield from _strays(
        connection,
        starts,
        starts.c.process_key != "",
        tables.definitions,
        starts.c.process_key,
        tables.definitions.c.key,
    )


def _strays(
    connection: Connection,
    table: Table,
    condition: ColumnElement[bool],
    parents: Table,
    child: ColumnElement[Any],
    parent: ColumnElement[Any],
) -> Iterator[str]:
    has_parent = exists().where(parent == child)
    query = select(child).select_from(table).where(condition, ~has_parent).distinct().limit(_MOST_NAMED)
    name, of = table.name.removeprefix("engine_"), parents.name.removeprefix("engine_")
    for key in connection.execute(query).scalars():
        yield f"I7 {name}: a row belongs to {key}, which is not among the {of}"


def stray_histories(connection: Connection) -> Iterator[str]:
    """I6: no history of a case that is not there."""
    has_case = exists().where(cases.c.id == events.c.stream)
    query = select(events.c.stream).where(events.c.stream != LOG_STREAM, ~has_case).distinct().limit(_MOST_NAMED)
    for stream in connection.execute(query).scalars():
        yield f"I6 {stream}: has a history, but there is no such case"


# --- I1 -------------------------------------------------------------------------------------------------------------


def _answer_breaches(connection: Connection) -> Iterator[str]:
    """What was answered with a key is there: the case as far on as was said, the task that was said to be one's."""
    last = ""
    query = select(idempotency.c.key, stored(idempotency.c.answer)).order_by(idempotency.c.key).limit(_AT_ONCE)
    while rows := connection.execute(query.where(idempotency.c.key > last)).all():
        last = rows[-1].key
        answers = {row.key: _answer_in(row) for row in rows}
        for key, answer in answers.items():
            if isinstance(answer, DamagedDocumentError):
                yield f"I1 answer {key}: cannot be read: {answer}"
        told = {key: found for key, answer in answers.items() if (found := _told_of(answer)) is not None}
        ids = {case_id for case_id, _, _ in told.values()}
        revisions = dict(
            map(tuple, connection.execute(select(cases.c.id, cases.c.revision).where(cases.c.id.in_(ids))).all())
        )
        there = set(connection.execute(select(tasks.c.id).where(tasks.c.case_id.in_(ids))).scalars())
        for key, (case_id, revision, task_id) in told.items():
            if revisions.get(case_id, -1) < revision:
                yield f"I1 answer {key}: told of case {case_id} at revision {revision}, which is not there"
            elif task_id is not None and task_id not in there:
                yield f"I1 answer {key}: told of task {task_id}, which is not there"


def _answer_in(row: Any) -> Any:
    try:
        return reread(row.answer)
    except DamagedDocumentError as error:
        return error


def _told_of(answer: Any) -> tuple[str, int, str | None] | None:
    """The case, its revision and the task that an answer tells of; None where it tells of no case."""
    document = answer.get("case", answer) if isinstance(answer, Mapping) else None
    if not isinstance(document, Mapping):
        return None
    if "case_id" in document:
        return document["case_id"], 0, document["id"]
    return (document["id"], int(document["revision"]), None) if "revision" in document else None
