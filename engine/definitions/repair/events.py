"""Repairs of events, starts and repetitions."""

from lxml import etree

from engine.definitions.repair.asking import ask_before, component, may_be_preceded
from engine.definitions.repair.drawing import (
    FLOW_NODES,
    Drawing,
    children,
    foreign_attribute,
    foreign_children,
    name_of,
    own,
    remove,
    scope_of,
)
from engine.definitions.repair.juel import as_feel, is_prose
from engine.interpreter.messages import Limits
from engine.model import Question, Text
from engine.reader import xml

_NAMED = {"messageEventDefinition": ("message", "messageRef"), "signalEventDefinition": ("signal", "signalRef")}
_NOT_STARTED = ("boundaryEvent", "startEvent")


def name_messages(drawing: Drawing) -> None:
    """Messages and signals that are not named are called after their event."""
    for definition in drawing.elements(*_NAMED):
        kind, attribute = _NAMED[xml.tag(definition)]
        if definition.get(attribute) is None:
            _name(drawing, scope_of(definition), definition, kind, attribute)
    for task in drawing.elements("sendTask", "receiveTask"):
        if task.get("messageRef") is None and task.get(own("operation")) is None:
            _name(drawing, task, task, "message", "messageRef")


def name_codes(drawing: Drawing) -> None:
    """Errors and escalations that are thrown without a code get their name as one, for those who catch them too."""
    entries = {entry.get("id"): entry for entry in drawing.elements("error", "escalation")}
    for definition in drawing.elements("errorEventDefinition", "escalationEventDefinition"):
        event, kind = scope_of(definition), xml.tag(definition).removesuffix("EventDefinition")
        if xml.tag(event) not in ("endEvent", "intermediateThrowEvent"):
            continue
        entry = entries.get(xml.reference(definition.get(f"{kind}Ref")))
        if entry is None:
            made = drawing.new_id(f"{kind}_{event.get('id')}")
            entry = drawing.add(drawing.root, kind, id=made, name=name_of(event))
            definition.set(f"{kind}Ref", made)
        if not entry.get(f"{kind}Code"):
            entry.set(f"{kind}Code", name_of(entry))
            drawing.assume("assumed_code", event, thrown=name_of(entry))


def _name(drawing: Drawing, event: etree._Element, holder: etree._Element, kind: str, attribute: str) -> None:
    name = event.get("name") or event.get("id") or kind
    made = drawing.new_id(f"{kind}_{event.get('id') or name}")
    drawing.add(drawing.root, kind, id=made, name=name)
    holder.set(attribute, made)
    drawing.assume(f"assumed_{kind}", event, **{kind: name})


def add_starts(drawing: Drawing) -> None:
    """Where there is an end but no start, the case begins with what nothing leads to."""
    for scope in drawing.scopes():
        targets = {xml.reference(flow.get("targetRef")) for flow in children(scope, "sequenceFlow")}
        nodes = [node for node in scope if xml.tag(node) in FLOW_NODES]
        kinds = {xml.tag(node) for node in nodes}
        is_started = "startEvent" in kinds or any(xml.flag(node, "instantiate", default=False) for node in nodes)
        has_entry = any(node.get("id") not in targets and _may_be_started(node) for node in nodes)
        if is_started or not nodes or xml.tag(scope) == "adHocSubProcess" or ("endEvent" not in kinds and has_entry):
            continue
        entries = [node for node in nodes if node.get("id") not in targets and _may_be_started(node)]
        entries = entries or [node for node in nodes if _may_be_started(node) and xml.tag(node) != "endEvent"][:1]
        start = drawing.add(scope, "startEvent", id=drawing.new_id(f"start_of_{scope.get('id')}"))
        for entry in entries:
            drawing.add_flow(scope, start.get("id") or "", entry.get("id") or "")
            drawing.share_lane(entry.get("id") or "", start.get("id") or "")
            drawing.assume("assumed_start", entry)


def _may_be_started(node: etree._Element) -> bool:
    is_link = bool(children(node, "linkEventDefinition"))
    is_aside = xml.flag(node, "isForCompensation", default=False) or xml.flag(node, "triggeredByEvent", default=False)
    return xml.tag(node) not in _NOT_STARTED and not is_link and not is_aside


def settle_repetitions(drawing: Drawing) -> None:
    """Lists of other engines are translated; a repetition that does not say for what is asked for its number."""
    for loop in drawing.elements("multiInstanceLoopCharacteristics"):
        _translate_list(drawing, loop)
        node = scope_of(loop)
        collection = loop.get(own("collection"))
        if not children(loop, "loopCardinality", "loopDataInputRef") and not collection:
            ask_for_count(drawing, node, loop)
    for loop in drawing.elements("standardLoopCharacteristics"):
        for condition in children(loop, "loopCondition"):
            feel = as_feel(xml.text_of(condition))
            condition.attrib.pop("language", "")
            if feel is None or is_prose(feel):
                remove(condition)
            else:
                condition.text = feel
        if not children(loop, "loopCondition") and not loop.get("loopMaximum"):
            _ask_again(drawing, scope_of(loop), loop)


def ask_for_count(drawing: Drawing, node: etree._Element, loop: etree._Element) -> None:
    """A person says how many times, before the step; where nothing can come before, it is done once."""
    drawing.ask(Question("count", node.get("id") or "", name_of(node)))
    if not may_be_preceded(node):
        remove(loop)
        drawing.assume("assumed_once", node)
        return
    for part in children(loop, "loopCardinality"):
        remove(part)
    variable = drawing.new_id(f"count_{node.get('id')}")
    shown = name_of(node)
    name = Text(f"Ange antal: {shown}", f"Say how many: {shown}")
    label = Text(f"Hur många gånger görs ”{shown}”?", f'How many times is "{shown}" done?')
    checks = {"required": True, "min": 0, "max": Limits().instances}
    asked = component("number", variable, label, decimalDigits=0, defaultValue=1, validate=checks)
    ask_before(drawing, node, wish=f"count_of_{node.get('id')}", name=name, components=[asked])
    cardinality = etree.Element(f"{{{xml.BPMN}}}loopCardinality")
    cardinality.text = variable
    loop.insert(0, cardinality)
    drawing.assume("assumed_count_asked", node)


def _ask_again(drawing: Drawing, node: etree._Element, loop: etree._Element) -> None:
    """After each round of a loop without a condition, a person says whether to do it again."""
    remove(loop)
    flows = drawing.flows_from(node)
    scope, node_id = scope_of(node), node.get("id") or ""
    if not may_be_preceded(node):
        drawing.assume("assumed_once", node)
        return
    gateway = drawing.add(scope, "exclusiveGateway", id=drawing.new_id(f"again_{node_id}"))
    gateway_id = gateway.get("id") or ""
    gateway.set("name", f"Görs ”{name_of(node)}” igen?")
    for flow in flows:
        flow.set("sourceRef", gateway_id)
    drawing.add_flow(scope, node_id, gateway_id)
    drawing.add_flow(scope, gateway_id, node_id).set("name", "Ja, igen")
    if not flows:
        end = drawing.add(scope, "endEvent", id=drawing.new_id(f"end_{node_id}"))
        drawing.add_flow(scope, gateway_id, end.get("id") or "").set("name", "Nej")
        drawing.added[end.get("id") or ""] = node_id
    elif len(flows) == 1 and not flows[0].get("name"):
        flows[0].set("name", "Nej, gå vidare")
    drawing.added[gateway_id] = node_id
    drawing.share_lane(node_id, gateway_id)
    drawing.assume("assumed_again_asked", node)


def _translate_list(drawing: Drawing, loop: etree._Element) -> None:
    found = {
        "collection": foreign_attribute(loop, "collection"),
        "elementVariable": foreign_attribute(loop, "elementVariable"),
    }
    for name, part in foreign_children(loop):
        if name == "loopCharacteristics":
            found |= {"collection": part.get("inputCollection"), "elementVariable": part.get("inputElement")}
            found |= {"outputCollection": part.get("outputCollection"), "outputElement": part.get("outputElement")}
    for name, value in found.items():
        feel = as_feel(value) if value else None
        if feel is not None and loop.get(own(name)) is None:
            loop.set(own(name), feel)
            drawing.assume("assumed_translated", scope_of(loop), foreign=value, own=f"utlysa:{name}")
