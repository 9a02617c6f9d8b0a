"""A drawing while it is made runnable: its XML, what was assumed so far, and the forms that came with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from engine.definitions.reporting import Report
from engine.model import Question
from engine.reader import xml

FLOW_NODES = frozenset(
    """
    startEvent endEvent intermediateCatchEvent intermediateThrowEvent boundaryEvent task userTask manualTask scriptTask
    serviceTask sendTask receiveTask businessRuleTask callActivity subProcess transaction adHocSubProcess
    exclusiveGateway parallelGateway inclusiveGateway eventBasedGateway complexGateway
    """.split()  # noqa: SIM905 - a list of quoted words would be a page long
)
_LONGEST_ID = 60
SCOPES = ("process", "subProcess", "transaction", "adHocSubProcess")


@dataclass
class Drawing:
    """The tree that is changed; the file that it came from never is.

    `added` are the nodes that were put in, each with the node that it was put in for. `questions` are what the process
    owner may settle otherwise than was assumed.
    """

    root: etree._Element
    report: Report
    files: dict[str, bytes] = field(default_factory=dict)
    added: dict[str, str] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)
    _lanes: dict[str, list[etree._Element]] | None = None

    def elements(self, *names: str) -> list[etree._Element]:
        """Every BPMN element with one of the names, in the order of the file."""
        wanted = frozenset(names)
        return [element for element in self.root.iter() if xml.tag(element) in wanted]

    def nodes(self) -> list[etree._Element]:
        """Every flow node."""
        return self.elements(*FLOW_NODES)

    def scopes(self) -> list[etree._Element]:
        """Every process and sub-process."""
        return self.elements(*SCOPES)

    def assume(self, code: str, element: etree._Element, **values: object) -> None:
        """Note an assumption about an element."""
        line, own = xml.line_of(element), element.get("id")
        self.report.add(code, line=line, element=own, **{"name": name_of(element), "kind": xml.tag(element), **values})

    def ask(self, question: Question) -> None:
        """Note a question, once."""
        if all((other.kind, other.element_id) != (question.kind, question.element_id) for other in self.questions):
            self.questions.append(question)

    def by_id(self) -> dict[str, etree._Element]:
        """Every BPMN element that has an id."""
        return {element.get("id") or "": element for element in self.root.iter() if xml.tag(element)}

    def flows_from(self, node: etree._Element) -> list[etree._Element]:
        """The sequence flows that leave a node."""
        return self._flows_at(node, "sourceRef")

    def flows_to(self, node: etree._Element) -> list[etree._Element]:
        """The sequence flows that enter a node."""
        return self._flows_at(node, "targetRef")

    def _flows_at(self, node: etree._Element, end: str) -> list[etree._Element]:
        scope = node.getparent()
        flows = () if scope is None else xml.children(scope, "sequenceFlow")
        return [flow for flow in flows if xml.reference(flow.get(end)) == node.get("id")]

    def drop_node(self, node: etree._Element) -> None:
        """Take a node out of what runs, with its flows; once is enough."""
        if node.getparent() is None:
            return
        for flow in (*self.flows_from(node), *self.flows_to(node)):
            remove(flow)
        remove(node)

    def new_id(self, wish: str) -> str:
        """An id that nothing has yet."""
        if not self._taken:
            self._taken.update(str(element.get("id")) for element in self.root.iter())
        stem = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in wish)[:_LONGEST_ID]
        stem = stem if stem[:1].isalpha() else f"id_{stem}"
        number, found = 1, stem
        while found in self._taken:
            number += 1
            found = f"{stem}_{number}"
        self._taken.add(found)
        return found

    def add(self, parent: etree._Element, name: str, /, **attributes: str) -> etree._Element:
        """A new BPMN element inside another; flow elements go before annotations, where the schema has them."""
        made = etree.Element(f"{{{xml.BPMN}}}{name}")
        for key, value in attributes.items():
            made.set(key, value)
        _insert(parent, made)
        return made

    def add_flow(self, scope: etree._Element, source: str, target: str) -> etree._Element:
        """A new sequence flow."""
        return self.add(
            scope, "sequenceFlow", id=self.new_id(f"{source}_to_{target}"), sourceRef=source, targetRef=target
        )

    def share_lane(self, with_id: str, new_id: str) -> None:
        """Put a new node into the lanes of another."""
        if self._lanes is None:
            self._lanes = {}
            for reference in self.elements("flowNodeRef"):
                self._lanes.setdefault(xml.text_of(reference), []).append(reference)
        for reference in self._lanes.get(with_id, ()):
            made = etree.Element(f"{{{xml.BPMN}}}flowNodeRef")
            made.text = new_id
            reference.addnext(made)

    def forget_flow_lists(self) -> None:
        """Drop the steps' own lists of flows: they are optional, and the flows have changed."""
        for element in self.elements("incoming", "outgoing"):
            remove(element)


def remove(element: etree._Element) -> None:
    """Take an element out of the tree."""
    _parent(element).remove(element)


def name_of(element: etree._Element) -> str:
    """What to call an element: its name, without line breaks, else its id."""
    return " ".join((element.get("name") or "").split()) or element.get("id") or xml.tag(element)


def scope_of(element: etree._Element) -> etree._Element:
    """The process or sub-process that an element lies directly in."""
    return _parent(element)


def rename(element: etree._Element, name: str) -> None:
    """Make an element another kind of BPMN element."""
    element.tag = f"{{{xml.BPMN}}}{name}"


def own(name: str) -> str:
    """The name of an attribute of Utlysa's extension, for lxml."""
    return f"{{{xml.UTLYSA}}}{name}"


def children(element: etree._Element, *names: str) -> list[etree._Element]:
    """The BPMN children with one of the names."""
    return list(xml.children(element, *names))


def foreign_children(element: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """The extension elements of other tools, at any depth, with their local names."""
    for holder in xml.children(element, "extensionElements"):
        for part in holder.iter():
            if part is not holder and isinstance(part.tag, str) and not part.tag.startswith(f"{{{xml.UTLYSA}}}"):
                yield part.tag.rpartition("}")[2], part


def foreign_attribute(element: etree._Element, name: str) -> str | None:
    """The value of an attribute of that local name in another tool's namespace."""
    for key, value in xml.foreign_attributes(element).items():
        if key.rpartition("}")[2] == name:
            return value
    return None


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    if parent is None:
        raise LookupError("The root of a file has no parent")
    return parent


_ROOTS = (*SCOPES, "collaboration", "choreography")
_LAST = ("association", "textAnnotation", "group", "resourceRole", "correlationSubscription", "supports")


def _insert(parent: etree._Element, made: etree._Element) -> None:
    """Put a new child where the schema wants it: catalogues before the processes, flow elements before artifacts."""
    if xml.tag(parent) == "definitions":
        first = next((part for part in parent if xml.tag(part) in _ROOTS), None)
        if first is not None:
            first.addprevious(made)
            return
    last: etree._Element | None = parent[-1] if len(parent) else None
    while last is not None and xml.tag(last) in _LAST:
        last = last.getprevious()
    if last is None:
        parent.insert(0, made)
    else:
        last.addnext(made)
