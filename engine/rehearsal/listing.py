"""The dated list of a rehearsal: equal things of many cases at one instant are one line."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from engine.model import Text
from engine.reader.model import Process
from engine.rehearsal.model import Line, LineKind

_Key = tuple[datetime, LineKind, str, str | None, datetime | None, str]


class Listing:
    """Collects what happens, in order."""

    def __init__(self) -> None:
        self._counts: dict[_Key, int] = {}
        self.passed: defaultdict[str, dict[str, int]] = defaultdict(dict)

    def add(
        self,
        at: datetime,
        kind: LineKind,
        process_key: str,
        element_id: str | None = None,
        *,
        due_at: datetime | None = None,
        detail: str = "",
    ) -> None:
        """Note one thing."""
        key = (at, kind, process_key, element_id, due_at, detail)
        self._counts[key] = self._counts.get(key, 0) + 1

    def enter(self, process_key: str, element_id: str) -> None:
        """Count an element that is entered."""
        counts = self.passed[process_key]
        counts[element_id] = counts.get(element_id, 0) + 1

    def lines(self, processes: Mapping[str, Process]) -> list[Line]:
        """The lines in order of time."""
        found = [
            _line(processes[key[2]], key, count) if key[2] in processes else Line(key[0], key[1], key[2])
            for key, count in self._counts.items()
        ]
        return sorted(found, key=lambda line: line.at)


def _line(process: Process, key: _Key, count: int) -> Line:
    at, kind, process_key, element_id, due_at, detail = key
    node = process.nodes.get(element_id) if element_id else None
    name = Text(node.name or node.id, node.name_en) if node else Text(process.name or process.id, process.name_en)
    role = node.task.role if node else None
    return Line(at, kind, process_key, element_id, name, role, due_at, detail, count)
