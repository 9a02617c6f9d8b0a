"""Commands on cases: start, change variables, start an ad-hoc activity, suspend, resume, terminate."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.access import check_start
from engine.errors import CaseNotActiveError, NotFoundError
from engine.ids import new_id
from engine.interpreter import messages as m
from engine.interpreter.state import Scope
from engine.interpreter.values import normalise
from engine.model import Actor, Case, Variables
from engine.runtime.answers import case_value, keep_case, restore_case
from engine.runtime.core import Core
from engine.runtime.orders import Once, Order
from engine.runtime.stepping import Stepper
from engine.runtime.transaction import Transaction
from engine.store import definitions
from engine.store.cases import CaseRecord, new_record
from engine.store.idempotency import fingerprint


class CaseCommands(Core):
    """What may be done with a case as a whole."""

    def start(
        self,
        process_key: str,
        variables: Variables | None = None,
        *,
        business_key: str | None = None,
        actor: Actor | None = None,
        idempotency_key: str | None = None,
    ) -> Case:
        """Start a case of the newest version and run it to its first waits.

        Raises NotFoundError, AccessDeniedError, InvalidValueError, OperationFailedError and the interpreter's errors.
        """
        who = actor or Actor.system()
        given = normal(variables)
        order = Order("start", who, subject=process_key, values={"process_key": process_key})

        def body(tx: Transaction) -> Case:
            record = self._start(tx, process_key, given, business_key=business_key, actor=who, is_asked_for=True)
            return self._case_value(tx, record)

        return self._command(order, body, self._once("start", (process_key, given, business_key), who, idempotency_key))

    def start_within(
        self, tx: Transaction, process_key: str, variables: Variables, *, business_key: str | None, actor: Actor
    ) -> str:
        """Start a case in a transaction; returns its id."""
        return self._start(tx, process_key, normal(variables), business_key=business_key, actor=actor).id

    def _start(
        self,
        tx: Transaction,
        process_key: str,
        variables: Variables,
        *,
        business_key: str | None,
        actor: Actor,
        start_id: str | None = None,
        trigger: tuple[str, str] | None = None,
        is_asked_for: bool = False,
        skipped: frozenset[str] = frozenset(),
    ) -> CaseRecord:
        version = definitions.newest_version(tx.connection, process_key)
        if version is None:
            raise NotFoundError(f"There is no process {process_key}.")
        deployed = self._shelf.get(tx.connection, process_key, version)
        if is_asked_for:
            check_start(deployed.process.startable_by, actor)
        record = new_record(new_id(tx.now), process_key, version, started_at=tx.now, started_by=actor.log_name)
        record.business_key = business_key
        tx.add_case(record)
        tx.append(record, "case_started", actor.log_name, data={"version": version})
        ref = m.ProcessRef(process_key, version)
        self._take(
            tx, self._stepper(tx, record, actor, skipped=skipped), m.StartCase(ref, variables, start_id, trigger)
        )
        return record

    def set_variables(
        self, case_id: str, variables: Variables, *, actor: Actor, idempotency_key: str | None = None
    ) -> Case:
        """Correct variables from outside; timers, due dates and conditions that read them follow."""
        given = normal(variables)

        def change(tx: Transaction, record: CaseRecord) -> None:
            tx.append(record, "variables_changed", actor.log_name, data={"names": sorted(given)})
            self._take(tx, self._stepper(tx, record, actor), m.SetVariables(given))

        once = self._once("set_variables", (case_id, given), actor, idempotency_key)
        return self._change("set_variables", case_id, actor, change, once=once, values={"variables": given})

    def start_activity(self, case_id: str, element_id: str, *, actor: Actor, scope_id: str | None = None) -> Case:
        """Start an activity of an open ad-hoc sub-process. Raises NotFoundError if no such sub-process is open."""

        def change(tx: Transaction, record: CaseRecord) -> None:
            stepper = self._stepper(tx, record, actor)
            self._take(tx, stepper, activation(stepper, element_id, scope_id))

        values = {"element_id": element_id, "scope_id": scope_id}
        return self._change("start_activity", case_id, actor, change, values=values)

    def terminate(self, case_id: str, reason: str, *, actor: Actor) -> Case:
        """End a case for good: everything that waits is cancelled."""

        def change(tx: Transaction, record: CaseRecord) -> None:
            tx.append(record, "termination_ordered", actor.log_name, data={"reason": reason})
            self._take(tx, self._stepper(tx, record, actor), m.TerminateCase(reason))

        return self._change("terminate", case_id, actor, change, values={"reason": reason})

    def suspend(self, case_id: str, reason: str, *, actor: Actor) -> Case:
        """Let a case rest: until it is resumed no task can be completed, no timer fires and no message is received."""

        def change(tx: Transaction, record: CaseRecord) -> None:
            record.status = "suspended"
            tx.append(record, "case_suspended", actor.log_name, data={"reason": reason})

        return self._change("suspend", case_id, actor, change)

    def resume(self, case_id: str, *, actor: Actor) -> Case:
        """Let a suspended case go on; timers that were due meanwhile fire at the next tick."""

        def change(tx: Transaction, record: CaseRecord) -> None:
            record.status = "active"
            tx.append(record, "case_resumed", actor.log_name)

        return self._change("resume", case_id, actor, change, status="suspended")

    def exclude(self, case_id: str, user_id: str, *, reason: str, actor: Actor) -> None:
        """Exclude a person from a case because of a conflict of interest."""

        def body(tx: Transaction) -> None:
            tx.exclude(case_id, user_id, reason=reason, actor=actor)

        self._command(Order("exclude", actor, case_id), body)

    # --- for the other nouns ----------------------------------------------------------------------------------------

    def _active_case(self, tx: Transaction, case_id: str, *, status: str = "active", skips: bool = False) -> CaseRecord:
        """Lock a case that must have a status. Raises NotFoundError, CaseNotActiveError."""
        record = tx.case(case_id, skips=skips)
        self._check_active(record, status=status)
        return record

    def _check_active(self, record: CaseRecord, *, status: str = "active") -> None:
        if record.status != status:
            raise CaseNotActiveError(f"The case is {record.status}.")

    def _case_value(self, tx: Transaction, record: CaseRecord) -> Case:
        deployed = self._shelf.get(tx.connection, record.process_key, record.process_version)
        return case_value(tx.connection, record, deployed.definition)

    def _once(self, name: str, arguments: object, actor: Actor, key: str | None) -> Once[Case]:
        return Once(key, fingerprint([name, arguments, actor.id]) if key else "", keep_case, restore_case)

    def _change(
        self,
        name: str,
        case_id: str,
        actor: Actor,
        change: Callable[[Transaction, CaseRecord], None],
        *,
        status: str = "active",
        once: Once[Case] | None = None,
        values: Variables | None = None,
    ) -> Case:
        def body(tx: Transaction) -> Case:
            record = self._active_case(tx, case_id, status=status)
            change(tx, record)
            return self._case_value(tx, record)

        return self._command(Order(name, actor, case_id, values=values), body, once)


def normal(variables: Variables | None) -> dict[str, Any]:
    """Variables as the engine keeps them. Raises InvalidValueError."""
    return {name: normalise(value, name=name) for name, value in (variables or {}).items()}


def activation(stepper: Stepper, element_id: str, scope_id: str | None) -> m.ActivateAdHoc:
    """The start of an activity, in the open ad-hoc sub-process that holds it. Raises NotFoundError."""
    found = scope_id or _ad_hoc_scope(stepper.deployed.process.nodes[element_id].scope, stepper.state.scopes)
    return m.ActivateAdHoc(found, element_id)


def _ad_hoc_scope(element_id: str, scopes: Mapping[str, Scope]) -> str:
    for scope in scopes.values():
        if scope.element == element_id:
            return scope.id
    raise NotFoundError(f"The ad-hoc sub-process {element_id} is not open.")
