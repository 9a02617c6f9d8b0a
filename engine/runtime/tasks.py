"""Commands on tasks: claim, release, delegate, complete."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from engine import access
from engine.errors import AccessDeniedError, InvalidDataError, TaskAlreadyCompletedError, TaskNotOpenError
from engine.forms import Form
from engine.ids import case_id_of, token_id_of
from engine.interpreter.messages import CompleteTask
from engine.interpreter.values import normalise
from engine.model import Actor, Case, UserTask, Variables
from engine.runtime import incident_rows
from engine.runtime.answers import keep_case, keep_task, restore_case, restore_task, task_value, task_variables
from engine.runtime.cases import CaseCommands
from engine.runtime.orders import AnsweredBeforeError, Once, Order
from engine.runtime.stepping import Stepper
from engine.runtime.transaction import Transaction, json_text
from engine.store import tasks
from engine.store.cases import CaseRecord
from engine.store.idempotency import checked, fingerprint

Row = Mapping[str, Any]


class TaskCommands(CaseCommands):
    """What may be done with a user task. Only who may work on a task may do anything with it."""

    def claim(self, task_id: str, *, actor: Actor, idempotency_key: str | None = None) -> UserTask:
        """Take a task on: others of the role can then not complete it. Claiming one's own again changes nothing."""

        def change(tx: Transaction, record: CaseRecord, row: Row) -> dict[str, Any]:
            if row["claimed_by"] is None:
                self._task_line(tx, record, row, "task_claimed", actor)
            return {"claimed_by": actor.id}

        return self._change_task("claim", task_id, actor, change, key=idempotency_key)

    def release(self, task_id: str, *, actor: Actor, idempotency_key: str | None = None) -> UserTask:
        """Give a claimed task back to its role, or to whom the diagram assigns it."""

        def change(tx: Transaction, record: CaseRecord, row: Row) -> dict[str, Any]:
            if row["claimed_by"] is not None:
                self._task_line(tx, record, row, "task_released", actor)
            return {"claimed_by": None}

        return self._change_task("release", task_id, actor, change, key=idempotency_key)

    def delegate(self, task_id: str, to: str, *, actor: Actor, idempotency_key: str | None = None) -> UserTask:
        """Hand a task to another account, which then alone may complete it. An excluded one cannot get it."""

        def change(tx: Transaction, record: CaseRecord, row: Row) -> dict[str, Any]:
            _, right = tasks.row_with_rights(tx.connection, task_id)
            if to in right.excluded or to in right.other_performers:
                raise AccessDeniedError(f"{to} may not work on this task.")
            self._task_line(tx, record, row, "task_delegated", actor, to=to)
            return {"assigned_to": to, "claimed_by": None}

        return self._change_task("delegate", task_id, actor, change, key=idempotency_key, extra=to)

    def complete(
        self,
        task_id: str,
        data: Variables | None = None,
        *,
        actor: Actor,
        idempotency_key: str | None = None,
    ) -> Case:
        """Complete a task with the data of its form, and run the case to its next waits; the case as it then is.

        Raises AccessDeniedError, ConflictOfInterestError, TaskClaimedError, TaskAlreadyCompletedError,
        TaskNotOpenError, CaseNotActiveError, InvalidDataError, OperationFailedError, the interpreter's errors.
        """
        return self._complete(task_id, data or {}, actor=actor, key=idempotency_key)

    def complete_within(self, tx: Transaction, task_id: str, data: Variables, *, actor: Actor) -> None:
        """Complete a task in a transaction."""
        self._complete_in(tx, task_id, data, actor=actor)

    def _complete(
        self,
        task_id: str,
        data: Variables,
        *,
        actor: Actor,
        key: str | None = None,
        skipped: frozenset[str] = frozenset(),
    ) -> Case:
        command = fingerprint(["complete", task_id, data, actor.id]) if key else ""
        once = Once(key, command, keep_case, restore_case, is_looked_up_by_body=True)

        def body(tx: Transaction) -> Case:
            record = self._complete_in(tx, task_id, data, actor=actor, once=once, skipped=skipped)
            return self._case_value(tx, record)

        values = {"task_id": task_id, "data": data}
        return self._command(Order("complete", actor, case_id_of(task_id), task_id, values), body, once)

    def _complete_in(
        self,
        tx: Transaction,
        task_id: str,
        data: Variables,
        *,
        actor: Actor,
        once: Once[Case] | None = None,
        skipped: frozenset[str] = frozenset(),
    ) -> CaseRecord:
        record = tx.case(case_id_of(task_id))
        row, right = tasks.row_with_rights(tx.connection, task_id, once.key if once else None)
        if once and (known := checked(row["known_command"], row["known_answer"], once.command)) is not None:
            raise AnsweredBeforeError(known)
        self._check_open(record, row, right, actor)
        access.check_claim(right, actor)
        stepper = self._stepper(tx, record, actor, skipped=skipped)
        if row["due_at"] is None:
            stepper.effects.undated_tasks.add(task_id)
        values = self._validated(tx, stepper, row, data)
        done = {"state": "completed", "completed_at": tx.now, "completed_by": actor.id}
        tx.ledger.change_task(task_id, **done)
        digest = hashlib.sha256(json_text(values).encode()).hexdigest()
        self._task_line(tx, record, row, "task_completed", actor, fields=sorted(values), digest=digest)
        incident_rows.resolve_in(tx, record.id, task_id, actor=actor, resolution="completed")
        self._take(tx, stepper, CompleteTask(token_id_of(task_id), values))
        return record

    def _check_open(self, record: CaseRecord, row: Row, right: access.TaskRight, actor: Actor) -> None:
        access.check_work_on(right, actor)
        if row["state"] == "completed":
            raise TaskAlreadyCompletedError(by=row["completed_by"], at=row["completed_at"])
        if row["state"] != "open":
            raise TaskNotOpenError
        self._check_active(record)

    def _validated(self, tx: Transaction, stepper: Stepper, row: Row, data: Variables) -> dict[str, Any]:
        """The typed data of the task's form; without a form, the data as given."""
        if row["form"] is None:
            return {name: normalise(value, name=name) for name, value in data.items()}
        form = self._form_of(tx, row)
        variables = task_variables(stepper.state, token_id_of(row["id"]))
        surroundings = self._surroundings
        variables |= surroundings.choices(tx.session, tx.now, variables)
        zone = surroundings.zone
        result = form.validate(data, variables, now=tx.now.astimezone(zone), zone=zone, calendar=surroundings.calendar)
        if result.errors:
            raise InvalidDataError(result.errors)
        return dict(result.data)

    def _form_of(self, tx: Transaction, row: Row) -> Form:
        return self._shelf.form(tx.connection, row["process_key"], row["process_version"], name=row["form"])

    def _change_task(
        self,
        name: str,
        task_id: str,
        actor: Actor,
        change: Callable[[Transaction, CaseRecord, Row], dict[str, Any]],
        *,
        key: str | None,
        extra: str = "",
    ) -> UserTask:
        def body(tx: Transaction) -> UserTask:
            record = tx.case(case_id_of(task_id), with_state=False)
            row, right = tasks.row_with_rights(tx.connection, task_id)
            self._check_open(record, row, right, actor)
            access.check_claim(right, actor)
            values = change(tx, record, row)
            tx.ledger.change_task(task_id, **values)
            return task_value(row, record, **values)

        once = Once(key, fingerprint([name, task_id, extra, actor.id]) if key else "", keep_task, restore_task)
        return self._command(Order(name, actor, case_id_of(task_id), task_id), body, once)

    def _task_line(self, tx: Transaction, record: CaseRecord, row: Row, kind: str, actor: Actor, **data: Any) -> None:
        tx.append(
            record,
            kind,
            actor.log_name,
            element_id=row["element_id"],
            element_type="userTask",
            process_key=row["process_key"],
            data={"task_id": row["id"], **data},
        )
