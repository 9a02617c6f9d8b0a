"""Files that follow a rule of the standard, and the one change that breaks it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.engine.definitions.drawing import chain

NAMESPACES = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:utlysa="urn:utlysa:bpmn:1" xmlns:tns="urn:test" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
)
NOTHING: Mapping[str, bytes] = {}
STEPS = '<startEvent id="begin"/><userTask id="check"/><endEvent id="done"/>' + chain("begin", "check", "done")


@dataclass(frozen=True)
class Case:
    """A valid file, and a change of its text (`valid` to `wrong`) that must be refused with `code`."""

    name: str
    code: str
    file: str
    valid: str
    wrong: str
    beside: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def broken(self) -> str:
        """The file with the change."""
        return self.file.replace(self.valid, self.wrong)


def whole(content: str = STEPS, *, before: str = "", after: str = "", process: str = "") -> str:
    """A file of one executable process, with what stands before and after it in the file."""
    return (
        f'<definitions {NAMESPACES} id="file_p" targetNamespace="urn:test">\n{before}\n'
        f'<process id="p" isExecutable="true"{process}>\n{content}\n</process>\n{after}\n</definitions>'
    )


def task(kind: str, attributes: str = "", content: str = "") -> str:
    """A start, one task and an end; artifacts and the like come after."""
    return f'<startEvent id="begin"/><{kind} id="check"{attributes}>{content}</{kind}><endEvent id="done"/>' + chain(
        "begin", "check", "done"
    )


def catch(content: str, attributes: str = "") -> str:
    """A start, one catching event and an end."""
    return task("intermediateCatchEvent", attributes, content)


def throw(content: str, attributes: str = "") -> str:
    """A start, one throwing event and an end."""
    return task("intermediateThrowEvent", attributes, content)


def io(inputs: str = "", outputs: str = "", *, sets: str = "<inputSet/><outputSet/>") -> str:
    """An element's inputs and outputs."""
    return f"<ioSpecification>{inputs}{outputs}{sets}</ioSpecification>"
