"""Commands for messages and signals: one message reaches one receiver, a signal all of them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from engine.errors import MessageNotExpectedError
from engine.ids import token_id_of
from engine.interpreter.messages import MessageReceived, SignalReceived
from engine.model import Actor, Case, Job, Variables
from engine.runtime import buffer, incident_rows
from engine.runtime.answers import case_variables, keep_case, restore_case
from engine.runtime.cases import normal
from engine.runtime.correlation import correlation_text, fits, has_values
from engine.runtime.orders import Once, Order
from engine.runtime.tasks import TaskCommands
from engine.runtime.transaction import DELIVER_MESSAGE, DELIVER_SIGNAL, DELIVER_SIGNAL_TO, Transaction
from engine.store import cases, definitions, outbox, subscriptions
from engine.store.cases import CaseRecord
from engine.store.idempotency import fingerprint
from engine.store.subscriptions import Waiting


class MessageCommands(TaskCommands):
    """What may be sent to cases."""

    def send_message(
        self,
        name: str,
        payload: Variables | None = None,
        *,
        correlation: Variables | None = None,
        case_id: str | None = None,
        actor: Actor | None = None,
        ttl: timedelta | None = None,
        idempotency_key: str | None = None,
    ) -> Case | None:
        """Give a message to the case that waits for it, else start one; the case that received it.

        None if nobody waits for it yet: it is then kept for its time to live (`ttl`, by default the engine's).
        Raises MessageNotExpectedError if that is zero; NotFoundError and CaseNotActiveError for the `case_id` given.
        """
        return self._send(
            name,
            normal(payload),
            correlation=normal(correlation),
            case_id=case_id,
            actor=actor or Actor.system(),
            ttl=self._message_ttl if ttl is None else ttl,
            key=idempotency_key,
        )

    def _send(
        self,
        name: str,
        payload: Variables,
        *,
        correlation: Variables,
        case_id: str | None,
        actor: Actor,
        ttl: timedelta,
        key: str | None = None,
        skipped: frozenset[str] = frozenset(),
    ) -> Case | None:
        def body(tx: Transaction) -> Case | None:
            record = self._deliver(
                tx, name, payload, correlation=correlation, case_id=case_id, actor=actor, skipped=skipped
            )
            if record is not None:
                incident_rows.resolve_in(tx, record.id, f"message:{name}", actor=actor, resolution="received")
                return self._case_value(tx, record)
            self._keep(tx, name, payload, correlation=correlation, case_id=case_id, actor=actor, ttl=ttl)
            return None

        values = {"name": name, "payload": payload, "correlation": correlation, "case_id": case_id, "ttl": ttl}
        once = Once(key, fingerprint(["send_message", values, actor.id]) if key else "", _keep_answer, _restore_answer)
        return self._command(Order("send_message", actor, case_id, f"message:{name}", values), body, once)

    def broadcast_signal(
        self,
        name: str,
        payload: Variables | None = None,
        *,
        actor: Actor | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """Send a signal to every case that waits for it and every process that it starts, right after the commit."""
        who, given = actor or Actor.system(), normal(payload)

        def body(tx: Transaction) -> bool:
            tx.broadcast(name, given, actor=who, thrower=None)
            return True

        command = fingerprint(["broadcast_signal", name, given, who.id]) if idempotency_key else ""
        self._command(Order("broadcast_signal", who), body, Once(idempotency_key, command, bool, bool))

    # --- delivering -------------------------------------------------------------------------------------------------

    def _deliver(
        self,
        tx: Transaction,
        name: str,
        payload: Variables,
        *,
        correlation: Variables,
        case_id: str | None,
        actor: Actor,
        skipped: frozenset[str] = frozenset(),
    ) -> CaseRecord | None:
        """Give the message to its receiver, or start the process that it starts."""
        if case_id is not None:
            self._active_case(tx, case_id)
        for waiting in self._receivers(tx, name, payload, correlation=correlation, case_id=case_id):
            # Found without a lock: the case may have moved on until it is locked.
            record = tx.case(waiting.case_id)
            if record.status == "active" and subscriptions.exists(tx.connection, waiting.id):
                command = MessageReceived(token_id_of(waiting.id), payload)
                self._take(tx, self._stepper(tx, record, actor, skipped=skipped), command)
                return record
        if case_id is not None:
            return None
        for process_key, start_id in definitions.starts_for(tx.connection, "message", name)[:1]:
            return self._start(
                tx,
                process_key,
                payload,
                business_key=None,
                actor=actor,
                start_id=start_id,
                trigger=("message", name),
                skipped=skipped,
            )
        return None

    def _receivers(
        self, tx: Transaction, name: str, payload: Variables, *, correlation: Variables, case_id: str | None
    ) -> Iterator[Waiting]:
        if case_id is not None:
            for waiting in subscriptions.of_case(tx.connection, case_id, "message", name):
                if not correlation or fits(waiting.correlation, correlation, payload) is not None:
                    yield waiting
            return
        text = correlation_text(correlation)
        if text:
            yield from subscriptions.exactly(tx.connection, name, text)
        for waiting in subscriptions.by_name(tx.connection, "message", name):
            open_names = None if waiting.correlation == text != "" else fits(waiting.correlation, correlation, payload)
            if open_names is not None and self._has_values(tx, waiting.case_id, correlation, open_names):
                yield waiting

    def _has_values(self, tx: Transaction, case_id: str, correlation: Variables, names: frozenset[str]) -> bool:
        if not names:
            return True
        # Read without a lock: a case that is not the receiver is left alone.
        business_key, state = cases.peek(tx.connection, case_id)
        return has_values({"business_key": business_key, **case_variables(state)}, correlation, names)

    def _keep(
        self,
        tx: Transaction,
        name: str,
        payload: Variables,
        *,
        correlation: Variables,
        case_id: str | None,
        actor: Actor,
        ttl: timedelta,
    ) -> None:
        if ttl <= timedelta(0):
            raise MessageNotExpectedError(f"No case waits for the message {name}, and it starts none.")
        expires_at = tx.now + ttl
        buffer.keep(tx, name, payload, correlation=correlation, case_id=case_id, actor=actor, expires_at=expires_at)

    # --- the outbox's own jobs --------------------------------------------------------------------------------------

    def _run_delivery(self, job: Job) -> None:
        """Do one of the engine's own jobs; it is marked as done in the same transaction, so it is done once."""
        _, to_relay = self._attempts(lambda tx: self._deliver_job(tx, job), None)
        self.relay(to_relay)

    def _deliver_job(self, tx: Transaction, job: Job) -> None:
        if not outbox.finish(tx.connection, job.id, tx.now):
            return
        payload = job.payload
        actor = Actor(payload["actor"])
        if job.kind == DELIVER_MESSAGE:
            message = {key: payload[key] for key in ("correlation", "case_id")}
            if self._deliver(tx, payload["name"], payload["payload"], actor=actor, **message) is None:
                self._keep(tx, payload["name"], payload["payload"], actor=actor, ttl=self._message_ttl, **message)
        elif job.kind == DELIVER_SIGNAL:
            self._fan_out(tx, job)
        elif "subscription_id" in payload:
            self._deliver_signal(tx, payload, actor)
        else:
            self._start(
                tx,
                payload["process_key"],
                payload["payload"],
                business_key=None,
                actor=actor,
                start_id=payload["start_id"],
                trigger=("signal", payload.get("name", "")),
            )

    def _fan_out(self, tx: Transaction, job: Job) -> None:
        """One job for each receiver: a receiver that fails does not keep the signal from the others."""
        name, thrower = job.payload["name"], job.payload["thrower"]
        signal = {"payload": job.payload["payload"], "actor": job.payload["actor"]}
        for waiting in subscriptions.by_name(tx.connection, "signal", name):
            if waiting.case_id != thrower:
                target = {"subscription_id": waiting.id, **signal}
                tx.enqueue(
                    DELIVER_SIGNAL_TO, target, key=f"{job.key}:{waiting.id}", due_at=None, case_id=waiting.case_id
                )
        # A case that has begun with another part of the same start gets the signal instead of a new case.
        begun = subscriptions.awaited(tx.connection, "signal", name)
        for process_key, start_id in definitions.starts_for(tx.connection, "signal", name):
            if (process_key, start_id) in begun:
                continue
            target = {"process_key": process_key, "start_id": start_id, "name": name, **signal}
            key = f"{job.key}:{process_key}:{start_id}"
            tx.enqueue(DELIVER_SIGNAL_TO, target, key=key, due_at=None, case_id=None)

    def _deliver_signal(self, tx: Transaction, payload: Variables, actor: Actor) -> None:
        subscription_id = payload["subscription_id"]
        record = tx.case(subscription_id.partition("-")[0])
        if record.status == "active" and subscriptions.exists(tx.connection, subscription_id):
            command = SignalReceived(token_id_of(subscription_id), payload["payload"])
            self._take(tx, self._stepper(tx, record, actor), command)


def _keep_answer(case: Case | None) -> Any:
    return {"case": None if case is None else keep_case(case)}


def _restore_answer(document: Any) -> Case | None:
    return None if document["case"] is None else restore_case(document["case"])
