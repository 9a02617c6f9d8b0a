"""Two charts as SVG: what each bar leaves, and ours beside the peers; readable on light and on dark grounds."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from web.cli.measures.figures import Figure, number_text

_WIDTH: Final = 1100
_LABEL: Final = 590
_DATABASE: Final = 84
_RIGHT: Final = 170
_ROW: Final = 22
_TOP: Final = 64
_LEAST: Final = 0.001
_MOST: Final = 10.0
_STYLE: Final = """
  text { font: 13px system-ui, "Segoe UI", sans-serif; fill: #1c2b33; }
  .title { font-size: 17px; font-weight: 600; }
  .soft { fill: #55666f; font-size: 12px; }
  .area { font-weight: 600; }
  .kept { fill: #2f6f8f; }
  .over { fill: #b4472e; }
  .ours { fill: #2f6f8f; }
  .peer { fill: #9aa8b0; }
  .grid { stroke: #d5dde1; stroke-width: 1; }
  .bar { stroke: #1c2b33; stroke-width: 1.5; stroke-dasharray: 4 3; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf0; }
    .soft { fill: #a3b3bb; }
    .kept, .ours { fill: #6db4d6; }
    .over { fill: #ef8a70; }
    .peer { fill: #72838c; }
    .grid { stroke: #39484f; }
    .bar { stroke: #e6edf0; }
  }
"""


@dataclass(frozen=True, slots=True)
class _Row:
    label: str
    share: float
    text: str
    style: str
    database: str = ""


def bars_chart(figures: Sequence[Figure]) -> str:
    """How much of its bar each figure takes, on a logarithmic scale; zero under a bar of zero takes none."""
    judged = [figure for figure in figures if figure.bar is not None]
    groups = [
        (area, [_row(figure) for figure in judged if figure.area == area])
        for area in dict.fromkeys(figure.area for figure in judged)
    ]
    kept = sum(1 for figure in judged if figure.is_kept)
    title = f"{kept} of {len(judged)} bars are kept"
    return _drawn(
        title,
        "Each figure as a share of what is promised: left of the dashed line is kept (logarithmic)",
        groups,
        scale=_logarithmic,
        ticks=((0.001, "0.1 %"), (0.01, "1 %"), (0.1, "10 %"), (1.0, "the bar"), (10.0, "10 times")),
    )


def peers_chart(figures: Sequence[Figure], ours: Sequence[str], *, title: str, unit: str) -> str:
    """Rows of one unit beside each other, for each database; `ours` are the beginnings of the words of our own."""
    chosen = [figure for figure in figures if figure.unit == unit]
    most = max((figure.value for figure in chosen), default=1.0)
    groups = [
        (
            database or title,
            [
                _peer_row(figure, figure.value / most, is_ours=figure.what.startswith(tuple(ours)))
                for figure in chosen
                if figure.database == database
            ],
        )
        for database in dict.fromkeys(figure.database for figure in chosen)
    ]
    return _drawn(title, "Shorter is better" if unit == "ms" else "Longer is better", groups, scale=_linear, ticks=())


def _peer_row(figure: Figure, share: float, *, is_ours: bool) -> _Row:
    label = f"Utlysa: {figure.what}" if is_ours else figure.what
    return _Row(label, share, f"{number_text(figure.value)} {figure.unit}", "ours" if is_ours else "peer")


def _row(figure: Figure) -> _Row:
    bar = figure.bar or 0.0
    share = _share(figure.value, bar, is_least=figure.is_least)
    word = "at least" if figure.is_least else "at most"
    text = " ".join(f"{number_text(figure.value)} {figure.unit}, {word} {number_text(bar)}".split()).replace(" ,", ",")
    return _Row(figure.what, share, text, "kept" if figure.is_kept else "over", figure.database)


def _share(value: float, bar: float, *, is_least: bool) -> float:
    if is_least:
        return bar / value if value else math.inf
    if bar == 0:
        return 0.0 if value == 0 else math.inf
    return value / bar


def _logarithmic(share: float) -> float:
    """0 to 1 for the scale's ends."""
    inside = min(max(share, _LEAST), _MOST)
    return math.log(inside / _LEAST) / math.log(_MOST / _LEAST)


def _linear(share: float) -> float:
    return min(max(share, 0.0), 1.0)


def _drawn(
    title: str,
    subtitle: str,
    groups: Sequence[tuple[str, Sequence[_Row]]],
    *,
    scale: Callable[[float], float],
    ticks: Sequence[tuple[float, str]],
) -> str:
    plot = _WIDTH - _LABEL - _RIGHT
    height = _TOP + 24 + sum(_ROW * (len(rows) + 1) + 8 for _, rows in groups)
    parts = [
        f'<text class="title" x="0" y="20">{escape(title)}</text>',
        f'<text class="soft" x="0" y="40">{escape(subtitle)}</text>',
    ]
    for value, word in ticks:
        x = _LABEL + plot * scale(value)
        style = "bar" if value == 1.0 else "grid"
        parts.append(f'<line class="{style}" x1="{x:.1f}" y1="{_TOP}" x2="{x:.1f}" y2="{height - 24}"/>')
        parts.append(f'<text class="soft" x="{x:.1f}" y="{height - 8}" text-anchor="middle">{word}</text>')
    y = _TOP
    for name, rows in groups:
        y += _ROW
        parts.append(f'<text class="area" x="0" y="{y - 6}">{escape(name)}</text>')
        for row in rows:
            y += _ROW
            parts += _row_parts(row, y, plot * scale(row.share))
        y += 8
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" role="img"'
        f' aria-label="{escape(title)}"><title>{escape(title)}</title><style>{_STYLE}</style>{"".join(parts)}</svg>\n'
    )


def _row_parts(row: _Row, y: int, length: float) -> list[str]:
    drawn = max(length, 2.0)
    return [
        f'<text x="{_LABEL - _DATABASE - 10}" y="{y - 6}" text-anchor="end">{escape(_short(row.label))}</text>',
        f'<text class="soft" x="{_LABEL - _DATABASE}" y="{y - 6}">{escape(row.database)}</text>',
        f'<rect class="{row.style}" x="{_LABEL}" y="{y - _ROW + 5}" width="{drawn:.1f}" height="{_ROW - 8}" rx="2"/>',
        f'<text class="soft" x="{_WIDTH - _RIGHT + 12}" y="{y - 6}">{escape(row.text)}</text>',
    ]


def _short(label: str) -> str:
    most = 76
    return label if len(label) <= most else f"{label[: most - 1]}…"
