"""From files to bundles that are ready to be deployed, or to the problems that stop them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.definitions.bundle import Bundle, grouped, problems_of_files
from engine.definitions.catalogue import Catalogue, ProcessFacts
from engine.definitions.lint import lint, lint_xml, ordered, parse
from engine.definitions.reporting import Report
from engine.definitions.rules.decisions import facts_of
from engine.model import Problem
from engine.reader import Document, UnreadableDiagramError, read


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


def prepare(
    files: Mapping[str, bytes],
    *,
    catalogue: Catalogue,
    repair: bool = False,
    facts: Mapping[str, ProcessFacts] | None = None,
) -> Prepared:
    """Read and judge one bundle. `repair` derives an executable copy of a drawing and lists what it assumes."""
    return _judged(_reading(Bundle.of(files), repair=repair), catalogue, facts)


def prepare_all(files: Mapping[str, bytes], *, catalogue: Catalogue, repair: bool = False) -> list[Prepared]:
    """Read and judge several bundles, one for each diagram, which may call one another."""
    bundles = grouped(files) or [Bundle.of(files)]
    readings = [_reading(bundle, repair=repair) for bundle in bundles]
    documents = [reading.document for reading in readings if reading.document is not None]
    facts = facts_of(documents, catalogue)
    return [_judged(reading, catalogue, facts) for reading in readings]


def _reading(bundle: Bundle, *, repair: bool) -> _Reading:
    try:
        name = bundle.diagram
    except LookupError:
        return _Reading(bundle, None, problems_of_files(bundle))
    report = Report(name)
    try:
        root = parse(bundle.files[name])
        document = read(bundle.files[name], file=name)
    except UnreadableDiagramError as error:
        report.unreadable(error)
        return _Reading(bundle, None, report.problems)
    return _Reading(bundle, document, lint_xml(root, name))


def _judged(reading: _Reading, catalogue: Catalogue, facts: Mapping[str, ProcessFacts] | None) -> Prepared:
    if reading.document is None:
        found = [*reading.problems, *problems_of_files(reading.bundle)]
        return Prepared(reading.bundle, None, ordered(found))
    problems = lint(reading.document, bundle=reading.bundle, catalogue=catalogue, facts=facts)
    return Prepared(reading.bundle, reading.document, ordered([*reading.problems, *problems]), reading.executable)
