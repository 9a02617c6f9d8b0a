"""From files to bundles that are ready to be deployed, or to the problems that stop them."""

from collections.abc import Collection, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace

from lxml import etree

from engine.definitions.bundle import Bundle, grouped, problems_of_files
from engine.definitions.catalogue import Catalogue, ProcessFacts
from engine.definitions.codes import BESIDE_THE_RUN
from engine.definitions.lint import checked, decisions_in, lint, lint_xml, ordered, parse
from engine.definitions.repair import HARMLESS, Repaired, make_runnable
from engine.definitions.repair.answers_file import ANSWERS_FILE, Answers, read_answers
from engine.definitions.repair.files import named_as_diagrams
from engine.definitions.repair.opening import opened
from engine.definitions.reporting import Report
from engine.definitions.roles import with_role_codes
from engine.definitions.rules.decisions import facts_of
from engine.definitions.rules.standard.files import imported_diagrams
from engine.model import Problem
from engine.reader import Document, UnreadableDiagramError, read
from engine.reader.xml import NO_LIMITS

_OF_PROCESSES = frozenset({"process_missing", "not_executable"})


@dataclass(frozen=True, slots=True)
class Prepared:
    """A bundle that has been read and judged.

    `document` is what runs, None where the diagram cannot be read; `executable` is the derived copy that it was read
    from, None where the diagram runs as it is; `repaired` is what was done with a drawing of another tool. Nothing may
    be deployed whose problems include an error.
    """

    bundle: Bundle
    document: Document | None
    problems: Sequence[Problem]
    executable: bytes | None = None
    repaired: Repaired | None = None

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
    repaired: Repaired | None = None
    lines: Mapping[str, int] = field(default_factory=dict)


def prepare(
    files: Mapping[str, bytes],
    *,
    catalogue: Catalogue,
    repair: bool = False,
    facts: Mapping[str, ProcessFacts] | None = None,
) -> Prepared:
    """Read and judge one bundle. `repair` derives an executable copy of a drawing and lists what it assumes."""
    given = named_as_diagrams(files) if repair else files
    return _judged(_reading(Bundle.of(given), catalogue, given, repair=repair), catalogue, facts)


def prepare_all(files: Mapping[str, bytes], *, catalogue: Catalogue, repair: bool = False) -> list[Prepared]:
    """Read and judge several bundles, one for each diagram, which may call one another."""
    given = named_as_diagrams(files) if repair else files
    bundles = grouped(given) or [Bundle.of(given)]
    readings = [_reading(bundle, catalogue, given, repair=repair) for bundle in bundles]
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
        if repair:
            return _repaired(bundle, catalogue, files)
        root = parse(bundle.files[name], catalogue.limits)
        coded = with_role_codes(bundle.files[name], catalogue.role_codes)
        document = read(coded or bundle.files[name], file=name, limits=catalogue.limits)
    except UnreadableDiagramError as error:
        report.unreadable(error)
        return _Reading(bundle, None, report.problems)
    return _Reading(bundle, document, lint_xml(root, name, files), coded)


def _repaired(bundle: Bundle, catalogue: Catalogue, files: Mapping[str, bytes]) -> _Reading:
    """The drawing made runnable. A file that needs nothing runs as it is. Raises UnreadableDiagramError."""
    name = bundle.diagram
    clean = opened(bundle.files[name], catalogue.limits)
    coded = with_role_codes(clean.content, catalogue.role_codes)
    document = read(coded or clean.content, file=name, limits=catalogue.limits)
    root = parse(clean.content, NO_LIMITS)
    report = Report(name)
    for mend in clean.mends:
        report.add("assumed_mended", line=1, sv=mend.sv, en=mend.en)
    found = [*lint_xml(root, name, files), *report.problems]
    given = next((content for file, content in bundle.files.items() if file.endswith(ANSWERS_FILE)), None)
    answers = read_answers(given)
    repaired = _made_runnable(root, bundle, catalogue, answers)
    if not repaired.is_changed and not clean.mends and not answers:
        return _Reading(bundle, document, found, coded, repaired=repaired)
    whole = Bundle.of({**bundle.files, **repaired.files})
    runnable = read(repaired.diagram, file=name, limits=NO_LIMITS)
    problems = [*found, *repaired.problems]
    return _Reading(whole, runnable, problems, repaired.diagram, repaired=repaired, lines=document.ids)


def _made_runnable(root: etree._Element, bundle: Bundle, catalogue: Catalogue, answers: Answers) -> Repaired:
    """The copy that follows the answers; its questions are those of the drawing without any answer."""

    def judge(diagram: bytes, files: Mapping[str, bytes], /, *, is_strict: bool = False) -> list[Problem]:
        whole = Bundle.of({**bundle.files, **files})
        found = lint(read(diagram, file=bundle.diagram, limits=NO_LIMITS), bundle=whole, catalogue=catalogue)
        if is_strict:
            return [*found, *lint_xml(parse(diagram, NO_LIMITS), bundle.diagram, whole.files)]
        return [_as_imported(problem, {}) for problem in found]

    tables = decisions_in(bundle)
    plain = make_runnable(deepcopy(root), bundle, catalogue, tables, judge=judge, answers={})
    if not answers:
        return plain
    return replace(
        make_runnable(root, bundle, catalogue, tables, judge=judge, answers=answers), questions=plain.questions
    )


def _judged(reading: _Reading, catalogue: Catalogue, facts: Mapping[str, ProcessFacts] | None) -> Prepared:
    if reading.document is None:
        found = [*reading.problems, *checked(reading.bundle, catalogue), *problems_of_files(reading.bundle)]
        return Prepared(reading.bundle, None, ordered(found))
    found = [*reading.problems, *lint(reading.document, bundle=reading.bundle, catalogue=catalogue, facts=facts)]
    if reading.repaired is not None:
        found = [_as_imported(problem, reading.lines) for problem in found]
    return Prepared(reading.bundle, reading.document, ordered(found), reading.executable, reading.repaired)


def _as_imported(problem: Problem, lines: Mapping[str, int]) -> Problem:
    """The problem with its line in the file as it came; what does not stop the drawing from running is only told."""
    line = lines.get(problem.element_id or "", problem.line)
    is_harmless = problem.code in HARMLESS | BESIDE_THE_RUN and problem.severity == "error"
    return replace(problem, line=line, severity="ignored" if is_harmless else problem.severity)
