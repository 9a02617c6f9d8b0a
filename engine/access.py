"""Who may see, claim and complete a task: rules over values, without a database."""

from collections.abc import Collection
from dataclasses import dataclass

from engine.errors import AccessDeniedError, ConflictOfInterestError, TaskClaimedError
from engine.model import Actor


@dataclass(frozen=True, slots=True)
class TaskRight:
    """What the rules need to know of a task.

    `assigned_to` is whom the diagram or a delegation names, `claimed_by` who has taken it on; `excluded` are the
    accounts with a conflict of interest in the case, `other_performers` who did the step that another must do.
    """

    role: str | None
    assigned_to: str | None
    claimed_by: str | None
    is_decision: bool
    excluded: Collection[str] = ()
    other_performers: Collection[str] = ()


def names_of(actor: Actor) -> frozenset[str]:
    """Every name under which something may be assigned to the actor."""
    names = {actor.id, *actor.identities}
    return frozenset(names | {actor.substitute_for} if actor.substitute_for else names)


def check_work_on(task: TaskRight, actor: Actor) -> None:
    """Check that the task is one for the actor: by role or assignment, without a conflict of interest.

    Raises AccessDeniedError, ConflictOfInterestError.
    """
    if actor.is_system:
        if task.is_decision:
            raise AccessDeniedError("A decision is taken by a person, never by the system.")
        return
    check_conflict(task, actor)
    if task.assigned_to is not None and not actor.is_called(task.assigned_to):
        raise AccessDeniedError("The task is assigned to somebody else.")
    if task.assigned_to is None and task.role is not None and task.role not in actor.roles:
        raise AccessDeniedError(f"The task needs the role {task.role}.")


def check_claim(task: TaskRight, actor: Actor) -> None:
    """Check that nobody else has taken the task on. Raises TaskClaimedError."""
    if task.claimed_by is not None and not actor.is_system and not actor.is_called(task.claimed_by):
        raise TaskClaimedError(by=task.claimed_by)


def check_conflict(task: TaskRight, actor: Actor) -> None:
    """Check that the actor has no conflict of interest and did not do the step that another must do.

    A substitute is bound by its own conflicts and by those of the account that it stands in for.
    """
    if set(task.excluded) & {actor.id, actor.substitute_for}:
        raise ConflictOfInterestError
    if actor.id in task.other_performers:
        raise AccessDeniedError("You did the step that this one is to check: another person must do it.")


def check_start(startable_by: Collection[str], actor: Actor) -> None:
    """Check that the actor may start a process; one that names no roles may be started by anyone."""
    if startable_by and not actor.is_system and not actor.roles & set(startable_by):
        raise AccessDeniedError(f"Starting this process needs one of the roles {', '.join(sorted(startable_by))}.")


def may_see(task: TaskRight, actor: Actor) -> bool:
    """Whether the actor finds the task in its list: by role, by assignment or by claim, without a conflict.

    `engine.store.tasks` says the same in SQL; a test compares them.
    """
    if actor.is_system:
        return True
    if set(task.excluded) & {actor.id, actor.substitute_for}:
        return False
    if actor.is_called(task.claimed_by):
        return True
    if task.assigned_to is not None:
        return actor.is_called(task.assigned_to)
    return task.role is None or task.role in actor.roles
