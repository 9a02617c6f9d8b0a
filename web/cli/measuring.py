"""`bench`: measures what the design promises, on real databases, and prints it beside its bar."""

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console

from web.cli.measures import crowds, formulas, interpreting, peers, shapes, steps
from web.cli.measures.crowds import CrowdSizes
from web.cli.measures.figures import Figure
from web.cli.measures.machine import machine
from web.cli.measures.places import Place, places
from web.cli.measures.report import as_json, as_markdown
from web.cli.measures.shapes import ShapeSizes

PARTS = ("formulas", "steps", "interpreter", "shapes", "crowds")


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is done in a run."""

    cases: int
    raw_seconds: int
    profiled: int
    shapes: ShapeSizes
    crowds: CrowdSizes


FULL = Sizes(20, 10, 200, ShapeSizes(1000, 2000, 50, 5000), CrowdSizes(10_000, 1_000_000, 10_000))
QUICK = Sizes(10, 5, 100, ShapeSizes(1000, 2000, 50, 5000), CrowdSizes(10_000, 100_000, 1000))


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
    bench.add_argument("--json", action="store_true", help="print for a program")
    bench.add_argument("--write", type=Path, metavar="FILE", help="write the page there too")
    bench.set_defaults(run=_bench)


def _bench(arguments: argparse.Namespace) -> int:
    at = datetime.now(UTC)
    found = places(arguments.database)
    about = machine(found)
    wanted = frozenset(arguments.only or PARTS)
    figures = _measure(found, QUICK if arguments.quick else FULL, wanted, arguments.peer)
    if arguments.write is not None:
        page = as_markdown(figures, about, at=at, is_quick=arguments.quick, with_page=True)
        arguments.write.write_text(page, encoding="utf-8")
    if arguments.json:
        print(json.dumps(as_json(figures, about, at=at, is_quick=arguments.quick), ensure_ascii=False))
    else:
        print(as_markdown(figures, about, at=at, is_quick=arguments.quick, with_page=False))
    return 0


def _measure(found: Sequence[Place], sizes: Sizes, wanted: frozenset[str], commands: Sequence[str]) -> list[Figure]:
    """All figures of the wanted parts, with a line for each piece of work as it begins."""
    jobs: list[tuple[str, str, Callable[[], list[Figure]]]] = [
        ("formulas", "expressions and decisions", formulas.measure),
        *(("steps", f"a completed task on {place.name}", partial(_steps, place, sizes, commands)) for place in found),
        ("interpreter", "the interpreter alone", partial(interpreting.measure, sizes.profiled)),
        *(("shapes", f"large diagrams on {at.name}", partial(shapes.measure, at, sizes.shapes)) for at in found),
        *(("crowds", f"a full {at.name}", partial(crowds.measure, at, sizes.crowds)) for at in found),
    ]
    figures: list[Figure] = []
    console = Console(stderr=True, highlight=False)
    chosen = [job for job in jobs if job[0] in wanted]
    for number, (_, words, job) in enumerate(chosen, 1):
        console.print(f"{number}/{len(chosen)} {words} ...")
        figures += job()
    return figures


def _steps(place: Place, sizes: Sizes, commands: Sequence[str]) -> list[Figure]:
    figures = steps.measure(place, sizes.cases)
    own_rate = next(figure.value for figure in figures if figure.what == steps.RATE)
    figures += peers.raw_transaction(place, own_rate, sizes.raw_seconds)
    for command in commands:
        figures += peers.program_figures(command, place)
    return figures
