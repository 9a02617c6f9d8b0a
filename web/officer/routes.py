"""The staff's views: importing them registers them on the blueprint."""

from web.officer import calls, cases, documents, task, tasks
from web.officer.blueprint import blueprint

__all__ = ["blueprint", "calls", "cases", "documents", "task", "tasks"]
