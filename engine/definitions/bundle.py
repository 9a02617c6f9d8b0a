"""A bundle: one diagram with its forms, tables, letters and example cases, and the digest of it all."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from engine.definitions.reporting import Report
from engine.model import Problem

MAX_BYTES = 20_000_000
MAX_FILE_BYTES = 5_000_000
MAX_FILES = 500
_NAME = re.compile(r"[A-Za-z0-9ÅÄÖåäö][A-Za-z0-9ÅÄÖåäö._ -]*(?:/[A-Za-z0-9ÅÄÖåäö][A-Za-z0-9ÅÄÖåäö._ -]*)*")
DIAGRAM_ENDINGS = (".bpmn", ".bpmn2", ".xml")


@dataclass(frozen=True, slots=True)
class Bundle:
    """Files by name, byte for byte as they were given. Equal content has an equal digest, whatever order it came in."""

    files: Mapping[str, bytes]
    digest: str

    @classmethod
    def of(cls, files: Mapping[str, bytes]) -> "Bundle":
        """The bundle of these files."""
        return cls(dict(files), digest_of(files))

    @property
    def diagrams(self) -> tuple[str, ...]:
        """The names of the diagrams."""
        return tuple(name for name in self.files if is_diagram(name))

    @property
    def diagram(self) -> str:
        """The name of the diagram. Raises LookupError if there is not exactly one."""
        if len(self.diagrams) != 1:
            raise LookupError("A bundle has exactly one diagram")
        return self.diagrams[0]

    def named(self, ending: str) -> dict[str, bytes]:
        """The files with that ending."""
        return {name: content for name, content in self.files.items() if name.endswith(ending)}

    def form(self, name: str) -> str | None:
        """The file of the form that a diagram calls `name`: with or without folder and ending."""
        wanted = name.removesuffix(".form") + ".form"
        if wanted in self.files:
            return wanted
        return next((file for file in self.files if file.rpartition("/")[2] == wanted), None)


def is_diagram(name: str) -> bool:
    """Whether the file's name is a diagram's."""
    return name.lower().endswith(DIAGRAM_ENDINGS)


def digest_of(files: Mapping[str, bytes]) -> str:
    """SHA-256 over names, lengths and contents, in the order of the names."""
    total = hashlib.sha256()
    for name in sorted(files):
        for part in (name.encode(), files[name]):
            total.update(len(part).to_bytes(8, "big"))
            total.update(part)
    return total.hexdigest()


def grouped(files: Mapping[str, bytes]) -> list[Bundle]:
    """One bundle for each diagram: its folder's files. Files outside every diagram's folder go with each of them.

    Several diagrams in one folder (or without folders) share its forms and tables.
    """
    diagrams = [name for name in files if is_diagram(name)]
    return [
        Bundle.of(
            {
                name: content
                for name, content in files.items()
                if name == diagram or (not is_diagram(name) and _belongs(name, diagram, diagrams))
            }
        )
        for diagram in diagrams
    ]


def _belongs(name: str, diagram: str, diagrams: list[str]) -> bool:
    folder = diagram.rpartition("/")[0]
    if not folder or name.startswith(f"{folder}/"):
        return True
    return not any(name.startswith(f"{other.rpartition('/')[0]}/") for other in diagrams if "/" in other)


def problems_of_files(bundle: Bundle) -> list[Problem]:
    """What is wrong with the bundle as files: their number, size, names, and example cases that are no JSON."""
    report = Report("")
    total = sum(len(content) for content in bundle.files.values())
    if total > MAX_BYTES or len(bundle.files) > MAX_FILES:
        report.add("bundle_too_large", limit=MAX_BYTES, files=MAX_FILES)
    for name, content in bundle.files.items():
        report.file = name
        if not _NAME.fullmatch(name) or len(name) > 200 or ".." in name:
            report.add("file_name_invalid", name=name)
        if len(content) > MAX_FILE_BYTES:
            report.add("bundle_too_large", limit=MAX_FILE_BYTES, files=MAX_FILES)
        if name.endswith(".json") and not _is_json(content):
            report.add("case_invalid")
    report.file = ""
    if not bundle.diagrams:
        report.add("bundle_empty")
    elif len(bundle.diagrams) > 1:
        report.add("bundle_several_diagrams", name=", ".join(bundle.diagrams))
    return report.problems


def _is_json(content: bytes) -> bool:
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return False
    return True
