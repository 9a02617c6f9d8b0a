"""What activities carry: loops, the extension's task rules, parameters and data associations."""

import re
from collections.abc import Mapping
from typing import Literal, cast

from lxml import etree

from engine.reader import people, xml
from engine.reader.events import KINDS, Definitions, read_event
from engine.reader.model import DataObject, Entry, TaskRule
from engine.reader.parts import EventDefinition, Formula, MultiInstance, Parameter, StandardLoop

_IDENTIFIER = re.compile(r"[^\W\d]\w*$")
_DATA_KINDS: Mapping[str, Literal["dataObject", "property", "dataStore", "dataInput", "dataOutput"]] = {
    "dataObject": "dataObject",
    "property": "property",
    "dataStore": "dataStore",
    "dataInput": "dataInput",
    "dataOutput": "dataOutput",
}


def read_task_rule(
    element: etree._Element, attributes: Mapping[str, str], *, role: str | None, catalogue: Mapping[str, Entry]
) -> TaskRule:
    """Who does a task, and the extension's rules for it; `role` is its lane's, where the task has none of its own."""
    line = xml.line_of(element)
    due = attributes.get("due")
    return TaskRule(
        role=attributes.get("role") or people.role_of(element, catalogue) or role,
        assignee=xml.formula(attributes.get("assignee"), line) or people.assignee_of(element),
        due=due,
        due_formula=xml.formula(due, line) if due and due.strip().startswith("=") else None,
        reminders=tuple(part.strip() for part in attributes.get("reminders", "").split(",") if part.strip()),
        escalate_to=attributes.get("escalateTo"),
        not_performer_of=attributes.get("notPerformerOf"),
        form=attributes.get("form"),
        is_decision=xml.tag(element) == "userTask" and attributes.get("decision") in {"true", "1"},
        preview=attributes.get("preview"),
    )


def read_parameters(element: etree._Element, name: str) -> tuple[Parameter, ...]:
    """The `<utlysa:input>` or `<utlysa:output>` children of an element."""
    return tuple(
        Parameter(part.get("name") or "", value, xml.line_of(part))
        for part in xml.extension_children(element, name)
        if (value := xml.formula(part.get("value") or xml.text_of(part), xml.line_of(part))) is not None
    )


def read_correlation(element: etree._Element, attributes: Mapping[str, str]) -> Formula | None:
    """`utlysa:correlation`, an attribute of the element or of its message definition, or a child: a FEEL context."""
    line = xml.line_of(element)
    if "correlation" in attributes:
        return xml.formula(attributes["correlation"], line)
    for holder in (element, *xml.children(element, "messageEventDefinition")):
        own = xml.extension(holder).get("correlation")
        texts = [own] if own else [xml.text_of(part) for part in xml.extension_children(holder, "correlation")]
        for text in texts:
            return xml.formula(text, xml.line_of(holder))
    return None


def read_loop(
    element: etree._Element, *, catalogue: Mapping[str, Entry], shared: Definitions, data: Mapping[str, str]
) -> StandardLoop | MultiInstance | None:
    """The loop characteristics of an activity; `data` gives the variables of data references."""
    found = xml.child(element, "standardLoopCharacteristics")
    if found is not None:
        return StandardLoop(
            line=xml.line_of(found),
            condition=xml.formula_child(found, "loopCondition"),
            is_tested_before=xml.flag(found, "testBefore", default=False),
            maximum=found.get("loopMaximum"),
        )
    found = xml.child(element, "multiInstanceLoopCharacteristics")
    return None if found is None else _multi_instance(found, catalogue, shared, data)


def _multi_instance(
    element: etree._Element, catalogue: Mapping[str, Entry], shared: Definitions, data: Mapping[str, str]
) -> MultiInstance:
    own = xml.extension(element)
    line = xml.line_of(element)
    item, output_item = (_item_name(xml.child(element, name)) for name in ("inputDataItem", "outputDataItem"))
    collection = own.get("collection") or _data_name(element, "loopDataInputRef", data)
    output = own.get("output") or own.get("outputCollection") or _data_name(element, "loopDataOutputRef", data)
    return MultiInstance(
        line=line,
        is_sequential=xml.flag(element, "isSequential", default=False),
        cardinality=xml.formula_child(element, "loopCardinality"),
        collection=xml.formula(collection, line),
        item=own.get("item") or own.get("elementVariable") or item,
        output=output,
        output_item=xml.formula(own.get("outputItem") or own.get("outputElement") or output_item, line),
        completion=xml.formula_child(element, "completionCondition"),
        behavior=cast("Literal['None', 'One', 'All', 'Complex']", element.get("behavior") or "All"),
        complex=tuple(
            _complex_behaviour(part, catalogue) for part in xml.children(element, "complexBehaviorDefinition")
        ),
        none_event=_shared_event(element, "noneBehaviorEventRef", catalogue, shared),
        one_event=_shared_event(element, "oneBehaviorEventRef", catalogue, shared),
    )


def _item_name(element: etree._Element | None) -> str | None:
    return None if element is None else element.get("name") or element.get("id")


def _data_name(element: etree._Element, name: str, data: Mapping[str, str]) -> str | None:
    text = xml.text_of(xml.child(element, name))
    return data.get(text, text) or None


def _shared_event(
    element: etree._Element, name: str, catalogue: Mapping[str, Entry], shared: Definitions
) -> EventDefinition | None:
    found = shared.get(xml.reference(element.get(name)) or "")
    return None if found is None else read_event(found, owner=element, catalogue=catalogue)


def _complex_behaviour(
    element: etree._Element, catalogue: Mapping[str, Entry]
) -> tuple[Formula, EventDefinition | None]:
    condition = xml.formula_child(element, "condition") or Formula("false", xml.line_of(element))
    event = xml.child(element, "event")
    definition = None if event is None else next((part for part in xml.children(event, *KINDS)), None)
    return condition, None if definition is None else read_event(definition, owner=element, catalogue=catalogue)


def read_data(scope: etree._Element) -> tuple[DataObject, ...]:
    """The data objects, properties, inputs and outputs of a process or sub-process, with the references to each."""
    references: dict[str, list[tuple[str, str]]] = {}
    for part in xml.children(scope, "dataObjectReference", "dataStoreReference"):
        target = xml.reference(part.get("dataObjectRef") or part.get("dataStoreRef")) or part.get("id") or ""
        references.setdefault(target, []).append((part.get("id") or "", part.get("name") or ""))
    found = [_data_object(part, references.pop(part.get("id") or "", [])) for part in _data_elements(scope)]
    # A data store lies outside the process, and a drawing may show a reference to nothing.
    found += [
        DataObject(target, _variable(target, names[0][1]), "dataStore", 0, references=tuple(ref for ref, _ in names))
        for target, names in references.items()
    ]
    return tuple(found)


def _data_elements(scope: etree._Element) -> list[etree._Element]:
    specification = xml.child(scope, "ioSpecification")
    declared = [] if specification is None else list(xml.children(specification, "dataInput", "dataOutput"))
    return [*xml.children(scope, *_DATA_KINDS), *declared]


def _data_object(element: etree._Element, references: list[tuple[str, str]]) -> DataObject:
    data_id = element.get("id") or ""
    name = element.get("name") or next((name for _, name in references if name), "")
    return DataObject(
        id=data_id,
        name=_variable(data_id, name),
        kind=_DATA_KINDS[xml.tag(element)],
        line=xml.line_of(element),
        is_collection=xml.flag(element, "isCollection", default=False),
        references=tuple(ref for ref, _ in references),
    )


def _variable(data_id: str, name: str) -> str:
    """The variable of a data object: its name where that can be written in FEEL as one word, else its id."""
    return name if _IDENTIFIER.match(name) else data_id


def read_associations(element: etree._Element, name: str, data: Mapping[str, str]) -> tuple[Parameter, ...]:
    """The data input or output associations of an activity or event, as assignments to variables."""
    found: list[Parameter] = []
    for part in xml.children(element, name):
        line = xml.line_of(part)
        assignments = list(xml.children(part, "assignment"))
        for assignment in assignments:
            value = xml.formula_child(assignment, "from")
            target = xml.text_of(xml.child(assignment, "to"))
            if value is not None:
                found.append(Parameter(data.get(target, target), value, line))
        target = xml.text_of(xml.child(part, "targetRef"))
        source = xml.text_of(xml.child(part, "sourceRef"))
        moved = xml.formula_child(part, "transformation") or xml.formula(data.get(source, source), line)
        if not assignments and target and moved is not None:
            found.append(Parameter(data.get(target, target), moved, line))
    return tuple(found)
