"""A lane, an owner or a performer may be called by a role's name, in either language; what runs names its code."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from engine import Actor, DeploymentRejectedError, Engine, Text
from tests.engine.definitions.drawing import chain, diagram

OFFICER = {"officer": Text("Handläggare", "Case officer")}
SAME_NAME = {"chair": Text("Ordförande", "Chair"), "speaker": Text("Ordförande", "Speaker")}
TASK = '<startEvent id="begin"/><userTask\n  id="check"/>' + chain("begin", "check")


@pytest.fixture
def engine() -> Iterator[Engine]:
    made = Engine("sqlite://", roles=OFFICER | SAME_NAME | {"director": Text("Direktör", "")})
    made.migrate()
    yield made
    made.close()


def in_lane(name: str, attributes: str = "") -> bytes:
    lane = f'<lane id="lane" name="{name}" {attributes}><flowNodeRef>check</flowNodeRef></lane>'
    return diagram(f'<laneSet id="lanes">{lane}</laneSet>{TASK}')


def owned(people: str) -> bytes:
    """The task with what is said of its owner."""
    content = diagram(TASK.replace('id="check"/>', f'id="check">{people}</userTask>'))
    return content.replace(b"<process", b'<resource id="who" name="HANDL\xc3\x84GGARE"/><process', 1)


def role_in(engine: Engine, content: bytes, *, repair: bool = False) -> str | None:
    """Whose the only task of a new case is."""
    (deployed,) = engine.deploy({"p.bpmn": content}, repair=repair).definitions
    (task,) = engine.tasks(engine.start(deployed.key).id)
    return task.role


@pytest.mark.parametrize("repair", [False, True])
@pytest.mark.parametrize("name", ["Handläggare", "handläggare", "CASE OFFICER", " Case&#10;  officer ", "Officer"])
def test_a_lane_is_the_role_of_its_name_in_either_language(engine: Engine, name: str, *, repair: bool) -> None:
    content = in_lane(name)
    assert role_in(engine, content, repair=repair) == "officer"
    assert engine.definition_files("p")["p.bpmn"] == content


@pytest.mark.parametrize("repair", [False, True])
@pytest.mark.parametrize(
    "people",
    [
        '<potentialOwner id="o"><resourceRef>who</resourceRef></potentialOwner>',
        '<humanPerformer id="o"><resourceRef>who</resourceRef></humanPerformer>',
        '<performer id="o"><resourceRef>who</resourceRef></performer>',
        '<potentialOwner id="o"><resourceAssignmentExpression><formalExpression>"Case officer"</formalExpression>'
        "</resourceAssignmentExpression></potentialOwner>",
    ],
)
def test_an_owner_or_performer_is_the_role_of_its_name(engine: Engine, people: str, *, repair: bool) -> None:
    content = owned(people)
    assert role_in(engine, content, repair=repair) == "officer"
    assert engine.definition_files("p")["p.bpmn"] == content


def test_the_copy_that_runs_differs_by_the_codes_alone(engine: Engine) -> None:
    content = in_lane("Handläggare").decode()
    engine.deploy({"p.bpmn": content.encode("utf-16")})
    copy = engine.executable_copy("p")
    assert copy is not None
    assert copy.decode("utf-16") == content.replace('<lane id="lane"', '<lane utlysa:role="officer" id="lane"')


def test_a_prefix_that_means_something_else_is_left_alone(engine: Engine) -> None:
    content = in_lane("Handläggare").decode().replace("urn:utlysa:bpmn:1", "urn:something:else")
    assert role_in(engine, content.encode()) == "officer"
    assert b'xmlns:utlysa1="urn:utlysa:bpmn:1" utlysa1:role="officer"' in (engine.executable_copy("p") or b"")


@pytest.mark.parametrize(("name", "attributes"), [("officer", ""), ("Handläggare", 'utlysa:role="director"')])
def test_a_diagram_that_names_codes_runs_as_it_is(engine: Engine, name: str, attributes: str) -> None:
    assert role_in(engine, in_lane(name, attributes)) == ("director" if attributes else "officer")
    assert engine.executable_copy("p") is None


@pytest.mark.parametrize("name", ["Någon annan", "Ordförande"])
def test_a_name_of_no_role_or_of_two_is_refused_with_its_line_and_on_import_anyones(engine: Engine, name: str) -> None:
    content = in_lane(name)
    with pytest.raises(DeploymentRejectedError) as refusal:
        engine.deploy({"p.bpmn": content})
    (problem,) = [one for one in refusal.value.problems if one.severity == "error"]
    tag_ends = content.index(b'id="check"')
    line = content[:tag_ends].count(b"\n") + 1
    assert (problem.code, problem.element_id, problem.line) == ("role_unknown", "check", line)
    assert role_in(engine, content, repair=True) is None


@pytest.mark.parametrize("roles", [(), ["officer"], {"officer"}])
def test_an_engine_may_know_codes_alone(roles: tuple[str, ...] | list[str] | set[str]) -> None:
    engine = Engine("sqlite://", roles=roles)
    engine.migrate()
    assert role_in(engine, in_lane("officer")) == "officer"
    problems = {problem.code for problem in engine.lint({"p.bpmn": in_lane("Handläggare")})}
    assert ("role_unknown" in problems) == bool(roles)
    engine.close()


def test_groups_of_other_engines_are_roles_by_name_too(engine: Engine) -> None:
    task = TASK.replace('id="check"', 'id="check" camunda:candidateGroups="Handläggare"')
    assert role_in(engine, diagram(task), repair=True) == "officer"


def test_the_role_is_that_of_the_day_of_deployment(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/e.db"
    first, actor = Engine(url, roles=OFFICER), Actor.system()
    first.migrate()
    first.deploy({"p.bpmn": in_lane("Handläggare")}, actor=actor)
    first.close()
    renamed: Mapping[str, Text] = {"officer": Text("Beredare", "Preparer")}
    second = Engine(url, roles=renamed)
    assert [task.role for task in second.tasks(second.start("p").id)] == ["officer"]
    second.close()
