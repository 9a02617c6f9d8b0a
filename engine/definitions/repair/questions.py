"""What the process owner may settle when a drawing is made runnable, and the answers that settle it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["role", "choice", "time", "condition", "count", "task"]
# The file of a bundle that keeps the answers. It is given with the drawing each time, and stays with the version.
ANSWERS_FILE = "import.json"


@dataclass(frozen=True, slots=True)
class Branch:
    """One way out of a choice: the flow, what is written on it, where it leads, and its condition as drawn."""

    flow_id: str
    label: str
    target: str
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the drawing leaves open.

    `role`: who works in a lane, or in a process without lanes. `choice`: who or what chooses among `branches`. `time`:
    when a timer fires. `condition`: when a conditional event happens. `count`: one per what. `task`: who does a step
    and with which form. `written` is what the drawing says about it; `is_open` that nothing sensible can be assumed.
    """

    kind: Kind
    element_id: str
    name: str
    written: str = ""
    branches: Sequence[Branch] = ()
    is_open: bool = False
    line: int = 0


Answers = Mapping[str, Mapping[str, Any]]


def read_answers(content: bytes | None) -> Answers:
    """The answers of a bundle by element id; whatever has another shape says nothing."""
    try:
        document = json.loads(content or b"{}")
    except (ValueError, RecursionError):
        return {}
    answers = document.get("answers") if isinstance(document, dict) else None
    if not isinstance(answers, dict):
        return {}
    return {element: answer for element, answer in answers.items() if isinstance(answer, dict)}


def write_answers(answers: Answers) -> bytes:
    """The answers as the bundle's file, the same bytes for the same answers."""
    document = {"answers": {element: dict(answers[element]) for element in sorted(answers)}}
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True).encode()
