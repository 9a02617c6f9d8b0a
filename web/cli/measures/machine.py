"""The machine and the versions that figures were measured on."""

import os
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from web.cli.measures.places import Place

_LIBRARIES = ("SQLAlchemy", "psycopg", "SpiffWorkflow")
_PROCESSORS = Path("/proc/cpuinfo")
_MEMORY = Path("/proc/meminfo")


def machine(places: Sequence[Place]) -> Mapping[str, str]:
    """What to say of the machine: processor, memory, load, system, versions."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return {
        "Processor": f"{_entry(_PROCESSORS, 'model name') or platform.machine()}, {os.cpu_count()} cores",
        "Memory": _entry(_MEMORY, "MemTotal") or "unknown",
        "Load before": f"{load:.1f}",
        "System": platform.platform(terse=True),
        "Python": platform.python_version(),
        **{place.name: place.version for place in places},
        **{library: version(library) for library in _LIBRARIES},
        "Utlysa": version("utlysa"),
    }


def _entry(file: Path, name: str) -> str:
    """The first value of that name in one of Linux's descriptions of the machine, or nothing."""
    if not file.is_file():
        return ""
    lines = file.read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")
