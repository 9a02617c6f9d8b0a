"""Lists, single tasks and the rules of access say the same of every actor and every task."""

from collections.abc import Callable
from itertools import product

from engine import AccessDeniedError, Actor, Engine, NotFoundError, TaskClaimedError
from engine.access import TaskRight, check_claim, check_work_on, may_see
from tests.engine.runtime.diagrams import diagram, end, start, user

Factory = Callable[..., Engine]
ACTORS = [
    Actor("a", frozenset({"officer"})),
    Actor("b", frozenset({"officer", "assessor"})),
    Actor("c", frozenset({"applicant"}), frozenset({"org:1"})),
    Actor("d", frozenset({"officer"}), substitute_for="a"),
    Actor("e"),
    Actor.system(),
]
XML = diagram("p", start(), user("t", role="officer", assignee="=who"), end(), paths=["start t end"])
FREE = diagram("q", start(), user("t"), end(), paths=["start t end"])


def test_a_list_shows_exactly_what_the_rules_let_the_actor_see(engine_factory: Factory) -> None:
    engine = engine_factory()
    engine.deploy({"p/p.bpmn": XML, "q/q.bpmn": FREE})
    rights: dict[str, TaskRight] = {}
    for who, claimer, excluded in product((None, "org:1", "a"), (None, ACTORS[0], ACTORS[1]), (None, "a", "b")):
        task = engine.tasks(engine.start("p", {"who": who}).id)[0]
        _add(engine, rights, task.id, TaskRight("officer", who, None, is_decision=False), claimer, excluded)
    for claimer, excluded in product((None, ACTORS[2]), (None, "e")):
        task = engine.tasks(engine.start("q").id)[0]
        _add(engine, rights, task.id, TaskRight(None, None, None, is_decision=False), claimer, excluded)
    for actor in ACTORS:
        expected = sorted(task_id for task_id, right in rights.items() if may_see(right, actor))
        assert sorted(task.id for task in engine.tasks(actor=actor)) == expected, actor
        assert engine.count_tasks(actor=actor) == len(expected)
        pages = [engine.tasks(actor=actor, limit=4, offset=offset) for offset in range(0, len(rights), 4)]
        assert sorted(task.id for page in pages for task in page) == expected
        for task_id, right in rights.items():
            assert _is_found(engine, task_id, actor) == (task_id in expected)
            assert engine.may_complete(task_id, actor=actor) == _may_complete(right, actor)


def _add(
    engine: Engine,
    rights: dict[str, TaskRight],
    task_id: str,
    right: TaskRight,
    claimer: Actor | None,
    excluded: str | None,
) -> None:
    claimed = claimer.id if claimer is not None and _may_complete(right, claimer) else None
    if claimed is not None and claimer is not None:
        engine.claim(task_id, actor=claimer)
    if excluded is not None:
        engine.exclude(task_id.partition("-")[0], excluded, reason="jäv", actor=Actor.system())
    rights[task_id] = TaskRight(
        right.role,
        right.assigned_to,
        claimed,
        is_decision=False,
        excluded=frozenset({excluded} if excluded else ()),
    )


def _may_complete(right: TaskRight, actor: Actor) -> bool:
    try:
        check_work_on(right, actor)
        check_claim(right, actor)
    except (AccessDeniedError, TaskClaimedError):
        return False
    return True


def _is_found(engine: Engine, task_id: str, actor: Actor) -> bool:
    try:
        return engine.task(task_id, actor=actor).id == task_id
    except NotFoundError:
        return False
