"""Rules of processes, sequence flows and activities (clauses 8.4.13, 10.2 and 10.3)."""

from collections.abc import Iterator

from lxml import etree

from engine.definitions.rules.standard import kinds
from engine.definitions.rules.standard.data import inputs_of, item_of, outputs_of
from engine.definitions.rules.standard.rule import Breach, Rule, alone, rule
from engine.definitions.rules.standard.tree import Tree, above, is_true, kind_of, parent_of, texts
from engine.reader import xml


def _process(element: etree._Element) -> Iterator[Breach]:
    if element.get("processType") == "Public" and is_true(element, "isExecutable"):
        yield Breach("public_executable", element)


def _flow(element: etree._Element) -> Iterator[Breach]:
    process = above(element, "process")
    is_executable = process is not None and is_true(process, "isExecutable")
    if is_executable and not xml.flag(element, "isImmediate", default=True):
        yield Breach("flow_not_immediate", element)


def _conditions(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    """A condition on a flow from an activity chooses among several."""
    flows = tree.flows("sourceRef", element.get("id"))
    if len(flows) == 1 and xml.child(flows[0], "conditionExpression") is not None:
        yield Breach("condition_alone", flows[0])


def _lane(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    process = above(element, "process")
    for part in xml.children(element, "flowNodeRef"):
        target = tree.find(part, xml.text_of(part))
        if target is not None and process is not None and above(target, "process") is not process:
            yield Breach("lane_node_elsewhere", part, {"target": target.get("id")})


def _resource_role(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    """The parameters that are bound are the resource's, and those that it requires are bound."""
    resource = next(iter(tree.refer_all(element, "resourceRef")), None)
    if resource is None:
        return
    bound: set[str] = set()
    for binding in xml.children(element, "resourceParameterBinding"):
        parameter = tree.refer(binding, "parameterRef")
        if parameter is not None and kind_of(parameter) == "resourceParameter":
            bound.add(parameter.get("id") or "")
            if parent_of(parameter) is not resource:
                values = {"target": parameter.get("id"), "resource": resource.get("id")}
                yield Breach("resource_parameter_wrong", binding, values)
    for parameter in xml.children(resource, "resourceParameter"):
        if is_true(parameter, "isRequired") and parameter.get("id") not in bound:
            values = {"target": parameter.get("name") or parameter.get("id"), "resource": resource.get("id")}
            yield Breach("resource_parameter_missing", element, values)


def _script(element: etree._Element) -> Iterator[Breach]:
    attribute = "scriptFormat" if kind_of(element) == "scriptTask" else "scriptLanguage"
    if xml.text_of(xml.child(element, "script")) and not element.get(attribute):
        yield Breach("script_format_missing", element)


def _service(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    """A task that calls an operation has one input for its message, and one output for the answer."""
    operation = tree.refer(element, "operationRef")
    if operation is None or xml.child(element, "ioSpecification") is None:
        return
    sent = next(iter(tree.refer_all(operation, "inMessageRef")), None)
    answer = next(iter(tree.refer_all(operation, "outMessageRef")), None)
    yield from _carries(tree, element, sent, inputs_of(element), "dataInput")
    yield from _carries(tree, element, answer, outputs_of(element), "dataOutput")


def _message_task(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    """A task that sends or receives has at most one input or output, of its message's item."""
    operation, message = tree.refer(element, "operationRef"), tree.refer(element, "messageRef")
    own = xml.reference(element.get("messageRef"))
    if operation is not None and own and own not in _messages(operation):
        yield Breach("message_differs_from_operation", element)
    if message is None and operation is not None:
        message = next(iter(tree.refer_all(operation, "inMessageRef")), None)
    if xml.child(element, "ioSpecification") is not None:
        is_sending = kind_of(element) == "sendTask"
        data = inputs_of(element) if is_sending else outputs_of(element)
        if data:
            yield from _carries(tree, element, message, data, "dataInput" if is_sending else "dataOutput")


def _messages(operation: etree._Element) -> set[str]:
    return {xml.reference(name) or "" for name in texts(operation, "inMessageRef", "outMessageRef")}


def _carries(
    tree: Tree, element: etree._Element, message: etree._Element | None, data: list[etree._Element], kind: str
) -> Iterator[Breach]:
    if message is None:
        return
    item = item_of(tree, message)
    items = {item_of(tree, part) for part in data} - {None, item}
    if len(data) != 1 or (item is not None and items):
        sv = f"ett enda {kind}, av samma itemDefinition"
        yield Breach("task_data_wrong", element, {"wanted": sv, "wanted_en": f"one {kind}, of the same itemDefinition"})


def _call(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    """A call has as many inputs, outputs and sets as what it calls, where either says what they are."""
    called = tree.refer(element, "calledElement")
    if called is None:
        return
    own, theirs = (xml.child(part, "ioSpecification") for part in (element, called))
    is_other = _counts(own) != _counts(theirs) if own is not None else any(_counts(theirs)[:2])
    if is_other:
        yield Breach("call_data_differ", element, {"target": called.get("id")})


def _counts(specification: etree._Element | None) -> tuple[int, ...]:
    if specification is None:
        return (0, 0, 0, 0)
    names = ("dataInput", "dataOutput", "inputSet", "outputSet")
    return tuple(len(list(xml.children(specification, name))) for name in names)


def _instances(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    """What several instances throw is given, and a task's collection is its own input or output."""
    if element.get("behavior") == "Complex" and xml.child(element, "complexBehaviorDefinition") is None:
        yield Breach("instances_event_missing", element)
    yield from _collections(tree, element)


def _collections(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    activity = parent_of(element)
    is_task = kind_of(activity) in kinds.TASKS
    for attribute, kind in (("loopDataInputRef", "dataInput"), ("loopDataOutputRef", "dataOutput")):
        for target in tree.refer_all(element, attribute):
            own = kind_of(target) == kind and activity in target.iterancestors()
            has_specification = xml.child(activity, "ioSpecification") is not None
            if is_task and has_specification and kind_of(target) in kinds.DATA and not own:
                yield Breach(
                    "loop_data_wrong",
                    element,
                    {"attribute": attribute, "target": target.get("id"), "wanted": f"{kind} ({activity.get('id')})"},
                )


RULES: tuple[Rule, ...] = (
    alone("10.2 Processes: public and executable", {"process"}, _process),
    alone("8.4.13 Sequence flow: isImmediate", {"sequenceFlow"}, _flow),
    rule("10.3 Conditional flow from an activity", kinds.ACTIVITIES, _conditions),
    rule("10.8 Lanes: nodes of their own process", {"lane"}, _lane),
    rule(
        "10.3.1 Resource roles: parameters",
        {"resourceRole", "performer", "humanPerformer", "potentialOwner"},
        _resource_role,
    ),
    alone("10.3.3, 10.3.7 Scripts: their language", {"scriptTask", "globalScriptTask"}, _script),
    rule("10.3.3 Service task: operation and data", {"serviceTask"}, _service),
    rule("10.3.3 Send and receive task: message and data", {"sendTask", "receiveTask"}, _message_task),
    rule("10.3.6 Call activity: the data of what it calls", {"callActivity"}, _call),
    rule("10.3.8 Multi-instance: behaviour and data", {"multiInstanceLoopCharacteristics"}, _instances),
)
