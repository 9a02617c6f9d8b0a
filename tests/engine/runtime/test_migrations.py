"""Moving running cases: what can go over, what it then waits for, and back again; on both databases."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from engine import Actor, CannotMoveError, CaseNotActiveError, Engine, NotFoundError, VirtualClock
from tests.engine.runtime.diagrams import boundary, catch, diagram, end, message, parallel, start, timer, user

OWNER = Actor("processagare.1", frozenset({"process_owner"}))
OFFICER = Actor("handlaggare.1", frozenset({"officer"}))
HEAD = Actor("omradeschef.1", frozenset({"area_head"}))
HELLO = '<message id="m" name="hello"/><message id="n" name="goodbye"/>'
Factory = Callable[..., Engine]


@pytest.fixture
def engine(engine_factory: Factory) -> Engine:
    return engine_factory()


def deploy(engine: Engine, xml: bytes, key: str = "p") -> int:
    return engine.deploy({f"{key}/{key}.bpmn": xml}).definitions[0].version


def one_task(*more: str, paths: tuple[str, ...] = (), **attributes: str) -> bytes:
    own = {"role": "officer", **attributes}
    return diagram("p", start(), user("work", **own), end(), *more, paths=("start work end", *paths), outside=HELLO)


def breaches(engine: Engine) -> list[str]:
    return [*engine.verify(), *engine.verify_audit()]


def test_a_task_becomes_the_new_versions_and_the_case_goes_on_by_it(engine: Engine, clock: VirtualClock) -> None:
    # given: a claimed task of version 1
    deploy(engine, one_task(due="5 working days"))
    case = engine.start("p")
    task = engine.tasks(case.id)[0]
    engine.claim(task.id, actor=OFFICER)
    second = (
        diagram(
            "p",
            start(),
            user("work", role="area_head", due="=date and time(&quot;2021-12-01T12:00:00Z&quot;)", reminders="-1 day"),
            user("after", role="area_head"),
            end(),
            paths=["start work after end"],
        )
        .replace(b"&amp;quot;", b"&quot;")
        .replace(b'name="work"', b'name="Granska"')
    )
    version = deploy(engine, second)
    # when
    moved = engine.migrate_case(case.id, version, actor=OWNER)
    # then
    assert moved.definition.version == 2
    (now,) = engine.tasks(case.id)
    assert (now.id, now.name, now.role, now.assignee) == (task.id, "Granska", "area_head", None)
    assert now.due_at == datetime(2021, 12, 1, 12, tzinfo=UTC)
    assert breaches(engine) == []
    engine.complete(now.id, actor=HEAD)
    assert [each.element_id for each in engine.tasks(case.id)] == ["after"]
    (line,) = [each for each in engine.history(case.id) if each.type == "case_migrated"]
    assert (line.data["from"], line.data["to"], line.actor) == (1, 2, "processagare.1")
    clock.advance(timedelta(days=60))
    engine.run_due()
    assert breaches(engine) == []


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        (diagram("p", start(), user("other", role="officer"), end(), paths=["start other end"]), "does not have work"),
        (
            diagram("p", start(), catch("work", timer("P1D")), end(), paths=["start work end"]),
            "another kind",
        ),
        (
            diagram(
                "p",
                start(),
                f'<subProcess id="sub">{start("s")}{user("work", role="officer")}{end("e")}'
                '<sequenceFlow id="s_w" sourceRef="s" targetRef="work"/>'
                '<sequenceFlow id="w_e" sourceRef="work" targetRef="e"/></subProcess>',
                end(),
                paths=["start sub end"],
            ),
            "another sub-process",
        ),
        (
            one_task().replace(
                b'utlysa:role="officer">',
                b'utlysa:role="officer"><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>'
                b"</multiInstanceLoopCharacteristics>",
            ),
            "repeated in another way",
        ),
    ],
)
def test_where_the_new_version_has_no_place_the_case_stays_and_says_why(
    engine: Engine, second: bytes, reason: str
) -> None:
    deploy(engine, one_task())
    case = engine.start("p")
    version = deploy(engine, second)
    (planned,) = engine.migration_plan("p")
    assert not planned.can_move
    assert reason in planned.obstacles[0].message.en
    with pytest.raises(CannotMoveError, match=reason) as refused:
        engine.migrate_case(case.id, version, actor=OWNER)
    assert refused.value.obstacles == planned.obstacles
    assert engine.case(case.id).definition.version == 1
    assert engine.case(case.id).incidents == ()
    assert breaches(engine) == []


def test_timers_count_from_when_they_began_and_follow_the_new_rule(engine: Engine, clock: VirtualClock) -> None:
    late = [boundary("late", "work", timer("P10D")), end("too_late")]
    deploy(engine, one_task(*late, paths=("late too_late",)))
    case = engine.start("p")
    began = clock.now()
    clock.advance(timedelta(days=3))
    shorter = [boundary("late", "work", timer("P5D")), end("too_late")]
    version = deploy(engine, one_task(*shorter, paths=("late too_late",)))
    engine.migrate_case(case.id, version, actor=OWNER)
    (waiting,) = engine.timers(case.id)
    assert waiting.due_at == began + timedelta(days=5)
    assert breaches(engine) == []
    clock.advance(timedelta(days=2))
    engine.run_due()
    assert engine.case(case.id).status == "completed"


def test_a_reminder_that_has_fired_does_not_fire_again_and_a_new_one_listens(
    engine: Engine, clock: VirtualClock
) -> None:
    first = [boundary("nudge", "work", timer("P1D"), interrupts=False), end("nudged")]
    deploy(engine, one_task(*first, paths=("nudge nudged",)))
    case = engine.start("p")
    clock.advance(timedelta(days=2))
    engine.run_due()
    more = [*first, boundary("more", "work", timer("P9D"), interrupts=False), end("more_end")]
    version = deploy(engine, one_task(*more, paths=("nudge nudged", "more more_end")))
    engine.migrate_case(case.id, version, actor=OWNER)
    engine.run_due()
    assert [each.element_id for each in engine.history(case.id) if each.type == "timer_fired"] == ["nudge"]
    assert [each.element_id for each in engine.timers(case.id)] == ["more"]
    assert breaches(engine) == []


def test_messages_get_the_new_versions_names(engine: Engine) -> None:
    def waiting(ref: str) -> bytes:
        parts = (start(), catch("hear", message(ref)), end())
        return diagram("p", *parts, paths=["start hear end"], outside=HELLO)

    deploy(engine, waiting("m"))
    case = engine.start("p")
    engine.migrate_case(case.id, deploy(engine, waiting("n")), actor=OWNER)
    assert breaches(engine) == []
    assert engine.send_message("hello", case_id=case.id) is None
    engine.send_message("goodbye", case_id=case.id)
    assert engine.case(case.id).status == "completed"


def test_a_join_waits_for_its_branch_in_the_new_version_too(engine: Engine) -> None:
    def forked(*paths: str) -> bytes:
        tasks = [user(name, role="officer") for name in ("left", "right")]
        return diagram("p", start(), parallel("split"), *tasks, parallel("join"), end(), paths=["start split", *paths])

    deploy(engine, forked("split left join end", "split right join"))
    case = engine.start("p")
    left = next(each for each in engine.tasks(case.id) if each.element_id == "left")
    engine.complete(left.id, actor=OFFICER)
    version = deploy(engine, forked("split right join end", "split left join").replace(b'name="right"', b'name="R"'))
    engine.migrate_case(case.id, version, actor=OWNER)
    (right,) = engine.tasks(case.id)
    assert right.name == "R"
    engine.complete(right.id, actor=OFFICER)
    assert engine.case(case.id).status == "completed"
    assert breaches(engine) == []


def test_a_called_process_moves_inside_the_case_that_called_it(engine: Engine) -> None:
    call = '<callActivity id="call" name="call" calledElement="p"/>'
    deploy(engine, one_task())
    deploy(engine, diagram("outer", start(), call, end(), paths=["start call end"]), "outer")
    case = engine.start("outer")
    version = deploy(engine, one_task().replace(b'name="work"', b'name="Nytt"'))
    assert [each.case_id for each in engine.migration_plan("p")] == [case.id]
    engine.migrate_case(case.id, version, process_key="p", actor=OWNER)
    assert engine.case(case.id).definition.version == 1
    assert engine.tasks(case.id)[0].name == "Nytt"
    assert engine.migration_plan("p") == []
    assert breaches(engine) == []


def test_many_move_each_by_itself_and_one_that_cannot_stays(engine: Engine) -> None:
    two = (start(), user("work", role="officer"), user("gone", role="officer"), end())
    deploy(engine, diagram("p", *two, paths=["start work gone end"]))
    ids = [engine.start("p").id for _ in range(3)]
    engine.complete(engine.tasks(ids[1])[0].id, actor=OFFICER)
    version = deploy(engine, one_task())
    outcomes = engine.migrate_cases(ids, version, actor=OWNER)
    assert [outcome.error is None for outcome in outcomes] == [True, False, True]
    assert [engine.case(each).definition.version for each in ids] == [2, 1, 2]
    assert breaches(engine) == []


def test_a_move_is_undone_once_and_the_timers_are_as_before(engine: Engine) -> None:
    late = [boundary("late", "work", timer("P10D")), end("too_late")]
    deploy(engine, one_task(*late, paths=("late too_late",)))
    case = engine.start("p")
    before = engine.timers(case.id)[0].due_at
    version = deploy(engine, one_task())
    engine.migrate_case(case.id, version, actor=OWNER)
    assert engine.timers(case.id) == []
    (done,) = engine.moved_cases("p")
    assert (done.case_id, done.from_version, done.to_version, done.actor) == (case.id, 1, 2, "processagare.1")
    engine.undo_migration(case.id, actor=OWNER)
    assert engine.moved_cases("p") == []
    assert engine.case(case.id).definition.version == 1
    assert engine.timers(case.id)[0].due_at == before
    assert breaches(engine) == []
    with pytest.raises(NotFoundError, match="no move to undo"):
        engine.undo_migration(case.id, actor=OWNER)


def test_a_move_that_cannot_be_worked_out_leaves_the_case_without_an_incident(engine: Engine) -> None:
    deploy(engine, one_task())
    case = engine.start("p")
    late = [boundary("late", "work", timer("=never_given", "timeDate")), end("too_late")]
    version = deploy(engine, one_task(*late, paths=("late too_late",)))
    with pytest.raises(CannotMoveError, match="cannot be worked out"):
        engine.migrate_case(case.id, version, actor=OWNER)
    assert engine.case(case.id).incidents == ()
    assert engine.case(case.id).definition.version == 1
    assert breaches(engine) == []


def test_a_repeated_command_moves_once(engine: Engine) -> None:
    deploy(engine, one_task())
    case = engine.start("p")
    version = deploy(engine, one_task(due="3 days"))
    first = engine.migrate_case(case.id, version, actor=OWNER, idempotency_key="k")
    again = engine.migrate_case(case.id, version, actor=OWNER, idempotency_key="k")
    assert first == again
    assert [each.type for each in engine.history(case.id)].count("case_migrated") == 1


def test_what_rests_or_runs_the_version_already_does_not_move(engine: Engine) -> None:
    deploy(engine, one_task())
    case = engine.start("p")
    with pytest.raises(NotFoundError, match="no other version"):
        engine.migrate_case(case.id, 1, actor=OWNER)
    with pytest.raises(NotFoundError):
        engine.migrate_case(case.id, 9, actor=OWNER)
    version = deploy(engine, one_task(due="3 days"))
    engine.suspend(case.id, "paus", actor=OWNER)
    (planned,) = engine.migration_plan("p")
    assert "suspended" in planned.obstacles[0].message.en
    with pytest.raises(CaseNotActiveError):
        engine.migrate_case(case.id, version, actor=OWNER)
