"""The handlers of `task_reminder` and `task_escalation` jobs: mails to those who have a task to do, or should know."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from engine import Job, JobContext, JobHandler, UserTask, Work
from workflows.notifications.outbox import send_template
from workflows.parties import accounts, emails_of

TASK_REMINDER: Final = "task_reminder"
TASK_ESCALATION: Final = "task_escalation"


class TaskReader(Protocol):
    """What the handlers ask of the engine."""

    def task(self, task_id: str) -> UserTask:
        """The task with that id."""


def task_handlers(engine: Callable[[], TaskReader]) -> Mapping[str, JobHandler]:
    """The handlers by kind; `engine` gives the engine, which is made after its handlers."""

    def remind(job: Job, context: JobContext) -> None:
        task = engine().task(str(job.payload["task_id"]))
        with context.work() as work:
            _send(work, "task_reminder", job, task, _performers(work, task))

    def escalate(job: Job, context: JobContext) -> None:
        task = engine().task(str(job.payload["task_id"]))
        role = str(job.payload.get("escalate_to") or "")
        with context.work() as work:
            to = _holders(work, role, task) if role else _performers(work, task)
            _send(work, "task_escalation", job, task, to)

    return {TASK_REMINDER: remind, TASK_ESCALATION: escalate}


def _send(work: Work, template: str, job: Job, task: UserTask, to: list[str]) -> None:
    if task.state == "open":
        send_template(work, template, _context(task), to=to, key=f"{job.kind}:{job.key}", case_id=task.case_id)


def _performers(work: Work, task: UserTask) -> list[str]:
    if task.assignee is not None:
        return emails_of(work.session, task.assignee)
    return _holders(work, task.role, task) if task.role is not None else []


def _holders(work: Work, role: str, task: UserTask) -> list[str]:
    holders = accounts(work.session, role=role, call_id=task.group)
    return [holder.email for holder in holders if holder.email]


def _context(task: UserTask) -> dict[str, Any]:
    return {
        "task_id": task.id,
        "task": task.name,
        "case_title": task.case_title,
        "registry_number": task.business_key,
        "has_number": task.business_key is not None,
        "due_at": task.due_at,
        "has_due_date": task.due_at is not None,
    }
