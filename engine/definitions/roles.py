"""Roles that a diagram names in words: the lanes and tasks they stand at, and a copy that names them by their codes."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from xml.parsers import expat

from lxml import etree

from engine.model import Text
from engine.reader import people, xml

_ROLE = f"{{{xml.UTLYSA}}}role"


def folded(name: str) -> str:
    """A role's name as it is looked up: its case and the spaces around and between its words do not matter."""
    return " ".join(name.split()).casefold()


def codes_by_name(roles: Mapping[str, Text]) -> dict[str, str]:
    """The roles' codes by their Swedish and English names; a name that two roles share stands for neither."""
    found: dict[str, set[str]] = {}
    for code, name in roles.items():
        for written in filter(None, (folded(name.sv), folded(name.en))):
            found.setdefault(written, set()).add(code)
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}


def named_lanes(root: etree._Element, codes: Mapping[str, str]) -> Iterator[tuple[etree._Element, str]]:
    """The lanes without a role of their own whose names are those of roles, with these roles' codes."""
    for lane in root.iter(f"{{{xml.BPMN}}}lane"):
        written = lane.get("name") or ""
        code = codes.get(folded(written))
        if code is not None and lane.get(_ROLE) is None:
            yield lane, code


def named_tasks(root: etree._Element, codes: Mapping[str, str]) -> Iterator[tuple[etree._Element, str]]:
    """The tasks without a role of their own whose owner or performer has a role's name, with the role's code.

    An owner called by the very code is left out: it is read as it stands.
    """
    resources = {part.get("id") or "": part.get("name") or "" for part in root.iter(f"{{{xml.BPMN}}}resource")}
    seen: set[etree._Element] = set()
    for name in ("potentialOwner", "humanPerformer", "performer"):
        for owner in root.iter(f"{{{xml.BPMN}}}{name}"):
            task, written = owner.getparent(), people.named_by(owner, resources)
            code = codes.get(folded(written))
            is_read = code == written and name == "potentialOwner"
            if task is None or task in seen or task.get(_ROLE) is not None:
                continue
            if code is not None and not is_read:
                seen.add(task)
                yield task, code


def with_role_codes(content: bytes, codes: Mapping[str, str]) -> bytes | None:
    """The diagram with `utlysa:role` at each lane and task that names a role in words; None where none does.

    Every other byte stays as it is, and every line where it is. `content` can be read: it has been parsed before.
    """
    root = xml.parse_xml(content, limits=xml.DiagramLimits())
    marks = {lane: code for lane, code in named_lanes(root, codes) if code != lane.get("name")}
    marks |= named_tasks(root, codes)
    if not marks:
        return None
    encoding = xml.encoding_of(content)
    text = xml.decode(content).encode()
    elements = (element for element in root.iter() if isinstance(element.tag, str))
    written, at = b"", 0
    for element, place in zip(elements, _after_names(text), strict=True):
        if element in marks:
            written += text[at:place] + _attribute(element, marks[element]).encode()
            at = place
    return (written + text[at:]).decode().encode(encoding)


def _after_names(text: bytes) -> Iterable[int]:
    """Where each start tag's name ends, in the order of the file."""
    places: list[int] = []
    parser = expat.ParserCreate("utf-8")

    def note(name: str, _attributes: object) -> None:
        places.append(parser.CurrentByteIndex + 1 + len(name.encode()))

    parser.StartElementHandler = note
    parser.Parse(text, True)  # noqa: FBT003 - the parser takes it by position alone
    return places


def _attribute(element: etree._Element, code: str) -> str:
    prefix = next((own for own, space in element.nsmap.items() if own and space == xml.UTLYSA), None)
    if prefix is not None:
        return f' {prefix}:role="{code}"'
    wishes = itertools.chain(["utlysa"], (f"utlysa{number}" for number in itertools.count(1)))
    free = next(wish for wish in wishes if wish not in element.nsmap)
    return f' xmlns:{free}="{xml.UTLYSA}" {free}:role="{code}"'
