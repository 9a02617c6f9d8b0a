"""Where templates, tables and forms are read from: the deployed processes, and for what belongs to none the release."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from workflows.letters.errors import UnknownTemplateError

FOLDER = Path(__file__).parents[2] / "bpmn"

# Gives the file `process/name` as it is deployed: `call.file` in an operation, `engine.process_file` for a page.
Files = Callable[[str], bytes | None]


def deployed(files: Files, name: str) -> bytes:
    """The file `process/name` as the case has it; without a process, the shipped one. Raises UnknownTemplateError."""
    if "/" not in name:
        return shipped(name)
    found = files(name)
    if found is None:
        raise UnknownTemplateError(f"No deployed process has the file {name}")
    return found


@cache
def shipped(name: str) -> bytes:
    """The file that is shipped under that name: `letterhead.letter.html`. Raises UnknownTemplateError."""
    path = FOLDER / name
    if FOLDER not in path.resolve().parents or not path.is_file():
        raise UnknownTemplateError(f"There is no template {name}")
    return path.read_bytes()
