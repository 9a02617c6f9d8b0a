"""Data objects, properties, inputs, outputs and associations, written out as modelling tools write them."""

import pytest

from tests.engine.semantics.bench import bench

ITEMS = (
    '<itemDefinition id="text" structureRef="xsd:string" isCollection="false"/>'
    '<itemDefinition id="number" structureRef="java.lang.Integer" itemKind="Information"/>'
)
OBJECTS = '<dataObject id="source" itemSubjectRef="text"/><dataObject id="target" name="result" itemSubjectRef="text"/>'
SPECIFICATION = (
    '<ioSpecification><dataInput id="in" name="given" itemSubjectRef="text"/>'
    '<dataOutput id="out" name="made" itemSubjectRef="text"/>'
    "<inputSet><dataInputRefs>in</dataInputRefs></inputSet><outputSet><dataOutputRefs>out</dataOutputRefs></outputSet>"
    "</ioSpecification>"
)
IN = "<dataInputAssociation><sourceRef>source</sourceRef><targetRef>in</targetRef></dataInputAssociation>"
OUT = "<dataOutputAssociation><sourceRef>out</sourceRef><targetRef>target</targetRef></dataOutputAssociation>"
THROUGH = OUT.replace("<sourceRef>out<", "<sourceRef>in<")


def file(activity: str, *, data: str = OBJECTS, catalogue: str = "", start: str = '<startEvent id="s"/>') -> bytes:
    """One activity `a` between a start and an end, in a file with a default namespace."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsd="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:utlysa="urn:utlysa:bpmn:1" targetNamespace="urn:test"
 typeLanguage="http://www.w3.org/2001/XMLSchema" expressionLanguage="https://www.omg.org/spec/DMN/20191111/FEEL/">
{ITEMS}{catalogue}<process id="p" isExecutable="true" processType="Private">{data}{start}{activity}<endEvent id="e"/>
<sequenceFlow id="f1" sourceRef="s" targetRef="a"/><sequenceFlow id="f2" sourceRef="a" targetRef="e"/></process>
</definitions>""".encode()


@pytest.mark.parametrize(
    "activity",
    [
        pytest.param(f'<task id="a">{SPECIFICATION}{IN}{THROUGH}</task>', marks=pytest.mark.unreplayed),
        pytest.param(
            f'<sendTask id="a" messageRef="m">{SPECIFICATION}{IN}{THROUGH}</sendTask>', marks=pytest.mark.unreplayed
        ),
        f'<serviceTask id="a" utlysa:operation="op">{SPECIFICATION}{IN}{OUT}</serviceTask>',
        f'<scriptTask id="a" scriptFormat="feel" utlysa:resultVariable="made">{SPECIFICATION}{IN}{OUT}'
        "<script>given</script></scriptTask>",
        f'<scriptTask id="a" scriptFormat="feel">{SPECIFICATION}{IN}{OUT}<script>{{made: given}}</script></scriptTask>',
        f'<scriptTask id="a" scriptFormat="feel">{SPECIFICATION}{IN}{OUT}<script>given</script></scriptTask>',
        f'<subProcess id="a">{SPECIFICATION}{IN}{OUT}<startEvent id="ss"/><scriptTask id="b" scriptFormat="feel" '
        'utlysa:resultVariable="made"><script>given</script></scriptTask><endEvent id="se"/>'
        '<sequenceFlow id="g1" sourceRef="ss" targetRef="b"/><sequenceFlow id="g2" sourceRef="b" targetRef="se"/>'
        "</subProcess>",
    ],
)
def test_data_moves_in_and_out_of_every_kind_of_activity(activity: str) -> None:
    case = bench(file(activity, catalogue='<message id="m" name="M"/>'), operations={"op": lambda _: {"made": "A"}})
    assert case.start(source="A").variables["result"] == "A"
    assert case.status == "completed"


def test_a_person_fills_the_data_output_of_a_task() -> None:
    case = bench(file(f'<userTask id="a">{SPECIFICATION}{IN}{OUT}</userTask>')).start(source="A")
    assert case.complete("a", made="B").variables["result"] == "B"


def test_what_a_called_process_makes_moves_out_by_the_callers_associations() -> None:
    called = file(
        '<scriptTask id="a" scriptFormat="feel" utlysa:resultVariable="made"><script>given</script></scriptTask>'
    )
    call = f'<callActivity id="a" calledElement="called">{SPECIFICATION}{IN}{OUT}</callActivity>'
    case = bench(file(call), called.replace(b'<process id="p"', b'<process id="called"')).start(source="A")
    assert case.variables == {"source": "A", "result": "A"}


@pytest.mark.unreplayed
def test_an_assignment_gives_a_value_and_a_transformation_changes_one() -> None:
    assigned = (
        '<dataInputAssociation><targetRef>in</targetRef><assignment><from xsi:type="tFormalExpression">"hello"</from>'
        '<to xsi:type="tFormalExpression">in</to></assignment></dataInputAssociation>'
    )
    changed = THROUGH.replace("</targetRef>", "</targetRef><transformation>given + source</transformation>")
    case = bench(file(f'<task id="a">{SPECIFICATION}{assigned}{changed}</task>')).start(source="!")
    assert case.variables["result"] == "hello!"


def test_what_is_the_tasks_own_is_gone_with_it() -> None:
    own = (
        '<property id="pr" name="step"/><dataInputAssociation><targetRef>pr</targetRef><assignment><from>5</from>'
        "<to>pr</to></assignment></dataInputAssociation>"
    )
    script = (
        f'<scriptTask id="a" scriptFormat="feel" utlysa:resultVariable="x">{own}<script>step + 1</script></scriptTask>'
    )
    assert bench(file(script)).start().variables == {"x": 6}


def test_a_property_of_the_process_is_a_variable_of_the_case() -> None:
    script = '<scriptTask id="a" scriptFormat="feel" utlysa:resultVariable="counter"><script>1</script></scriptTask>'
    data = '<property id="pr" name="counter" itemSubjectRef="number"/>'
    assert bench(file(script, data=data)).start().variables == {"counter": 1}


LIST = (
    '<dataObject id="many" isCollection="true"/><dataObject id="all" isCollection="true"/>'
    '<dataObjectReference id="many_ref" name="The many" dataObjectRef="many"/>'
    '<dataObjectReference id="all_ref" dataObjectRef="all"/>'
)
LISTS = (
    '<ioSpecification><dataInput id="list_in" isCollection="true"/><dataInput id="x"/>'
    '<dataOutput id="list_out" isCollection="true"/><dataOutput id="y"/>'
    "<inputSet><dataInputRefs>list_in</dataInputRefs><dataInputRefs>x</dataInputRefs></inputSet>"
    "<outputSet><dataOutputRefs>list_out</dataOutputRefs><dataOutputRefs>y</dataOutputRefs></outputSet>"
    "</ioSpecification>"
    "<dataInputAssociation><sourceRef>many_ref</sourceRef><targetRef>list_in</targetRef></dataInputAssociation>"
    "<dataInputAssociation><sourceRef>item</sourceRef><targetRef>x</targetRef></dataInputAssociation>"
    "<dataOutputAssociation><sourceRef>list_out</sourceRef><targetRef>all_ref</targetRef></dataOutputAssociation>"
    "<dataOutputAssociation><sourceRef>y</sourceRef><targetRef>answer</targetRef></dataOutputAssociation>"
)
INSTANCES = (
    '<multiInstanceLoopCharacteristics isSequential="{}"><loopDataInputRef>list_in</loopDataInputRef>'
    "<loopDataOutputRef>list_out</loopDataOutputRef>"
    '<inputDataItem id="item"/><outputDataItem id="answer"/></multiInstanceLoopCharacteristics>'
)


@pytest.mark.parametrize("sequential", ["true", "false"])
def test_each_instance_gets_an_item_of_a_data_object_and_the_answers_go_to_another(sequential: str) -> None:
    script = (
        f'<scriptTask id="a" scriptFormat="feel" utlysa:resultVariable="y">{LISTS}{INSTANCES.format(sequential)}'
        "<script>x * 2</script></scriptTask>"
    )
    case = bench(file(script, data=LIST)).start(many=[1, 2, 3])
    assert case.variables == {"many": [1, 2, 3], "all": [2, 4, 6]}
    assert case.completed == ["s", "a", "a", "a", "e"]


@pytest.mark.parametrize("sequential", ["true", "false"])
def test_people_answer_for_each_item(sequential: str) -> None:
    case = bench(file(f'<userTask id="a">{LISTS}{INSTANCES.format(sequential)}</userTask>', data=LIST))
    case.start(many=["p", "q"]).complete("a", y=1).complete("a", y=2)
    assert case.variables["all"] == [1, 2]


def test_a_message_start_puts_its_payload_into_a_data_object() -> None:
    start = (
        '<startEvent id="s"><dataOutput id="so" name="offer"/><dataOutputAssociation><sourceRef>so</sourceRef>'
        "<targetRef>source</targetRef></dataOutputAssociation><outputSet><dataOutputRefs>so</dataOutputRefs></outputSet>"
        '<messageEventDefinition messageRef="m"/></startEvent>'
    )
    message = '<message id="m" name="M" itemRef="text"/>'
    case = bench(file('<task id="a"/>', start=start, catalogue=message)).start(at="s", offer="low")
    assert case.variables["source"] == "low"


def test_a_throw_event_sends_its_data_input_along() -> None:
    throw = (
        '<intermediateThrowEvent id="a"><dataInput id="ti" name="news"/><dataInputAssociation><sourceRef>source'
        "</sourceRef><targetRef>ti</targetRef></dataInputAssociation><inputSet><dataInputRefs>ti</dataInputRefs></inputSet>"
        '<messageEventDefinition messageRef="m"/></intermediateThrowEvent>'
    )
    case = bench(file(throw, catalogue='<message id="m" name="M" itemRef="text"/>')).start(source="now")
    (sent,) = [effect for effect in case.effects if type(effect).__name__ == "MessageThrown"]
    assert sent.payload == {"news": "now"}


@pytest.mark.unreplayed
def test_a_data_store_is_a_variable_that_is_named() -> None:
    data = '<dataStoreReference id="store_ref" name="registry" dataStoreRef="store"/>'
    out = THROUGH.replace(">target<", ">store_ref<").replace(">in<", ">source<")
    task = f'<task id="a">{out}</task>'
    case = bench(file(task, data=OBJECTS + data, catalogue='<dataStore id="store" name="Registry"/>')).start(source="A")
    assert case.variables["registry"] == "A"


def test_a_script_without_a_place_for_its_value_sets_what_its_context_names() -> None:
    script = '<scriptTask id="a" scriptFormat="feel"><script>{one: 1, two: one + 1}</script></scriptTask>'
    assert bench(file(script, data="")).start(two=0).variables == {"one": 1, "two": 2}
