"""Collecting problems by code."""

from dataclasses import dataclass, field

from engine.definitions.codes import CODES
from engine.model import Problem
from engine.reader import Flow, Node, UnreadableDiagramError

_LONGEST_VALUE = 200
_READING_CODES = {"doctype": "doctype_forbidden", "limit": "limit_exceeded"}


@dataclass
class Report:
    """The problems of one file, so far."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    _known: set[Problem] = field(default_factory=set)

    def add(self, code: str, *, line: int | None = None, element: str | None = None, **values: object) -> None:
        """Note a problem; the values fill the places of its message."""
        known = CODES[code]
        shown = {name: str(value)[:_LONGEST_VALUE] for name, value in values.items()}
        text = known.text
        problem = Problem(
            known.severity, code, element, line or None, text.sv.format(**shown), text.en.format(**shown), self.file
        )
        if problem not in self._known:
            self._known.add(problem)
            self.problems.append(problem)

    def at(self, code: str, place: Node | Flow, /, **values: object) -> None:
        """Note a problem of a node or a flow; `name` and `id` are filled in."""
        self.add(code, line=place.line, element=place.id, **{"name": place.name or place.id, "id": place.id, **values})

    def unreadable(self, error: UnreadableDiagramError) -> None:
        """Note that the file could not be read."""
        code = _READING_CODES.get(error.reason, "file_unreadable")
        self.add(code, line=error.line, sv=error.message, en=error.message_en)
