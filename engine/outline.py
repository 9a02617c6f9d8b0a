"""A process as a list of its elements and what comes after each: for pages that tell where a case stands and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.model import Text
from engine.reader.model import Node, Process
from engine.reader.parts import EventDefinition


@dataclass(frozen=True, slots=True)
class Way:
    """One way on from an element: to where, what the drawing writes beside it, and when it is taken (FEEL)."""

    id: str
    target: str
    label: Text
    condition: str | None
    is_default: bool


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a drawing. `kind` is its BPMN tag; `waits_for` is `message`, `timer`, ... for an event.

    `detail` is the message's name, or the timer as written. `host` is the activity that a boundary event sits on;
    `scope` the sub-process that it lies in, or the process. `preview` is what an applicant sees as this step.
    """

    id: str
    kind: str
    name: Text
    scope: str
    role: str | None
    form: str | None
    is_decision: bool
    due: str | None
    preview: str | None
    called: str | None
    decision: str | None
    waits_for: str | None
    detail: str | None
    host: str | None
    is_interrupting: bool
    ways: Sequence[Way]
    reminders: Sequence[str] = ()
    escalate_to: str | None = None
    not_performer_of: str | None = None
    operation: str | None = None

    @property
    def is_task(self) -> bool:
        """Whether a person does it."""
        return self.kind in ("userTask", "manualTask")


@dataclass(frozen=True, slots=True)
class Outline:
    """A version of a process: its elements by id, in the order of the file."""

    key: str
    version: int
    name: Text
    elements: Mapping[str, Element]

    def name_of(self, element_id: str) -> Text:
        """The element's name; its id where the drawing gives none or the element is not there."""
        found = self.elements.get(element_id)
        return found.name if found and found.name.sv else Text(element_id, element_id)

    def boundaries_of(self, element_id: str) -> list[Element]:
        """The boundary events of an activity."""
        return [element for element in self.elements.values() if element.host == element_id]

    def next_steps(self, element_id: str) -> list[Element]:
        """The tasks, waits and calls that can come next, past gateways and automatic steps; nearest first."""
        found: dict[str, Element] = {}
        seen = {element_id}
        queue = [way.target for way in self.elements[element_id].ways] if element_id in self.elements else []
        while queue:
            element = self.elements.get(queue.pop(0))
            if element is None or element.id in seen:
                continue
            seen.add(element.id)
            if _is_stop(element):
                found[element.id] = element
            else:
                queue += [way.target for way in element.ways]
        return list(found.values())


def outline_of(process: Process, version: int) -> Outline:
    """The outline of a parsed process."""
    elements = {node.id: _element(process, node) for node in process.nodes.values()}
    return Outline(process.id, version, Text(process.name or process.id, process.name_en), elements)


def _is_stop(element: Element) -> bool:
    waits = element.kind == "intermediateCatchEvent" or element.kind == "receiveTask"
    return element.is_task or waits or element.kind in ("callActivity", "subProcess", "endEvent")


def _element(process: Process, node: Node) -> Element:
    event = node.events[0] if node.events else None
    return Element(
        id=node.id,
        kind=node.kind,
        name=Text(node.name, node.name_en),
        scope=node.scope,
        role=node.task.role,
        form=node.task.form,
        is_decision=node.task.is_decision,
        due=node.task.due,
        preview=node.task.preview,
        called=node.called_element,
        decision=node.decision,
        waits_for=event.kind if event else None,
        detail=_detail(event),
        host=node.attached_to,
        is_interrupting=node.is_interrupting,
        ways=tuple(
            Way(
                flow.id,
                flow.target,
                Text(flow.name, flow.name_en),
                flow.condition.text if flow.condition else None,
                flow.id == node.default,
            )
            for flow in process.flows_out(node)
        ),
        reminders=node.task.reminders,
        escalate_to=node.task.escalate_to,
        not_performer_of=node.task.not_performer_of,
        operation=node.operation,
    )


def _detail(event: EventDefinition | None) -> str | None:
    if event is None:
        return None
    return event.timer.text if event.timer else event.name or event.code
