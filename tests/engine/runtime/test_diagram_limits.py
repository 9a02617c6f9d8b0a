"""What an installation holds its diagrams to: judged when they are deployed, and never again."""

import pytest

from engine import Actor, DeploymentRejectedError, DiagramLimits, Engine
from tests.engine.definitions.drawing import diagram

_TWO_STEPS = (
    '<startEvent id="begin"/><userTask id="a"/><userTask id="b"/><endEvent id="done"/>'
    '<sequenceFlow id="f1" sourceRef="begin" targetRef="a"/><sequenceFlow id="f2" sourceRef="a" targetRef="b"/>'
    '<sequenceFlow id="f3" sourceRef="b" targetRef="done"/>'
)


@pytest.mark.parametrize("limits", [DiagramLimits(nodes=1), DiagramLimits(size=200)])
@pytest.mark.parametrize("repair", [False, True])
def test_a_diagram_beyond_a_limit_is_refused(limits: DiagramLimits, repair: bool) -> None:
    engine = Engine(diagram_limits=limits)
    engine.migrate()
    with pytest.raises(DeploymentRejectedError) as raised:
        engine.deploy({"p.bpmn": diagram(_TWO_STEPS)}, repair=repair)
    assert [problem.code for problem in raised.value.problems] == ["limit_exceeded"]
    engine.close()


def test_a_limit_that_is_lowered_stops_no_case(tmp_path: object) -> None:
    url = f"sqlite:///{tmp_path}/cases.db"
    before = Engine(url)
    before.migrate()
    before.deploy({"p.bpmn": diagram(_TWO_STEPS)})
    case = before.start("p")
    before.close()
    after = Engine(url, diagram_limits=DiagramLimits(size=200, nodes=1))
    for _ in range(2):
        after.complete(after.tasks(case_id=case.id)[0].id, actor=Actor.system())
    assert after.case(case.id).status == "completed"
    after.close()
