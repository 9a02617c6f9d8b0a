"""Deploying: versions, content that is there already, refusals, two owners at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from engine import (
    Actor,
    DeploymentRejectedError,
    Engine,
    EngineError,
    NotFoundError,
    Operation,
    VersionConflictError,
)
from tests.engine.runtime.diagrams import ONE_TASK, diagram, end, service, start, user

Factory = Callable[..., Engine]
OWNER = Actor("processagare.1", frozenset({"process_owner"}))


def _version(number: int) -> bytes:
    return diagram("p", start(), user(f"task_{number}", role="officer"), end(), paths=[f"start task_{number} end"])


def test_equal_content_stays_one_version(engine_factory: Factory) -> None:
    engine = engine_factory()
    first = engine.deploy({"p.bpmn": _version(1)}, actor=OWNER).definitions[0]
    assert (first.key, first.version, first.deployed_by) == ("p", 1, "processagare.1")
    assert engine.deploy({"p.bpmn": _version(1)}).definitions == [first]
    second = engine.deploy({"p.bpmn": _version(2)}).definitions[0]
    assert second.version == 2
    assert engine.definitions() == [second]
    assert engine.definitions("p", all_versions=True) == [first, second]
    assert engine.definition_files("p", 1) == {"p.bpmn": _version(1)}
    assert engine.definition_files("p") == {"p.bpmn": _version(2)}
    with pytest.raises(NotFoundError):
        engine.definition_files("p", 3)


def test_a_running_case_keeps_its_version(engine_factory: Factory) -> None:
    engine, other = engine_factory(), engine_factory()
    engine.deploy({"p.bpmn": _version(1)})
    old = engine.start("p")
    other.deploy({"p.bpmn": _version(2)})
    new = engine.start("p")
    assert [engine.tasks(case.id)[0].element_id for case in (old, new)] == ["task_1", "task_2"]
    assert [engine.case(case.id).definition.version for case in (old, new)] == [1, 2]
    assert engine.complete(engine.tasks(old.id)[0].id, actor=Actor("h", frozenset({"officer"}))).status == "completed"


def test_a_broken_diagram_is_refused_with_its_problems_and_nothing_is_stored(engine_factory: Factory) -> None:
    engine = engine_factory()
    broken = diagram("p", start(), service("call_it", "nobody_knows"), end(), paths=["start call_it end"])
    with pytest.raises(DeploymentRejectedError) as caught:
        engine.deploy({"a/a.bpmn": ONE_TASK, "p/p.bpmn": broken})
    problem = next(found for found in caught.value.problems if found.severity == "error")
    assert (problem.code, problem.element_id, problem.file) == ("operation_unknown", "call_it", "p/p.bpmn")
    assert problem.line is not None
    assert engine.definitions() == []
    assert problem in engine.lint({"p/p.bpmn": broken})


def test_a_decision_without_a_human_decision_does_not_deploy(engine_factory: Factory) -> None:
    engine = engine_factory(operations={"grant": Operation(lambda call: None, is_decision=True)})
    xml = diagram(
        "p",
        start(),
        user("look", role="officer"),
        service("grant_it", "grant"),
        end(),
        paths=["start look grant_it end"],
    )
    with pytest.raises(DeploymentRejectedError):
        engine.deploy({"p.bpmn": xml})
    xml = diagram(
        "p",
        start(),
        user("decide", role="officer", decision="true"),
        service("grant_it", "grant"),
        end(),
        paths=["start decide grant_it end"],
    )
    assert engine.deploy({"p.bpmn": xml}).definitions[0].version == 1


def test_roles_that_nobody_has_are_refused(engine_factory: Factory) -> None:
    engine = engine_factory(roles={"officer"})
    engine.deploy({"p.bpmn": ONE_TASK})
    with pytest.raises(DeploymentRejectedError):
        engine.deploy({"p.bpmn": diagram("q", start(), user("a", role="nobody"), end(), paths=["start a end"])})


def test_an_edit_of_an_older_version_is_a_conflict(engine_factory: Factory) -> None:
    engine = engine_factory()
    engine.deploy({"p.bpmn": _version(1)})
    engine.deploy({"p.bpmn": _version(2)}, base_version=1)
    with pytest.raises(VersionConflictError):
        engine.deploy({"p.bpmn": _version(3)}, base_version=1)
    assert engine.definitions()[0].version == 2


def test_of_two_owners_who_deploy_at_once_one_wins_and_versions_have_no_gap(engine_factory: Factory) -> None:
    engine = engine_factory()
    engine.deploy({"p.bpmn": _version(0)})
    nodes = [engine_factory() for _ in range(4)]

    def deploy(number: int) -> object:
        try:
            return nodes[number].deploy({"p.bpmn": _version(number + 1)}, base_version=1)
        except EngineError as error:
            return error

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(deploy, range(4)))
    assert sum(isinstance(answer, VersionConflictError) for answer in answers) == 3
    assert [found.version for found in engine.definitions("p", all_versions=True)] == [1, 2]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: nodes[number].deploy({"p.bpmn": _version(number + 10)}), range(4)))
    assert [found.version for found in engine.definitions("p", all_versions=True)] == [1, 2, 3, 4, 5, 6]
    assert engine.verify() == []


def test_a_form_of_another_process_may_be_used(engine_factory: Factory) -> None:
    engine = engine_factory()
    form = b'{"type": "default", "components": [{"type": "textfield", "key": "note", "label": "Anteckning"}]}'
    xml = diagram("q", start(), user("a", form="p/note"), end(), paths=["start a end"])
    engine.deploy({"p/p.bpmn": _version(1), "p/note.form": form})
    engine.deploy({"q/q.bpmn": xml})
    found = engine.form(engine.tasks(engine.start("q").id)[0].id)
    assert found is not None
    assert list(found.fields) == ["note"]


def test_each_deployment_is_in_the_log(engine_factory: Factory) -> None:
    engine = engine_factory()
    digest = engine.deploy({"p.bpmn": _version(1)}, actor=OWNER).definitions[0].digest
    event = engine.log_events()[-1]
    assert (event.type, event.actor) == ("process_deployed", "processagare.1")
    assert event.data == {"key": "p", "version": 1, "digest": digest}
