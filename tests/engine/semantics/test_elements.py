"""Every element of the standard's schema runs, is shown, or is refused; nothing lies in between."""

from importlib.resources import files

import pytest
from lxml import etree

from engine import Actor, Engine, VirtualClock
from engine.errors import DeploymentRejectedError
from tests.conftest import SqliteTemplates
from tests.engine.semantics.bench import START, bench
from tests.engine.semantics.drawing import diagram
from tests.engine.semantics.elements import ELEMENTS, REFUSED

XSD = "{http://www.w3.org/2001/XMLSchema}"
MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"


def elements_of_the_schema() -> set[str]:
    """The names of all elements that the standard's schema declares."""
    folder = files("SpiffWorkflow.bpmn.parser") / "schema"
    found = set()
    for name in ("Semantic.xsd", "BPMN20.xsd"):
        root = etree.fromstring((folder / name).read_bytes())
        found |= {element.get("name") or "" for element in root.findall(XSD + "element")}
    return found


def test_the_table_has_every_element_of_the_schema() -> None:
    assert set(ELEMENTS) == elements_of_the_schema()


AROUND = """
    <bpmn:import namespace="http://www.w3.org/2001/XMLSchema" location="t.xsd" importType="http://www.w3.org/2001/XMLSchema"/>
    <bpmn:extension mustUnderstand="false"/>
    <bpmn:category id="cat"><bpmn:categoryValue id="cv" value="late"/></bpmn:category>
    <bpmn:partnerEntity id="pe" name="Bank"><bpmn:participantRef>them</bpmn:participantRef></bpmn:partnerEntity>
    <bpmn:partnerRole id="pr" name="Payer"><bpmn:participantRef>them</bpmn:participantRef></bpmn:partnerRole>
    <bpmn:endPoint id="ep"/>
    <bpmn:resource id="res" name="officer"><bpmn:resourceParameter id="rp" name="region"/></bpmn:resource>
    <bpmn:collaboration id="co"><bpmn:participant id="them" name="Bank">
    <bpmn:participantMultiplicity minimum="1" maximum="3"/></bpmn:participant></bpmn:collaboration>
    <bpmn:relationship id="rel" type="is about" direction="Both"><bpmn:source>a</bpmn:source>
    <bpmn:target>e</bpmn:target></bpmn:relationship>
"""
OWNER = (
    "<resourceRole><resourceRef>res</resourceRef><resourceParameterBinding parameterRef='rp'>"
    "<expression>north</expression></resourceParameterBinding></resourceRole>"
)
INSIDE = f"""
    <documentation>Why</documentation>
    <auditing/>
    <monitoring/>
    <dataObject id="paper"><dataState name="signed"/></dataObject>
    start s
    <userTask id="a"><documentation>How</documentation>{OWNER}<rendering/></userTask>
    end e
    s -> a -> e
    <textAnnotation id="note"><text>Look</text></textAnnotation>
    <association id="as" sourceRef="a" targetRef="note"/>
    <group id="gr" categoryValueRef="cv"/>
"""


@pytest.mark.unreplayed
def test_what_is_only_shown_changes_nothing_of_the_run() -> None:
    plain = bench(diagram("start s\nuser a\nend e\ns -> a -> e")).start().complete("a")
    document = diagram(INSIDE, more=AROUND)
    shown = bench(document).start()
    assert [(task.role, task.assignee) for task in shown.tasks.values()] == [(None, None)]
    assert shown.complete("a").completed == plain.completed
    assert shown.status == "completed"
    assert not shown.documents[0].processes[0].nodes.keys() - {"s", "a", "e"}


BESIDE = """
    <bpmn:globalConversation id="gc"/><bpmn:choreography id="ch"><bpmn:participant id="x" name="X"/>
    <bpmn:participant id="y" name="Y"/><bpmn:messageFlow id="mf" sourceRef="x" targetRef="y"/>
    <bpmn:choreographyTask id="ct" initiatingParticipantRef="x"><bpmn:participantRef>x</bpmn:participantRef>
    <bpmn:participantRef>y</bpmn:participantRef><bpmn:messageFlowRef>mf</bpmn:messageFlowRef></bpmn:choreographyTask>
    </bpmn:choreography><bpmn:globalChoreographyTask id="gct" initiatingParticipantRef="x"/>
    <bpmn:collaboration id="co"><bpmn:participant id="u" name="U"/><bpmn:participant id="v" name="V"/>
    <bpmn:conversation id="cv"><bpmn:participantRef>u</bpmn:participantRef><bpmn:participantRef>v</bpmn:participantRef>
    </bpmn:conversation><bpmn:subConversation id="sc"><bpmn:participantRef>u</bpmn:participantRef>
    <bpmn:participantRef>v</bpmn:participantRef></bpmn:subConversation><bpmn:callConversation id="cc">
    <bpmn:participantRef>u</bpmn:participantRef><bpmn:participantRef>v</bpmn:participantRef></bpmn:callConversation>
    <bpmn:conversationLink id="cl" sourceRef="u" targetRef="cv"/></bpmn:collaboration>
"""


@pytest.mark.unreplayed
def test_conversations_and_choreographies_stand_beside_a_process() -> None:
    case = bench(diagram("start s\ntask a\nend e\ns -> a -> e", more=BESIDE)).start()
    assert case.completed == ["s", "a", "e"]
    assert [process.id for process in case.documents[0].processes] == ["p"]


@pytest.fixture
def engine(sqlite_templates: SqliteTemplates, tmp_path: object) -> Engine:
    """An engine on a database of its own."""
    return Engine(sqlite_templates.copy((), tmp_path), clock=VirtualClock(START))


@pytest.mark.parametrize("name", [name for name, (verdict, _) in ELEMENTS.items() if verdict == REFUSED])
def test_what_no_process_may_hold_is_refused(name: str, engine: Engine) -> None:
    stray = f'<{name} id="stray"/>'
    body = f"start s\ntask a\nend e\n{stray}\ns -> a -> e"
    with pytest.raises(DeploymentRejectedError) as raised:
        engine.deploy({"p.bpmn": diagram(body)}, actor=Actor.system())
    assert {"element_unknown", "schema_invalid"} & {problem.code for problem in raised.value.problems}
    engine.close()


@pytest.mark.parametrize(
    "language",
    [
        "",
        'language="feel"',
        'language="FEEL"',
        'language="http://www.omg.org/spec/FEEL/20140401"',
        'language="https://www.omg.org/spec/DMN/20191111/FEEL/"',
        'evaluatesToTypeRef="xsd:boolean"',
    ],
)
@pytest.mark.parametrize("text", ["x > 3", "= x > 3"])
def test_the_language_of_an_expression_may_be_written_in_each_way(language: str, text: str) -> None:
    expression = f'<conditionExpression xsi:type="bpmn:tFormalExpression" {language}>{text}</conditionExpression>'
    flow = f'<sequenceFlow id="f" sourceRef="g" targetRef="a">{expression.replace("> 3<", "&gt; 3<")}</sequenceFlow>'
    file = diagram(f'start s\nxor g default="g_to_b"\ntask a\ntask b\nend e\ns -> g\n{flow}\ng -> b -> e\na -> e')
    assert bench(
        file.replace(b"<bpmn:definitions ", b'<bpmn:definitions xmlns:xsd="http://www.w3.org/2001/XMLSchema" ', 1)
    ).start(x=5).completed == ["s", "g", "a", "e"]
