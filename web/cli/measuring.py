"""`bench`: measures what the design promises, on real databases, and prints it beside its bar."""

import argparse
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console

from web.cli.failures import UsageError
from web.cli.measures import crowds, formulas, interpreting, pages, peers, programs, rehearsals, shapes, steps
from web.cli.measures.chart import bars_chart, peers_chart
from web.cli.measures.crowds import CrowdSizes
from web.cli.measures.figures import Failure, Figure
from web.cli.measures.machine import machine
from web.cli.measures.places import Place, places
from web.cli.measures.report import Run, as_json, as_markdown
from web.cli.measures.shapes import ShapeSizes

PARTS = ("formulas", "steps", "pages", "interpreter", "rehearsal", "shapes", "crowds", "programs")
PICTURES = "pictures"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is done in a run."""

    cases: int
    raw_seconds: int
    profiled: int
    shapes: ShapeSizes
    crowds: CrowdSizes
    applications: int


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of work that gives figures."""

    part: str
    words: str
    measure: Callable[[], list[Figure]]


FULL = Sizes(20, 10, 200, ShapeSizes(1000, 2000, 50, 5000), CrowdSizes(10_000, 1_000_000, 10_000), 2000)
QUICK = Sizes(10, 5, 100, ShapeSizes(1000, 2000, 50, 5000), CrowdSizes(10_000, 100_000, 1000), 200)


def add_commands(commands: Any) -> None:
    """Add this module's commands to the parser."""
    bench = commands.add_parser("bench", help="measure this program on this machine, beside what is promised")
    bench.add_argument("--quick", action="store_true", help="a tenth of the large sizes: minutes instead of an hour")
    bench.add_argument("--only", action="append", choices=PARTS, help="measure one part; may be repeated")
    bench.add_argument("--database", metavar="URL", help="a PostgreSQL server on which databases may be made")
    bench.add_argument(
        "--peer",
        action="append",
        default=[],
        metavar="COMMAND",
        help="a program that does the same work: gets an empty database's URL, prints a JSON list of figures",
    )
    bench.add_argument(
        "--program",
        action="append",
        default=[],
        metavar="NAME=COMMAND",
        help="a program whose figures get a section of that name: prints JSON last; its exit status counts",
    )
    bench.add_argument("--json", action="store_true", help="print for a program")
    bench.add_argument("--write", type=Path, metavar="FILE", help="write the page there too, with its charts")
    bench.set_defaults(run=_bench)


def _bench(arguments: argparse.Namespace) -> int:
    """Exit status 1 if a piece of work failed; what the others measured is told all the same."""
    at, begun = datetime.now(UTC), time.monotonic()
    found = places(arguments.database)
    about = dict(machine(found))
    jobs = list(_works(found, QUICK if arguments.quick else FULL, arguments))
    figures: list[Figure] = []
    failures: list[Failure] = []
    try:
        _measure(jobs, figures, failures)
    finally:
        # What was measured until an interruption is not lost either.
        about["The run took"] = f"{(time.monotonic() - begun) / 60:.0f} minutes"
        run = Run(figures, failures, about, at, arguments.quick)
        if arguments.write is not None:
            _write(run, arguments.write)
        if arguments.json:
            print(json.dumps(as_json(run), ensure_ascii=False))
        else:
            print(as_markdown(run, pictures=None))
    return 1 if failures else 0


def _works(found: Sequence[Place], sizes: Sizes, arguments: argparse.Namespace) -> Iterator[Work]:
    """The wanted pieces of work."""
    wanted = frozenset(arguments.only or PARTS)
    every = [
        Work("formulas", "expressions and decisions", formulas.measure),
        *(
            Work("steps", f"a completed task on {place.name}", partial(_steps, place, sizes, arguments.peer))
            for place in found
        ),
        *(
            Work("pages", f"a completed task over HTTP on {place.name}", partial(pages.measure, place, sizes.cases))
            for place in found
        ),
        Work("interpreter", "the interpreter alone", partial(interpreting.measure, sizes.profiled)),
        Work("rehearsal", "a whole call in rehearsal", partial(rehearsals.measure, sizes.applications)),
        *(Work("shapes", f"large diagrams on {at.name}", partial(shapes.measure, at, sizes.shapes)) for at in found),
        *(Work("crowds", f"a full {at.name}", partial(crowds.measure, at, sizes.crowds)) for at in found),
        *_programs(arguments.program),
    ]
    return (work for work in every if work.part in wanted)


def _programs(given: Sequence[str]) -> Iterator[Work]:
    for one in given:
        name, _, command = one.partition("=")
        if not name.strip() or not command.strip():
            raise UsageError(f"--program is NAME=COMMAND, not {one}")
        yield Work("programs", name.strip(), partial(programs.measure, name.strip(), command))


def _measure(jobs: Sequence[Work], figures: list[Figure], failures: list[Failure]) -> None:
    """Do all the work, with a line for each piece; one that fails is noted, and the next one begins."""
    console = Console(stderr=True, highlight=False)
    for number, work in enumerate(jobs, 1):
        console.print(f"{number}/{len(jobs)} {work.words} ...")
        begun = time.monotonic()
        try:
            figures += work.measure()
        except Exception as error:  # noqa: BLE001  # whatever one piece of work runs into, the others are measured
            told = [problem.message_en for problem in getattr(error, "problems", ())[:1]] or [str(error)]
            reason = f"{type(error).__name__}: {' '.join(told)}".splitlines()[0]
            failures.append(Failure(work.words, reason))
            console.print(f"    failed: {reason}", markup=False)
        console.print(f"    {time.monotonic() - begun:.0f} s")


def _steps(place: Place, sizes: Sizes, commands: Sequence[str]) -> list[Figure]:
    figures = steps.measure(place, sizes.cases)
    own_rate = next(figure.value for figure in figures if figure.what == steps.RATE)
    figures += peers.raw_transaction(place, own_rate, sizes.raw_seconds)
    for command in commands:
        figures += peers.program_figures(command, place)
    return figures


def _write(run: Run, file: Path) -> None:
    """The page, and beside it in `pictures` its charts."""
    folder = file.parent / PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    rates = [figure for figure in run.figures if figure.area == steps.AREA]
    charts = {
        "bars": bars_chart(run.figures),
        "peers": peers_chart(rates, ours=[steps.RATE], title="Completed tasks a second, one client", unit="/s"),
    }
    names = {name: f"{PICTURES}/{file.stem}-{name}.svg" for name in charts}
    for name, drawn in charts.items():
        (file.parent / names[name]).write_text(drawn, encoding="utf-8")
    file.write_text(as_markdown(run, pictures=names), encoding="utf-8")
