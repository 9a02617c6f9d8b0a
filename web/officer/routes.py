"""The staff's views: importing them registers them on the blueprint."""

from web.officer import amending, calls, cases, delegated, documents, meetings, registry, task, tasks
from web.officer.blueprint import blueprint

__all__ = ["amending", "blueprint", "calls", "cases", "delegated", "documents", "meetings", "registry", "task", "tasks"]
