"""Values that conditions read but nothing in the drawing sets are asked of a person before they are needed."""

import re
from collections.abc import Iterator
from typing import Any

from engine.definitions.bundle import Bundle
from engine.definitions.repair.asking import ask_before, component
from engine.definitions.repair.drawing import Drawing, children, name_of, own
from engine.feel import FeelSyntaxError, parse
from engine.forms import Form, FormError
from engine.forms.keys import fault_of
from engine.model import Text
from engine.reader import xml

_PATH = re.compile(r"[A-Za-zÅÄÖåäöÉé]\w*(?:\.[A-Za-zÅÄÖåäöÉé]\w*)*")
_TEXT = re.compile(r'"([^"]*)"')
_LONGEST = 80


def ask_for_values(drawing: Drawing, bundle: Bundle) -> None:
    """Before each gateway that reads what nobody sets, a form asks for it, each value once."""
    known = _set_somewhere(drawing, bundle)
    nodes = {node.get("id"): node for node in drawing.nodes()}
    wanted: dict[str | None, list[str]] = {}
    for flow in drawing.elements("sequenceFlow"):
        for condition in children(flow, "conditionExpression"):
            wanted.setdefault(xml.reference(flow.get("sourceRef")), []).append(
                xml.text_of(condition).removeprefix("=").strip()
            )
    for node_id, texts in wanted.items():
        node = nodes.get(node_id)
        fields = _fields(texts, known) if node is not None else {}
        if node is not None and fields and xml.tag(node).endswith("Gateway"):
            name = Text(f"Fyll i: {name_of(node)}", f"Fill in: {name_of(node)}")
            ask_before(drawing, node, wish=f"fill_in_{node_id}", name=name, components=list(fields.values()))
            known |= {path.split(".")[0] for path in fields}
            drawing.assume("assumed_values", node, values=", ".join(fields))


def _set_somewhere(drawing: Drawing, bundle: Bundle) -> set[str]:
    """The variables that something in the drawing gives a value."""
    known = {value for node in drawing.nodes() if (value := node.get(own("resultVariable")))}
    for content in (*bundle.named(".form").values(), *drawing.files.values()):
        known |= {name.split(".")[0] for name in _form_fields(content)}
    for loop in drawing.elements("multiInstanceLoopCharacteristics"):
        known |= {value for name in ("elementVariable", "outputCollection") if (value := loop.get(own(name)))}
    return known


def _form_fields(content: bytes) -> Iterator[str]:
    try:
        yield from Form.parse(content, file="").fields
    except FormError:
        return


def _fields(texts: list[str], known: set[str]) -> dict[str, dict[str, Any]]:
    """One question for each value that the conditions read, of the kind that they compare it with."""
    found: dict[str, dict[str, Any]] = {}
    for text in texts:
        try:
            names = parse(text).names
        except FeelSyntaxError:
            continue
        for path in _PATH.findall(_TEXT.sub('""', text)):
            root = path.split(".")[0]
            if root in names and root not in known and path not in found and fault_of(path) is None:
                found[path] = _field(path, texts)
    return found


def _field(path: str, texts: list[str]) -> dict[str, Any]:
    label = Text(path[:_LONGEST], path[:_LONGEST])
    escaped = re.escape(path)
    whole = " ; ".join(texts)
    options = list(dict.fromkeys(re.findall(rf'(?<![\w.]){escaped}\s*!?=\s*"([^"]*)"', whole)))
    if options:
        listed = [{"label": option, "value": option} for option in options if option]
        other = {"label": "Annat", "value": "_"}
        return component("radio", path, label, values=[*listed, other])
    if re.search(rf"(?<![\w.]){escaped}\s*(?:[<>]=?|!?=)\s*-?\d", whole):
        return component("number", path, label)
    if re.search(rf"(?<![\w.]){escaped}(?![\w.])\s*(?:[<>+*/-]|in\b)|\bin\s+{escaped}\b", whole):
        return component("textfield", path, label)
    return component("checkbox", path, label)
