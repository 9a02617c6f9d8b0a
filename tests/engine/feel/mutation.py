"""Changes expressions at random, to find texts that the evaluator is not ready for."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml import etree

KIT = Path("/work/shared/data/dmn-tck")
SEEDS = (
    "amount > 500000 and kind = \"project\"",
    "for i in 1..10, j in [1, 2] return if i > j then partial[-1] else i ** j",
    "some x in rows[sum > 1] satisfies x.sum = max(rows.sum)",
    '{a: date("2026-01-31") + duration("P1M"), b: function(x, y: number) x - y, c: b(1, 2)}.c',
    'matches("abc", "^(a|b)+[^d-f-[e]]{1,3}?\\\\1$", "ixsm")',
    'sort([3, 1, 2], function(a, b) a < b)[item between 1 and 2]',
    '@"2026-05-01T10:00:00@Europe/Stockholm" in (< @"2026-06-01T00:00:00Z", null)',
    'replace("a\\u00e5b", "(.)", "$1$1") instance of list<context<a: range<number>>>',
    "overlaps before([1..5], ]2..7[) or not(-1.5e3 in [..2])",
)  # fmt: skip
_PIECES = (
    "(", ")", "[", "]", "{", "}", "..", ",", ":", ".", "-", "+", "*", "/", "**", "=", "!=", "<", ">=", "@", '"', "\\",
    " in ", " and ", " or ", " between ", " if ", " then ", " else ", " for ", " return ", " some ", " every ",
    " satisfies ", " instance of ", " function", " external ", "null", "true", "?", "item", "partial", "1", "0", "-1",
    "1e999", "9" * 40, "0.5", '"a"', '@"P1D"', '@"P1Y"', '@"2026-01-01"', '@"10:00:00Z"', '@"9999-12-31T23:59:59"',
    "[]", "{}", "[1..3]", "(< 3)", "//", "/*", "*/", "\n", "\u0000", "å", "😀", "\ud800", "list<", "date", "string(",
    "sum(", "count(", "min(", "flatten(", "matches(", "split(", "range(", "context put(", "list replace(", "now()",
)  # fmt: skip


def kit_expressions() -> list[str]:
    """All expressions and tests in the models of the test kit, if it is on this machine."""
    found: set[str] = set()
    for path in sorted(KIT.glob("compliance-level-*/*/*.dmn")):
        found.update(node.text for node in etree.parse(path).iterfind(".//{*}text") if node.text)
    return sorted(found)


def mutations(seeds: Sequence[str], *, seed: int) -> Iterator[str]:
    """Endless changed expressions; the same seed gives the same ones."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret depends on it
    while True:
        text = chance.choice(seeds)[:400]
        for _ in range(chance.randint(1, 4)):
            text = _mutate(text, chance, seeds)
        yield text


def _mutate(text: str, chance: random.Random, seeds: Sequence[str]) -> str:
    start = chance.randint(0, len(text))
    end = min(len(text), start + chance.randint(0, 8))
    kind = chance.randint(0, 4)
    if kind == 0:
        return text[:start] + chance.choice(_PIECES) + text[start:]
    if kind == 1:
        return text[:start] + text[end:]
    if kind == 2:
        return text[:start] + chance.choice(_PIECES) + text[end:]
    if kind == 3:
        return text[:start] + text[start:end] * chance.randint(2, 5) + text[end:]
    other = chance.choice(seeds)[:400]
    cut = chance.randint(0, len(other))
    return text[:start] + other[cut : cut + 40] + text[end:]
