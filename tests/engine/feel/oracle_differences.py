"""Where feelin gives another value: which expressions, and what the standard (DMN 1.5, its test kit) says.

docs/feel-package.md carries the same sentences.
"""

import re

EXPLAINED: list[tuple[re.Pattern[str], str]] = [
    (
        re.compile(r"\((<|>|=|!=)"),
        "A range written with an operator equals its like, and no interval (kit 0068, range_006).",
    ),
    (re.compile(r"range\("), "A range read from a text equals the interval that is written so (kit 1156)."),
    (re.compile(r"\bis\("), "Durations of different types are not the same, even when both are nothing (kit 0103)."),
    (
        re.compile(r"\b(now|today)\("),
        "The present moment comes from the caller; without it there is none: no expression reads the machine's clock.",
    ),
    (re.compile(r"null.*instance of context"), "A field that is null still conforms to its type (kit 0070)."),
    (
        re.compile(r"time\("),
        "A time has hours, minutes and seconds, as XML Schema writes them (10.3.2.3.4): `10:30` is none; "
        "and the second of `time(h, m, s)` keeps its fraction.",
    ),
    (
        re.compile(r"\\[uU]"),
        "An escape has four digits after `\\u` and six after `\\U` (10.3.1.2, rule 66); with fewer it is plain text.",
    ),
]
