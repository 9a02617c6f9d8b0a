"""From files to bundles that are ready to be deployed, or to the problems that stop them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from engine.definitions.bundle import Bundle, grouped, problems_of_files
from engine.definitions.catalogue import Catalogue, ProcessFacts
from engine.definitions.codes import BESIDE_THE_RUN
from engine.definitions.lint import checked, decisions_in, lint, lint_xml, ordered, parse
from engine.definitions.repair import HARMLESS, make_runnable
from engine.definitions.reporting import Report
from engine.definitions.rules.decisions import facts_of
from engine.definitions.rules.standard.files import imported_diagrams
from engine.model import Problem
from engine.reader import Document, UnreadableDiagramError, read

_OF_PROCESSES = frozenset({"process_missing", "not_executable"})


@dataclass(frozen=True, slots=True)
class Prepared:
    """A bundle that has been read and judged.

    `document` is what runs, None where the diagram cannot be read; `executable` is the derived copy that it was read
    from, None where the diagram runs as it is. Nothing may be deployed whose problems include an error.
    """

    bundle: Bundle
    document: Document | None
    problems: Sequence[Problem]
    executable: bytes | None = None

    @property
    def is_deployable(self) -> bool:
        """Whether there is no error."""
        return self.document is not None and all(problem.severity != "error" for problem in self.problems)


@dataclass(frozen=True, slots=True)
class _Reading:
    bundle: Bundle
    document: Document | None
    problems: list[Problem]
    executable: bytes | None = None
    is_repaired: bool = False
    lines: Mapping[str, int] = field(default_factory=dict)


def prepare(
    files: Mapping[str, bytes],
    *,
    catalogue: Catalogue,
    repair: bool = False,
    facts: Mapping[str, ProcessFacts] | None = None,
) -> Prepared:
    """Read and judge one bundle. `repair` derives an executable copy of a drawing and lists what it assumes."""
    return _judged(_reading(Bundle.of(files), catalogue, files, repair=repair), catalogue, facts)


def prepare_all(files: Mapping[str, bytes], *, catalogue: Catalogue, repair: bool = False) -> list[Prepared]:
    """Read and judge several bundles, one for each diagram, which may call one another."""
    bundles = grouped(files) or [Bundle.of(files)]
    readings = [_reading(bundle, catalogue, files, repair=repair) for bundle in bundles]
    documents = [reading.document for reading in readings if reading.document is not None]
    facts = facts_of(documents, catalogue)
    shared = {name for reading in readings for name in shared_decisions(reading.bundle, reading.document)}
    known = replace(catalogue, decisions=frozenset(catalogue.decisions) | shared)
    imported = imported_diagrams(files) if len(readings) > 1 else frozenset()
    return [_as_part(_judged(reading, known, facts), imported) for reading in readings]


def _as_part(prepared: Prepared, imported: Collection[str]) -> Prepared:
    """A diagram that others import may hold what these need and nothing that runs."""
    if prepared.document is None or prepared.bundle.diagram not in imported:
        return prepared
    return replace(prepared, problems=[problem for problem in prepared.problems if problem.code not in _OF_PROCESSES])


def shared_decisions(bundle: Bundle, document: Document | None) -> frozenset[str]:
    """The bundle's tables as other bundles may name them, `process/table`."""
    processes = document.processes if document else ()
    return frozenset(f"{process.id}/{name}" for process in processes for name in decisions_in(bundle))


def _reading(bundle: Bundle, catalogue: Catalogue, files: Mapping[str, bytes], *, repair: bool) -> _Reading:
    """The bundle read; `files` are all that are deployed with it, which its diagram may import."""
    try:
        name = bundle.diagram
    except LookupError:
        return _Reading(bundle, None, problems_of_files(bundle))
    report = Report(name)
    try:
        root = parse(bundle.files[name])
        document = read(bundle.files[name], file=name)
        if repair:
            return _repaired(root, document, bundle, catalogue, lint_xml(root, name, files))
    except UnreadableDiagramError as error:
        report.unreadable(error)
        return _Reading(bundle, None, report.problems)
    return _Reading(bundle, document, lint_xml(root, name, files))


def _repaired(
    root: etree._Element, document: Document, bundle: Bundle, catalogue: Catalogue, found: list[Problem]
) -> _Reading:
    """The drawing made runnable, with what was `found` in it before. A file that needs nothing runs as it is."""
    name = bundle.diagram
    repaired = make_runnable(root, name, bundle=bundle, catalogue=catalogue, decisions=decisions_in(bundle))
    if not repaired.problems:
        return _Reading(bundle, document, found, is_repaired=True)
    whole = Bundle.of({**bundle.files, **repaired.files})
    runnable = read(repaired.diagram, file=name)
    return _Reading(
        whole, runnable, [*found, *repaired.problems], repaired.diagram, is_repaired=True, lines=document.ids
    )


def _judged(reading: _Reading, catalogue: Catalogue, facts: Mapping[str, ProcessFacts] | None) -> Prepared:
    if reading.document is None:
        found = [*reading.problems, *checked(reading.bundle, catalogue), *problems_of_files(reading.bundle)]
        return Prepared(reading.bundle, None, ordered(found))
    found = [*reading.problems, *lint(reading.document, bundle=reading.bundle, catalogue=catalogue, facts=facts)]
    if reading.is_repaired:
        found = [_as_imported(problem, reading.lines) for problem in found]
    return Prepared(reading.bundle, reading.document, ordered(found), reading.executable)


def _as_imported(problem: Problem, lines: Mapping[str, int]) -> Problem:
    """The problem with its line in the file as it came; what does not stop the drawing from running is only told."""
    line = lines.get(problem.element_id or "", problem.line)
    is_harmless = problem.code in HARMLESS | BESIDE_THE_RUN and problem.severity == "error"
    return replace(problem, line=line, severity="ignored" if is_harmless else problem.severity)
