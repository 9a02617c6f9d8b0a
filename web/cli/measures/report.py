"""Figures as a page in Markdown, and as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from web.cli.measures.figures import Failure, Figure, number_text

_INTRODUCTION = """# Benchmarks

Measured by `utlysa bench` (`make bench`), which writes this page and its charts; nothing here is typed in. A bar is
what the design promises; a figure without one stands beside the others: a peer, or a size. On a busy machine
("Load before" above the number of cores: so many programs wait for a core) every time is longer by about
that factor, and bars of time are not kept that an idle machine keeps; counts, sizes and rates beside
those of a peer in the same run say more then.
"""
_SIZES = {
    True: "Sizes: quick (`utlysa bench --quick`): a tenth of the timers, tasks and applications that the design names.",
    False: "Sizes: full, as the design names them.",
}
_KEPT = {True: "kept", False: "**not kept**", None: ""}
_HOW = """## How it is measured

- *Complete a user task*: whole commands on a real database that is synced to disk at each commit; statements and
  commits are counted at the driver. `pgbench` runs the equivalent transaction, written by hand, with one client on
  the same server. SpiffWorkflow, where it is listed, runs the same diagram by its own stepping, and saves with its
  own serialiser to one row of the same database.
- *Complete a user task over HTTP*: `utlysa serve` in a process of its own on the loopback; an officer logs in with a
  password, and for each task asks for its page, and then sends its form with the session's cookie and forgery token.
- *The interpreter alone*: processor time within whole commands, told by looking every millisecond at what is running.
- *Rehearse a whole call*: the shipped processes, as `utlysa simulate` rehearses them: people's answers go through the
  forms, tables are decided, operations give what the example says; every fifth application is granted, followed up,
  evaluated and extended.
- *A full database*: filled with copies of one real case. "Woken" are real cases whose timers all are due, fired by
  two processes.
- Sections of other programs (`--program NAME=COMMAND`) are what those programs print.
- What needs a running service under load for minutes (quality.md 2) is not measured by this command.
"""
_ALT = {"bars": "Each figure as a share of its bar", "peers": "Completed tasks a second beside the peers"}


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of the command found."""

    figures: Sequence[Figure]
    failures: Sequence[Failure]
    machine: Mapping[str, str]
    at: datetime
    is_quick: bool


def as_markdown(run: Run, *, pictures: Mapping[str, str] | None) -> str:
    """The tables, one for each area. With `pictures`, the files of the charts by name, a page of its own."""
    parts = [_INTRODUCTION] if pictures is not None else []
    parts.append(f"{run.at:%Y-%m-%d %H:%M} UTC. {_SIZES[run.is_quick]}\n")
    parts.append(_table(("machine", ""), run.machine.items()))
    parts += [f"![{_ALT.get(name, name)}]({file})\n" for name, file in (pictures or {}).items()]
    if run.failures:
        parts.append("## Gave no figures\n")
        parts.append(_table(("what", "why"), [(failure.work, failure.reason) for failure in run.failures]))
    ordered = sorted(run.figures, key=lambda figure: _first_place(run.figures, figure.area))
    for area, found in groupby(ordered, key=lambda figure: figure.area):
        parts.append(f"## {area}\n")
        parts.append(_table(("what", "database", "bar", "measured", ""), map(_cells, found)))
    if pictures is not None:
        parts.append(_HOW)
    return "\n".join(parts)


def as_json(run: Run) -> dict[str, Any]:
    """The same for a program."""
    return {
        "at": run.at.isoformat(),
        "is_quick": run.is_quick,
        "machine": dict(run.machine),
        "figures": [{**asdict(figure), "is_kept": figure.is_kept} for figure in run.figures],
        "failures": [asdict(failure) for failure in run.failures],
    }


def _first_place(figures: Sequence[Figure], area: str) -> int:
    return next(place for place, figure in enumerate(figures) if figure.area == area)


def _cells(figure: Figure) -> tuple[str, ...]:
    bar = "" if figure.bar is None else f"{'≥' if figure.is_least else '≤'} {_amount(figure.bar, figure.unit)}"
    return figure.what, figure.database, bar, _amount(figure.value, figure.unit), _KEPT[figure.is_kept]


def _amount(value: float, unit: str) -> str:
    return f"{number_text(value)} {unit}".rstrip()


def _table(head: Sequence[str], rows: Any) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(_escaped(cell) for cell in line)} |" for line in lines) + "\n"


def _escaped(cell: str) -> str:
    return " ".join(cell.replace("|", "\\|").split())
