"""Small diagrams for the runtime's tests, written as lines of elements."""

from collections.abc import Sequence
from itertools import pairwise

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:utlysa="urn:utlysa:bpmn:1"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="urn:test">'
)


def diagram(key: str, *parts: str, paths: Sequence[str] = (), outside: str = "", **attributes: str) -> bytes:
    """A process of elements and of sequence flows along `paths` ("start a b end")."""
    more = "".join(f' utlysa:{name}="{_escaped(value)}"' for name, value in attributes.items())
    content = "".join(parts) + flows(*paths)
    text = (
        f'{_HEAD}{outside}<process id="{key}" name="{key}" isExecutable="true"{more}>{content}</process></definitions>'
    )
    return text.encode()


def flows(*paths: str) -> str:
    """Sequence flows along paths of element ids."""
    found = []
    for path in paths:
        ids = path.split()
        found += [f'<sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairwise(ids)]
    return "".join(found)


def start(id: str = "start", inside: str = "") -> str:  # noqa: A002
    """A start event."""
    return f'<startEvent id="{id}">{inside}</startEvent>'


def end(id: str = "end", inside: str = "") -> str:  # noqa: A002
    """An end event."""
    return f'<endEvent id="{id}">{inside}</endEvent>'


def user(id: str, inside: str = "", **attributes: str) -> str:  # noqa: A002
    """A user task."""
    more = "".join(f' utlysa:{name}="{_escaped(value)}"' for name, value in attributes.items())
    return f'<userTask id="{id}" name="{id}"{more}>{inside}</userTask>'


def service(id: str, operation: str, **inputs: str) -> str:  # noqa: A002
    """A service task."""
    given = "".join(f'<utlysa:input name="{name}" value="{_escaped(value)}"/>' for name, value in inputs.items())
    extension = f"<extensionElements>{given}</extensionElements>" if given else ""
    return f'<serviceTask id="{id}" name="{id}" utlysa:operation="{operation}">{extension}</serviceTask>'


def parallel(id: str) -> str:  # noqa: A002
    """A parallel gateway."""
    return f'<parallelGateway id="{id}"/>'


def timer(text: str, kind: str = "timeDuration") -> str:
    """A timer event definition."""
    return f'<timerEventDefinition><{kind} xsi:type="tFormalExpression">{text}</{kind}></timerEventDefinition>'


def message(ref: str) -> str:
    """A message event definition."""
    return f'<messageEventDefinition messageRef="{ref}"/>'


def signal(ref: str) -> str:
    """A signal event definition."""
    return f'<signalEventDefinition signalRef="{ref}"/>'


def boundary(id: str, host: str, inside: str, *, interrupts: bool = True) -> str:  # noqa: A002
    """A boundary event."""
    cancels = str(interrupts).lower()
    return f'<boundaryEvent id="{id}" attachedToRef="{host}" cancelActivity="{cancels}">{inside}</boundaryEvent>'


def catch(id: str, inside: str, correlation: str = "") -> str:  # noqa: A002
    """An intermediate catch event."""
    more = f' utlysa:correlation="{_escaped(correlation)}"' if correlation else ""
    return f'<intermediateCatchEvent id="{id}" name="{id}"{more}>{inside}</intermediateCatchEvent>'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


ONE_TASK = diagram("one_task", start(), user("decide", role="officer"), end(), paths=["start decide end"])
TWO_TASKS = diagram(
    "two_tasks",
    start(),
    user("prepare", role="officer"),
    service("record", "record", amount="amount"),
    user("check", role="officer", notPerformerOf="prepare"),
    end(),
    paths=["start prepare record check end"],
    caseTitle='"Ärende " + name',
    caseGroup="call_id",
)
MESSAGE = '<message id="answer" name="answer"/>'
SIGNAL = '<signal id="alarm" name="alarm"/>'
WAITS_FOR_ANSWER = diagram(
    "waits",
    start(),
    catch("wait", message("answer"), "={number: number}"),
    user("read", role="officer"),
    end(),
    paths=["start wait read end"],
    outside=MESSAGE,
)
