"""Commands on incidents: give the failed command again, with variables corrected or not, or skip the failed step."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from sqlalchemy import select

from engine.errors import InvalidDataError, NotFoundError
from engine.interpreter import messages as m
from engine.model import Actor, FieldError, Incident, Text, Variables
from engine.runtime import corrections, incident_rows
from engine.runtime.answers import case_variables, incident_value, stated_in
from engine.runtime.cases import activation
from engine.runtime.orders import Order
from engine.runtime.stepping import Stepper
from engine.runtime.timers import TimerCommands
from engine.runtime.transaction import Transaction
from engine.store import outbox, timers
from engine.store.tables import incidents

Row = Mapping[str, Any]
_NOTHING: frozenset[str] = frozenset()


class IncidentCommands(TimerCommands):
    """What a person may do about a step that failed; the incident is closed in the same transaction."""

    def incidents(self, case_id: str | None = None, *, is_open: bool = True, limit: int = 500) -> list[Incident]:
        """Incidents, the newest first: open ones, or the resolved ones."""
        query = select(incidents).order_by(incidents.c.raised_at.desc(), incidents.c.id.desc()).limit(limit)
        query = query.where(incidents.c.resolved_at.is_(None) if is_open else incidents.c.resolved_at.is_not(None))
        if case_id is not None:
            query = query.where(incidents.c.case_id == case_id)
        with self._reading() as connection:
            return [incident_value(row) for row in connection.execute(query)]

    def incident(self, incident_id: str) -> Incident:
        """One incident, open or resolved. Raises NotFoundError."""
        with self._reading() as connection:
            return incident_value(incident_rows.find(connection, incident_id))

    def retry_incident(
        self, incident_id: str, *, actor: Actor, variables: Variables | None = None, reason: str = ""
    ) -> None:
        """Give the command that failed again, as who gave it then; `variables` are corrected before, for a reason.

        If it fails again nothing is changed and the incident stays open. A corrected variable keeps its kind of value;
        what the person who gave the command stated cannot be corrected for them. Raises NotFoundError for an incident
        that is not open, InvalidDataError and InvalidValueError for corrections, and what the command raises.
        """
        given = dict(variables or {})
        if given and not reason.strip():
            raise InvalidDataError([FieldError("reason", _NO_REASON)])

        def again(tx: Transaction, row: Row) -> None:
            if given:
                self._correct(tx, row, given, reason=reason.strip(), actor=actor)
            self._again(tx, row, skipped=_NOTHING)

        resolution = f"corrected and retried: {reason.strip()}" if given else "retried"
        self._deal_with(incident_id, actor, resolution, again)

    def skip_incident(self, incident_id: str, reason: str, *, actor: Actor) -> None:
        """Go on without the step that failed: its operation is not called, its job not done.

        Where there is nothing to go on with (no path, a budget), the incident alone is closed. Raises NotFoundError.
        """

        def skip(tx: Transaction, row: Row) -> None:
            if row["command"]["name"] == "job":
                outbox.give_up(tx.connection, _job_of(row), tx.now)
            elif row["kind"] == "operation" and row["element_id"] is not None:
                self._again(tx, row, skipped=frozenset({row["element_id"]}))

        self._deal_with(incident_id, actor, f"skipped: {reason}", skip)

    # --- one transaction --------------------------------------------------------------------------------------------

    def _deal_with(
        self, incident_id: str, actor: Actor, resolution: str, deed: Callable[[Transaction, Row], None]
    ) -> None:
        """Close the incident and do what was chosen; if that fails, both are undone and the incident is brought up to
        date, as that of the command which it keeps."""
        with self._reading() as connection:
            known = incident_rows.find(connection, incident_id)
        name, giver, values = incident_rows.read_command(known.command)

        def body(tx: Transaction) -> None:
            row = incident_rows.lock_open(tx, incident_id)
            incident_rows.close_in(tx, row, actor=actor, resolution=resolution)
            deed(tx, row)

        self._command(Order(name, giver, known.case_id or None, known.subject, values), body)

    def _correct(self, tx: Transaction, row: Row, given: Variables, *, reason: str, actor: Actor) -> None:
        """Write corrected variables to the case, and what they were to its history."""
        if not row["case_id"]:
            raise NotFoundError("There is no case whose variables could be corrected.")
        stated = stated_in(row["command"])
        if own := [FieldError(name, _STATED) for name in given if name in stated]:
            raise InvalidDataError(own)
        record = self._active_case(tx, row["case_id"])
        present = case_variables(record.state)
        changes = corrections.checked(present, given)
        data = {"incident_id": row["id"], "reason": reason, "changes": corrections.told(present, changes)}
        tx.append(record, "variables_corrected", actor.log_name, element_id=row["element_id"], data=data)
        self._take(tx, self._stepper(tx, record, actor), m.SetVariables(changes))

    # --- the command again ------------------------------------------------------------------------------------------

    def _again(self, tx: Transaction, row: Row, *, skipped: frozenset[str]) -> None:
        """Give the incident's command within the transaction; a case that is stuck has none to give."""
        name, giver, values = incident_rows.read_command(row["command"])
        again = self._AGAIN.get(name)
        if again is not None:
            again(self, tx, row, giver, values, skipped)

    def _complete_again(
        self, tx: Transaction, _row: Row, giver: Actor, values: Variables, skipped: frozenset[str]
    ) -> None:
        self._complete_in(tx, values["task_id"], values["data"], actor=giver, skipped=skipped)

    def _send_again(self, tx: Transaction, _row: Row, giver: Actor, values: Variables, skipped: frozenset[str]) -> None:
        message = {name: values[name] for name in ("name", "payload", "correlation", "case_id")}
        if self._deliver(tx, **message, actor=giver, skipped=skipped) is None:
            self._keep(tx, **message, actor=giver, ttl=values["ttl"])

    def _fire_again(self, tx: Transaction, row: Row, giver: Actor, values: Variables, skipped: frozenset[str]) -> None:
        timer_id = values["timer_id"]
        timers.set_state(tx.connection, timer_id, "waiting")
        if not row["case_id"]:
            self._fire_start(tx, timer_id, giver)
            return
        record, timer = self._active_case(tx, row["case_id"]), timers.row(tx.connection, timer_id)
        if timer is not None:
            self._fire_in(tx, record, timer, giver, skipped=skipped)

    def _do_job_again(
        self, tx: Transaction, row: Row, _giver: Actor, _values: Variables, _skipped: frozenset[str]
    ) -> None:
        outbox.restart(tx.connection, _job_of(row), tx.now)

    def _change_again(
        self, tx: Transaction, row: Row, giver: Actor, values: Variables, skipped: frozenset[str]
    ) -> None:
        record = self._active_case(tx, row["case_id"])
        stepper = self._stepper(tx, record, giver, skipped=skipped)
        self._take(tx, stepper, _change_of(tx, stepper, giver, row["command"]["name"], values))

    _AGAIN: ClassVar[Mapping[str, Callable[..., None]]] = {
        "complete": _complete_again,
        "send_message": _send_again,
        "fire_timer": _fire_again,
        "job": _do_job_again,
        "set_variables": _change_again,
        "start_activity": _change_again,
        "terminate": _change_again,
    }


_NO_REASON = Text("Skriv varför uppgifterna rättas.", "Write why the variables are corrected.")
_STATED = Text(
    "Uppgiften kommer från den som gjorde steget. Be den personen att göra om steget med rätt uppgift.",
    "This was stated by whoever took the step. Ask that person to take the step again with the right value.",
)


def _change_of(tx: Transaction, stepper: Stepper, giver: Actor, name: str, values: Variables) -> m.Command:
    """The interpreter's command of a change of the whole case, with its line of history."""
    if name == "start_activity":
        return activation(stepper, values["element_id"], values["scope_id"])
    if name == "terminate":
        tx.append(stepper.case, "termination_ordered", giver.log_name, data={"reason": values["reason"]})
        return m.TerminateCase(values["reason"])
    tx.append(stepper.case, "variables_changed", giver.log_name, data={"names": sorted(values["variables"])})
    return m.SetVariables(values["variables"])


def _job_of(row: Row) -> str:
    return str(row["subject"]).partition(":")[2]
