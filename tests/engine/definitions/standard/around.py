"""Cases of clauses 9, 11 and 12: collaborations, conversations, choreographies and drawings."""

# ruff: noqa: E501 - each case is one line of a table, and its XML is easier to follow unbroken

from tests.engine.definitions.drawing import chain
from tests.engine.definitions.standard.cases import STEPS, Case, whole

_BASIS = (
    '<itemDefinition id="thing"/><message id="hello" name="hello"/><endPoint id="port"/><interface id="desk" name="desk">'
    + ('<operation id="ask" name="ask"><inMessageRef>hello</inMessageRef></operation></interface>')
)
_THEIRS = (
    '<process id="theirs" isExecutable="false"><startEvent id="t_begin"/><task id="t_task"/><sendTask id="t_send"/>'
    '<exclusiveGateway id="t_gate"/><endEvent id="t_end"/>'
    + chain("t_begin", "t_task", "t_send", "t_gate", "t_end")
    + "</process>"
)
_POOLS = (
    '<participant id="us" processRef="p"><interfaceRef>desk</interfaceRef><endPointRef>port</endPointRef></participant>'
    '<participant id="them" processRef="theirs"><participantMultiplicity minimum="1" maximum="3"/></participant>'
    '<participant id="box"/>'
)
_TALK = whole(
    before=_BASIS,
    after=_THEIRS
    + f'<process id="third"><task id="third_task"/></process><process id="fourth"><task id="fourth_task"/></process><collaboration id="talk">{_POOLS}'
    '<messageFlow id="m1" sourceRef="check" targetRef="t_task" messageRef="hello"/>'
    '<messageFlow id="m2" sourceRef="box" targetRef="us"/></collaboration>'
    '<partnerEntity id="town" name="town"><participantRef>us</participantRef></partnerEntity>'
    '<partnerRole id="office" name="office"><participantRef>us</participantRef></partnerRole>',
)
_CONVERSED = whole(
    before=_BASIS,
    after='<collaboration id="big"><participant id="b1"/><participant id="b2"/><messageFlow id="bm" sourceRef="b1" targetRef="b2"/>'
    '<conversation id="bc"><participantRef>b1</participantRef><participantRef>b2</participantRef></conversation></collaboration>'
    '<globalConversation id="gc"><participant id="g1"/><participant id="g2"/><messageFlow id="gm" sourceRef="g1" targetRef="g2"/>'
    '</globalConversation><choreography id="dance"><participant id="d1"/></choreography>'
    '<collaboration id="talk"><participant id="us" processRef="p"/><participant id="box"/>'
    '<messageFlow id="m1" sourceRef="box" targetRef="us"/>'
    '<conversation id="chat"><participantRef>us</participantRef><participantRef>box</participantRef><messageFlowRef>m1'
    '</messageFlowRef></conversation><callConversation id="calls" calledCollaborationRef="gc"><participantRef>us</participantRef>'
    '<participantRef>box</participantRef><participantAssociation id="pa"><innerParticipantRef>g1</innerParticipantRef>'
    "<outerParticipantRef>us</outerParticipantRef></participantAssociation></callConversation>"
    '<conversationAssociation innerConversationNodeRef="bc" outerConversationNodeRef="chat"/>'
    '<messageFlowAssociation innerMessageFlowRef="bm" outerMessageFlowRef="m1"/><choreographyRef>dance</choreographyRef>'
    '<conversationLink id="l1" sourceRef="us" targetRef="chat"/></collaboration>',
)
_GLOBAL = '<globalConversation id="gc"><participant id="g1"/><participant id="g2"/><messageFlow id="gm" sourceRef="g1" targetRef="g2"/>'


def _task(own: str, begins: str, *messages: str) -> str:
    flows = "".join(f"<messageFlowRef>{message}</messageFlowRef>" for message in messages)
    return (
        f'<choreographyTask id="{own}" initiatingParticipantRef="{begins}"><participantRef>a</participantRef>'
        f"<participantRef>b</participantRef>{flows}</choreographyTask>"
    )


_DANCE = whole(
    before=_BASIS,
    after='<choreography id="dance"><participant id="a"/><participant id="b"/><participant id="c"/>'
    '<messageFlow id="ab" sourceRef="a" targetRef="b"/><messageFlow id="ba" sourceRef="b" targetRef="a"/>'
    '<messageFlow id="bc" sourceRef="b" targetRef="c"/><messageFlow id="ab2" sourceRef="a" targetRef="b"/>'
    '<startEvent id="d_begin"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></startEvent>'
    + _task("first", "a", "ab", "ba")
    + '<choreographyTask id="second" initiatingParticipantRef="b"><participantRef>b</participantRef><participantRef>c'
    "</participantRef><messageFlowRef>bc</messageFlowRef></choreographyTask>"
    '<callChoreography id="third" calledChoreographyRef="step" initiatingParticipantRef="b"><participantRef>b</participantRef>'
    "<participantRef>c</participantRef><participantAssociation><innerParticipantRef>s1</innerParticipantRef>"
    "<outerParticipantRef>b</outerParticipantRef></participantAssociation></callChoreography>"
    '<endEvent id="d_end"/>'
    + chain("d_begin", "first", "second", "third", "d_end")
    + '</choreography><globalChoreographyTask id="step" initiatingParticipantRef="s1"><participant id="s1"/><participant id="s2"/>'
    '<messageFlow id="sm" sourceRef="s1" targetRef="s2"/></globalChoreographyTask>'
    '<collaboration id="talk"><participant id="us" processRef="p"/></collaboration>',
)


_WAITED = whole(
    before=_BASIS,
    after='<choreography id="dance"><participant id="a"/><participant id="b"/><participant id="c"/><participant id="d"/>'
    '<messageFlow id="ab" sourceRef="a" targetRef="b"/><messageFlow id="cb" sourceRef="c" targetRef="b"/>'
    '<messageFlow id="cd" sourceRef="c" targetRef="d"/><eventBasedGateway id="wait"/>'
    + _task("first", "a", "ab")
    + '<choreographyTask id="second" initiatingParticipantRef="c"><participantRef>c</participantRef><participantRef>b'
    "</participantRef><messageFlowRef>cb</messageFlowRef></choreographyTask>"
    + chain("wait", "first")
    + chain("wait", "second")
    + "</choreography>",
)


def _shape(own: str, element: str, attributes: str = "") -> str:
    return (
        f'<bpmndi:BPMNShape id="{own}" bpmnElement="{element}"{attributes}><dc:Bounds x="0" y="0" width="9" height="9"/>'
        '<bpmndi:BPMNLabel labelStyle="bold"><dc:Bounds x="0" y="0" width="9" height="9"/></bpmndi:BPMNLabel></bpmndi:BPMNShape>'
    )


def _edge(own: str, element: str, attributes: str = "") -> str:
    return (
        f'<bpmndi:BPMNEdge id="{own}" bpmnElement="{element}"{attributes}><di:waypoint x="0" y="0"/><di:waypoint x="9" y="9"/>'
        "</bpmndi:BPMNEdge>"
    )


_STYLE = '<bpmndi:BPMNLabelStyle id="bold"><dc:Font name="Arial" size="9"/></bpmndi:BPMNLabelStyle>'
_DRAWN = whole(
    after='<bpmndi:BPMNDiagram id="picture"><bpmndi:BPMNPlane id="plane" bpmnElement="p">'
    + _shape("s1", "begin")
    + _shape("s2", "check")
    + _shape("s3", "done")
    + _edge("e1", "begin_to_check", ' sourceElement="s1" targetElement="s2"')
    + _edge("e2", "check_to_done")
    + f"</bpmndi:BPMNPlane>{_STYLE}</bpmndi:BPMNDiagram>"
)
_BANDS = _DANCE.replace(
    "</definitions>",
    '<bpmndi:BPMNDiagram id="picture"><bpmndi:BPMNPlane id="plane" bpmnElement="dance">'
    + _shape("k1", "first")
    + _shape("k2", "a", ' participantBandKind="top_initiating" choreographyActivityShape="k1"')
    + _shape("k3", "second")
    + _shape("k4", "b", ' participantBandKind="bottom_non_initiating" choreographyActivityShape="k1"')
    + _shape("k5", "b", ' participantBandKind="top_initiating" choreographyActivityShape="k3"')
    + f"</bpmndi:BPMNPlane>{_STYLE}</bpmndi:BPMNDiagram></definitions>",
)

_COLLABORATION = (
    Case("pool process", "reference_dangling", _TALK, 'processRef="theirs"', 'processRef="them_all"'),
    Case("pool process kind", "reference_kind_wrong", _TALK, 'processRef="theirs"', 'processRef="talk"'),
    Case("pool interface", "reference_kind_wrong", _TALK, "<interfaceRef>desk<", "<interfaceRef>ask<"),
    Case("pool end point", "reference_kind_wrong", _TALK, "<endPointRef>port<", "<endPointRef>desk<"),
    Case("multiplicity below zero", "multiplicity_invalid", _TALK, 'minimum="1"', 'minimum="-1"'),
    Case("multiplicity decreasing", "multiplicity_invalid", _TALK, 'minimum="1"', 'minimum="4"'),
    Case("multiplicity of none", "multiplicity_invalid", _TALK, 'minimum="1" maximum="3"', 'minimum="0" maximum="0"'),
    Case("multiplicity above the default", "multiplicity_invalid", _TALK, 'minimum="1" maximum="3"', 'minimum="2"'),
    Case("multiplicity of text", "schema_invalid", _TALK, 'maximum="3"', 'maximum="three"'),
    Case(
        "partner entity",
        "reference_kind_wrong",
        _TALK,
        'name="town"><participantRef>us<',
        'name="town"><participantRef>p<',
    ),
    Case(
        "partner role",
        "reference_dangling",
        _TALK,
        'name="office"><participantRef>us<',
        'name="office"><participantRef>uss<',
    ),
    Case("message flow from nothing", "reference_dangling", _TALK, 'sourceRef="check"', 'sourceRef="chuck"'),
    Case(
        "message flow to a gateway",
        "message_flow_invalid",
        _TALK,
        'targetRef="t_task" messageRef',
        'targetRef="t_gate" messageRef',
    ),
    Case(
        "message flow to a gateway, kind",
        "reference_kind_wrong",
        _TALK,
        'targetRef="t_task" messageRef',
        'targetRef="t_gate" messageRef',
    ),
    Case(
        "message flow to an end",
        "message_flow_invalid",
        _TALK,
        'targetRef="t_task" messageRef',
        'targetRef="t_end" messageRef',
    ),
    Case(
        "message flow into what sends",
        "message_flow_invalid",
        _TALK,
        'targetRef="t_task" messageRef',
        'targetRef="t_send" messageRef',
    ),
    Case(
        "message flow within a pool",
        "message_flow_invalid",
        _TALK,
        'targetRef="t_task" messageRef',
        'targetRef="done" messageRef',
    ),
    Case(
        "message flow from a start",
        "message_flow_invalid",
        _TALK,
        'sourceRef="check" targetRef="t_task"',
        'sourceRef="begin" targetRef="t_task"',
    ),
    Case(
        "message flow from a flow",
        "reference_kind_wrong",
        _TALK,
        'sourceRef="check" targetRef="t_task"',
        'sourceRef="begin_to_check" targetRef="t_task"',
    ),
    Case(
        "message flow between strangers",
        "message_flow_invalid",
        _TALK,
        'sourceRef="box" targetRef="us"',
        'sourceRef="fourth_task" targetRef="third_task"',
    ),
    Case("message flow message", "reference_kind_wrong", _TALK, 'messageRef="hello"/>', 'messageRef="thing"/>'),
    Case("message flow message missing", "reference_dangling", _TALK, 'messageRef="hello"/>', 'messageRef="hallo"/>'),
    Case(
        "conversation of one",
        "conversation_participants_wrong",
        _CONVERSED,
        "<participantRef>us</participantRef><participantRef>box</participantRef><messageFlowRef>",
        "<participantRef>us</participantRef><messageFlowRef>",
    ),
    Case(
        "conversation participant kind",
        "reference_kind_wrong",
        _CONVERSED,
        "<participantRef>us</participantRef><participantRef>box</participantRef><messageFlowRef>",
        "<participantRef>p</participantRef><participantRef>box</participantRef><messageFlowRef>",
    ),
    Case(
        "conversation of strangers",
        "participant_elsewhere",
        _CONVERSED,
        "<participantRef>us</participantRef><participantRef>box</participantRef><messageFlowRef>",
        "<participantRef>b1</participantRef><participantRef>box</participantRef><messageFlowRef>",
    ),
    Case("conversation message flow", "reference_kind_wrong", _CONVERSED, "<messageFlowRef>m1", "<messageFlowRef>us"),
    Case(
        "conversation message flow missing",
        "reference_dangling",
        _CONVERSED,
        "<messageFlowRef>m1",
        "<messageFlowRef>m7",
    ),
    Case(
        "conversation link of two pools",
        "conversation_link_wrong",
        _CONVERSED,
        'sourceRef="us" targetRef="chat"',
        'sourceRef="us" targetRef="box"',
    ),
    Case(
        "conversation link of two conversations",
        "conversation_link_wrong",
        _CONVERSED,
        'sourceRef="us" targetRef="chat"',
        'sourceRef="calls" targetRef="chat"',
    ),
    Case(
        "conversation link to nothing",
        "reference_dangling",
        _CONVERSED,
        'sourceRef="us" targetRef="chat"',
        'sourceRef="us" targetRef="chit"',
    ),
    Case(
        "conversation link to a message",
        "reference_kind_wrong",
        _CONVERSED,
        'sourceRef="us" targetRef="chat"',
        'sourceRef="hello" targetRef="chat"',
    ),
    Case("called collaboration", "reference_dangling", _CONVERSED, 'CollaborationRef="gc"', 'CollaborationRef="gcc"'),
    Case(
        "called choreography instead",
        "reference_kind_wrong",
        _CONVERSED,
        'CollaborationRef="gc"',
        'CollaborationRef="dance"',
    ),
    Case(
        "inner participant of another",
        "participant_association_wrong",
        _CONVERSED,
        "<innerParticipantRef>g1<",
        "<innerParticipantRef>b1<",
    ),
    Case(
        "outer participant of another",
        "participant_association_wrong",
        _CONVERSED,
        "<outerParticipantRef>us<",
        "<outerParticipantRef>g1<",
    ),
    Case(
        "inner participant kind",
        "reference_kind_wrong",
        _CONVERSED,
        "<innerParticipantRef>g1<",
        "<innerParticipantRef>chat<",
    ),
    Case(
        "outer participant missing",
        "reference_dangling",
        _CONVERSED,
        "<outerParticipantRef>us<",
        "<outerParticipantRef>uss<",
    ),
    Case(
        "inner conversation kind",
        "reference_kind_wrong",
        _CONVERSED,
        'innerConversationNodeRef="bc"',
        'innerConversationNodeRef="us"',
    ),
    Case(
        "outer conversation missing",
        "reference_dangling",
        _CONVERSED,
        'outerConversationNodeRef="chat"',
        'outerConversationNodeRef="chot"',
    ),
    Case(
        "inner message flow kind",
        "reference_kind_wrong",
        _CONVERSED,
        'innerMessageFlowRef="bm"',
        'innerMessageFlowRef="us"',
    ),
    Case(
        "outer message flow missing",
        "reference_dangling",
        _CONVERSED,
        'outerMessageFlowRef="m1"',
        'outerMessageFlowRef="m9"',
    ),
    Case(
        "choreography of a collaboration",
        "reference_kind_wrong",
        _CONVERSED,
        "<choreographyRef>dance<",
        "<choreographyRef>big<",
    ),
    Case(
        "global conversation with a conversation",
        "global_with_content",
        _CONVERSED,
        _GLOBAL,
        _GLOBAL + '<conversation id="x"/>',
    ),
)
_STEERED = _DANCE.replace(
    '<endEvent id="d_end"/>',
    '<endEvent id="d_end"/><exclusiveGateway id="d_choose" gatewayDirection="Diverging" default="d_choose_to_d_one"/>'
    '<eventBasedGateway id="d_wait"/><endEvent id="d_one"/><endEvent id="d_two"/><endEvent id="d_three"/>'
    + "".join(
        f'<intermediateCatchEvent id="{name}"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>'
        "</intermediateCatchEvent>"
        for name in ("d_soon", "d_later")
    )
    + chain("second", "d_choose", "d_one")
    + chain("d_choose", "d_wait", "d_soon", "d_two")
    + chain("d_wait", "d_later", "d_three"),
)
_CHOREOGRAPHY = (
    Case("choreography flow to nothing", "choreography_flow_wrong", _DANCE, 'targetRef="d_end"', 'targetRef="d_off"'),
    Case("choreography flow to a process", "choreography_flow_wrong", _DANCE, 'targetRef="d_end"', 'targetRef="done"'),
    Case("choreography flow to a participant", "choreography_flow_wrong", _DANCE, 'targetRef="d_end"', 'targetRef="a"'),
    Case(
        "choreography flow to a start",
        "choreography_flow_wrong",
        _STEERED,
        'targetRef="d_three"',
        'targetRef="d_begin"',
    ),
    Case(
        "choreography flow from an end", "choreography_flow_wrong", _STEERED, 'sourceRef="d_soon"', 'sourceRef="d_end"'
    ),
    Case("choreography end alone", "choreography_event_loose", _STEERED, 'targetRef="d_three"', 'targetRef="d_two"'),
    Case(
        "choreography start alone",
        "choreography_event_loose",
        _DANCE,
        '<endEvent id="d_end"/>',
        '<endEvent id="d_end"/><startEvent id="d_again"/>',
    ),
    Case(
        "choreography default",
        "choreography_gateway_wrong",
        _STEERED,
        '"d_choose_to_d_one"/><ev',
        '"first_to_second"/><ev',
    ),
    Case("choreography direction", "choreography_gateway_wrong", _STEERED, '"Diverging"', '"Converging"'),
    Case("choreography direction mixed", "choreography_gateway_wrong", _STEERED, '"Diverging"', '"Mixed"'),
    Case(
        "choreography wait for one",
        "choreography_gateway_wrong",
        _STEERED,
        'sourceRef="d_wait" targetRef="d_later"',
        'sourceRef="second" targetRef="d_later"',
    ),
    Case(
        "global choreography task of no initiator",
        "choreography_participants_wrong",
        _DANCE,
        'id="step" initiatingParticipantRef="s1"',
        'id="step"',
    ),
    Case(
        "choreography with a task",
        "choreography_content_wrong",
        _DANCE,
        '<endEvent id="d_end"/>',
        '<endEvent id="d_end"/><userTask id="x"/>',
    ),
    Case(
        "choreography with data",
        "choreography_content_wrong",
        _DANCE,
        '<endEvent id="d_end"/>',
        '<endEvent id="d_end"/><dataObject id="x"/>',
    ),
    Case(
        "choreography started by a message",
        "choreography_event_wrong",
        _DANCE,
        "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>",
        '<messageEventDefinition messageRef="hello"/>',
    ),
    Case(
        "choreography ended by a signal",
        "choreography_event_wrong",
        _DANCE,
        '<endEvent id="d_end"/>',
        '<endEvent id="d_end"><signalEventDefinition/></endEvent>',
    ),
    Case(
        "choreography task of one",
        "schema_invalid",
        _DANCE,
        "<participantRef>b</participantRef><participantRef>c</participantRef><messageFlowRef>",
        "<participantRef>b</participantRef><messageFlowRef>",
    ),
    Case(
        "choreography task of three",
        "choreography_participants_wrong",
        _DANCE,
        "<participantRef>b</participantRef><participantRef>c</participantRef><messageFlowRef>",
        "<participantRef>a</participantRef><participantRef>b</participantRef><participantRef>c</participantRef><messageFlowRef>",
    ),
    Case(
        "choreography task of the same twice",
        "choreography_participants_wrong",
        _DANCE,
        "<participantRef>b</participantRef><participantRef>c</participantRef><messageFlowRef>",
        "<participantRef>b</participantRef><participantRef>b</participantRef><messageFlowRef>",
    ),
    Case(
        "choreography task begun by a stranger",
        "choreography_participants_wrong",
        _DANCE,
        'id="first" initiatingParticipantRef="a"',
        'id="first" initiatingParticipantRef="c"',
    ),
    Case(
        "choreography task begun by nobody",
        "schema_invalid",
        _DANCE,
        'id="first" initiatingParticipantRef="a"',
        'id="first"',
    ),
    Case("choreography task without a message", "schema_invalid", _DANCE, "<messageFlowRef>bc</messageFlowRef>", ""),
    Case(
        "choreography task of others' messages",
        "choreography_messages_wrong",
        _DANCE,
        "<messageFlowRef>bc<",
        "<messageFlowRef>ab<",
    ),
    Case(
        "choreography task answered only",
        "choreography_messages_wrong",
        _DANCE,
        "<messageFlowRef>ab</messageFlowRef><messageFlowRef>ba</messageFlowRef>",
        "<messageFlowRef>ba</messageFlowRef>",
    ),
    Case(
        "choreography task of two messages one way",
        "choreography_messages_wrong",
        _DANCE,
        "<messageFlowRef>ba<",
        "<messageFlowRef>ab2<",
    ),
    Case("choreography task message kind", "reference_kind_wrong", _DANCE, "<messageFlowRef>bc<", "<messageFlowRef>c<"),
    Case(
        "choreography task message missing", "reference_dangling", _DANCE, "<messageFlowRef>bc<", "<messageFlowRef>bcd<"
    ),
    Case(
        "choreography step begun by who was away",
        "choreography_initiator_uninvolved",
        _DANCE,
        'id="second" initiatingParticipantRef="b"',
        'id="second" initiatingParticipantRef="c"',
    ),
    Case(
        "choreography participant",
        "reference_dangling",
        _DANCE,
        'id="second" initiatingParticipantRef="b"',
        'id="second" initiatingParticipantRef="x"',
    ),
    Case(
        "called choreography",
        "reference_kind_wrong",
        _DANCE,
        'calledChoreographyRef="step"',
        'calledChoreographyRef="talk"',
    ),
    Case(
        "called choreography missing",
        "reference_dangling",
        _DANCE,
        'calledChoreographyRef="step"',
        'calledChoreographyRef="steps"',
    ),
    Case(
        "called choreography's participant",
        "participant_association_wrong",
        _DANCE,
        "<innerParticipantRef>s1<",
        "<innerParticipantRef>c<",
    ),
    Case(
        "global choreography task begun by another",
        "participant_elsewhere",
        _DANCE,
        'id="step" initiatingParticipantRef="s1"',
        'id="step" initiatingParticipantRef="a"',
    ),
    Case(
        "global choreography task with a step",
        "global_with_content",
        _DANCE,
        "</globalChoreographyTask>",
        '<startEvent id="x"/></globalChoreographyTask>',
    ),
    Case(
        "choreography choice that nobody sees",
        "choreography_choice_unknown",
        _WAITED,
        "<participantRef>b</participantRef><messageFlowRef>cb<",
        "<participantRef>d</participantRef><messageFlowRef>cd<",
    ),
    Case("choreography loop", "schema_invalid", _DANCE, 'id="first"', 'id="first" loopType="Often"'),
    Case(
        "choreography in a process",
        "element_unknown",
        whole(
            STEPS,
            after='<collaboration id="talk"><participant id="a" processRef="p"/><participant id="b"/><messageFlow id="ba" sourceRef="b" targetRef="a"/></collaboration>',
        ),
        "<endEvent",
        _task("step", "b", "ba") + "<endEvent",
    ),
)
_DRAWING = (
    Case("shape of nothing", "reference_dangling", _DRAWN, 'bpmnElement="done"', 'bpmnElement="don"'),
    Case("shape of a flow", "reference_kind_wrong", _DRAWN, 'bpmnElement="done"', 'bpmnElement="check_to_done"'),
    Case("shape without element", "drawn_without_element", _DRAWN, ' bpmnElement="done"', ""),
    Case(
        "shape without bounds",
        "schema_invalid",
        _DRAWN,
        'bpmnElement="done"><dc:Bounds x="0" y="0" width="9" height="9"/>',
        'bpmnElement="done">',
    ),
    Case(
        "shape of no size",
        "shape_bounds_invalid",
        _DRAWN,
        'bpmnElement="done"><dc:Bounds x="0"',
        'bpmnElement="done"><dc:Bounds x="left"',
    ),
    Case("shape drawn twice", "drawn_twice", _DRAWN, 'bpmnElement="done"', 'bpmnElement="check"'),
    Case("shape id twice", "shape_id_duplicate", _DRAWN, 'id="s3"', 'id="s1"'),
    Case("shape id of an element", "shape_id_duplicate", _DRAWN, 'id="s3"', 'id="check"'),
    Case("line of nothing", "reference_dangling", _DRAWN, 'bpmnElement="check_to_done"', 'bpmnElement="nothing"'),
    Case("edge of a step", "reference_kind_wrong", _DRAWN, 'bpmnElement="check_to_done"', 'bpmnElement="p"'),
    Case("edge without element", "drawn_without_element", _DRAWN, ' bpmnElement="check_to_done"', ""),
    Case("edge of one point", "schema_invalid", _DRAWN, '<di:waypoint x="0" y="0"/>', ""),
    Case("edge source", "reference_dangling", _DRAWN, 'sourceElement="s1"', 'sourceElement="s9"'),
    Case("edge target kind", "reference_kind_wrong", _DRAWN, 'targetElement="s2"', 'targetElement="check"'),
    Case("shape of negative width", "shape_size_negative", _DRAWN, 'width="9"', 'width="-9"'),
    Case("plane of nothing", "reference_dangling", _DRAWN, '"plane" bpmnElement="p"', '"plane" bpmnElement="q"'),
    Case("plane of a step", "reference_kind_wrong", _DRAWN, '"plane" bpmnElement="p"', '"plane" bpmnElement="check"'),
    Case("label style", "reference_dangling", _DRAWN, 'labelStyle="bold"', 'labelStyle="italic"'),
    Case("label style kind", "reference_kind_wrong", _DRAWN, 'labelStyle="bold"', 'labelStyle="s1"'),
    Case("band of no activity", "band_incomplete", _BANDS, ' choreographyActivityShape="k3"', ""),
    Case("band of no kind", "band_incomplete", _BANDS, ' participantBandKind="bottom_non_initiating"', ""),
    Case(
        "band of another shape",
        "band_incomplete",
        _BANDS,
        'choreographyActivityShape="k3"',
        'choreographyActivityShape="k2"',
    ),
    Case(
        "band shape missing",
        "reference_dangling",
        _BANDS,
        'choreographyActivityShape="k3"',
        'choreographyActivityShape="s8"',
    ),
    Case(
        "band shape kind",
        "reference_kind_wrong",
        _BANDS,
        'choreographyActivityShape="k3"',
        'choreographyActivityShape="bold"',
    ),
    Case(
        "band that is no participant",
        "band_incomplete",
        _BANDS,
        'bpmnElement="a" participantBandKind',
        'bpmnElement="third" participantBandKind',
    ),
    Case("band kind", "schema_invalid", _BANDS, '"bottom_non_initiating"', '"below"'),
)
CASES = (*_COLLABORATION, *_CHOREOGRAPHY, *_DRAWING)
