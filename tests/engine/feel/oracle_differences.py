"""Where feelin gives another value: which expressions, and what the standard (DMN 1.5, its test kit) says."""

import re

EXPLAINED: list[tuple[re.Pattern[str], str]] = [
    (
        re.compile(r"\((<|>|=|!=)"),
        "A range written with an operator equals its like, and no interval (kit 0068, range_006)",
    ),
    (re.compile(r"range\("), "A range from a text equals the interval that is written so (kit 1156)"),
    (re.compile(r"\bis\("), "Durations of different types are not the same, even when both are nothing (kit 0103)"),
    (re.compile(r"\bnow\(|\btoday\("), "Without a clock from the caller there is no present moment here"),
    (re.compile(r"instance of context"), "A field that is null still conforms to its type (kit 0070)"),
    (re.compile(r"\d[eE][+-]?\d"), "A number may have an exponent (chapter 10.3.1.2, rule 37)"),
    (re.compile(r"\b(if|then)\b"), "Only true takes the branch `then` (chapter 10.3.2.5)"),
    (re.compile(r"\b(every|some)\b"), "Conditions that are null leave the answer open (chapter 10.3.2.5)"),
    (re.compile(r"insert before|remove\("), "Positions count from the end when negative, and must exist (kit 0011)"),
    (re.compile(r"\bfunction\b"), "Parameters have types that arguments must conform to (chapter 10.3.2.13)"),
    (
        re.compile(r"time\(|@\"[\d:]+[Z+]"),
        "Times with zones are compared and subtracted as points (chapter 10.3.2.3.4)",
    ),
    (re.compile(r"\\U"), "An escape with a capital U has six digits (chapter 10.3.1.2, rule 66)"),
]
