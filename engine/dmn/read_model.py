"""Reads a whole decision model from XML: types, inputs, decisions, knowledge models and services."""

from engine.dmn.elements import (
    Decision,
    DecisionService,
    Document,
    Element,
    InputData,
    ItemDefinition,
    KnowledgeModel,
    Requirement,
)
from engine.dmn.errors import DmnReadError
from engine.dmn.read_expressions import find_boxed, read_function
from engine.dmn.xml import Xml, attribute, child, child_text, children, line_of, parse_xml

_REQUIREMENTS = {"requiredInput": "input", "requiredDecision": "decision", "requiredKnowledge": "knowledge"}


def read_document(content: bytes) -> Document:
    """The model in a file. Raises DmnReadError."""
    root = parse_xml(content)
    namespace = attribute(root, "namespace")
    imports = {attribute(found, "namespace"): attribute(found, "name") for found in children(root, "import")}
    types = {definition.name: definition for definition in map(_read_type, children(root, "itemDefinition"))}
    elements: dict[str, Element] = {}
    for part in _read_elements(root, namespace):
        if part.id in elements:
            raise DmnReadError("same_id", id=part.id, element_id=part.id)
        elements[part.id] = part
    return Document(namespace, attribute(root, "name"), imports, types, elements)


def _read_elements(root: Xml, namespace: str) -> list[Element]:
    found: list[Element] = [_read_input(element) for element in children(root, "inputData")]
    found += [_read_decision(element, namespace) for element in children(root, "decision")]
    found += [_read_knowledge(element, namespace) for element in children(root, "businessKnowledgeModel")]
    found += [_read_service(element, namespace) for element in children(root, "decisionService")]
    return found


def _identity(element: Xml) -> tuple[str, str, str]:
    """The id (the name when there is none), the name of the variable, and its type."""
    name = attribute(element, "name")
    variable = child(element, "variable")
    if not name:
        raise DmnReadError("no_name", line=line_of(element), element_id=attribute(element, "id"))
    return attribute(element, "id") or name, " ".join(name.split()), attribute(variable, "typeRef")


def _read_input(element: Xml) -> InputData:
    return InputData(*_identity(element))


def _read_decision(element: Xml, namespace: str) -> Decision:
    return Decision(
        *_identity(element),
        line_of(element),
        child_text(element, "question"),
        child_text(element, "description"),
        _read_requirements(element, namespace),
        find_boxed(element),
    )


def _read_knowledge(element: Xml, namespace: str) -> KnowledgeModel:
    logic = child(element, "encapsulatedLogic")
    return KnowledgeModel(
        *_identity(element),
        line_of(element),
        _read_requirements(element, namespace),
        read_function(logic) if logic is not None else None,
    )


def _read_service(element: Xml, namespace: str) -> DecisionService:
    return DecisionService(
        *_identity(element),
        line_of(element),
        *(
            tuple(_reference(kind, found, namespace) for found in children(element, name))
            for kind, name in (
                ("decision", "outputDecision"),
                ("decision", "encapsulatedDecision"),
                ("decision", "inputDecision"),
                ("input", "inputData"),
            )
        ),
    )


def _read_requirements(element: Xml, namespace: str) -> tuple[Requirement, ...]:
    found = []
    for holder in children(element, "informationRequirement", "knowledgeRequirement"):
        for name, kind in _REQUIREMENTS.items():
            target = child(holder, name)
            if target is not None:
                found.append(_reference(kind, target, namespace))
    return tuple(found)


def _reference(kind: str, element: Xml, namespace: str) -> Requirement:
    target, _, identity = attribute(element, "href").rpartition("#")
    return Requirement(kind, target or namespace, identity)


def _read_type(element: Xml) -> ItemDefinition:
    fields = tuple(_read_type(field) for field in children(element, "itemComponent"))
    function = child(element, "functionItem")
    parameters = None
    if function is not None:
        parameters = tuple(attribute(parameter, "typeRef") for parameter in children(function, "parameters"))
    return ItemDefinition(
        " ".join(attribute(element, "name").split()),
        child_text(element, "typeRef"),
        attribute(element, "isCollection") == "true",
        child_text(element, "allowedValues"),
        child_text(element, "typeConstraint"),
        fields,
        parameters,
    )
