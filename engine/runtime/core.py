"""The ground that all commands stand on: opens, runs, repeats and commits their transactions."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from engine import failpoints
from engine.clock import Clock
from engine.errors import AccessDeniedError, EngineError, OperationFailedError
from engine.interpreter.messages import Command, ProcessRef
from engine.model import Actor, Variables
from engine.runtime import buffer, incident_rows
from engine.runtime.call import Work
from engine.runtime.library import Shelf
from engine.runtime.orders import Answer, AnsweredBeforeError, Once, Order
from engine.runtime.stepping import StepFailedError, Stepper, Surroundings
from engine.runtime.transaction import Sent, Transaction
from engine.store import idempotency, schema
from engine.store.cases import CaseRecord
from engine.store.database import Database, is_serialisation_failure

_MOST_ATTEMPTS = 5
_SYSTEM = Actor.system()


class Core(ABC):
    """What an engine has: its database, clock, parsed definitions and registered operations.

    What a transaction asks of the nouns (start, complete, deliver) is abstract here: each is one noun's own.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        surroundings: Surroundings,
        *,
        roles: frozenset[str],
        role_names: Mapping[str, str],
        migrations: Sequence[Path],
        message_ttl: timedelta,
    ) -> None:
        self.clock = clock
        self._database = database
        self._surroundings = surroundings
        self._roles = roles
        self._role_names = role_names
        self._migrations = migrations
        self._message_ttl = message_ttl
        self._open = threading.local()

    # --- the database -----------------------------------------------------------------------------------------------

    def migrate(self) -> None:
        """Bring the database to this program's schema; several nodes may call it at once."""
        schema.migrate(self._database, self._migrations)

    def is_migrated(self) -> bool:
        """Whether the database has exactly this program's schema."""
        return schema.is_current(self._database, self._migrations)

    def close(self) -> None:
        """Close the idle connections; a database in memory vanishes."""
        self._database.close()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one moment of the database and changes nothing."""
        with self._database.reading() as connection, Session(bind=connection) as session:
            yield session

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._database.reading() as connection:
            yield connection

    @contextmanager
    def _asking(self) -> Iterator[Connection]:
        with self._database.asking() as connection:
            yield connection

    # --- transactions -----------------------------------------------------------------------------------------------

    @contextmanager
    def work(self, *, actor: Actor | None = None) -> Iterator[Work]:
        """A transaction for a domain command outside any diagram: kept when the block ends, undone if it raises."""
        order = Order("work", actor or Actor.system())
        try:
            with self._transaction() as tx:
                yield Work(tx, order.actor)
                self._commit(tx)
        except AccessDeniedError as refusal:
            self._log_refusal(order, refusal)
            raise
        except StepFailedError as failure:
            raise _error_of(failure) from failure.cause
        self.relay(tx.to_relay)

    @contextmanager
    def _transaction(self) -> Iterator[Transaction]:
        if getattr(self._open, "is_open", False):
            raise RuntimeError("A command cannot be given within another one's transaction: use its Call or Work.")
        failpoints.hit("before-tx")
        self._open.is_open = True
        try:
            with self._database.writing() as connection:
                tx = Transaction(connection, self.clock.now(), self)
                try:
                    yield tx
                finally:
                    tx.close()
        finally:
            self._open.is_open = False

    def _commit(self, tx: Transaction) -> None:
        tx.flush()
        tx.connection.commit()
        failpoints.hit("after-commit")

    def _command(self, order: Order, body: Callable[[Transaction], Answer], once: Once[Answer] | None = None) -> Answer:
        """Run a command in its one transaction; a deadlock is tried again, a refusal logged, a failed step recorded."""
        try:
            answer, to_relay = self._attempts(body, once)
        except AccessDeniedError as refusal:
            self._log_refusal(order, refusal)
            raise
        except StepFailedError as failure:
            first = self._first_answer(once)
            if first is not None:
                return first
            if failure.refusal is None or order.actor == _SYSTEM:
                self._raise_incident(order, failure)
            raise _error_of(failure) from failure.cause
        self.relay(to_relay)
        return answer

    def _attempts(
        self, body: Callable[[Transaction], Answer], once: Once[Answer] | None
    ) -> tuple[Answer, Sequence[Sent]]:
        for attempt in range(1, _MOST_ATTEMPTS + 1):
            try:
                return self._attempt(body, once)
            except IntegrityError:
                # Somebody else took the same key or version in this moment: what it wrote is there now.
                if attempt == _MOST_ATTEMPTS:
                    raise
            except DBAPIError as error:
                if attempt == _MOST_ATTEMPTS or not is_serialisation_failure(error):
                    raise
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _attempt(
        self, body: Callable[[Transaction], Answer], once: Once[Answer] | None
    ) -> tuple[Answer, Sequence[Sent]]:
        with self._transaction() as tx:
            if once is None or once.key is None:
                answer = body(tx)
                self._commit(tx)
                return answer, tx.to_relay
            if not once.is_looked_up_by_body:
                first = idempotency.answer(tx.connection, once.key, once.command)
                if first is not None:
                    return once.restore(first), ()
            try:
                answer = body(tx)
            except AnsweredBeforeError as known:
                return once.restore(known.answer), ()
            except EngineError:
                # The same command may have been carried out while this one waited for the case.
                first = idempotency.answer(tx.connection, once.key, once.command)
                if first is None:
                    raise
                return once.restore(first), ()
            idempotency.remember(tx.connection, once.key, once.command, given=once.keep(answer), now=tx.now)
            self._commit(tx)
            return answer, tx.to_relay

    def _first_answer(self, once: Once[Answer] | None) -> Answer | None:
        """What the same command has answered meanwhile: the step of the second one may fail because of the first."""
        if once is None or once.key is None:
            return None
        with self._reading() as connection:
            first = idempotency.answer(connection, once.key, once.command)
        return None if first is None else once.restore(first)

    # --- what went wrong --------------------------------------------------------------------------------------------

    def _log_refusal(self, order: Order, refusal: AccessDeniedError) -> None:
        with self._transaction() as tx:
            data = {"command": order.name, "subject": order.subject or order.case_id, "reason": refusal.code}
            tx.append_log("access_refused", order.actor.log_name, data)
            self._commit(tx)

    def _raise_incident(self, order: Order, failure: StepFailedError) -> None:
        with self._transaction() as tx:
            incident_rows.raise_in(
                tx,
                case_id=failure.case_id,
                element_id=failure.element_id,
                kind=failure.kind,
                message=f"{type(failure.cause).__name__}: {failure}",
                actor=order.actor,
                subject=order.subject,
                command=incident_rows.command_of(order.name, order.actor, order.values or {}),
                details=incident_rows.details_of(failure.cause),
            )
            self._commit(tx)

    # --- for the nouns ----------------------------------------------------------------------------------------------

    def _stepper(
        self, tx: Transaction, case: CaseRecord, actor: Actor, *, skipped: frozenset[str] = frozenset()
    ) -> Stepper:
        return Stepper(tx, case, actor, surroundings=self._surroundings, skipped=skipped)

    def _take(self, tx: Transaction, stepper: Stepper, command: Command) -> None:
        """Run a command, and then give the case the messages that came before it waited for them."""
        stepper.take(command)
        while (received := buffer.take_for(tx, stepper)) is not None:
            stepper.take(received)

    @property
    def _shelf(self) -> Shelf:
        return self._surroundings.shelf

    def file_within(self, tx: Transaction, name: str, running: Sequence[ProcessRef]) -> bytes | None:
        """A deployed file, of the versions that run before the newest ones."""
        return self._shelf.file(tx.connection, name, running)

    def log(self, type: str, data: Variables | None = None, *, actor: Actor) -> None:  # noqa: A002  # the history's word
        """Write a line to the installation's own log: a log-in, a refusal, an export."""
        self._command(Order("log", actor), lambda tx: tx.append_log(type, actor.log_name, data or {}))

    def now(self) -> datetime:
        """The present instant by the engine's clock, aware, in UTC."""
        return self.clock.now()

    # --- given by the nouns -----------------------------------------------------------------------------------------

    @abstractmethod
    def start_within(
        self, tx: Transaction, process_key: str, variables: Variables, *, business_key: str | None, actor: Actor
    ) -> str:
        """Start a case in a transaction; returns its id."""

    @abstractmethod
    def complete_within(self, tx: Transaction, task_id: str, data: Variables, *, actor: Actor) -> None:
        """Complete a task in a transaction."""

    @abstractmethod
    def relay(self, sent: Sequence[Sent]) -> None:
        """Hand on what a committed transaction left to deliver."""


def _error_of(failure: StepFailedError) -> EngineError:
    """What the caller gets: the rule's refusal, the engine's own error, or that an operation failed."""
    if failure.refusal is not None:
        return failure.refusal
    if isinstance(failure.cause, EngineError) and failure.kind != "operation":
        return failure.cause
    return OperationFailedError(f"{failure.element_id or ''}: {failure}".lstrip(": "))
