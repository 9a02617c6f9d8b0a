"""Commands for timers: each due one fires exactly once, by the rule of its kind."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

import structlog

from engine import failpoints
from engine.feel import evaluate
from engine.ids import token_id_of
from engine.interpreter import timing
from engine.interpreter.messages import Environment, TimerFired
from engine.model import Actor
from engine.reader.model import Node, Process
from engine.reader.parts import TimerRule
from engine.runtime import incident_rows
from engine.runtime.library import ConnectedLibrary
from engine.runtime.messages import MessageCommands
from engine.runtime.orders import Order
from engine.runtime.stepping import StepFailedError
from engine.runtime.transaction import Transaction
from engine.store import tasks, timers
from engine.store.cases import CaseRecord

TASK_REMINDER = "task_reminder"
TASK_ESCALATION = "task_escalation"

_START_PREFIX = "start:"
_LATE = timedelta(hours=1)
_CASES_AT_ONCE = 20
_LONGEST_BATCH_SECONDS = 0.1
_SYSTEM = Actor.system()

_log = structlog.get_logger()

Row = Mapping[str, Any]


@dataclass(slots=True)
class Batch:
    """Timers that one transaction claimed, in due order, and how many of them it fired.

    `alone` is how many of the next ones need a transaction of their own.
    """

    claimed: list[str] = field(default_factory=list)
    fired: int = 0
    alone: int = 0


class TimerCommands(MessageCommands):
    """What the passing of time does."""

    def fire_timer(self, timer_id: str, *, actor: Actor | None = None) -> bool:
        """Fire a timer now, due or not. False if it waits no longer."""
        return self._fire(timer_id, actor or Actor.system(), is_forced=True)

    def _fire(
        self,
        timer_id: str,
        actor: Actor,
        *,
        is_forced: bool = False,
        skips: bool = False,
        skipped: frozenset[str] = frozenset(),
    ) -> bool:
        """Fire a timer; with `skips` leave it if another worker has its case, by raising NotFoundError."""
        case_id = _case_of(timer_id)

        def body(tx: Transaction) -> bool:
            if case_id is None:
                return self._fire_start(tx, timer_id, actor)
            record = tx.case(case_id, skips=skips)
            row = timers.row(tx.connection, timer_id)
            if row is None or (row["due_at"] > tx.now and not is_forced) or record.status != "active":
                return False
            self._fire_in(tx, record, row, actor, skipped=skipped)
            return True

        return self._command(_order(timer_id, actor), body)

    def _fire_batch(self, batch: Batch, *, but: Collection[str] = ()) -> None:
        """Fire the timers that are due next, each of another case, in one transaction.

        A commit and its statements cost more than a step: shared, many more cases are woken in a second. Each step is
        whole all the same. If one fails, all are undone: that one gets its incident, the others are fired by the next
        batch. Others wait for these cases meanwhile, so the batch is small and soon ends.
        """
        firing = ""

        def body(tx: Transaction) -> None:
            nonlocal firing
            claimed = timers.claim(tx.connection, tx.now, limit=_CASES_AT_ONCE, but=but)
            batch.claimed, batch.fired = [timer_id for timer_id, _ in claimed], 0
            waiting = timers.rows(tx.connection, batch.claimed)
            until = monotonic() + _LONGEST_BATCH_SECONDS
            for timer_id, record in claimed:
                row = waiting.get(timer_id)
                if row is None or row["due_at"] > tx.now:
                    continue
                if tx.to_relay or monotonic() > until or _is_overtaken(tx, row["due_at"]):
                    return
                tx.add_case(record)
                failpoints.hit("after-load")
                firing = timer_id
                self._fire_in(tx, record, row, _SYSTEM, skipped=frozenset())
                batch.fired += 1

        try:
            to_relay = self._attempts(body, None)[1]
        except StepFailedError as failure:
            batch.fired = 0
            _log.warning("timer_failed", timer=firing, error=str(failure))
            self._raise_incident(_order(firing, _SYSTEM), failure)
        else:
            self.relay(to_relay)

    def _fire_in(self, tx: Transaction, record: CaseRecord, row: Row, actor: Actor, *, skipped: frozenset[str]) -> None:
        if row["kind"] == "reminder":
            self._remind(tx, record, row, actor)
        elif row["kind"] == "escalation":
            self._escalate(tx, record, row, actor)
        else:
            incident_rows.resolve_in(tx, record.id, row["id"], actor=actor, resolution="fired")
            stepper = self._stepper(tx, record, actor, skipped=skipped)
            self._take(tx, stepper, TimerFired(token_id_of(row["id"])))
            if row["id"] in tx.ledger.moved_timers:
                return
        tx.ledger.end_wait(row["id"])

    # --- tasks ------------------------------------------------------------------------------------------------------

    def _remind(self, tx: Transaction, record: CaseRecord, row: Row, actor: Actor) -> None:
        """Remind of a task, unless a later reminder is due by now, or the task's time is out."""
        task = tasks.row(tx.connection, row["task_id"])
        data = {"task_id": row["task_id"], "reminder_at": row["due_at"]}
        reason = self._why_obsolete(tx, task, row)
        kind = "reminder_skipped" if reason else "reminder_sent"
        if reason:
            data["reason"] = reason
        else:
            payload = {**data, "due_at": task["due_at"], "is_late": tx.now > row["due_at"] + _LATE}
            self._enqueue_for_task(tx, TASK_REMINDER, row, payload)
        self._timer_line(tx, record, row, kind, actor, data)

    def _why_obsolete(self, tx: Transaction, task: Row, row: Row) -> str | None:
        if task["state"] != "open":
            return "the task is closed"
        if task["due_at"] is not None and task["due_at"] <= tx.now:
            return "the task was already overdue"
        others = timers.siblings(tx.connection, row["task_id"])
        if any(row["due_at"] < other["due_at"] <= tx.now for other in others):
            return "a later reminder was due as well"
        return None

    def _escalate(self, tx: Transaction, record: CaseRecord, row: Row, actor: Actor) -> None:
        """Note that a task is overdue, and tell whom the diagram names."""
        task = tasks.row(tx.connection, row["task_id"])
        if task["state"] != "open":
            data = {"task_id": row["task_id"], "reason": "the task is closed"}
            self._timer_line(tx, record, row, "escalation_skipped", actor, data)
            return
        tx.ledger.change_task(row["task_id"], escalated_at=tx.now)
        payload = {"task_id": row["task_id"], "escalate_to": task["escalate_to"], "due_at": task["due_at"]}
        self._enqueue_for_task(tx, TASK_ESCALATION, row, payload)
        self._timer_line(tx, record, row, "task_escalated", actor, payload)

    def _enqueue_for_task(self, tx: Transaction, kind: str, row: Row, payload: Mapping[str, Any]) -> None:
        key = f"{kind}:{row['id']}:{row['due_at'].isoformat()}"
        tx.enqueue(kind, payload, key=key, due_at=None, case_id=row["case_id"])

    def _timer_line(
        self, tx: Transaction, record: CaseRecord, row: Row, kind: str, actor: Actor, data: Mapping[str, Any]
    ) -> None:
        tx.append(record, kind, actor.log_name, element_id=row["element_id"], element_type="userTask", data=data)

    # --- processes that start by the clock --------------------------------------------------------------------------

    def _arm_starts(self, tx: Transaction, process: Process) -> None:
        """Write when a newly deployed process starts, instead of what its earlier version said."""
        timers.remove_starts(tx.connection, process.id)
        for node, event in process.start_events:
            if event.timer is not None:
                value = self._start_value(tx, event.timer)
                planned = timing.schedule(event.timer.kind, value, tx.now, self._environment(tx))
                self._arm_start(tx, process.id, node, planned)

    def _arm_start(self, tx: Transaction, process_key: str, node: Node, planned: timing.Schedule) -> None:
        tx.ledger.wait(
            f"{_START_PREFIX}{process_key}:{node.id}",
            "start",
            process_key=process_key,
            element_id=node.id,
            name=node.name,
            due_at=planned.due_at,
            remaining=planned.remaining,
            now=tx.now,
        )

    def _fire_start(self, tx: Transaction, timer_id: str, actor: Actor) -> bool:
        row = timers.row(tx.connection, timer_id, locks=True)
        if row is None or row["due_at"] > tx.now:
            return False
        key, start_id = row["process_key"], row["element_id"]
        self._start(tx, key, {}, business_key=None, actor=actor, start_id=start_id, trigger=("timer", ""))
        library = ConnectedLibrary(self._shelf, tx.connection)
        process = library.process(library.latest(key))
        rule = _timer_of(process, start_id)
        planned = None
        if rule is not None and rule.kind == "cycle":
            value = self._start_value(tx, rule)
            planned = timing.next_in_cycle(value, row["due_at"], row["remaining"], self._environment(tx))
        tx.ledger.end_wait(timer_id)
        if planned is not None:
            self._arm_start(tx, key, process.nodes[start_id], planned)
        return True

    def _start_value(self, tx: Transaction, rule: TimerRule) -> Any:
        if rule.formula is None:
            return rule.text
        now = tx.now.astimezone(self._surroundings.zone)
        return evaluate(rule.formula.expression, {}, now=now, calendar=self._surroundings.calendar)

    def _environment(self, tx: Transaction) -> Environment:
        surroundings = self._surroundings
        return Environment(
            now=tx.now,
            library=ConnectedLibrary(self._shelf, tx.connection),
            calendar=surroundings.calendar,
            zone=surroundings.zone,
            limits=surroundings.limits,
        )


def _case_of(timer_id: str) -> str | None:
    return None if timer_id.startswith(_START_PREFIX) else timer_id.partition("-")[0]


def _order(timer_id: str, actor: Actor) -> Order:
    return Order("fire_timer", actor, _case_of(timer_id), timer_id, {"timer_id": timer_id})


def _is_overtaken(tx: Transaction, due_at: datetime) -> bool:
    """Whether this transaction has armed or moved a timer so that it is due before the next one."""
    armed = (row["due_at"] for row in tx.ledger.new_waits.values() if row["due_at"] is not None)
    return any(at < due_at for at in (*armed, *tx.ledger.moved_timers.values()))


def _timer_of(process: Process, start_id: str) -> TimerRule | None:
    for node, event in process.start_events:
        if node.id == start_id and event.timer is not None:
            return event.timer
    return None
