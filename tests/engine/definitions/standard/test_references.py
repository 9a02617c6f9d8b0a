"""The table of references holds every reference that the schema of BPMN knows."""

from collections.abc import Iterator
from importlib.resources import files

import pytest
from lxml import etree

from engine.definitions.rules.standard.references import ATTRIBUTES, CHILDREN

XSD = "{http://www.w3.org/2001/XMLSchema}"
# These name things of other languages: types, services and extensions, which are not in the file.
ELSEWHERE = {"structureRef", "implementationRef", "definition"}


def schema_references() -> Iterator[tuple[str, str, str]]:
    """Each attribute or child element of the schema that is a reference: its type, whether it is a child, its name."""
    folder = files("SpiffWorkflow.bpmn.parser") / "schema"
    for name in ("Semantic.xsd", "BPMNDI.xsd"):
        root = etree.fromstring((folder / name).read_bytes())
        for holder in root.iter(XSD + "complexType"):
            for part in holder.iter(XSD + "attribute", XSD + "element"):
                if part.get("type") in ("xsd:QName", "xsd:IDREF"):
                    yield str(holder.get("name")), str(part.tag).removeprefix(XSD), str(part.get("name"))


REFERENCES = sorted(set(schema_references()))


def test_the_schema_is_read() -> None:
    assert len(REFERENCES) > 100


@pytest.mark.parametrize(("holder", "kind", "name"), REFERENCES, ids=str)
def test_each_reference_of_the_schema_is_judged(holder: str, kind: str, name: str) -> None:
    if name in ELSEWHERE and holder not in ("tError", "tEscalation", "tSignal"):
        return
    owner = holder.removeprefix("t")[:1].lower() + holder.removeprefix("t")[1:] if holder.startswith("t") else holder
    found = [each for each in (ATTRIBUTES if kind == "attribute" else CHILDREN) if each.name == name]
    assert found
    concrete = [each for each in found if not each.owners or owner in each.owners]
    assert concrete or owner in ABSTRACT, (owner, [each.owners for each in found])


# Kinds of which a file has only the more special ones, which the table names.
ABSTRACT = {
    *("activity", "catchEvent", "throwEvent", "flowNode", "flowElement", "conversationNode", "choreographyActivity"),
    *("callableElement", "inputOutputBinding", "multiInstanceLoopCharacteristics"),
}
