"""More small files as modelling tools write them: quirks of how they wrap, name, nest and misplace things."""

from collections.abc import Mapping

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_DI = (
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:v="http://vendor.example/ns"'
)


def _flow(number: int, source: str, target: str, inside: str = "", more: str = "") -> str:
    return f'<sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}" {more}>{inside}</sequenceFlow>'


def _file(content: str, root: str = "") -> str:
    return f'<definitions xmlns="{MODEL}" {_DI} id="d" targetNamespace="urn:x" {root}>{content}</definitions>'


def _process(content: str, more: str = "", after: str = "") -> str:
    return _file(f'<process id="p" {more}>{content}</process>{after}')


def _around(step: str, more: str = "", after: str = "") -> str:
    """A process with one step `x` between start and end, and more beside it."""
    return _process(
        f'<startEvent id="s"/>{step}<endEvent id="e"/>{_flow(1, "s", "x")}{_flow(2, "x", "e")}{more}', after=after
    )


def _waiting(definition: str, kind: str = "intermediateCatchEvent") -> str:
    return _around(f'<{kind} id="x" name="Vänta">{definition}</{kind}>')


def _branching(gateway: str, one: str = "", two: str = "", flow: str = "") -> str:
    return _process(
        f'<startEvent id="s"/>{gateway}<task id="a"/><task id="b"/>{_flow(1, "s", "g")}'
        + _flow(2, "g", "a", one, flow)
        + _flow(3, "g", "b", two)
    )


def _diagram(content: str, of: str = "p", more: str = "") -> str:
    plane = f'<bpmndi:BPMNPlane bpmnElement="{of}">{content}</bpmndi:BPMNPlane>'
    return f"<bpmndi:BPMNDiagram {more}>{plane}</bpmndi:BPMNDiagram>"


def _shape(element: str, bounds: str, more: str = "") -> str:
    return f'<bpmndi:BPMNShape bpmnElement="{element}" {more}><dc:Bounds {bounds}/></bpmndi:BPMNShape>'


_TASK = '<task id="x" name="Granska"/>'
_SUB = '<subProcess id="x"><startEvent id="i"/><task id="t"/>' + _flow(7, "i", "t")
_BOUNDS = 'x="10" y="10" width="100" height="80"'
_LINE = f'<startEvent id="s"/>{_TASK}<endEvent id="e"/>{_flow(1, "s", "x")}{_flow(2, "x", "e")}'

NAMED: Mapping[str, str] = {
    "prefix_of_one_letter": (
        f'<b:definitions xmlns:b="{MODEL}"><b:process id="p"><b:task id="x" name="A"/></b:process></b:definitions>'
    ),
    "prefix_declared_on_each_element": (
        f'<n0:definitions xmlns:n0="{MODEL}"><n1:process xmlns:n1="{MODEL}" id="p"><n2:task xmlns:n2="{MODEL}" id="x"/>'
        "</n1:process></n0:definitions>"
    ),
    "vendor_attributes_everywhere": _process(_LINE.replace(' id="', ' v:guid="1" v:color="red" id="'), 'v:author="A"'),
    "vendor_elements_everywhere": _process(
        "<v:meta/>"
        + _LINE.replace("/>", "><v:style v:fill='#fff'><v:font/></v:style></>")
        .replace(
            "<startEvent id=\"s\"><v:style v:fill='#fff'><v:font/></v:style></>",
            '<startEvent id="s"><v:style/></startEvent>',
        )
        .replace(
            '<task id="x" name="Granska"><v:style v:fill=\'#fff\'><v:font/></v:style></>',
            '<task id="x" name="Granska"><v:style/><extensionElements><v:meta/></extensionElements></task>',
        )
        .replace("<endEvent id=\"e\"><v:style v:fill='#fff'><v:font/></v:style></>", '<endEvent id="e"/>')
    ),
    "empty_ids": _process(_LINE.replace('id="f1"', 'id=""').replace('id="f2"', 'id=""') + '<task id=""/>'),
    "ids_of_spaces": _process(_LINE.replace('id="f1"', 'id=" "').replace('id="f2"', 'id="  "') + '<task id=" "/>'),
    "spaces_around_references": _process(
        _LINE.replace('sourceRef="s"', 'sourceRef=" s "').replace('targetRef="e"', 'targetRef="e "')
    ),
    "no_names_and_empty_names": _around('<userTask id="x" name=""/>', '<dataObject id="do" name=" "/>'),
    "very_long_names": _around(f'<task id="x" name="{"Mycket långt namn " * 400}"/>'),
    "line_breaks_in_names": _around('<task id="x" name="Granska&#10;&#13;&#9;ansökan &amp; beslut &quot;A&quot;"/>'),
    "markup_in_names": _around('<task id="x" name="&lt;b&gt;Granska&lt;/b&gt;&lt;br/&gt;nu"/>'),
    "languages": _process(
        _LINE.replace("/>", "/>", 1) + '<documentation xml:lang="de">Hallo</documentation>', 'xml:lang="de"'
    ),
    "huge_documentation": _around(
        f'<task id="x"><documentation textFormat="text/html"><![CDATA[<p>{"Text & mer <br> " * 5000}</p>]]>'
        "</documentation></task>"
    ),
    "documentation_with_markup": _around(
        '<task id="x"><documentation><p xmlns="http://www.w3.org/1999/xhtml">A<b>b</b></p></documentation></task>'
    ),
    "several_schema_locations": _file(
        f'<process id="p">{_LINE}</process>',
        f'xsi:schemaLocation="{MODEL} BPMN20.xsd odd" xsi:noNamespaceSchemaLocation="x.xsd" exporter="X &amp; Y" '
        'exporterVersion="1" expressionLanguage="java" typeLanguage="java"',
    ),
    "attributes_in_other_cases": _process(
        _LINE.replace("sourceRef", "sourceref").replace("targetRef", "TargetRef"), 'IsExecutable="true"'
    ),
    "elements_in_other_cases": _process(
        '<StartEvent id="s"/><usertask id="x" name="A"/><EndEvent id="e"/>' + _flow(1, "s", "x") + _flow(2, "x", "e")
    ),
    "booleans_in_other_cases": _process(
        _LINE + '<boundaryEvent id="b" attachedToRef="x" cancelActivity="False"><messageEventDefinition/>'
        f"</boundaryEvent>{_flow(3, 'b', 'e')}",
        'isExecutable="TRUE" isClosed="yes" processType="private"',
    ),
    "collection_of_definitions": f"<models>{_process(_LINE)}{_process(_LINE.replace('x', 'y'))}</models>",
    "tns_everywhere": _file(f'<process id="p">{_LINE}</process>'.replace('Ref="', 'Ref="tns:'), 'xmlns:tns="urn:x"'),
    "references_as_braces": _process(_LINE.replace('Ref="', 'Ref="{urn:x}')),
    "references_as_fragments": _process(_LINE.replace('Ref="', 'Ref="#')),
}

NESTED: Mapping[str, str] = {
    "participants_of_one_process": _file(
        '<collaboration id="c"><participant id="p1" processRef="p"/><participant id="p2" processRef="p"/>'
        f'</collaboration><process id="p">{_LINE}</process>'
    ),
    "two_collaborations": _file(
        '<collaboration id="c"><participant id="p1" processRef="p"/></collaboration><collaboration id="c2"/>'
        f'<process id="p">{_LINE}</process>'
    ),
    "participant_with_multiplicity": _file(
        '<collaboration id="c"><participant id="p1" processRef="p"><participantMultiplicity minimum="0" maximum="x"/>'
        "<interfaceRef>gone</interfaceRef><endPointRef>gone</endPointRef></participant></collaboration>"
        f'<process id="p">{_LINE}</process>'
    ),
    "lanes_four_deep": _process(
        '<laneSet><lane name="A"><childLaneSet><lane name="B"><childLaneSet><lane name="C"><childLaneSet>'
        '<lane name="D"><flowNodeRef>x</flowNodeRef></lane></childLaneSet></lane></childLaneSet></lane></childLaneSet>'
        f"</lane></laneSet>{_LINE}"
    ),
    "several_lane_sets": _process(
        '<laneSet id="l1"><lane id="a1"><flowNodeRef>x</flowNodeRef></lane></laneSet>'
        f'<laneSet id="l2"><lane id="a2"><flowNodeRef>x</flowNodeRef></lane></laneSet>{_LINE}'
    ),
    "lanes_that_list_flows_and_data": _process(
        "<laneSet><lane><flowNodeRef>f1</flowNodeRef><flowNodeRef>do</flowNodeRef><flowNodeRef/>"
        f'<flowNodeRef>x</flowNodeRef></lane></laneSet>{_LINE}<dataObject id="do"/>'
    ),
    "lane_outside_a_lane_set": _process(f'<lane id="l"><flowNodeRef>x</flowNodeRef></lane>{_LINE}'),
    "lane_set_inside_a_subprocess": _around(
        f'{_SUB}<laneSet id="ls"><lane id="l"><flowNodeRef>t</flowNodeRef></lane></laneSet></subProcess>'
    ),
    "lane_with_partition": _process(
        '<laneSet><lane id="l" partitionElementRef="gone"><partitionElement xsi:type="tResource" id="pe"/>'
        f"<flowNodeRef>x</flowNodeRef></lane></laneSet>{_LINE}"
    ),
    "collapsed_with_a_second_diagram": _around(
        f"{_SUB}</subProcess>",
        after=_diagram(_shape("x", _BOUNDS, 'isExpanded="false"')) + _diagram(_shape("t", _BOUNDS), "x"),
    ),
    "process_inside_a_participant": _file(
        f'<collaboration id="c"><participant id="p1"><process id="p">{_LINE}</process></participant></collaboration>'
    ),
    "process_of_nothing_but_flows": _file(
        f'<process id="q">{_flow(1, "a", "b")}</process><process id="p">{_LINE.replace("f1", "g1")}</process>'
    ),
    "flow_outside_its_process": _file(
        f'<process id="p"><startEvent id="s"/><task id="x"/></process>{_flow(1, "s", "x")}'
    ),
    "subprocess_without_anything": _around('<subProcess id="x"/>'),
    "transaction_with_cancel": _around(
        f'{_SUB.replace("subProcess", "transaction")}<endEvent id="n"><cancelEventDefinition/></endEvent>'
        f"{_flow(8, 't', 'n')}</transaction>"
    ),
    "event_subprocess_that_does_not_say_so": _process(
        _LINE + '<subProcess id="es"><startEvent id="i" isInterrupting="false"><messageEventDefinition/></startEvent>'
        f'<task id="t"/>{_flow(7, "i", "t")}</subProcess>'
    ),
    "adhoc_inside_adhoc": _around(
        '<adHocSubProcess id="x" ordering="sequential"><adHocSubProcess id="y"><task id="t"/></adHocSubProcess>'
        "<completionCondition/></adHocSubProcess>"
    ),
    "start_inside_after_flow": _around(f"{_SUB}{_flow(8, 't', 'i')}</subProcess>"),
    "choreography_beside_a_process": _file(
        '<choreography id="ch"><participant id="p1"/><choreographyTask id="ct" initiatingParticipantRef="p1">'
        f'<participantRef>p1</participantRef></choreographyTask></choreography><process id="p">{_LINE}</process>'
    ),
    "conversation_beside_a_process": _file(
        '<collaboration id="c"><participant id="p1" processRef="p"/><participant id="p2"/><conversation id="cv">'
        '<participantRef>p1</participantRef></conversation><conversationLink id="cl" sourceRef="p1" targetRef="cv"/>'
        f'<subConversation id="sc"/></collaboration><process id="p">{_LINE}</process>'
    ),
    "choreography_task_in_a_process": _around('<choreographyTask id="x" name="Byt"/>'),
}

MISPLACED: Mapping[str, str] = {
    "extension_elements_at_odd_places": _process(
        '<startEvent id="s"><extensionElements/><extensionElements><v:a/></extensionElements></startEvent>'
        '<task id="x"/><sequenceFlow id="f1" sourceRef="s" targetRef="x"><extensionElements>text</extensionElements>'
        "</sequenceFlow><extensionElements><v:b/></extensionElements>",
        after="<extensionElements><v:c/></extensionElements>",
    ),
    "call_to_nowhere": _around('<callActivity id="x" calledElement=""/>'),
    "call_without_element": _around('<callActivity id="x"/>'),
    "data_of_all_kinds": _around(
        '<task id="x"><ioSpecification><dataInput name="in"/><dataOutput id="o"/><inputSet><dataInputRefs>gone'
        "</dataInputRefs></inputSet></ioSpecification><dataOutputAssociation><sourceRef>o</sourceRef>"
        '<targetRef>gone</targetRef></dataOutputAssociation><property id="pr"/></task>',
        '<dataInput id="di"/><dataOutput id="dout"/><dataStoreReference id="dr"/><dataStore id="ds2"/>'
        '<dataObject id="col" isCollection="TRUE"/><dataObjectReference id="dor" dataObjectRef="col"><dataState/>'
        "</dataObjectReference>",
        after='<dataStore id="ds" capacity="många" isUnlimited="no"/>',
    ),
    "flows_to_data": _process(_LINE + '<dataObject id="do"/>' + _flow(3, "x", "do") + _flow(4, "do", "e")),
    "flows_to_notes": _process(
        _LINE + '<textAnnotation id="ta"><text>Obs</text></textAnnotation>' + _flow(3, "x", "ta")
    ),
    "message_flows_to_borders_and_gateways": _file(
        '<collaboration id="c"><participant id="p1" processRef="p"/><participant id="p2"/>'
        '<messageFlow id="m1" sourceRef="p2" targetRef="p1"/><messageFlow id="m2" sourceRef="g" targetRef="p2"/>'
        '<messageFlow id="m3" sourceRef="p1" targetRef="p1"/><messageFlow id="m4"/></collaboration>'
        f'<process id="p">{_LINE}<exclusiveGateway id="g"/></process>'
    ),
    "message_flow_inside_a_process": _process(_LINE + '<messageFlow id="m" sourceRef="x" targetRef="e"/>'),
    "associations_to_flows": _process(
        _LINE + '<textAnnotation id="ta"/><association id="as" sourceRef="ta" targetRef="f1" associationDirection="x"/>'
        '<association id="as2"/><association id="as3" sourceRef="ta" targetRef="ta"/>'
    ),
    "groups_without_category": _process(_LINE + '<group/><group id="g1" categoryValueRef=""/>', after="<category/>"),
    "dangling_picture": _process(
        _LINE,
        after=_diagram(
            _shape("gone", _BOUNDS)
            + _shape("", _BOUNDS)
            + f"<bpmndi:BPMNShape><dc:Bounds {_BOUNDS}/></bpmndi:BPMNShape>"
            '<bpmndi:BPMNEdge bpmnElement="gone"/><bpmndi:BPMNEdge bpmnElement="f1"><di:waypoint/></bpmndi:BPMNEdge>',
            "gone",
        )
        + "<bpmndi:BPMNDiagram/>",
    ),
    "picture_without_plane_element": _process(
        _LINE,
        after=f"<bpmndi:BPMNDiagram><bpmndi:BPMNPlane>{_shape('x', _BOUNDS)}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>",
    ),
    "shapes_twice": _process(_LINE, after=_diagram(_shape("x", _BOUNDS, 'id="i"') * 2)),
    "labels_and_styles": _process(
        _LINE,
        after=_diagram(
            f'<bpmndi:BPMNShape bpmnElement="x"><dc:Bounds {_BOUNDS}/><bpmndi:BPMNLabel labelStyle="gone">'
            '<dc:Bounds x="1" y="2" width="" height="0"/></bpmndi:BPMNLabel></bpmndi:BPMNShape>',
            more='name="Sida 1" documentation="" resolution="300,5"',
        ).replace(
            "</bpmndi:BPMNDiagram>",
            '<bpmndi:BPMNLabelStyle id="l1"><dc:Font size="x"/></bpmndi:BPMNLabelStyle></bpmndi:BPMNDiagram>',
        ),
    ),
    "picture_before_the_process": _file(_diagram(_shape("x", _BOUNDS)) + f'<process id="p">{_LINE}</process>'),
    "unknown_elements_everywhere": _file(
        f'<page id="pg"/><process id="p"><phase id="ph"><step/></phase>{_LINE}<milestone id="ms"/></process><footer/>'
    ),
    "catalogues_inside_the_process": _process('<message id="m" name="M"/><signal id="si"/>' + _LINE),
    "boundary_inside_its_task": _around(
        '<task id="x"><boundaryEvent id="b" attachedToRef="x"><timerEventDefinition/></boundaryEvent></task>'
    ),
    "boundary_on_a_gateway": _branching(
        '<exclusiveGateway id="g"/><boundaryEvent id="bo" attachedToRef="g"><messageEventDefinition/></boundaryEvent>'
    ),
    "boundary_with_a_way_in": _process(
        _LINE
        + '<boundaryEvent id="b" attachedToRef="x"><signalEventDefinition signalRef="gone"/></boundaryEvent>'
        + _flow(3, "s", "b")
        + _flow(4, "b", "e")
    ),
    "compensation_with_a_way_on": _process(
        _LINE + '<boundaryEvent id="b" attachedToRef="x"><compensateEventDefinition/></boundaryEvent>'
        f'<task id="u" isForCompensation="true"/><task id="w"/>{_flow(3, "b", "u")}{_flow(4, "u", "w")}'
    ),
}

EVENTS: Mapping[str, str] = {
    "conditions_written_as_names": _branching(
        '<exclusiveGateway id="g" name="Belopp?"/>', flow='name="belopp &gt; 500 000 kr &amp; sent"'
    ),
    "conditions_as_attributes": _branching(
        '<exclusiveGateway id="g"/>', flow='conditionExpression="a &gt; 1" condition="x"'
    ),
    "condition_of_an_unknown_type": _branching(
        '<exclusiveGateway id="g" default="gone"/>',
        '<conditionExpression xsi:type="v:own" id="ce">a</conditionExpression>',
        '<conditionExpression xsi:type="tExpression"><documentation>annars</documentation></conditionExpression>',
    ),
    "conditions_after_parallel": _branching(
        '<parallelGateway id="g" gatewayDirection="diverging"/>', "<conditionExpression>a = 1</conditionExpression>"
    ),
    "default_as_a_name": _branching('<inclusiveGateway id="g" default="Annars"/>', flow='name="Annars"'),
    "gateway_of_no_kind": _branching('<gateway id="g"/>'),
    "data_and_event_gateway_of_another_tool": _branching(
        '<exclusiveGateway id="g" gatewayType="XOR" markerVisible="1"/>'
    ),
    "event_gateway_of_unknown_type": _branching(
        '<eventBasedGateway id="g" eventGatewayType="both" instantiate="TRUE"/>'
    ),
    "complex_gateway_with_text": _branching(
        '<complexGateway id="g"><activationCondition>två av tre</activationCondition></complexGateway>'
    ),
    "several_definitions": _waiting(
        "<messageEventDefinition/><timerEventDefinition><timeDate>imorgon</timeDate></timerEventDefinition>"
        '<signalEventDefinition signalRef=""/>'
    ),
    "multiple_throws": _waiting("<messageEventDefinition/><signalEventDefinition/>", "intermediateThrowEvent"),
    "dates_in_other_ways": _waiting(
        "<timerEventDefinition><timeDate>31.12.2031 08:00</timeDate></timerEventDefinition>"
    ),
    "date_without_time": _waiting("<timerEventDefinition><timeDate>2031-12-31</timeDate></timerEventDefinition>"),
    "all_three_times": _waiting(
        "<timerEventDefinition><timeDate/><timeDuration>P1D</timeDuration><timeCycle/></timerEventDefinition>"
    ),
    "time_as_an_attribute": _waiting('<timerEventDefinition timeDuration="P1D" v:time="1"/>'),
    "seconds_as_a_number": _waiting("<timerEventDefinition><timeDuration>3600</timeDuration></timerEventDefinition>"),
    "intermediate_event_of_no_kind": _around('<intermediateEvent id="x" name="Klart"/>'),
    "event_of_no_kind": _around('<event id="x" name="Något"/>'),
    "implicit_throw": _around('<implicitThrowEvent id="x"/>'),
    "message_by_name": _waiting('<messageEventDefinition messageRef="Svar från sökande"/>'),
    "messages_with_one_name": _around(
        '<receiveTask id="x" messageRef="m2"/>', after='<message id="m1" name="M"/><message id="m2" name="M"/>'
    ),
    "error_without_code_caught_and_thrown": _around(
        f'{_SUB}<endEvent id="n"><errorEventDefinition errorRef="er"/></endEvent>{_flow(8, "t", "n")}</subProcess>'
        '<boundaryEvent id="b" attachedToRef="x"><errorEventDefinition errorRef="gone"/></boundaryEvent>',
        _flow(3, "b", "e"),
        after='<error id="er" structureRef="gone"/>',
    ),
    "terminate_in_the_middle": _waiting("<terminateEventDefinition/>", "intermediateThrowEvent"),
    "link_ends": _process(
        '<startEvent id="s"/><endEvent id="x"><linkEventDefinition name="1"/></endEvent><startEvent id="y">'
        '<linkEventDefinition name="1"/></startEvent><task id="t"/>' + _flow(1, "s", "x") + _flow(2, "y", "t")
    ),
    "start_in_the_middle": _process(
        '<startEvent id="s"/><task id="a"/><startEvent id="m"/><task id="b"/>'
        + _flow(1, "s", "a")
        + _flow(2, "a", "m")
        + _flow(3, "m", "b")
    ),
    "repetition_with_odd_numbers": _around(
        '<task id="x"><multiInstanceLoopCharacteristics isSequential="TRUE" behavior="all"><loopCardinality>1..*'
        "</loopCardinality><completionCondition>alla klara</completionCondition></multiInstanceLoopCharacteristics>"
        "</task>"
    ),
    "both_kinds_of_repetition": _around(
        '<task id="x"><standardLoopCharacteristics testBefore="1" loopMaximum="3"><loopCondition>tills klart'
        "</loopCondition></standardLoopCharacteristics><multiInstanceLoopCharacteristics/></task>"
    ),
    "loop_maximum_in_words": _around('<task id="x"><standardLoopCharacteristics loopMaximum="ett par"/></task>'),
    "scripts_in_odd_languages": _around(
        '<scriptTask id="x" scriptFormat=""><script><v:code>a</v:code></script></scriptTask>'
    ),
    "task_of_no_kind": _around('<abstractTask id="x" name="Gör"/>'),
    "two_flows_between_two_steps": _process(_LINE + _flow(3, "s", "x") + _flow(4, "x", "e")),
    "flow_to_itself": _process(_LINE + _flow(3, "x", "x", more='name="igen"')),
    "one_branch_with_a_condition": _process(
        _LINE + '<task id="b"/>' + _flow(3, "x", "b", "<conditionExpression>Saknas något?</conditionExpression>")
    ),
}
QUIRKS: Mapping[str, str] = {**NAMED, **NESTED, **MISPLACED, **EVENTS}
# What the schema says against the copies of these is about inventions that stay in them; none of it runs.
BEYOND_THE_SCHEMA = frozenset(
    """
    vendor_elements_everywhere booleans_in_other_cases lanes_that_list_flows_and_data lane_outside_a_lane_set
    lane_with_partition process_of_nothing_but_flows adhoc_inside_adhoc data_of_all_kinds
    message_flows_to_borders_and_gateways associations_to_flows labels_and_styles picture_before_the_process
    unknown_elements_everywhere boundary_inside_its_task conditions_as_attributes condition_of_an_unknown_type
    data_and_event_gateway_of_another_tool time_as_an_attribute
    """.split()  # noqa: SIM905 - a list of quoted words would be a page long
)
