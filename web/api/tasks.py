"""Tasks: found, claimed, released, delegated and completed, with the engine's own checks of who may."""

from flask import request
from spectree import Response

from web.api import models
from web.api.blueprint import ANYONE, blueprint, idempotency_key, spec
from web.api.values import case_model
from web.policy import policy
from web.services import services
from web.sessions import current_actor


@blueprint.get("/tasks")
@policy(ANYONE)
@spec.validate(query=models.TaskQuery, resp=Response(HTTP_200=models.TaskPage), tags=["tasks"], skip_validation=False)
def list_tasks() -> models.TaskPage:
    """Open tasks that the account may see, by due instant."""
    wanted: models.TaskQuery = request.context.query  # type: ignore[attr-defined]
    found = services().engine.tasks(
        wanted.case,
        wanted.role,
        assignee=wanted.assignee,
        actor=current_actor(),
        group=wanted.call,
        due_before=wanted.due_before,
        limit=wanted.limit + 1,
        after=wanted.cursor,
    )
    shown = found[: wanted.limit]
    items = [models.Task.model_validate(task) for task in shown]
    return models.TaskPage(items=items, next=shown[-1].id if len(found) > wanted.limit else None)


@blueprint.get("/tasks/<task_id>")
@policy(ANYONE)
@spec.validate(resp=Response(HTTP_200=models.Task), tags=["tasks"])
def get_task(task_id: str) -> models.Task:
    """One task that the account may see."""
    return models.Task.model_validate(services().engine.task(task_id, actor=current_actor()))


@blueprint.post("/tasks/<task_id>/claim")
@policy(ANYONE)
@spec.validate(resp=Response(HTTP_200=models.Task), tags=["tasks"])
def claim_task(task_id: str) -> models.Task:
    """Take the task on."""
    task = services().engine.claim(task_id, actor=current_actor(), idempotency_key=idempotency_key())
    return models.Task.model_validate(task)


@blueprint.post("/tasks/<task_id>/release")
@policy(ANYONE)
@spec.validate(resp=Response(HTTP_200=models.Task), tags=["tasks"])
def release_task(task_id: str) -> models.Task:
    """Give a claimed task back."""
    task = services().engine.release(task_id, actor=current_actor(), idempotency_key=idempotency_key())
    return models.Task.model_validate(task)


@blueprint.post("/tasks/<task_id>/delegate")
@policy(ANYONE)
@spec.validate(json=models.Delegation, resp=Response(HTTP_200=models.Task), tags=["tasks"])
def delegate_task(task_id: str) -> models.Task:
    """Hand the task to another account."""
    wanted: models.Delegation = request.context.json  # type: ignore[attr-defined]
    key = idempotency_key()
    task = services().engine.delegate(task_id, wanted.to, actor=current_actor(), idempotency_key=key)
    return models.Task.model_validate(task)


@blueprint.post("/tasks/<task_id>/complete")
@policy(ANYONE)
@spec.validate(json=models.Completion, resp=Response(HTTP_200=models.Case), tags=["tasks"])
def complete_task(task_id: str) -> models.Case:
    """Complete the task with the answers of its form; the case as it then is."""
    wanted: models.Completion = request.context.json  # type: ignore[attr-defined]
    key = idempotency_key()
    return case_model(services().engine.complete(task_id, wanted.data, actor=current_actor(), idempotency_key=key))
