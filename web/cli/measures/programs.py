"""Other programs' figures in the page: long runs that kill servers, fuzzing, peers of one part."""

import json
import re
import shlex
import subprocess
import time
from collections.abc import Iterator, Mapping
from typing import Any, Final

from web.cli.measures.figures import Figure

_WORDS: Final = re.compile(r"[_\s]+")
_UNITS: Final[Mapping[str, str]] = {"seconds": "s", "ms": "ms", "percent": "%", "bytes": "B"}


def measure(name: str, command: str) -> list[Figure]:
    """Run a program, and take in what it prints: `name` is the section's title.

    Its output's last JSON value is read: a list of figures (`what`, `value`, and perhaps `unit`, `bar`, `is_least`,
    `database`), or an object, of which each number is a figure and each list is counted. Without JSON the seconds that
    it took remain. Exit status 0 is the bar of "what is wrong at the end". Raises OSError if it cannot be started.
    """
    begun = time.monotonic()
    # Its progress goes to the terminal: it may run for an hour.
    done = subprocess.run(  # noqa: S603  # the user's own command
        shlex.split(command), stdout=subprocess.PIPE, text=True, check=False
    )
    seconds = time.monotonic() - begun
    told = _last_json(done.stdout)
    figures = list(_listed(name, told) if isinstance(told, list) else _numbers(name, told or {}))
    return [
        Figure(name, "what is wrong at the end: exit status", done.returncode, "", 0),
        *figures,
        Figure(name, "the run took", seconds, "s"),
    ]


def _last_json(output: str) -> Any:
    """The last JSON list or object in the output, which may have lines for people before it."""
    decoder = json.JSONDecoder()
    starts = [found.start() for found in re.finditer(r"^[\[{]", output, re.MULTILINE)]
    for start in reversed(starts):
        try:
            value, end = decoder.raw_decode(output, start)
        except ValueError:
            continue
        if not output[end:].strip():
            return value
    return None


def _listed(name: str, told: list[Any]) -> Iterator[Figure]:
    for one in told:
        bar = one.get("bar")
        yield Figure(
            name,
            str(one["what"]),
            float(one["value"]),
            str(one.get("unit", "")),
            None if bar is None else float(bar),
            str(one.get("database", "")),
            bool(one.get("is_least", False)),
        )


def _numbers(name: str, told: Mapping[str, Any]) -> Iterator[Figure]:
    for key, value in told.items():
        if isinstance(value, list):
            yield Figure(name, _sentence(key), len(value), "")
        elif isinstance(value, int | float) and not isinstance(value, bool):
            last = _WORDS.split(key)[-1]
            yield Figure(
                name, _sentence(key.removesuffix(f"_{last}") if last in _UNITS else key), value, _UNITS.get(last, "")
            )


def _sentence(key: str) -> str:
    return _WORDS.sub(" ", key)
