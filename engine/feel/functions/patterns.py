"""Built-in functions with regular expressions."""

import re

from engine.feel.budget import Run
from engine.feel.errors import ValueProblemError
from engine.feel.regex import Match, Pattern, compile_pattern
from engine.feel.registry import builtin

_REPLACEMENT = re.compile(r"\\(.)|\$(\d)(\d*)|([$\\])|([^$\\]+)", re.DOTALL)


def _pattern(source: str, flags: str | None, run: Run) -> Pattern:
    run.tick(len(source))
    return compile_pattern(source, flags or "")


@builtin("matches(input: string, pattern: string, flags: string|null?) -> boolean")
def matches(run: Run, text: str, pattern: str, flags: str | None = None) -> bool:
    """Whether the pattern matches anywhere in the text."""
    return _pattern(pattern, flags, run).search(text, run.tick) is not None


@builtin("replace(input: string, pattern: string, replacement: string, flags: string|null?) -> string")
def replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None = None) -> str:
    """The text with each match replaced; `$1` in the replacement is what the first group matched."""
    compiled = _pattern(pattern, flags, run)
    if compiled.search("", run.tick) is not None:
        raise ValueProblemError("the pattern matches nothing at all")
    pieces: list[str] = []
    size = done = 0
    for found in compiled.find_all(text, run.tick):
        pieces += [text[done : found.start], _expand(replacement, found, compiled.groups, text)]
        size += len(pieces[-1]) + len(pieces[-2])
        run.check_size(size)
        done = found.end
    result = "".join(pieces) + text[done:]
    run.check_size(len(result))
    return result


def _expand(replacement: str, found: Match, groups: int, text: str) -> str:
    pieces: list[str] = []
    for part in _REPLACEMENT.finditer(replacement):
        escaped, digit, more, lone, plain = part.groups()
        if lone or (escaped and escaped not in "$\\"):
            raise ValueProblemError("in a replacement, $ is written \\$ and \\ is written \\\\")
        pieces.append(plain or escaped or _group_text(digit, more, found, groups, text))
    return "".join(pieces)


def _group_text(digit: str, more: str, found: Match, groups: int, text: str) -> str:
    """The text of the group that the digits name: as many digits as make a group that exists."""
    number, rest = int(digit), more
    while rest and number * 10 + int(rest[0]) <= groups:
        number, rest = number * 10 + int(rest[0]), rest[1:]
    return (found.group(number, text) if number <= groups else "") + rest


@builtin("split(string: string, delimiter: string) -> list")
def split(run: Run, text: str, delimiter: str) -> list[object]:
    """The parts of the text between the matches of a pattern."""
    compiled = _pattern(delimiter, "", run)
    parts: list[object] = []
    done = 0
    for found in compiled.find_all(text, run.tick):
        if found.end > found.start or done < found.start < len(text):
            parts.append(text[done : found.start])
            done = found.end
            run.check_size(len(parts))
    return [*parts, text[done:]]
