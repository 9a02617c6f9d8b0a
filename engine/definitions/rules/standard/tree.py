"""One file's whole XML as the standard's rules look at it: elements by id and kind, and what its references name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal

from lxml import etree

from engine.reader import xml

DIAGRAM_NAMESPACES = frozenset(
    {xml.BPMNDI, "http://www.omg.org/spec/DD/20100524/DC", "http://www.omg.org/spec/DD/20100524/DI"}
)
_SCHEMA = "http://www.w3.org/2001/XMLSchema"
ELSEWHERE: Final = "elsewhere"
_Element = etree._Element  # noqa: SLF001 - lxml's name for the type of its elements
Target = _Element | Literal["elsewhere"] | None


@dataclass(frozen=True)
class Tree:
    """A file's elements. `imports` are the diagrams that it imports, by namespace; None where one is not at hand."""

    root: etree._Element
    imports: Mapping[str, "Tree | None"] = field(default_factory=dict)

    @cached_property
    def elements(self) -> tuple[etree._Element, ...]:
        """The elements of BPMN and of its drawings, outside `extensionElements`, in the order of the file."""
        return tuple(_walk(self.root))

    @cached_property
    def by_id(self) -> Mapping[str, etree._Element]:
        """The elements that have an id. Of several with one id, the first."""
        found: dict[str, etree._Element] = {}
        for element in self.elements:
            own = element.get("id")
            if own:
                found.setdefault(own, element)
        return found

    @cached_property
    def by_kind(self) -> Mapping[str, tuple[etree._Element, ...]]:
        """The elements of each kind."""
        found: dict[str, list[etree._Element]] = {}
        for element in self.elements:
            found.setdefault(kind_of(element), []).append(element)
        return {kind: tuple(elements) for kind, elements in found.items()}

    @cached_property
    def _ends(self) -> Mapping[str, Mapping[str, list[_Element]]]:
        found: dict[str, dict[str, list[_Element]]] = {"sourceRef": {}, "targetRef": {}}
        for flow in self.of("sequenceFlow", "association"):
            for end, nodes in found.items():
                nodes.setdefault(xml.reference(flow.get(end)) or "", []).append(flow)
        return found

    def flows(self, end: str, node: str | None) -> list[_Element]:
        """The sequence flows that leave (`sourceRef`) or enter (`targetRef`) a node."""
        return [line for line in self._ends[end].get(node or "", ()) if kind_of(line) == "sequenceFlow"]

    def associations(self, node: str | None) -> list[_Element]:
        """The associations of a node."""
        lines = [line for nodes in self._ends.values() for line in nodes.get(node or "", ())]
        return [line for line in lines if kind_of(line) == "association"]

    @property
    def namespace(self) -> str:
        """The namespace that the file's own names belong to."""
        return self.root.get("targetNamespace") or ""

    def of(self, *kinds: str) -> Iterator[etree._Element]:
        """The elements of these kinds."""
        for kind in kinds:
            yield from self.by_kind.get(kind, ())

    def target(self, element: etree._Element, value: str) -> Target:
        """What a QName or IDREF on an element names; ELSEWHERE for what lies in a file that is not at hand."""
        prefix, _, name = value.strip().rpartition(":")
        if not prefix:
            return self.by_id.get(name)
        space = element.nsmap.get(prefix) or ""
        if space in (self.namespace, xml.BPMN):
            return self.by_id.get(name)
        if space in self.imports:
            imported = self.imports[space]
            return ELSEWHERE if imported is None else imported.by_id.get(name)
        return ELSEWHERE if space == _SCHEMA else None

    def find(self, element: etree._Element | None, value: str | None) -> etree._Element | None:
        """The element that a reference names, where it is at hand."""
        if element is None or not value:
            return None
        found = self.target(element, value)
        return None if isinstance(found, str) else found

    def refer(self, element: etree._Element, attribute: str) -> etree._Element | None:
        """The element that an attribute names, where it is at hand."""
        return self.find(element, element.get(attribute))

    def refer_all(self, element: etree._Element, child: str) -> list[etree._Element]:
        """The elements that the children of that name refer to, where they are at hand."""
        found = (self.find(part, xml.text_of(part)) for part in xml.children(element, child))
        return [part for part in found if part is not None]


def kind_of(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def ids(elements: list[etree._Element]) -> set[str]:
    """The ids of the elements."""
    return {element.get("id") or "" for element in elements}


def own_ids(element: etree._Element, *children: str) -> set[str]:
    """The ids of an element's children of these names."""
    return {part.get("id") or "" for part in xml.children(element, *children)}


def above(element: etree._Element, *kinds: str) -> etree._Element | None:
    """The nearest element of one of the kinds that an element lies in."""
    return next((holder for holder in element.iterancestors() if xml.tag(holder) in kinds), None)


def parent_of(element: etree._Element) -> etree._Element:
    """What an element lies directly in; the root lies in itself."""
    parent = element.getparent()
    return element if parent is None else parent


def texts(element: etree._Element, *children: str) -> list[str]:
    """The texts of an element's children of these names, as written."""
    return [xml.text_of(part) for part in xml.children(element, *children)]


def is_true(element: etree._Element, attribute: str) -> bool:
    """Whether a boolean attribute is written and true."""
    return xml.flag(element, attribute, default=False)


def _walk(root: etree._Element) -> Iterator[etree._Element]:
    waiting = [root]
    while waiting:
        element = waiting.pop()
        namespace = str(element.tag).removeprefix("{").rpartition("}")[0]
        if namespace == xml.BPMN or namespace in DIAGRAM_NAMESPACES:
            yield element
            if kind_of(element) != "extensionElements":
                waiting.extend(reversed(element))
