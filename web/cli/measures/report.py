"""Figures as a page in Markdown, and as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import groupby
from typing import Any

from web.cli.measures.figures import Figure, number_text

_INTRODUCTION = """# Benchmarks

Measured by `utlysa bench` (`make bench`), which writes this page; nothing here is typed in. A bar is what
the design promises; a figure without one stands beside the others: a peer, or a size. On a busy machine
("Load before" above the number of cores: so many programs wait for a core) every time is longer by about
that factor, and bars of time are not kept that an idle machine keeps; counts, sizes and rates beside
those of a peer in the same run say more then.
"""
_SIZES = {
    True: "Sizes: quick (`utlysa bench --quick`): a tenth of the timers and tasks that the design names.",
    False: "Sizes: full, as the design names them.",
}
_KEPT = {True: "kept", False: "**not kept**", None: ""}
_HOW = """## How it is measured

- *Complete a user task*: whole commands on a real database that is synced to disk at each commit; statements and
  commits are counted at the driver. `pgbench` runs the equivalent transaction, written by hand, with one client on
  the same server. SpiffWorkflow, where it is listed, runs the same diagram by its own stepping, and saves with its
  own serialiser to one row of the same database.
- *The interpreter alone*: processor time within whole commands, told by looking every millisecond at what is running.
- *A full database*: filled with copies of one real case. "Woken" are real cases whose timers all are due, fired by
  two processes.
- Not measured by this command: a completed task over HTTP, the rehearsal of a whole call, and all that
  needs a running service under load.
"""


def as_markdown(
    figures: Sequence[Figure], machine: Mapping[str, str], *, at: datetime, is_quick: bool, with_page: bool
) -> str:
    """The tables, one for each area; with the words around them if they are a page of their own."""
    parts = [_INTRODUCTION] if with_page else []
    parts.append(f"{at:%Y-%m-%d %H:%M} UTC. {_SIZES[is_quick]}\n")
    parts.append(_table(("machine", ""), machine.items()))
    ordered = sorted(figures, key=lambda figure: _first_place(figures, figure.area))
    for area, found in groupby(ordered, key=lambda figure: figure.area):
        parts.append(f"## {area}\n")
        parts.append(_table(("what", "database", "bar", "measured", ""), map(_cells, found)))
    if with_page:
        parts.append(_HOW)
    return "\n".join(parts)


def as_json(figures: Sequence[Figure], machine: Mapping[str, str], *, at: datetime, is_quick: bool) -> dict[str, Any]:
    """The same for a program."""
    listed = [{**asdict(figure), "is_kept": figure.is_kept} for figure in figures]
    return {"at": at.isoformat(), "is_quick": is_quick, "machine": dict(machine), "figures": listed}


def _first_place(figures: Sequence[Figure], area: str) -> int:
    return next(place for place, figure in enumerate(figures) if figure.area == area)


def _cells(figure: Figure) -> tuple[str, ...]:
    bar = "" if figure.bar is None else f"{'≥' if figure.is_least else '≤'} {_amount(figure.bar, figure.unit)}"
    return figure.what, figure.database, bar, _amount(figure.value, figure.unit), _KEPT[figure.is_kept]


def _amount(value: float, unit: str) -> str:
    return f"{number_text(value)} {unit}".rstrip()


def _table(head: Sequence[str], rows: Any) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
