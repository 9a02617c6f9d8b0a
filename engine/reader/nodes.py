"""Flow nodes, flows and lanes of one process, taken from the XML itself."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal, cast

from lxml import etree

from engine.reader import activities, people, xml
from engine.reader.contents import Contents
from engine.reader.errors import UnreadableDiagramError
from engine.reader.events import message_of, operation_of, read_events
from engine.reader.model import SCOPE_KINDS, DataObject, Flow, Lane, Node, Remark, Scope

NODE_KINDS = frozenset(
    """
    startEvent endEvent intermediateCatchEvent intermediateThrowEvent boundaryEvent task userTask manualTask scriptTask
    serviceTask sendTask receiveTask businessRuleTask callActivity subProcess transaction adHocSubProcess
    exclusiveGateway parallelGateway inclusiveGateway eventBasedGateway complexGateway
    """.split()  # noqa: SIM905 - a list of quoted words would be a page long
)
_OTHER_CONTENT = frozenset(
    """
    sequenceFlow laneSet dataObject dataObjectReference dataStoreReference property association textAnnotation group
    extensionElements documentation auditing monitoring ioSpecification ioBinding incoming outgoing
    dataInputAssociation dataOutputAssociation resourceRole performer humanPerformer potentialOwner
    standardLoopCharacteristics multiInstanceLoopCharacteristics completionCondition correlationSubscription supports
    supportedInterfaceRef artifact category
    """.split()  # noqa: SIM905 - the same
)


def read_lanes(holder: etree._Element, contents: Contents, *, parent: str | None) -> None:
    """Gather the lanes, nested ones too."""
    # Outer lanes come first, so that the innermost lane of a node is the one that stays.
    for lane_set in xml.children(holder, "laneSet", "childLaneSet"):
        for element in xml.children(lane_set, "lane"):
            name = element.get("name") or ""
            own = xml.extension(element).get("role")
            nodes = tuple(xml.text_of(part) for part in xml.children(element, "flowNodeRef"))
            lane_id = element.get("id") or name
            line = xml.line_of(element)
            english = xml.english_name(element)
            # An empty role of its own says that the lane is anyone's, whatever it is called.
            role = name if own is None else own
            contents.lanes.append(Lane(lane_id, name, role, line, parent, nodes, bool(own), english))
            read_lanes(element, contents, parent=lane_id)


def read_data_names(process: etree._Element, contents: Contents) -> None:
    """Gather the variables that data references stand for."""
    for element in process.iter():
        if xml.tag(element) in {"property", "dataInput", "dataOutput"}:
            contents.data[element.get("id") or ""] = element.get("name") or element.get("id") or ""
    for element in (process, *(part for part in process.iter() if xml.tag(part) in SCOPE_KINDS)):
        for item in activities.read_data(element):
            contents.data.update(dict.fromkeys((item.id, *item.references), item.name))


def read_scope(
    element: etree._Element,
    scope_id: str,
    contents: Contents,
    *,
    parent: str | None,
    lane_of: Mapping[str, Lane],
    lane: Lane | None,
    nesting: int,
) -> None:
    """Gather the nodes and flows of a process or sub-process, with all inside it."""
    _refuse_nesting(element, contents.limits, nesting)
    inside: list[str] = []
    data: tuple[DataObject, ...] = activities.read_data(element)
    contents.scopes[scope_id] = Scope(scope_id, xml.tag(element), parent, data=data)
    for part in xml.children(element):
        kind = xml.tag(part)
        if kind == "sequenceFlow":
            _read_flow(part, scope_id, contents)
        elif kind in NODE_KINDS:
            _count(part, kind, contents)
            node_id = _id_of(part, contents)
            own_lane = lane_of.get(node_id, lane)
            inside.append(node_id)
            contents.nodes[node_id] = read_node(part, node_id, scope_id, contents, lane=own_lane)
            if kind in SCOPE_KINDS:
                read_scope(
                    part, node_id, contents, parent=scope_id, lane_of=lane_of, lane=own_lane, nesting=nesting + 1
                )
        elif kind not in _OTHER_CONTENT:
            contents.remarks.append(Remark("unknown_element", xml.line_of(part), part.get("id"), kind))
    contents.scopes[scope_id] = replace(contents.scopes[scope_id], nodes=tuple(inside))


def _refuse_nesting(element: etree._Element, limits: xml.DiagramLimits, nesting: int) -> None:
    if nesting > limits.nesting:
        raise UnreadableDiagramError(
            xml.line_of(element),
            f"Delprocesser ligger djupare än {limits.nesting} nivåer i varandra. Dela upp diagrammet.",
            f"Sub-processes are nested deeper than {limits.nesting} levels. Split the diagram.",
            reason="limit",
        )


def _count(element: etree._Element, kind: str, contents: Contents) -> None:
    """Refuse a step beyond the limit. Starts and ends are no steps, so that the limit is a chain's length."""
    contents.steps += kind not in {"startEvent", "endEvent"}
    if contents.steps > contents.limits.nodes:
        raise UnreadableDiagramError(
            xml.line_of(element),
            f"Diagrammet har fler än {contents.limits.nodes} steg. Dela upp det.",
            f"The diagram has more than {contents.limits.nodes} steps. Split it.",
            reason="limit",
        )


def _id_of(element: etree._Element, contents: Contents) -> str:
    """The element's id, else a new one: without an id, or with one that another has, it is told apart all the same."""
    own = element.get("id")
    is_used = own in contents.nodes or own in contents.flows or own in contents.scopes
    if own and not is_used:
        return own
    line = xml.line_of(element)
    if not own and xml.tag(element) != "sequenceFlow":  # which needs one only where something names it
        contents.remarks.append(Remark("missing_id", line, None, xml.tag(element)))
    return f"{xml.tag(element)}_line_{line}_{len(contents.nodes) + len(contents.flows)}"


def _read_flow(element: etree._Element, scope_id: str, contents: Contents) -> None:
    flow_id = _id_of(element, contents)
    contents.flows[flow_id] = Flow(
        id=flow_id,
        source=xml.reference(element.get("sourceRef")) or "",
        target=xml.reference(element.get("targetRef")) or "",
        line=xml.line_of(element),
        scope=scope_id,
        name=element.get("name") or "",
        name_en=xml.english_name(element),
        condition=xml.formula_child(element, "conditionExpression"),
    )


def read_node(element: etree._Element, node_id: str, scope_id: str, contents: Contents, *, lane: Lane | None) -> Node:
    """One flow node with all that stands in its element; its flows come later."""
    kind = xml.tag(element)
    attributes = xml.extension(element)
    line = xml.line_of(element)
    decision = attributes.get("decision")
    service = operation_of(element, catalogue=contents.catalogue) if kind == "serviceTask" else None
    node = Node(
        id=node_id,
        kind=kind,
        name=element.get("name") or "",
        name_en=xml.english_name(element),
        line=line,
        scope=scope_id,
        default=xml.reference(element.get("default")),
        events=read_events(element, catalogue=contents.catalogue, shared=contents.shared),
        is_parallel_multiple=xml.flag(element, "parallelMultiple", default=False),
        is_interrupting=xml.flag(
            element, "cancelActivity" if kind == "boundaryEvent" else "isInterrupting", default=True
        ),
        attached_to=xml.reference(element.get("attachedToRef")),
        is_for_compensation=xml.flag(element, "isForCompensation", default=False),
        is_event_subprocess=kind in SCOPE_KINDS and xml.flag(element, "triggeredByEvent", default=False),
        loop=activities.read_loop(element, catalogue=contents.catalogue, shared=contents.shared, data=contents.data),
        lane=lane.name if lane else None,
        task=activities.read_task_rule(
            element, attributes, role=(lane.role or None) if lane else None, catalogue=contents.catalogue
        ),
        operation=attributes.get("operation") or (service.name if service is not None else None),
        decision=decision if kind == "businessRuleTask" else None,
        inputs=activities.read_parameters(element, "input"),
        outputs=activities.read_parameters(element, "output"),
        data_inputs=activities.read_associations(element, "dataInputAssociation", contents.data),
        data_outputs=activities.read_associations(element, "dataOutputAssociation", contents.data),
        result_variable=attributes.get("resultVariable"),
        message=message_of(element, catalogue=contents.catalogue),
        correlation=activities.read_correlation(element, attributes),
        attributes=attributes,
        foreign=_foreign(element),
    )
    return _with_special(node, element)


def _with_special(node: Node, element: etree._Element) -> Node:
    """The node with the fields that only some kinds have."""
    script = xml.child(element, "script")
    text = None if script is None else xml.text_of(script)
    return replace(
        node,
        script=xml.formula(text, node.line, element.get("scriptFormat") or element.get("scriptLanguage") or ""),
        called_element=xml.reference(element.get("calledElement")),
        called_version=node.attributes.get("version"),
        instantiates=xml.flag(element, "instantiate", default=False),
        event_gateway_type=cast("Literal['Exclusive', 'Parallel']", element.get("eventGatewayType") or "Exclusive"),
        activation=xml.formula_child(element, "activationCondition"),
        direction=element.get("gatewayDirection") or "Unspecified",
        ordering=cast("Literal['Parallel', 'Sequential']", element.get("ordering") or "Parallel"),
        completion=xml.formula_child(element, "completionCondition") if node.kind == "adHocSubProcess" else None,
        cancels_remaining=xml.flag(element, "cancelRemainingInstances", default=True),
        quantities=(element.get("startQuantity") or "1", element.get("completionQuantity") or "1"),
    )


def _foreign(element: etree._Element) -> dict[str, str]:
    found = xml.foreign_attributes(element) | dict(people.unread(element))
    holder = xml.child(element, "extensionElements")
    for part in () if holder is None else holder:
        name = str(part.tag)
        if not name.startswith("{" + xml.UTLYSA + "}"):
            found.setdefault(name, xml.text_of(part))
    return found
