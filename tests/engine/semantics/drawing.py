"""Small diagrams for tests, written compactly: a line for each element, and flows as `a -> b -> c [condition]`.

The condition belongs to the last flow of its line.
"""

import re
from itertools import pairwise
from textwrap import dedent

NAMESPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:utlysa="urn:utlysa:bpmn:1" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_FLOW = re.compile(r"^\s*([\w.]+(?:\s*->\s*[\w.]+)+)\s*(?:\[(.*)\])?\s*$")
_SHORT = re.compile(r"^\s*(start|end|user|task|xor|and|or|script|service)\s+([\w.]+)(?:\s+(.*))?$")
_TAGS = {
    "start": "startEvent",
    "end": "endEvent",
    "user": "userTask",
    "task": "task",
    "xor": "exclusiveGateway",
    "and": "parallelGateway",
    "or": "inclusiveGateway",
}


def diagram(body: str, *, catalogue: str = "", process_id: str = "p", more: str = "") -> bytes:
    """A BPMN file with one process (and `more` beside it)."""
    content = process(body, process_id=process_id)
    return (
        f'<bpmn:definitions {NAMESPACES} id="definitions" targetNamespace="urn:test">'
        f"{_prefixed(catalogue)}{content}{more}</bpmn:definitions>"
    ).encode()


def process(body: str, *, process_id: str) -> str:
    """One process."""
    return f'<bpmn:process id="{process_id}" isExecutable="true">{content(body)}</bpmn:process>'


def content(body: str) -> str:
    """The elements and flows of a body; associations come last, as the schema has them."""
    lines: list[str] = []
    for line in dedent(body).splitlines():
        flow, short = _FLOW.match(line), _SHORT.match(line)
        if flow:
            ends = re.split(r"\s*->\s*", flow[1])
            for source, target in pairwise(ends):
                lines.append(_flow(source, target, flow[2] if target is ends[-1] else None))
        elif short:
            lines.append(_short(short[1], short[2], short[3] or ""))
        else:
            lines.append(_prefixed(line))
    return "\n".join(sorted(lines, key=lambda line: line.lstrip().startswith("<bpmn:association")))


def _flow(source: str, target: str, condition: str | None) -> str:
    inner = f"<bpmn:conditionExpression>{_escaped(condition)}</bpmn:conditionExpression>" if condition else ""
    return (
        f'<bpmn:sequenceFlow id="{source}_to_{target}" sourceRef="{source}" targetRef="{target}">{inner}'
        "</bpmn:sequenceFlow>"
    )


def _short(word: str, element_id: str, rest: str) -> str:
    if word == "script":
        variable, _, formula = rest.partition("=")
        return (
            f'<bpmn:scriptTask id="{element_id}" scriptFormat="feel" utlysa:resultVariable="{variable.strip()}">'
            f"<bpmn:script>{_escaped(formula.strip())}</bpmn:script></bpmn:scriptTask>"
        )
    if word == "service":
        return f'<bpmn:serviceTask id="{element_id}" utlysa:operation="{rest}"/>'
    return f'<bpmn:{_TAGS[word]} id="{element_id}" {rest}/>'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _prefixed(text: str) -> str:
    """Tags without a prefix get bpmn's."""
    return re.sub(r"<(/?)(?=[a-zA-Z]+[\s/>])(?![a-z]+:)", r"<\1bpmn:", text)
