"""Bytes -> an lxml tree without DTD, entities or network, and small readings of one element."""

import codecs
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from engine.reader.errors import UnreadableDiagramError
from engine.reader.parts import Formula

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
UTLYSA = "urn:utlysa:bpmn:1"
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"

_DECLARATION = re.compile(r"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"'][^>]*\?>")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ENCODINGS = frozenset({"utf-8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252"})


@dataclass(frozen=True, slots=True)
class DiagramLimits:
    """Budgets of one file; `nodes` leaves out starts and ends, `depth` counts XML elements, `nesting` sub-processes."""

    size: int = 5_000_000
    nodes: int = 2000
    nesting: int = 50
    depth: int = 200


# For what was judged before: a limit that is lowered later must not stop the cases that run on it.
NO_LIMITS = DiagramLimits(size=sys.maxsize, nodes=sys.maxsize, nesting=sys.maxsize, depth=sys.maxsize)


def parse_xml(xml: bytes, *, limits: DiagramLimits) -> etree._Element:
    """The root element. Raises UnreadableDiagramError with the line of what is wrong."""
    if len(xml) > limits.size:
        raise UnreadableDiagramError(
            1,
            f"Filen är större än {limits.size:_} byte. Dela upp diagrammet.",
            f"The file is larger than {limits.size:_} bytes. Split the diagram.",
            reason="limit",
        )
    text = decode(xml)
    _refuse_doctype(text)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        return etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, UnicodeEncodeError) as error:
        line = getattr(error, "lineno", None) or 1
        raise UnreadableDiagramError(
            line, f"Filen är inte välformad XML: {error}", f"The file is not well-formed XML: {error}"
        ) from error


def encoding_of(xml: bytes) -> str:
    """The encoding that a file's mark or declaration names. Raises UnreadableDiagramError for one not read here."""
    encoding = next((name for bom, name in _BOMS if xml.startswith(bom)), "")
    if not encoding:
        declared = _DECLARATION.match(xml[:200].decode("latin-1"))
        encoding = declared[1].lower() if declared else "utf-8"
        if encoding not in _ENCODINGS:
            raise UnreadableDiagramError(
                1,
                f"Teckenkodningen {encoding} kan inte läsas. Spara filen som UTF-8.",
                f"The encoding {encoding} cannot be read. Save the file as UTF-8.",
            )
    return encoding


def decode(xml: bytes) -> str:
    """The file's text. Raises UnreadableDiagramError with the line that is not in its encoding."""
    encoding = encoding_of(xml)
    try:
        return xml.decode(encoding)
    except UnicodeDecodeError as error:
        line = xml[: error.start].count(b"\n") + 1
        raise UnreadableDiagramError(
            line,
            f"Filen säger att den är {encoding} men innehåller andra tecken. Spara den som UTF-8.",
            f"The file says that it is {encoding} but holds other characters. Save it as UTF-8.",
        ) from error


def _refuse_doctype(text: str) -> None:
    position = 0
    while True:
        position = _skip_space(text, position)
        closing = next((end for start, end in (("<?", "?>"), ("<!--", "-->")) if text.startswith(start, position)), "")
        if not closing:
            break
        end = text.find(closing, position)
        if end < 0:
            return
        position = end + len(closing)
    if text[position : position + 9].upper() == "<!DOCTYPE":
        raise UnreadableDiagramError(
            text.count("\n", 0, position) + 1,
            "Filen har en DOCTYPE. Ta bort den: diagram läses utan DTD och entiteter.",
            "The file has a DOCTYPE. Remove it: diagrams are read without DTD and entities.",
            reason="doctype",
        )


def _skip_space(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \t\r\n\ufeff":
        position += 1
    return position


def refuse_depth(root: etree._Element, *, limits: DiagramLimits) -> None:
    """Raise UnreadableDiagramError where elements lie too deep in one another."""
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limits.depth:
            raise UnreadableDiagramError(
                line_of(element),
                f"Element ligger djupare än {limits.depth} nivåer i varandra. Förenkla filen.",
                f"Elements are nested deeper than {limits.depth} levels. Simplify the file.",
                reason="limit",
            )


def tag(element: etree._Element) -> str:
    """The name of a BPMN element without its namespace; empty for elements of other namespaces."""
    name = str(element.tag)
    return name[len(BPMN) + 2 :] if name.startswith("{" + BPMN + "}") else ""


def line_of(element: etree._Element) -> int:
    """The line in the file."""
    line: object = element.sourceline
    return line if isinstance(line, int) else 0


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The BPMN children with one of the names, or all BPMN children."""
    for child in element:
        name = tag(child)
        if name and (not names or name in names):
            yield child


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first BPMN child of that name."""
    return next(children(element, name), None)


def text_of(element: etree._Element | None) -> str:
    """The element's text without surrounding space."""
    return "".join(str(part) for part in element.itertext()).strip() if element is not None else ""


def flag(element: etree._Element, name: str, *, default: bool) -> bool:
    """An xsd:boolean attribute."""
    value = element.get(name)
    return default if value is None else value.strip() in {"true", "1"}


def reference(value: str | None) -> str | None:
    """An IDREF or QName as the id that it names: a namespace prefix is dropped."""
    return value.strip().rpartition(":")[2] if value and value.strip() else None


def extension(element: etree._Element) -> dict[str, str]:
    """The attributes of `urn:utlysa:bpmn:1` on an element, without their prefix."""
    prefix = "{" + UTLYSA + "}"
    return {str(key)[len(prefix) :]: str(value) for key, value in element.attrib.items() if str(key).startswith(prefix)}


def foreign_attributes(element: etree._Element) -> dict[str, str]:
    """The attributes of other tools' namespaces, with the namespace in braces."""
    return {
        str(key): str(value)
        for key, value in element.attrib.items()
        if str(key).startswith("{") and not str(key).startswith("{" + UTLYSA + "}") and str(key) != XSI_TYPE
    }


def extension_children(element: etree._Element, name: str) -> list[etree._Element]:
    """The children of that name in our namespace, inside `extensionElements`."""
    holder = child(element, "extensionElements")
    return [] if holder is None else list(holder.findall("{" + UTLYSA + "}" + name))


def english_name(element: etree._Element) -> str:
    """The text of `<utlysa:text lang="en">`, else empty."""
    return next((text_of(text) for text in extension_children(element, "text") if text.get("lang") == "en"), "")


def formula(text: str | None, line: int, language: str = "") -> Formula | None:
    """A FEEL text with its leading `=` taken off; None where there is no text."""
    stripped = (text or "").strip()
    return Formula(stripped.removeprefix("=").strip(), line, language) if stripped else None


def formula_child(element: etree._Element, name: str) -> Formula | None:
    """The formula in a child element such as `completionCondition`."""
    found = child(element, name)
    return None if found is None else formula(text_of(found), line_of(found), found.get("language") or "")
