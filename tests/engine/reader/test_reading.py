"""What the reader makes of a file."""

import csv
from pathlib import Path

import pytest

from engine.feel import FeelSyntaxError
from engine.reader import Document, MultiInstance, StandardLoop, UnreadableDiagramError, read
from engine.reader.xml import DiagramLimits

NAMESPACES = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:utlysa="urn:utlysa:bpmn:1" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
SHARED = Path(__file__).parents[4] / "shared" / "data"


def document(process: str, *, more: str = "", attributes: str = "") -> Document:
    return read(
        f'<definitions {NAMESPACES} id="d" targetNamespace="urn:t">{more}\n'
        f'<process id="p" name="Utlysning" isExecutable="true" {attributes}>\n{process}\n</process>'
        f"</definitions>".encode(),
        file="p.bpmn",
    )


def test_nodes_and_flows_come_from_the_xml_with_their_lines() -> None:
    process = document(
        '<startEvent id="Start"/>\n<endEvent id="End"/>\n<sequenceFlow id="f" sourceRef="Start" targetRef="End"/>'
    ).process("p")
    assert {node.id: (node.kind, node.line) for node in process.nodes.values()} == {
        "Start": ("startEvent", 3),
        "End": ("endEvent", 4),
    }
    assert process.nodes["Start"].outgoing == ("f",)
    assert process.nodes["End"].incoming == ("f",)
    assert (process.root.starts, process.root.entries) == (("Start",), ())


def test_nested_sub_processes_are_scopes() -> None:
    process = document(
        '<subProcess id="a"><task id="t1"/><subProcess id="b" triggeredByEvent="true"><startEvent id="s"/>'
        "</subProcess></subProcess>"
    ).process("p")
    assert process.scopes["a"].parent == "p"
    assert process.scopes["a"].entries == ("t1",)
    assert process.scopes["a"].event_subprocesses == ("b",)
    assert process.nodes["s"].scope == "b"


def test_lanes_give_roles_and_the_innermost_wins() -> None:
    process = document(
        """
        <laneSet><lane id="l1" name="Utlysare" utlysa:role="funder"><flowNodeRef>a</flowNodeRef>
        <flowNodeRef>sub</flowNodeRef>
        <childLaneSet><lane id="l2" name="Handläggare"><flowNodeRef>b</flowNodeRef></lane></childLaneSet></lane>
        </laneSet>
        <userTask id="a"/><userTask id="b"/><userTask id="c" utlysa:role="director"/>
        <subProcess id="sub"><userTask id="inner"/></subProcess>
        """
    ).process("p")
    assert {node_id: process.nodes[node_id].task.role for node_id in ("a", "b", "c", "inner")} == {
        "a": "funder",
        "b": "Handläggare",
        "c": "director",
        "inner": "funder",
    }
    assert [(lane.id, lane.parent, lane.has_role) for lane in process.lanes] == [
        ("l1", None, True),
        ("l2", "l1", False),
    ]


def test_the_extension_is_read() -> None:
    process = document(
        """
        <userTask id="a" name="Besluta" utlysa:form="decide.form" utlysa:due="=deadline" utlysa:assignee="=officer"
          utlysa:reminders="-7 days, -1 working day at 09:00" utlysa:escalateTo="director" utlysa:decision="true">
          <extensionElements><utlysa:text lang="en">Decide</utlysa:text></extensionElements></userTask>
        <serviceTask id="b" utlysa:operation="record" camunda:class="x.Y"><extensionElements>
          <utlysa:input name="kind" value="='grant'"/></extensionElements></serviceTask>
        <businessRuleTask id="c" utlysa:decision="rank" utlysa:resultVariable="rank"/>
        <callActivity id="d" calledElement="assessment" utlysa:version="2"/>
        """,
        attributes='utlysa:startableBy="officer, admin" utlysa:caseTitle="=title" utlysa:caseGroup="=call_id" '
        'utlysa:sideProcess="true"',
    ).process("p")
    task = process.nodes["a"]
    assert (task.name, task.name_en, task.task.form, task.task.is_decision) == (
        "Besluta",
        "Decide",
        "decide.form",
        True,
    )
    assert (task.task.reminders, task.task.escalate_to) == (("-7 days", "-1 working day at 09:00"), "director")
    assert task.task.due_formula is not None
    assert task.task.due_formula.names == {"deadline"}
    assert process.nodes["b"].inputs[0].formula.text == "'grant'"
    assert process.nodes["b"].foreign == {"{http://camunda.org/schema/1.0/bpmn}class": "x.Y"}
    assert (process.nodes["c"].decision, process.nodes["c"].result_variable) == ("rank", "rank")
    assert (process.nodes["d"].called_element, process.nodes["d"].called_version) == ("assessment", "2")
    assert process.startable_by == ("officer", "admin")
    assert (process.case_title and process.case_title.text, process.case_group and process.case_group.text) == (
        "title",
        "call_id",
    )
    assert process.is_side_process


def test_references_are_resolved_and_shared_event_definitions_too() -> None:
    process = document(
        """
        <startEvent id="a"><messageEventDefinition messageRef="m"/></startEvent>
        <endEvent id="b"><eventDefinitionRef>shared</eventDefinitionRef></endEvent>
        <boundaryEvent id="c" attachedToRef="r" cancelActivity="false"><errorEventDefinition errorRef="e"/>
        </boundaryEvent>
        <receiveTask id="r" messageRef="nameless"/>
        <intermediateThrowEvent id="d"><signalEventDefinition signalRef="nothing"/></intermediateThrowEvent>
        """,
        more='<message id="m" name="Svar"/><message id="nameless"/><error id="e" errorCode="E1"/>'
        '<signal id="s" name="Stopp"/>'
        '<signalEventDefinition id="shared" signalRef="s"/>',
    ).process("p")
    events = {node.id: node.events[0] for node in process.nodes.values() if node.events}
    assert (events["a"].kind, events["a"].name) == ("message", "Svar")
    assert (events["b"].kind, events["b"].name) == ("signal", "Stopp")
    assert (events["c"].kind, events["c"].code) == ("error", "E1")
    assert (events["d"].ref, events["d"].name) == ("nothing", None)
    assert process.nodes["r"].message is not None
    assert process.nodes["r"].message.name == "nameless"
    assert process.nodes["r"].boundaries == ("c",)
    assert [(node.id, event.name) for node, event in process.start_events] == [("a", "Svar")]


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("P7D", None),
        ("R3/PT10H", None),
        ("2021-11-29T23:59", None),
        ("0 9 * * MON", None),
        ("=deadline", "deadline"),
        ('deadline - duration("P7D")', 'deadline - duration("P7D")'),
    ],
)
def test_timers_are_iso_texts_or_feel(text: str, formula: str | None) -> None:
    process = document(
        f'<startEvent id="s"><timerEventDefinition><timeDuration>{text}</timeDuration></timerEventDefinition>'
        f"</startEvent>"
    ).process("p")
    timer = process.nodes["s"].events[0].timer
    assert timer is not None
    assert (timer.kind, timer.text) == ("duration", text)
    assert (timer.formula.text if timer.formula else None) == formula


def test_formulas_are_parsed_when_asked_for() -> None:
    process = document(
        '<sequenceFlow id="f" sourceRef="a" targetRef="b"><conditionExpression>= x &gt;</conditionExpression>'
        "</sequenceFlow>"
    ).process("p")
    condition = process.flows["f"].condition
    assert condition is not None
    assert condition.text == "x >"
    with pytest.raises(FeelSyntaxError):
        _ = condition.names


def test_loops_are_read() -> None:
    process = document(
        """
        <task id="a"><standardLoopCharacteristics testBefore="true" loopMaximum="3"><loopCondition>x</loopCondition>
        </standardLoopCharacteristics></task>
        <task id="b"><multiInstanceLoopCharacteristics isSequential="true"><loopDataInputRef>items</loopDataInputRef>
        <inputDataItem id="i" name="item"/><completionCondition>=done</completionCondition>
        </multiInstanceLoopCharacteristics></task>
        """
    ).process("p")
    first, second = process.nodes["a"].loop, process.nodes["b"].loop
    assert isinstance(first, StandardLoop)
    assert (first.is_tested_before, first.maximum) == (True, "3")
    assert isinstance(second, MultiInstance)
    assert second.collection is not None
    assert (second.is_sequential, second.collection.text, second.item) == (True, "items", "item")


def test_oddities_are_remarks_with_lines() -> None:
    found = document('<task id="a"/>\n<task id="a"/>\n<task/>\n<callChoreography id="c"/>')
    codes = {(remark.code, remark.line) for remark in found.remarks}
    assert {("duplicate_id", 4), ("missing_id", 5), ("unknown_element", 6)} <= codes
    assert "schema" in {remark.code for remark in found.remarks}


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (b"", 1),
        (b"<definitions>", 1),
        (b"<html/>", 1),
        (b'<?xml version="1.0"?>\n<!-- x -->\n<!DOCTYPE definitions>\n<definitions/>', 3),
        ('<?xml version="1.0" encoding="UTF-8"?>\n<a name="å"/>'.encode("latin-1"), 2),
        (b'<?xml version="1.0" encoding="utf-7"?><a/>', 1),
    ],
)
def test_what_cannot_be_read_says_where(source: bytes, line: int) -> None:
    with pytest.raises(UnreadableDiagramError) as raised:
        read(source)
    assert raised.value.line == line
    assert raised.value.message != raised.value.message_en


def test_sizes_and_nesting_are_limited() -> None:
    tasks = "".join(f'<task id="t{i}"/>' for i in range(12))
    source = (
        f'<definitions {NAMESPACES}><process id="p">{tasks}<subProcess id="s"><subProcess id="s2"/>'
        f"</subProcess></process></definitions>"
    )
    for limits in (DiagramLimits(size=100), DiagramLimits(nodes=10), DiagramLimits(nesting=1), DiagramLimits(depth=3)):
        with pytest.raises(UnreadableDiagramError) as raised:
            read(source.encode(), limits=limits)
        assert raised.value.reason == "limit"


def test_starts_and_ends_are_no_steps_of_the_limit() -> None:
    content = '<startEvent id="s"/><task id="a"/><task id="b"/><endEvent id="e"/>'
    source = f'<definitions {NAMESPACES}><process id="p">{content}</process></definitions>'.encode()
    assert len(read(source, limits=DiagramLimits(nodes=2)).processes[0].nodes) == 4
    with pytest.raises(UnreadableDiagramError, match="1"):
        read(source, limits=DiagramLimits(nodes=1))


def test_a_file_in_another_encoding_is_read_right() -> None:
    source = (
        f'<?xml version="1.0" encoding="windows-1252"?><definitions {NAMESPACES}>'
        f'<process id="p" name="Handlägg"/></definitions>'
    )
    assert read(source.encode("windows-1252")).processes[0].name == "Handlägg"
    assert read(source.replace("windows-1252", "UTF-16").encode("utf-16")).processes[0].name == "Handlägg"


@pytest.mark.skipif(not SHARED.exists(), reason="the shared data folder is not beside this checkout")
def test_every_reference_model_opens() -> None:
    files = sorted((SHARED / "bpmn-miwg-reference").glob("*.bpmn"))
    assert files
    for file in files:
        assert read(file.read_bytes(), file=file.name).processes


@pytest.mark.skipif(not SHARED.exists(), reason="the shared data folder is not beside this checkout")
def test_hostile_files_are_read_or_refused_but_never_crash() -> None:
    folder = SHARED / "attack-files"
    refused = set()
    with (folder / "manifest.csv").open(newline="") as manifest:
        names = [row["file"] for row in csv.DictReader(manifest) if row["file"].endswith(".bpmn")]
    for name in names:
        try:
            read((folder / name).read_bytes(), file=name)
        except UnreadableDiagramError:
            refused.add(name.partition("_")[0])
    assert {
        "x01",
        "x01b",
        "x02",
        "x04",
        "x05",
        "x06",
        "x08",
        "x11",
        "x12",
        "x13",
        "x14",
        "x15",
        "x16",
        "x24",
        "x25",
    } <= refused
