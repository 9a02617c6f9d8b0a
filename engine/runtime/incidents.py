"""Commands on incidents: give the failed command again, or skip the failed step with a reason."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update

from engine.errors import NotFoundError
from engine.model import Actor, Incident
from engine.runtime import incident_rows
from engine.runtime.answers import incident_value
from engine.runtime.orders import Order
from engine.runtime.timers import TimerCommands
from engine.runtime.transaction import Transaction
from engine.store import outbox, timers
from engine.store.tables import incidents

_NOTHING: frozenset[str] = frozenset()


class IncidentCommands(TimerCommands):
    """What a person may do about a step that failed."""

    def incidents(self, case_id: str | None = None, *, is_open: bool = True, limit: int = 500) -> list[Incident]:
        """Incidents, the newest first: open ones, or the resolved ones."""
        query = select(incidents).order_by(incidents.c.raised_at.desc(), incidents.c.id.desc()).limit(limit)
        query = query.where(incidents.c.resolved_at.is_(None) if is_open else incidents.c.resolved_at.is_not(None))
        if case_id is not None:
            query = query.where(incidents.c.case_id == case_id)
        with self._reading() as connection:
            return [incident_value(row) for row in connection.execute(query)]

    def retry_incident(self, incident_id: str, *, actor: Actor) -> None:
        """Give the command that failed again, as who gave it then. If it fails again, the incident stays open.

        Raises NotFoundError for an incident that is not open, and what the command raises.
        """
        self._again(self._open_incident(incident_id), skipped=_NOTHING)
        self._resolve(incident_id, actor, "retried")

    def skip_incident(self, incident_id: str, reason: str, *, actor: Actor) -> None:
        """Go on without the step that failed: its operation is not called, its job not done.

        Where there is nothing to go on with (no path, a budget), the incident alone is closed. Raises NotFoundError.
        """
        row = self._open_incident(incident_id)
        if row["command"]["name"] == "job":
            self._give_up_job(row, actor)
        elif row["kind"] == "operation" and row["element_id"] is not None:
            self._again(row, skipped=frozenset({row["element_id"]}))
        self._resolve(incident_id, actor, f"skipped: {reason}")

    def _open_incident(self, incident_id: str) -> Mapping[str, Any]:
        query = select(incidents).where(incidents.c.id == incident_id, incidents.c.resolved_at.is_(None))
        with self._reading() as connection:
            row = connection.execute(query).mappings().one_or_none()
        if row is None:
            raise NotFoundError(f"There is no open incident {incident_id}.")
        return dict(row)

    def _again(self, row: Mapping[str, Any], *, skipped: frozenset[str]) -> None:
        name, actor, values = incident_rows.read_command(row["command"])
        if name == "complete":
            self._complete(**values, actor=actor, skipped=skipped)
        elif name == "send_message":
            self._send(**values, actor=actor, skipped=skipped)
        elif name == "fire_timer":
            self._wake_timer(row, actor)
            self._fire(values["timer_id"], actor, skipped=skipped)
        elif name == "job":
            self._restart_job(row, actor)
        elif name == "set_variables":
            self.set_variables(row["case_id"], values["variables"], actor=actor)
        elif name == "start_activity":
            self.start_activity(row["case_id"], values["element_id"], actor=actor)

    def _wake_timer(self, row: Mapping[str, Any], actor: Actor) -> None:
        def body(tx: Transaction) -> None:
            timers.set_state(tx.connection, row["subject"], "waiting")

        self._command(Order("retry_incident", actor, row["case_id"]), body)

    def _restart_job(self, row: Mapping[str, Any], actor: Actor) -> None:
        def body(tx: Transaction) -> None:
            outbox.restart(tx.connection, row["subject"].partition(":")[2], tx.now)

        self._command(Order("retry_incident", actor, row["case_id"]), body)

    def _give_up_job(self, row: Mapping[str, Any], actor: Actor) -> None:
        def body(tx: Transaction) -> None:
            outbox.give_up(tx.connection, row["subject"].partition(":")[2], tx.now)

        self._command(Order("skip_incident", actor, row["case_id"]), body)

    def _resolve(self, incident_id: str, actor: Actor, resolution: str) -> None:
        """Close the incident; one that its own command has already closed gets this resolution instead."""

        def body(tx: Transaction) -> None:
            row = tx.connection.execute(select(incidents).where(incidents.c.id == incident_id)).mappings().one()
            change = {"resolved_at": tx.now, "resolved_by": actor.log_name, "resolution": resolution}
            tx.connection.execute(update(incidents).where(incidents.c.id == incident_id).values(**change))
            data = {"incident_id": incident_id, "resolution": resolution}
            if not row["case_id"]:
                tx.append_log("incident_resolved", actor.log_name, data)
                return
            case = tx.case(row["case_id"], with_state=False)
            case.open_incidents -= row["resolved_at"] is None
            tx.append(case, "incident_resolved", actor.log_name, element_id=row["element_id"], data=data)

        self._command(Order("resolve_incident", actor, incident_id.partition("-")[0]), body)
