"""Commands that let running cases go over to another version of a process, and back again."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from engine.errors import EngineError, NotFoundError
from engine.interpreter.messages import MoveToVersion, ProcessRef
from engine.interpreter.migration import CannotMoveError, Obstacle, obstacles
from engine.interpreter.state import CaseState
from engine.model import Actor, Case, Text
from engine.reader.model import Process
from engine.runtime.cases import CaseCommands
from engine.runtime.stepping import StepFailedError
from engine.runtime.transaction import Transaction
from engine.store import definitions
from engine.store.cases import CaseRecord
from engine.store.tables import cases, events

CASE_MIGRATED = "case_migrated"
_CASES_AT_ONCE = 200
_RESTING = Text("Ärendet vilar. Återuppta det först.", "The case is suspended. Resume it first.")


@dataclass(frozen=True, slots=True)
class PlannedMove:
    """An open case that runs another version: which one, and what keeps it from going over, if anything."""

    case_id: str
    title: str
    business_key: str | None
    versions: Sequence[int]
    obstacles: Sequence[Obstacle] = ()

    @property
    def can_move(self) -> bool:
        """Whether nothing keeps it."""
        return not self.obstacles


@dataclass(frozen=True, slots=True)
class DoneMove:
    """An open case's last move, which can be undone."""

    case_id: str
    title: str
    business_key: str | None
    from_version: int
    to_version: int
    at: datetime
    actor: str


@dataclass(frozen=True, slots=True)
class MoveOutcome:
    """What became of one case of a bulk move: `error` is why it stayed, None if it has moved."""

    case_id: str
    error: EngineError | None = None


class MigrationCommands(CaseCommands):
    """How running cases change their version. A case moves as a whole: every part of it that runs the process."""

    def migration_plan(self, process_key: str, version: int | None = None) -> list[PlannedMove]:
        """The open cases that run another version of the process (also one they have called), oldest first.

        `version` is the newest by default. Nothing is changed or locked. Raises NotFoundError.
        """
        with self._reading() as connection:
            target = ProcessRef(process_key, version or definitions.newest_version(connection, process_key) or 0)
            new = self._shelf.get(connection, target.key, target.version).process
            return list(self._planned(connection, target, new))

    def migrate_case(
        self,
        case_id: str,
        version: int,
        *,
        actor: Actor,
        process_key: str | None = None,
        idempotency_key: str | None = None,
    ) -> Case:
        """Let a case go over to a version of its process, or of one that it has called (`process_key`).

        Timers are computed anew, tasks and subscriptions become the new version's; what has happened stays as it was.
        Raises NotFoundError, CaseNotActiveError, CannotMoveError with every reason (then nothing has changed).
        """
        once = self._once("migrate_case", (case_id, version, process_key), actor, idempotency_key)

        def change(tx: Transaction, record: CaseRecord) -> None:
            self._migrate(tx, record, ProcessRef(process_key or record.process_key, version), actor, is_undo=False)

        return self._change("migrate_case", case_id, actor, change, once=once)

    def migrate_cases(
        self, case_ids: Iterable[str], version: int, *, actor: Actor, process_key: str | None = None
    ) -> list[MoveOutcome]:
        """Move several cases, each in a transaction of its own; one that cannot move does not stop the others."""
        outcomes: list[MoveOutcome] = []
        for case_id in case_ids:
            try:
                self.migrate_case(case_id, version, actor=actor, process_key=process_key)
            except EngineError as error:
                outcomes.append(MoveOutcome(case_id, error))
            else:
                outcomes.append(MoveOutcome(case_id))
        return outcomes

    def undo_migration(self, case_id: str, *, actor: Actor, process_key: str | None = None) -> Case:
        """Let a case go back to the version that it came from, if it stands where that one has a place for it.

        Raises NotFoundError if its last move is undone already or there was none, CaseNotActiveError, CannotMoveError.
        """

        def change(tx: Transaction, record: CaseRecord) -> None:
            key = process_key or record.process_key
            last = _last_move(tx.connection, case_id, key)
            if last is None:
                raise NotFoundError(f"The case {case_id} has no move to undo.")
            self._migrate(tx, record, ProcessRef(key, last), actor, is_undo=True)

        return self._change("undo_migration", case_id, actor, change)

    def moved_cases(self, process_key: str) -> list[DoneMove]:
        """The open cases whose last move of this process is not undone, the latest first."""
        columns = (cases.c.id, cases.c.title, cases.c.business_key, events.c.data, events.c.at, events.c.actor)
        query = select(*columns).join(events, events.c.stream == cases.c.id)
        query = query.where(events.c.type == CASE_MIGRATED, cases.c.ended_at.is_(None)).order_by(events.c.at.desc())
        found: dict[str, DoneMove | None] = {}
        with self._reading() as connection:
            for row in connection.execute(query.order_by(events.c.seq.desc())):
                data = json.loads(row.data)
                if data["process"] == process_key and row.id not in found:
                    move = DoneMove(row.id, row.title, row.business_key, data["from"], data["to"], row.at, row.actor)
                    found[row.id] = None if data["is_undo"] else move
        return [move for move in found.values() if move is not None]

    # --- moving -----------------------------------------------------------------------------------------------------

    def _migrate(self, tx: Transaction, record: CaseRecord, to: ProcessRef, actor: Actor, *, is_undo: bool) -> None:
        new = self._shelf.get(tx.connection, to.key, to.version).process
        stepper = self._stepper(tx, record, actor)
        versions = _versions_of(stepper.state, to)
        if not versions:
            raise NotFoundError(f"The case runs no other version of {to.key} than {to.version}.")
        found = self._obstacles(tx.connection, stepper.state, to, new)
        if found:
            raise CannotMoveError(found)
        data = {"process": to.key, "from": versions[0], "to": to.version, "is_undo": is_undo}
        if record.process_key == to.key:
            record.process_version = data["version"] = to.version
        tx.append(record, CASE_MIGRATED, actor.log_name, data=data)
        try:
            self._take(tx, stepper, MoveToVersion(to))
        except StepFailedError as failure:
            # A time or an address that cannot be worked out there: the case stays where it is, without an incident.
            reason = Text(f"Det går inte att räkna ut: {failure}", f"It cannot be worked out: {failure}")
            raise CannotMoveError([Obstacle(failure.element_id or to.key, reason)]) from failure.cause

    # --- planning ---------------------------------------------------------------------------------------------------

    def _planned(self, connection: Connection, target: ProcessRef, new: Process) -> Iterator[PlannedMove]:
        columns = (cases.c.id, cases.c.title, cases.c.business_key, cases.c.status, cases.c.state)
        query = select(*columns).where(cases.c.ended_at.is_(None)).order_by(cases.c.id)
        for row in connection.execute(query.execution_options(yield_per=_CASES_AT_ONCE)).all():
            state = CaseState.load(row.state)
            versions = _versions_of(state, target)
            if versions:
                found = self._obstacles(connection, state, target, new)
                if row.status != "active":
                    found = [Obstacle(target.key, _RESTING), *found]
                yield PlannedMove(row.id, row.title, row.business_key, versions, tuple(found))

    def _obstacles(self, connection: Connection, state: CaseState, target: ProcessRef, new: Process) -> list[Obstacle]:
        return [
            obstacle
            for version in _versions_of(state, target)
            for obstacle in obstacles(state, self._shelf.get(connection, target.key, version).process, new)
        ]


def _versions_of(state: CaseState, target: ProcessRef) -> list[int]:
    """The other versions of the process that parts of the case run, the case's own part first."""
    found = [
        scope.process.version
        for scope in state.scopes.values()
        if scope.process is not None and scope.process.key == target.key and scope.process != target
    ]
    return list(dict.fromkeys(found))


def _last_move(connection: Connection, case_id: str, key: str) -> int | None:
    """The version that the case's last move of this process came from; None if that one was undone."""
    query = select(events.c.data).where(events.c.stream == case_id, events.c.type == CASE_MIGRATED)
    for text in connection.execute(query.order_by(events.c.seq.desc())).scalars():
        data = json.loads(text)
        if data["process"] == key:
            return None if data["is_undo"] else int(data["from"])
    return None
