"""Rules of a file among files: what it imports, which extensions it wants understood, and ids (clauses 8.1, 8.2)."""

import posixpath
from collections.abc import Iterator, Mapping

from lxml import etree

from engine.definitions.bundle import is_diagram
from engine.definitions.rules.standard.rule import Breach, Rule, alone
from engine.definitions.rules.standard.tree import DIAGRAM_NAMESPACES, Tree
from engine.reader import UnreadableDiagramError, xml

_SCHEMA = "http://www.w3.org/2001/XMLSchema"
_SERVICES = ("http://schemas.xmlsoap.org/wsdl/", "http://www.w3.org/TR/wsdl20/", "http://www.w3.org/ns/wsdl")
_TYPES = frozenset({xml.BPMN, _SCHEMA, *_SERVICES, *(name.rstrip("/") for name in _SERVICES)})
_DECISIONS = "https://www.omg.org/spec/DMN/"
_AWAY = ("http://", "https://", "urn:")


def tree_of(root: etree._Element, file: str, files: Mapping[str, bytes]) -> Tree:
    """A file's tree, with the diagrams among `files` that it imports."""
    return Tree(root, {element.get("namespace") or "": _imported(element, file, files) for element in _imports(root)})


def _imports(root: etree._Element) -> Iterator[etree._Element]:
    yield from xml.children(root, "import")


def _imported(element: etree._Element, file: str, files: Mapping[str, bytes]) -> Tree | None:
    content = files.get(_place(element, file))
    if content is None or element.get("importType") != xml.BPMN:
        return None
    try:
        return Tree(xml.parse_xml(content, limits=xml.NO_LIMITS))
    except UnreadableDiagramError:
        return None


def _place(element: etree._Element, file: str) -> str:
    """The name in the bundle of what an import names: relative to the file's own folder."""
    location = (element.get("location") or "").strip()
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), location))


def imported_diagrams(files: Mapping[str, bytes]) -> frozenset[str]:
    """The names of the diagrams among `files` that others of them import."""
    found: set[str] = set()
    for name in (name for name, content in files.items() if is_diagram(name) and b"import" in content):
        try:
            root = xml.parse_xml(files[name], limits=xml.NO_LIMITS)
        except UnreadableDiagramError:
            continue
        found |= {_place(element, name) for element in _imports(root) if element.get("importType") == xml.BPMN}
    return frozenset(found & files.keys())


def import_faults(root: etree._Element, file: str, files: Mapping[str, bytes], tree: Tree) -> Iterator[Breach]:
    """Imports of an unknown kind, of a file that is not there, or of another namespace than the file has.

    Files of other kinds than diagrams are not read, so these may lie at an address instead of in the bundle.
    """
    for element in _imports(root):
        kind, location = element.get("importType") or "", (element.get("location") or "").strip()
        if kind not in _TYPES and not kind.startswith(_DECISIONS):
            yield Breach("import_type_unknown", element, {"type": kind})
            continue
        if kind != xml.BPMN and (location.startswith(_AWAY) or _place(element, file) in files):
            continue
        imported = tree.imports.get(element.get("namespace") or "")
        if imported is None:
            yield Breach("import_missing", element, {"location": location})
        elif imported.namespace != element.get("namespace"):
            values = {"location": location, "namespace": element.get("namespace"), "found": imported.namespace}
            yield Breach("import_namespace_differs", element, values)
        elif imported.namespace == tree.namespace:
            yield from _taken_twice(tree, imported)


def _taken_twice(tree: Tree, imported: Tree) -> Iterator[Breach]:
    """Files of one namespace share its names."""
    for own, element in tree.by_id.items():
        if own in imported.by_id and element is not tree.root:
            yield Breach("duplicate_id", element, {"id": own})


def repeated_drawing_ids(tree: Tree) -> Iterator[Breach]:
    """Ids of shapes that something else in the file has too."""
    for element in tree.elements:
        own = element.get("id")
        is_drawn = str(element.tag).removeprefix("{").rpartition("}")[0] in DIAGRAM_NAMESPACES
        if own and is_drawn and tree.by_id[own] is not element:
            yield Breach("shape_id_duplicate", element, {"id": own})


def _wants_understanding(element: etree._Element) -> Iterator[Breach]:
    name = element.get("definition") or ""
    is_ours = element.nsmap.get(name.rpartition(":")[0]) == xml.UTLYSA
    if xml.flag(element, "mustUnderstand", default=False) and not is_ours:
        yield Breach("extension_not_understood", element, {"name": name})


_EXPRESSIONS = frozenset(
    {
        *("conditionExpression", "condition", "completionCondition", "loopCondition", "loopCardinality"),
        *("activationCondition", "messagePath", "dataPath", "from", "to", "transformation", "expression"),
        *("formalExpression",),
    }
)


def _is_empty(element: etree._Element) -> Iterator[Breach]:
    if not xml.text_of(element):
        yield Breach("expression_empty", element)


RULES: tuple[Rule, ...] = (
    alone("8.2.3 Extensibility: mustUnderstand", {"extension"}, _wants_understanding),
    alone("8.4.7 Expressions: an expression says something", _EXPRESSIONS, _is_empty),
)
