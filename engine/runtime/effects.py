"""Turns the interpreter's effects into rows: tasks, timers, subscriptions, history and messages."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from engine.ids import composed_id
from engine.interpreter import messages as m
from engine.model import Actor
from engine.runtime import incident_rows
from engine.runtime.correlation import correlation_text
from engine.runtime.transaction import Transaction
from engine.store import tasks
from engine.store.cases import CaseRecord


class Effects:
    """Applies the effects of one case's steps to the rows of the transaction."""

    def __init__(self, tx: Transaction, case: CaseRecord, actor: Actor) -> None:
        self._tx = tx
        self._case = case
        self._actor = actor
        self.new_subscriptions: list[m.Subscribed] = []
        self.undated_tasks: set[str] = set()

    def apply(self, effect: m.Effect) -> None:
        """Write what one effect says; requests (`Invoke...`) are not effects and are ignored."""
        apply = _APPLY.get(type(effect))
        if apply is not None:
            apply(self, effect)

    def record(self, effect: m.Recorded) -> None:
        """Write a line of history."""
        self._tx.append(
            self._case,
            effect.type,
            self._actor.log_name,
            element_id=effect.element_id,
            element_type=effect.element_type,
            process_key=effect.process_key,
            data=effect.data,
        )

    def open_task(self, effect: m.TaskOpened) -> None:
        """Write a new task with its reminders and escalation."""
        task_id = composed_id(self._case.id, effect.token_id)
        self._tx.ledger.new_tasks[task_id] = {
            "id": task_id,
            "case_id": self._case.id,
            "case_group": None,
            "element_id": effect.element_id,
            "process_key": effect.process.key,
            "process_version": effect.process.version,
            "name": effect.name,
            "name_en": effect.name_en,
            "role": effect.role,
            "assigned_to": effect.assignee,
            "claimed_by": None,
            "state": "open",
            "form": effect.form,
            "is_decision": effect.is_decision,
            "not_performer_of": effect.not_performer_of,
            "escalate_to": effect.escalate_to,
            "item_index": effect.item_index,
            "created_at": self._tx.now,
            "due_at": effect.due_at,
            "sort_at": effect.due_at or tasks.UNDATED,
            "completed_at": None,
            "completed_by": None,
            "escalated_at": None,
        }
        self._task_line("task_created", effect)
        self._watch(task_id, self._tx.ledger.new_tasks[task_id], effect)

    def _task_line(self, kind: str, effect: m.TaskOpened) -> None:
        data: dict[str, Any] = {"task_id": composed_id(self._case.id, effect.token_id)}
        data |= {key: value for key, value in (("role", effect.role), ("due_at", effect.due_at)) if value is not None}
        self._tx.append(
            self._case,
            kind,
            self._actor.log_name,
            element_id=effect.element_id,
            element_type="userTask",
            process_key=effect.process.key,
            data=data,
        )

    def _watch(self, task_id: str, row: Mapping[str, Any], effect: m.TaskOpened | m.TaskMoved) -> None:
        moments = [(f"{task_id}-r{number}", "reminder", at) for number, at in enumerate(effect.reminders, start=1)]
        if row["escalate_to"] is not None and effect.due_at is not None:
            moments.append((f"{task_id}-e", "escalation", effect.due_at))
        for timer_id, kind, at in moments:
            if kind == "escalation" or at > self._tx.now:
                self._tx.ledger.wait(
                    timer_id,
                    kind,
                    case_id=self._case.id,
                    task_id=task_id,
                    element_id=row["element_id"],
                    name=row["name"],
                    due_at=at,
                    now=self._tx.now,
                )

    def move_task(self, effect: m.TaskMoved) -> None:
        """Write a task's new assignee and due instant."""
        task_id = composed_id(self._case.id, effect.token_id)
        ledger = self._tx.ledger
        row = ledger.new_tasks.get(task_id) or tasks.row(self._tx.connection, task_id)
        ledger.change_task(
            task_id, assigned_to=effect.assignee, due_at=effect.due_at, sort_at=effect.due_at or tasks.UNDATED
        )
        ledger.end_waits_of_task(task_id, may_be_stored=True)
        self._watch(task_id, row, effect)

    def refresh_task(self, effect: m.TaskRefreshed) -> None:
        """Write a task as another version has it; whoever had claimed it for another role loses it."""
        opened = effect.task
        task_id = composed_id(self._case.id, opened.token_id)
        row = tasks.row(self._tx.connection, task_id)
        has_same_role = row["role"] == opened.role
        # Somebody may have handed the task over: what the diagram does not settle stays.
        assignee = opened.assignee or (row["assigned_to"] if has_same_role else None)
        ledger = self._tx.ledger
        ledger.change_task(
            task_id,
            process_version=opened.process.version,
            name=opened.name,
            name_en=opened.name_en,
            role=opened.role,
            assigned_to=assignee,
            claimed_by=row["claimed_by"] if has_same_role else None,
            form=opened.form,
            is_decision=opened.is_decision,
            not_performer_of=opened.not_performer_of,
            escalate_to=opened.escalate_to,
            due_at=opened.due_at,
            sort_at=opened.due_at or tasks.UNDATED,
        )
        ledger.end_waits_of_task(task_id, may_be_stored=True)
        # What was told to be overdue is not told again.
        escalate_to = opened.escalate_to if row["escalated_at"] is None else None
        self._watch(task_id, {**row, "name": opened.name, "escalate_to": escalate_to}, opened)

    def close_task(self, effect: m.TaskClosed) -> None:
        """Write that a task no longer waits."""
        task_id = composed_id(self._case.id, effect.token_id)
        if effect.is_cancelled:
            self._tx.ledger.change_task(task_id, state="cancelled", completed_at=self._tx.now)
        self._tx.ledger.end_waits_of_task(task_id, may_be_stored=task_id not in self.undated_tasks)

    def arm_timer(self, effect: m.TimerArmed) -> None:
        """Write a waiting timer."""
        self._tx.ledger.wait(
            composed_id(self._case.id, effect.timer_id),
            "event",
            case_id=self._case.id,
            element_id=effect.element_id,
            name=effect.name,
            due_at=effect.due_at,
            now=self._tx.now,
        )

    def move_timer(self, effect: m.TimerMoved) -> None:
        """Give a timer its new instant."""
        self._tx.ledger.move_timer(composed_id(self._case.id, effect.timer_id), effect.due_at)

    def disarm_timer(self, effect: m.TimerDisarmed) -> None:
        """Remove a timer."""
        self._tx.ledger.end_wait(composed_id(self._case.id, effect.timer_id))

    def subscribe(self, effect: m.Subscribed) -> None:
        """Write what the case now waits for."""
        self._tx.ledger.wait(
            composed_id(self._case.id, effect.subscription_id),
            effect.kind,
            case_id=self._case.id,
            element_id=effect.element_id,
            name=effect.name,
            correlation=correlation_text(effect.correlation),
            now=self._tx.now,
        )
        self.new_subscriptions.append(effect)

    def unsubscribe(self, effect: m.Unsubscribed) -> None:
        """Remove what it waits for no longer."""
        self._tx.ledger.end_wait(composed_id(self._case.id, effect.subscription_id))
        self.new_subscriptions = [
            waiting for waiting in self.new_subscriptions if waiting.subscription_id != effect.subscription_id
        ]

    def throw_message(self, effect: m.MessageThrown) -> None:
        """Write a message to another case."""
        self._tx.send(effect.name, effect.payload, correlation=effect.correlation, case_id=None, actor=self._actor)

    def throw_signal(self, effect: m.SignalThrown) -> None:
        """Write a signal to all other cases."""
        self._tx.broadcast(effect.name, effect.payload, actor=self._actor, thrower=self._case.id)

    def end(self, effect: m.CaseEnded) -> None:
        """Write how the case ended."""
        self._case.status = effect.status
        self._case.ended_at = self._tx.now
        data = {"error_code": effect.error_code} if effect.error_code is not None else {}
        self._tx.append(self._case, f"case_{effect.status}", self._actor.log_name, data=data)
        incident_rows.resolve_in(self._tx, self._case.id, None, actor=self._actor, resolution="the case has ended")


_APPLY: Final[Mapping[type, Callable[[Effects, Any], None]]] = {
    m.Recorded: Effects.record,
    m.TaskOpened: Effects.open_task,
    m.TaskMoved: Effects.move_task,
    m.TaskRefreshed: Effects.refresh_task,
    m.TaskClosed: Effects.close_task,
    m.TimerArmed: Effects.arm_timer,
    m.TimerMoved: Effects.move_timer,
    m.TimerDisarmed: Effects.disarm_timer,
    m.Subscribed: Effects.subscribe,
    m.Unsubscribed: Effects.unsubscribe,
    m.MessageThrown: Effects.throw_message,
    m.SignalThrown: Effects.throw_signal,
    m.CaseEnded: Effects.end,
}
