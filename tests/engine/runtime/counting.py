"""Counts what an engine sends to its database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from engine import Engine


class Counts:
    """The statements and commits of one stretch of code."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self.asked: list[tuple[str, Any]] = []
        self.rows = 0
        self.commits = 0


@contextmanager
def counted(engine: Engine) -> Iterator[Counts]:
    """Count what the engine sends to its database."""
    counts = Counts()
    target = engine._database.engine

    def execute(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        counts.statements.append(statement)
        counts.asked.append((statement, parameters))
        if not statement.startswith("SELECT"):
            counts.rows += len(parameters) if many else 1

    def commit(_connection: Any) -> None:
        counts.commits += 1

    event.listen(target, "before_cursor_execute", execute)
    event.listen(target, "commit", commit)
    try:
        yield counts
    finally:
        event.remove(target, "before_cursor_execute", execute)
        event.remove(target, "commit", commit)
