"""Case rows: locked and loaded once in a transaction, and written once at its end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from engine.audit import START, Line
from engine.errors import NotFoundError, VersionConflictError
from engine.store.tables import cases

# Where the group stands in a record's summary.
_GROUP = 3


@dataclass(slots=True)
class CaseRecord:
    """A locked case row. `state` is the interpreter's document; None if it was not asked for."""

    id: str
    process_key: str
    process_version: int
    status: str
    title: str
    business_key: str | None
    case_group: str | None
    state: dict[str, Any] | None
    revision: int
    audit_seq: int
    audit_hash: str
    open_incidents: int
    started_at: datetime
    started_by: str
    ended_at: datetime | None
    is_new: bool = False
    is_state_changed: bool = False
    loaded: tuple[Any, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to write."""
        return self.is_new or self.is_state_changed or self.loaded != self.summary()

    def summary(self) -> tuple[Any, ...]:
        """What changes apart from the state."""
        return (self.status, self.title, self.business_key, self.case_group, self.audit_seq, self.open_incidents)

    @property
    def has_moved(self) -> bool:
        """Whether a stored case has another group than before."""
        return not self.is_new and self.loaded[_GROUP] != self.case_group

    def append(self, line: Line) -> str:
        """Take the next place in the audit chain for a line; returns its hash. The line's `seq` must be the next."""
        self.audit_hash = line.hash_after(self.audit_hash)
        self.audit_seq = line.seq
        return self.audit_hash


_PLAIN = [column for column in cases.c if column.name != "state"]
_NAMES = [column.name for column in cases.c]
_WITHOUT_STATE = select(*_PLAIN)
_WITH_STATE = select(cases)
_BY_ID = cases.c.id == bindparam("case_id")
_LOCK = {
    (has_state, skips): (_WITH_STATE if has_state else _WITHOUT_STATE).where(_BY_ID).with_for_update(skip_locked=skips)
    for has_state in (True, False)
    for skips in (True, False)
}

_CHANGE = update(cases).where(cases.c.id == bindparam("row_id"), cases.c.revision == bindparam("row_revision"))


def new_record(case_id: str, process_key: str, version: int, *, started_at: datetime, started_by: str) -> CaseRecord:
    """A case that is not yet in the database."""
    return CaseRecord(
        id=case_id,
        process_key=process_key,
        process_version=version,
        status="active",
        title="",
        business_key=None,
        case_group=None,
        state=None,
        revision=0,
        audit_seq=0,
        audit_hash=START,
        open_incidents=0,
        started_at=started_at,
        started_by=started_by,
        ended_at=None,
        is_new=True,
    )


def lock(connection: Connection, case_id: str, *, with_state: bool = True, skips: bool = False) -> CaseRecord | None:
    """Lock and load a case. None if there is none, or with `skips` if somebody else has locked it (PostgreSQL)."""
    row = connection.execute(_LOCK[with_state, skips], {"case_id": case_id}).mappings().one_or_none()
    return None if row is None else record_of(row)


def record_of(row: Any) -> CaseRecord:
    """The record of a row mapping of the table."""
    record = CaseRecord(**{"state": None, **row})
    record.loaded = record.summary()
    return record


def peek(connection: Connection, case_id: str) -> tuple[str | None, dict[str, Any]]:
    """A case's business key and state document, without a lock. Raises NotFoundError."""
    row = connection.execute(select(cases.c.business_key, cases.c.state).where(_BY_ID), {"case_id": case_id}).first()
    if row is None:
        raise NotFoundError(f"There is no case {case_id}.")
    return row.business_key, row.state


def write(connection: Connection, records: Iterable[CaseRecord]) -> None:
    """Insert the new records and update the changed ones; each gets the next revision.

    Raises VersionConflictError if a row has another revision than was loaded: a lock was not held.
    """
    new: list[CaseRecord] = []
    with_state: list[CaseRecord] = []
    plain: list[CaseRecord] = []
    for record in (record for record in records if record.is_changed):
        (new if record.is_new else with_state if record.is_state_changed else plain).append(record)
    if new:
        connection.execute(insert(cases), [_values(record) for record in new])
    for changed in (with_state, plain):
        if changed:
            _update(connection, changed)
    for record in (*new, *with_state, *plain):
        record.revision += 1
        record.is_new = record.is_state_changed = False
        record.loaded = record.summary()


def _values(record: CaseRecord) -> dict[str, Any]:
    values = {name: getattr(record, name) for name in _NAMES}
    values["revision"] = record.revision + 1
    return values


def _update(connection: Connection, records: list[CaseRecord]) -> None:
    rows = []
    for record in records:
        values = _values(record)
        if not record.is_state_changed:
            del values["state"]
        del values["id"]
        rows.append({"row_id": record.id, "row_revision": record.revision, **values})
    if connection.execute(_CHANGE, rows).rowcount != len(rows):
        raise VersionConflictError
