"""Regular expressions: those of XPath, and none that runs for ever."""

import pytest

from engine.feel.regex import PatternError, compile_pattern


def _found(pattern: str, text: str, flags: str = "") -> str | None:
    match = compile_pattern(pattern, flags).search(text, lambda: None)
    return None if match is None else text[match.start : match.end]


@pytest.mark.parametrize(
    ("pattern", "text", "flags", "found"),
    [
        ("b+", "abbbc", "", "bbb"),
        ("b+?", "abbbc", "", "b"),
        ("a|ab", "ab", "", "a"),
        ("(a|ab)(c|bcd)(d*)", "abcd", "", "abcd"),
        ("^b", "a\nb", "", None),
        ("^b", "a\nb", "m", "b"),
        ("a$", "a\nb", "m", "a"),
        ("a.b", "a\nb", "", None),
        ("a.b", "a\nb", "s", "a\nb"),
        ("[a-c-[b]]+", "bacab", "", "aca"),
        ("[^a-c]+", "abxyz", "", "xyz"),
        (r"[\d\-]+", "a1-2b", "", "1-2"),
        ("[-a]+", "b-a-", "", "-a-"),
        (r"\p{Lu}\p{Ll}+", "hej Åsa", "", "Åsa"),
        (r"\P{L}+", "ab12", "", "12"),
        (r"\p{IsGreek}+", "abγδ", "", "γδ"),
        (r"\w+\s\w+", "(två ord)", "", "två ord"),
        (r"\i\c*", "1ab-2", "", "ab-2"),
        ("ÅSA", "åsa", "i", "åsa"),
        ("[^q]", "Q", "i", None),
        (r"(ab)\1", "ababab", "", "abab"),
        (r"(a)|b\1", "b", "", "b"),
        ("a{2,3}", "aaaa", "", "aaa"),
        ("a{2,}?", "aaaa", "", "aa"),
        ("a{0}b", "ab", "", "b"),
        ("(?:ab)+", "ababx", "", "abab"),
        ("a b [ ]c", "ab c", "x", "ab c"),
        ("(a*)*", "b", "", ""),
        (r"\.\\\[", r"a.\[", "", r".\["),
        ("", "abc", "", ""),
    ],
)
def test_a_pattern_finds_the_first_match(pattern: str, text: str, flags: str, found: str | None) -> None:
    assert _found(pattern, text, flags) == found


@pytest.mark.parametrize(
    "pattern",
    ["(", ")", "[", "[]", "a**", "*a", "a{2", "a{3,2}", "a{,2}", r"\q", r"\p{Xx}", r"\p{IsNowhere}", "[z-a]", r"\1",
     r"(a\1)", "(?=a)", "(?P<n>a)", "a{9999}", "((((a{1000}){1000}){1000}){1000})", "^*", "(" * 200, "}", "a{x}"],
)  # fmt: skip
def test_what_xpath_does_not_know_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        compile_pattern(pattern, "")


def test_unknown_flags_are_refused() -> None:
    with pytest.raises(PatternError):
        compile_pattern("a", "q")


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|aa)+b", "(a*)*b", "(.*a){12}b", "a?" * 30 + "a" * 30 + "b"])
def test_the_steps_grow_with_the_product_of_pattern_and_text(pattern: str) -> None:
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    assert compile_pattern(pattern, "").search("a" * 200, count) is None
    assert steps < 40 * len(pattern) * 200
