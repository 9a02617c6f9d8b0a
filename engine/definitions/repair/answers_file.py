"""The process owner's answers to what a drawing leaves open, as a file of its bundle."""

import json
from collections.abc import Mapping
from typing import Any

# The file of a bundle that keeps the answers. It is given with the drawing each time, and stays with the version.
ANSWERS_FILE = "import.json"


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
