"""Files of other tools as clean XML: slips of encoding, namespaces and syntax are mended, and each mend is told."""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.etree import ErrorTypes

from engine.definitions.repair.dialects import canonical, other_kind, prefix_of
from engine.definitions.repair.encodings import decoded
from engine.model import Text
from engine.reader import UnreadableDiagramError, xml

_MOST_MENDS = 40
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_NAMESPACE = re.compile(r"(\sxmlns(?::[\w.-]+)?\s*=\s*)(\"[^\"]*\"|'[^']*')")
_ROOT = re.compile(r"<(?![?!])[^\s/>]+")
_UNDECLARED = re.compile(r"[Nn]amespace prefix (\S+)")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FORBIDDEN_NUMBER = re.compile(r"&#(?:x0*(?:[0-8bcefBCEF]|1[0-9a-fA-F])|0*(?:[0-8]|1[124-9]|2\d|3[01]));")
_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#[xX][0-9a-fA-F]+);)(?:(\w+);)?")
_CHARACTERS = Text("tecken som XML inte tillåter togs bort", "characters that XML does not allow were taken away")
_AMPERSANDS = Text("ensamma och-tecken", "lone ampersands")
_NAMESPACES = Text("namnrymder som inte var BPMN 2.0:s", "namespaces that were not those of BPMN 2.0")
_TAGS = Text("taggar som inte var välformade", "tags that were not well-formed")
# Slips that libxml2 gets over without losing anything but the slip itself.
_HARMLESS_SLIPS = frozenset(
    {
        ErrorTypes.ERR_ATTRIBUTE_REDEFINED,
        ErrorTypes.ERR_LT_IN_ATTRIBUTE,
        ErrorTypes.ERR_NS_DECL_ERROR,
        ErrorTypes.NS_ERR_QNAME,
        ErrorTypes.NS_ERR_ATTRIBUTE_REDEFINED,
        ErrorTypes.NS_ERR_EMPTY,
        ErrorTypes.NS_ERR_XML_NAMESPACE,
        ErrorTypes.WAR_NS_URI,
    }
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as UTF-8 that can be read, and what was mended for that; without any mend it means what it did."""

    content: bytes
    mends: tuple[Text, ...] = ()


def opened(content: bytes, limits: xml.DiagramLimits) -> Opened:
    """The file as readable XML. Lines stay where they were. Raises UnreadableDiagramError where it is no diagram."""
    if len(content) > limits.size:
        return Opened(content)
    text, mends = decoded(content)
    found = list(mends)
    text = _without_declaration(text)
    translated = _NAMESPACE.sub(_translate_namespace, text)
    if translated != text:
        found.append(_NAMESPACES)
    text, root = _well_formed(translated, found)
    if xml.tag(root) != "definitions":
        text = _as_definitions(root)
        found.append(_NAMESPACES)
    return Opened(text.encode(), tuple(dict.fromkeys(found)))


def _without_declaration(text: str) -> str:
    """The text is told to be UTF-8 from here on, whatever its declaration and version say; its lines are kept."""
    declaration = _DECLARATION.match(text)
    return "\n" * declaration[0].count("\n") + text[declaration.end() :] if declaration else text


def _translate_namespace(found: re.Match[str]) -> str:
    quote = found[2][0]
    return f"{found[1]}{quote}{canonical(found[2][1:-1])}{quote}"


def _well_formed(text: str, mends: list[Text]) -> tuple[str, etree._Element]:
    """The text with every slip mended that can be, and its root."""
    for _ in range(_MOST_MENDS):
        try:
            return text, xml.parse_xml(text.encode(), limits=xml.NO_LIMITS)
        except UnicodeEncodeError:
            text = text.encode("utf-8", "replace").decode()
            mends.append(_CHARACTERS)
        except UnreadableDiagramError as error:
            if not isinstance(error.__cause__, etree.XMLSyntaxError):
                raise
            mended, told = _mended(text, error.__cause__)
            if mended == text:
                raise
            text = mended
            mends.append(told)
    raise UnreadableDiagramError(1, "Filen är inte välformad XML.", "The file is not well-formed XML.")


def _mended(text: str, error: etree.XMLSyntaxError) -> tuple[str, Text]:
    for mend, told in _MENDS:
        mended = mend(text, error)
        if mended != text:
            return mended, told
    return text, _TAGS


def _declare_prefix(text: str, error: etree.XMLSyntaxError) -> str:
    undeclared = _UNDECLARED.search(str(error))
    root = _root_of(text)
    if (
        undeclared is None
        or root is None
        or f"xmlns:{undeclared[1]}=" in text[root.start() : text.find(">", root.end())]
    ):
        return text
    prefix = undeclared[1]
    return f'{text[: root.end()]} xmlns:{prefix}="{prefix_of(prefix)}"{text[root.end() :]}'


def _root_of(text: str) -> re.Match[str] | None:
    return _ROOT.search(re.sub(r"<!--.*?-->", lambda comment: " " * len(comment[0]), text, count=20, flags=re.DOTALL))


def _drop_characters(text: str, _error: etree.XMLSyntaxError) -> str:
    return _FORBIDDEN_NUMBER.sub("", _FORBIDDEN.sub("", text))


def _escape_ampersands(text: str, _error: etree.XMLSyntaxError) -> str:
    return _AMPERSAND.sub(lambda found: _entity(found[1]), text)


def _entity(name: str | None) -> str:
    """A named character of HTML as itself; any other ampersand as text."""
    known = html.unescape(f"&{name};") if name else "&"
    return f"&amp;{name + ';' if name else ''}" if known.startswith("&") else html.escape(known)


def _pass_over(text: str, _error: etree.XMLSyntaxError) -> str:
    """The text as libxml2 reads it when it goes on after slips, where all of them are harmless."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, encoding="utf-8")
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:
        return text
    if root is None or not {entry.type for entry in parser.error_log} <= _HARMLESS_SLIPS:
        return text
    for element in root.iter():
        _keep_first(element)
    return etree.tostring(root, encoding="unicode")


def _keep_first(element: etree._Element) -> None:
    """Of several attributes with one name, which libxml2 all keeps, the first."""
    written = [(str(name), str(value)) for name, value in element.items()]
    if len(written) > len({name for name, _ in written}):
        element.attrib.clear()
        for name, value in reversed(written):
            element.set(name, value)


_MENDS: tuple[tuple[Callable[[str, etree.XMLSyntaxError], str], Text], ...] = (
    (_declare_prefix, _NAMESPACES),
    (_drop_characters, _CHARACTERS),
    (_escape_ampersands, _AMPERSANDS),
    (_pass_over, _TAGS),
)


def _as_definitions(root: etree._Element) -> str:
    """A file whose BPMN has no or an unknown namespace, or lies inside something else, as a file of definitions."""
    inside = next(root.iter(f"{{{xml.BPMN}}}definitions"), None)
    if inside is not None:
        return etree.tostring(inside, encoding="unicode", with_tail=False)
    space, name = _parts(root)
    if name.lower() == "definitions" and (not space or "bpmn" in space.lower()):
        return _in_namespace(root, space)
    told = other_kind(space, name)
    raise UnreadableDiagramError(
        xml.line_of(root),
        f"Filen är inte ett BPMN 2.0-diagram utan {told.sv}. Exportera den som BPMN 2.0 ur verktyget.",
        f"The file is not a BPMN 2.0 diagram but {told.en}. Export it as BPMN 2.0 from its tool.",
    )


def _in_namespace(root: etree._Element, space: str) -> str:
    for element in _elements(root):
        if _parts(element)[0] == space:
            element.tag = f"{{{xml.BPMN}}}{_parts(element)[1]}"
    root.tag = f"{{{xml.BPMN}}}definitions"
    return etree.tostring(root, encoding="unicode")


def _elements(root: etree._Element) -> Iterator[etree._Element]:
    return (element for element in root.iter() if isinstance(element.tag, str))


def _parts(element: etree._Element) -> tuple[str, str]:
    """An element's namespace and local name."""
    space, _, name = str(element.tag).rpartition("}")
    return space.removeprefix("{"), name
