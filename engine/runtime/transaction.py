"""One command's transaction: the cases that it has locked, the rows that it will write, and its audit lines."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection, insert, select
from sqlalchemy.orm import Session

from engine import failpoints
from engine.audit import Line
from engine.errors import NotFoundError
from engine.ids import new_id
from engine.interpreter.messages import ProcessRef
from engine.interpreter.values import encode_values, normalise
from engine.model import Actor, Variables
from engine.store import cases, log
from engine.store.cases import CaseRecord
from engine.store.ledger import Ledger
from engine.store.tables import exclusions

DELIVER_MESSAGE = "deliver_message"
DELIVER_SIGNAL = "deliver_signal"
DELIVER_SIGNAL_TO = "deliver_signal_to"
OWN_KINDS = frozenset({DELIVER_MESSAGE, DELIVER_SIGNAL, DELIVER_SIGNAL_TO})
"""The engine's own jobs: done in one transaction each, right after the commit that wrote them."""


class Sent(NamedTuple):
    """An outbox row that a transaction wrote and that is due at once."""

    job_id: str
    kind: str


class Commands(Protocol):
    """The commands that an operation may give within its own transaction."""

    def start_within(
        self, tx: "Transaction", process_key: str, variables: Variables, *, business_key: str | None, actor: Actor
    ) -> str:
        """Start a case; returns its id."""

    def complete_within(self, tx: "Transaction", task_id: str, data: Variables, *, actor: Actor) -> None:
        """Complete a task."""

    def file_within(self, tx: "Transaction", name: str, running: Sequence[ProcessRef]) -> bytes | None:
        """A deployed file."""


class Transaction:
    """What one command reads and changes. Everything is written by `flush`; the engine alone commits."""

    def __init__(self, connection: Connection, now: datetime, commands: Commands) -> None:
        self.connection = connection
        self.now = now
        self.ledger = Ledger()
        self.to_relay: list[Sent] = []
        self._commands = commands
        self._cases: dict[str, CaseRecord] = {}
        self._log: list[dict[str, Any]] = []
        self._session: Session | None = None

    @property
    def session(self) -> Session:
        """A session on this transaction's connection, for operations and domain commands."""
        if self._session is None:
            self._session = Session(bind=self.connection, autoflush=True, expire_on_commit=False)
        return self._session

    # --- cases ------------------------------------------------------------------------------------------------------

    def case(self, case_id: str, *, with_state: bool = True, skips: bool = False) -> CaseRecord:
        """Lock and load a case, once. Raises NotFoundError; with `skips` also if somebody else has locked it."""
        record = self._cases.get(case_id)
        if record is None:
            record = cases.lock(self.connection, case_id, with_state=with_state, skips=skips)
            if record is None:
                raise NotFoundError(f"There is no case {case_id}.")
            self._cases[case_id] = record
            failpoints.hit("after-load")
        if with_state and record.state is None and not record.is_new:
            record.state = cases.peek(self.connection, case_id)[1]
        return record

    def add_case(self, record: CaseRecord) -> None:
        """Take in a case that this transaction starts, or has locked and loaded together with others."""
        self._cases[record.id] = record

    # --- audit ------------------------------------------------------------------------------------------------------

    def append(
        self,
        case: CaseRecord,
        kind: str,
        actor: str,
        *,
        element_id: str | None = None,
        element_type: str | None = None,
        process_key: str | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        """Write a line of a case's history."""
        line = Line(
            stream=case.id,
            seq=case.audit_seq + 1,
            at=self.now,
            type=kind,
            element_id=element_id,
            element_type=element_type,
            process_key=process_key or case.process_key,
            actor=actor,
            data=json_text(data or {}),
        )
        self.ledger.lines.append(log.row_of(line, case.append(line)))

    def append_log(self, kind: str, actor: str, data: Mapping[str, Any]) -> None:
        """Write a line of the installation's own log."""
        self._log.append({"type": kind, "actor": actor, "data": json_text(data)})

    # --- what operations and domain commands may do -----------------------------------------------------------------

    def enqueue(self, kind: str, payload: Variables, *, key: str, due_at: datetime | None, case_id: str | None) -> None:
        """Write an outbox row; one with the same key is the same job."""
        job_id = new_id(self.now)
        self.ledger.jobs.setdefault(
            key,
            {
                "id": job_id,
                "kind": kind,
                "key": key,
                "payload": encode_values(_normal(payload)),
                "case_id": case_id,
                "state": "waiting",
                "attempts": 0,
                "created_at": self.now,
                "due_at": due_at or self.now,
                "done_at": None,
                "lease_until": None,
                "announced_at": None,
                "fence": 0,
                "last_error": "",
            },
        )
        if due_at is None or due_at <= self.now:
            self.to_relay.append(Sent(job_id, kind))

    def record(
        self,
        type: str,  # noqa: A002  # the history's own word
        data: Variables,
        *,
        actor: Actor,
        case_id: str | None,
        element_id: str | None,
    ) -> None:
        """Write an audit line: the case's, or the installation's where there is no case."""
        if case_id is None:
            self.append_log(type, actor.log_name, data)
        else:
            case = self.case(case_id, with_state=False)
            self.append(case, type, actor.log_name, element_id=element_id, data=data)

    def send(self, name: str, payload: Variables, *, correlation: Variables, case_id: str | None, actor: Actor) -> None:
        """Write a message that is delivered right after the commit, by the thread that committed."""
        message = {
            "name": name,
            "payload": payload,
            "correlation": correlation,
            "case_id": case_id,
            "actor": actor.log_name,
        }
        self.enqueue(DELIVER_MESSAGE, message, key=f"message:{new_id(self.now)}", due_at=None, case_id=case_id)

    def broadcast(self, name: str, payload: Variables, *, actor: Actor, thrower: str | None) -> None:
        """Write a signal that reaches every waiting case and start event right after the commit."""
        signal = {"name": name, "payload": payload, "actor": actor.log_name, "thrower": thrower}
        self.enqueue(DELIVER_SIGNAL, signal, key=f"signal:{new_id(self.now)}", due_at=None, case_id=thrower)

    def start(self, process_key: str, variables: Variables, *, business_key: str | None, actor: Actor) -> str:
        """Start a case in this transaction; returns its id."""
        return self._commands.start_within(self, process_key, variables, business_key=business_key, actor=actor)

    def complete(self, task_id: str, data: Variables, *, actor: Actor) -> None:
        """Complete a task in this transaction."""
        self._commands.complete_within(self, task_id, data, actor=actor)

    def exclude(self, case_id: str, user_id: str, *, reason: str, actor: Actor) -> None:
        """Write a conflict of interest; a second one of the same person changes nothing."""
        case = self.case(case_id, with_state=False)
        there = select(exclusions.c.user_id).where(exclusions.c.case_id == case_id, exclusions.c.user_id == user_id)
        if self.connection.execute(there).first() is None:
            row = {"case_id": case_id, "user_id": user_id, "reason": reason, "at": self.now, "by": actor.log_name}
            self.connection.execute(insert(exclusions), row)
            self.append(case, "conflict_declared", actor.log_name, data={"user_id": user_id, "reason": reason})

    def set_business_key(self, case_id: str, text: str) -> None:
        """Change a case's business key."""
        self.case(case_id, with_state=False).business_key = text

    def file(self, name: str, running: Sequence[ProcessRef]) -> bytes | None:
        """A deployed file, of the versions that run before the newest ones."""
        return self._commands.file_within(self, name, running)

    # --- the end ----------------------------------------------------------------------------------------------------

    def flush(self) -> None:
        """Write everything that waits; the caller commits."""
        failpoints.hit("before-flush")
        if self._session is not None:
            self._session.flush()
        groups = {case_id: record.case_group for case_id, record in self._cases.items()}
        self.ledger.group_tasks(groups, [case_id for case_id, record in self._cases.items() if record.has_moved])
        cases.write(self.connection, self._cases.values())
        if self.ledger.lines:
            failpoints.hit("in-audit")
        self.ledger.write(self.connection)
        if self._log:
            log.append(self.connection, self._log, self.now)
            self._log.clear()
        failpoints.hit("after-flush")

    def close(self) -> None:
        """Let go of the session."""
        if self._session is not None:
            self._session.close()


def json_text(data: Mapping[str, Any]) -> str:
    """Audit data as JSON text, with the types of its values kept."""
    return json.dumps(encode_values(_normal(data)), ensure_ascii=False, separators=(",", ":")) if data else "{}"


def _normal(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: normalise(value, name=name) for name, value in data.items()}
