"""Small diagrams for the tests, and an installation that they name things of."""

from itertools import pairwise

from engine.definitions import Catalogue

NAMESPACES = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:utlysa="urn:utlysa:bpmn:1" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
)
CATALOGUE = Catalogue(
    operations=frozenset({"record", "grant"}),
    decision_operations=frozenset({"grant"}),
    roles=frozenset({"officer", "director"}),
    processes={},
    reserved=frozenset({"registry_number"}),
)


def diagram(content: str, *, key: str = "p", process: str = "", around: str = "") -> bytes:
    """A file with one process; `process` are more attributes of it, `around` what stands beside it."""
    return (
        f'<definitions {NAMESPACES} id="file_{key}" targetNamespace="urn:test">'
        f'<message id="answer" name="answer"/><process id="{key}" isExecutable="true" {process}>\n'
        f"{content}\n</process>{around}</definitions>"
    ).encode()


def chain(*ids: str) -> str:
    """Flows from each step to the next."""
    return "\n".join(f'<sequenceFlow id="{a}_to_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairwise(ids))
