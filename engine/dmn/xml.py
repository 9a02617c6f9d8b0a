"""Parses the XML of a decision model, closed to everything that XML can be abused for, and reads its parts."""

from collections.abc import Iterator

from lxml import etree

from engine.dmn.errors import DmnReadError

MAX_BYTES = 5_000_000
MAX_ELEMENTS = 50_000
_MAX_DEPTH = 100
_MODEL_NAMESPACES = frozenset(
    {
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
        "https://www.omg.org/spec/DMN/20240513/MODEL/",
    }
)

Xml = etree._Element  # noqa: SLF001 - lxml has no public name for the type of its elements


def parse_xml(content: bytes) -> Xml:
    """The root element `definitions`. Raises DmnReadError."""
    if len(content) > MAX_BYTES:
        raise DmnReadError("too_large", limit=str(MAX_BYTES))
    if b"<!DOCTYPE" in content.replace(b"\0", b""):
        raise DmnReadError("doctype", line=1)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise DmnReadError("not_xml", reason=str(error.msg), line=error.lineno or 0) from error
    _check_document(root)
    return root


def _check_document(root: Xml) -> None:
    name = etree.QName(root)
    if name.localname != "definitions" or (name.namespace or "") not in _MODEL_NAMESPACES:
        raise DmnReadError("not_dmn", line=line_of(root))
    for count, _ in enumerate(root.iter()):
        if count > MAX_ELEMENTS:
            raise DmnReadError("too_many", limit=str(MAX_ELEMENTS))
    if _depth(root) > _MAX_DEPTH:
        raise DmnReadError("too_deep", limit=str(_MAX_DEPTH))


def _depth(root: Xml) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def line_of(element: Xml) -> int:
    """The line an element starts on, from 1."""
    line: object = element.sourceline
    return line if isinstance(line, int) else 0


def local_name(element: Xml) -> str:
    """The name of an element without its namespace; empty for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: Xml, *names: str) -> Iterator[Xml]:
    """The children of the model's own namespace, with one of the names if any are given."""
    namespace = etree.QName(element).namespace
    for child in element:
        ours = isinstance(child.tag, str) and etree.QName(child).namespace == namespace
        if ours and (not names or local_name(child) in names):
            yield child


def child(element: Xml, name: str) -> Xml | None:
    """The first child of a name, or None."""
    return next(children(element, name), None)


def child_text(element: Xml | None, name: str) -> str:
    """The text of a child, or of its child `text`; empty when there is none."""
    found = child(element, name) if element is not None else None
    if found is None:
        return ""
    inner = child(found, "text")
    return ((inner if inner is not None else found).text or "").strip()


def attribute(element: Xml | None, name: str) -> str:
    """An attribute; empty when there is none."""
    return str(element.get(name, "")).strip() if element is not None else ""
