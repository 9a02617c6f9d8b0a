"""The files of an import by names that a bundle may have."""

import re
from collections.abc import Mapping

from engine.definitions.bundle import is_diagram

_UNUSUAL = re.compile(r"[^A-Za-z0-9ÅÄÖåäö._ -]")
_LONGEST = 80
_SNIFFED = 100_000


def named_as_diagrams(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files with plain names; where none is called a diagram, what holds one is called so."""
    named = {_plain(name): content for name, content in files.items()}
    if any(is_diagram(name) for name in named):
        return named
    return {f"{name}.bpmn" if _holds_diagram(content) else name: content for name, content in named.items()}


def _plain(name: str) -> str:
    """The name without signs that a bundle's names may not have; folders stay folders."""
    parts = [_UNUSUAL.sub("-", part).lstrip("._ -") for part in name.replace("\\", "/").split("/")]
    return "/".join(part[-_LONGEST:].lstrip("._ -") for part in parts if part.strip(".")) or "ritning"


def _holds_diagram(content: bytes) -> bool:
    begun = content[:_SNIFFED].replace(b"\x00", b"")
    return b"definitions" in begun and b"<" in begun
