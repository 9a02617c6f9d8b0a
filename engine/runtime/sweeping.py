"""Tidies what no command comes back to: late meetings of messages and receivers, expired rows, stuck cases."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Table,
    Text,
    bindparam,
    delete,
    exists,
    insert,
    literal_column,
    select,
    update,
)

from engine.errors import EngineError
from engine.interpreter.state import CaseState
from engine.interpreter.values import decode_values
from engine.model import Actor
from engine.runtime import incident_rows
from engine.runtime.buffer import read_correlation
from engine.runtime.orders import Order
from engine.runtime.transaction import Transaction
from engine.runtime.verification import Verification
from engine.store import idempotency
from engine.store.tables import cases, incidents, messages, outbox, tasks, ticks, waits

_SYSTEM: Final = Actor.system()
_log = structlog.get_logger()
_KEYS_KEPT: Final = timedelta(days=30)
_AT_ONCE: Final = 500

LOOKED_AT: Final = 5000
"""How many open cases one sweep looks at, to find those that nothing can move any more."""


class Sweeping(Verification):
    """What is looked at now and then."""

    _looked_at = ""

    def sweep(self) -> None:
        """Give kept messages to who waits by now, report expired ones, find stuck cases, forget old answers."""
        self._give_kept_messages()
        self._report_expired_messages()
        self._find_stuck_cases()
        self._attempts(lambda tx: idempotency.forget(tx.connection, tx.now - _KEYS_KEPT), None)

    def note_tick(self, node: str) -> None:
        """Write that a node's scheduler is alive, for the readiness check."""

        def body(tx: Transaction) -> None:
            change = update(ticks).where(ticks.c.node == node).values(at=tx.now)
            if tx.connection.execute(change).rowcount == 0:
                tx.connection.execute(insert(ticks), {"node": node, "at": tx.now})

        self._attempts(body, None)

    def last_ticks(self) -> dict[str, datetime]:
        """When each node's scheduler was last alive."""
        with self._reading() as connection:
            return {row.node: row.at for row in connection.execute(select(ticks))}

    # --- messages ---------------------------------------------------------------------------------------------------

    def _give_kept_messages(self) -> None:
        """A message and its receiver may have missed each other in the same moment: here they meet."""
        is_waited_for = exists().where(waits.c.kind == "message", waits.c.name == messages.c.name)
        query = select(messages).where(messages.c.expires_at > self.now(), is_waited_for)
        with self._reading() as connection:
            found = connection.execute(query.order_by(messages.c.id).limit(_AT_ONCE)).all()
        for row in found:
            try:
                self._command(_order_of(row), _with(self._give, row.id))
            except EngineError as error:
                # The receiver's incident keeps the message from now on; the others get theirs.
                _log.warning("kept_message_failed", message=row.id, error=str(error))
                self._attempts(_with(_forget, row.id), None)

    def _give(self, tx: Transaction, message_id: str) -> None:
        row = tx.connection.execute(select(messages).where(messages.c.id == message_id).with_for_update()).first()
        if row is None:
            return
        record = self._deliver(
            tx,
            row.name,
            decode_values(row.payload),
            correlation=read_correlation(row.correlation),
            case_id=row.case_id,
            actor=Actor(row.actor),
        )
        if record is not None:
            _forget(tx, message_id)

    def _report_expired_messages(self) -> None:
        with self._reading() as connection:
            query = select(messages.c.id).where(messages.c.expires_at <= self.now()).limit(_AT_ONCE)
            found = list(connection.execute(query).scalars())

        def body(tx: Transaction) -> None:
            gone = delete(messages).where(messages.c.id.in_(found)).returning(messages.c.name, messages.c.sent_at)
            for row in tx.connection.execute(gone).all():
                tx.append_log("message_expired", _SYSTEM.id, {"name": row.name, "sent_at": row.sent_at})

        if found:
            self._command(Order("sweep", _SYSTEM), body)

    # --- cases ------------------------------------------------------------------------------------------------------

    def _find_stuck_cases(self) -> None:
        """An active case that nothing can move any more gets an incident: it is never just silent.

        Each sweep looks at some thousand cases, the next one at those that follow: however many are open, it is short.
        """
        with self._reading() as connection:
            looked_at = list(connection.execute(_NEXT_ACTIVE, {"after": self._looked_at, "most": LOOKED_AT}).scalars())
            found = self._stuck_among(connection, looked_at)
        self._looked_at = looked_at[-1] if len(looked_at) == LOOKED_AT else ""
        for case_id in found:
            self._command(Order("sweep", _SYSTEM), _with(_note_stuck, case_id))

    def _stuck_among(self, connection: Connection, looked_at: list[str]) -> list[str]:
        if not looked_at:
            return []
        are_these = (cases.c.id.between(looked_at[0], looked_at[-1]), cases.c.status == literal_column("'active'"))
        query = select(cases.c.id).where(*are_these, cases.c.open_incidents == 0, *_NOTHING_WAITS)
        return list(connection.execute(query).scalars())


def _order_of(row: Any) -> Order:
    """A kept message as the command that it is."""
    values = {
        "name": row.name,
        "payload": decode_values(row.payload),
        "correlation": read_correlation(row.correlation),
        "case_id": row.case_id,
        "ttl": row.expires_at - row.sent_at,
    }
    return Order("send_message", Actor(row.actor), row.case_id, f"message:{row.name}", values)


def _forget(tx: Transaction, message_id: str) -> None:
    tx.connection.execute(delete(messages).where(messages.c.id == message_id))


def _has_no(table: Table, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return ~exists().where(table.c.case_id == cases.c.id, *conditions)


_NEXT_ACTIVE = (
    select(cases.c.id)
    .where(cases.c.status == literal_column("'active'"), cases.c.id > bindparam("after", type_=Text))
    .order_by(cases.c.id)
    .limit(bindparam("most", type_=Integer))
)
_NOTHING_WAITS = (
    _has_no(tasks, tasks.c.state == "open"),
    _has_no(waits),
    _has_no(incidents, incidents.c.resolved_at.is_(None)),
    _has_no(outbox, outbox.c.state == "waiting"),
)


def _note_stuck(tx: Transaction, case_id: str) -> None:
    case = tx.case(case_id)
    if case.status != "active" or CaseState.load(case.state or {}).waits:
        # A conditional event waits in the state alone: the next change of a variable may move the case.
        return
    incident_rows.raise_in(
        tx,
        case_id=case_id,
        element_id=None,
        kind="stuck",
        message="Nothing can move the case: it has no task, no timer and waits for no message.",
        actor=_SYSTEM,
        subject=f"stuck:{case_id}",
        command=incident_rows.command_of("none", _SYSTEM, {}),
    )


def _with(function: Callable[[Transaction, str], None], argument: str) -> Callable[[Transaction], Any]:
    return lambda tx: function(tx, argument)
