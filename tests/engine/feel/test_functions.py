"""Every built-in function of the standard: what it gives, and null where its arguments are none."""

import re
from datetime import UTC, datetime

import pytest

from engine.feel import evaluate
from engine.feel.functions import BUILTINS

NOW = datetime(2026, 5, 1, 8, 30, tzinfo=UTC)
EXAMPLES = r"""
date("2026-05-01") → @"2026-05-01"
date(2026, 5, 1) → @"2026-05-01"
date(year: 2026, month: 5, day: 1) → @"2026-05-01"
date(date and time("2026-05-01T10:00:00Z")) → @"2026-05-01"
date("2026-13-01") → null
date("26-1-1") → null
date(2026, 2, 30) → null
time("10:20:30") → @"10:20:30"
time(10, 20, 30) → @"10:20:30"
time(10, 20, 30, duration("PT2H")) → @"10:20:30+02:00"
time(date and time("2026-05-01T10:20:30Z")) → @"10:20:30Z"
time("25:00:00") → null
time("10:20") → null
date and time("2026-05-01T10:20:30") → @"2026-05-01T10:20:30"
date and time("2026-05-01") → @"2026-05-01T00:00:00"
date and time(date("2026-05-01"), time("10:20:30@Europe/Stockholm")) → @"2026-05-01T10:20:30@Europe/Stockholm"
date and time("2026-05-01T10:20:30@Nowhere/Else") → null
date and time("2026-05-01T10:20:30+19:00") → null
duration("P1DT2H") → @"PT26H"
duration("P1Y2M") → @"P14M"
duration("P1Y2D") → null
duration("P") → null
years and months duration(date("2024-11-15"), date("2026-01-14")) → @"P1Y1M"
years and months duration(date("2026-01-14"), date("2024-11-15")) → @"-P1Y1M"
number("1 000,5", " ", ",") → 1000.5
number("1,000.5", ",", ".") → 1000.5
number("1.5e3") → 1500
number("abc") → null
number("1", ".", ".") → null
string(1.50) → "1.5"
string(1e3) → "1000"
string(true) → "true"
string([1, "a", null]) → "[1, \"a\", null]"
string({a: 1, "b c": "x"}) → "{a: 1, b c: \"x\"}"
string(@"P1DT2H") → "P1DT2H"
string(@"-P14M") → "-P1Y2M"
string(@"PT0S") → "PT0S"
string(@"10:00:00.5+02:00") → "10:00:00.5+02:00"
string([1..3)) → "[1..3)"
string(null) → null
range("[1..3)") → [1..3)
range("[1..\"a\"]") → null
not(true) → false
not(1) → null
substring("foobar", 3) → "obar"
substring("foobar", 3, 3) → "oba"
substring("foobar", -2, 1) → "a"
substring("foobar", 0) → null
substring("😀ab", 2) → "ab"
string length("😀ab") → 3
upper case("aBc4å") → "ABC4Å"
lower case("aBc4Å") → "abc4å"
substring before("foobar", "bar") → "foo"
substring before("foobar", "xyz") → ""
substring after("foobar", "ob") → "ar"
substring after("", "a") → ""
replace("abcd", "(ab)|(a)", "[1=$1][2=$2]") → "[1=ab][2=]cd"
replace("abra", "a*?", "x") → null
contains("foobar", "of") → false
starts with("foobar", "fo") → true
ends with("foobar", "r") → true
matches("foobar", "^fo*b") → true
split("a;b;;c", ";") → ["a", "b", "", "c"]
string join(["a", null, "c"], "_") → "a_c"
string join([]) → ""
string join([1]) → null
list contains([1, 2, null], null) → true
count([1, [2, 3]]) → 2
min([3, 1, 2]) → 1
min("b", "a") → "a"
min([]) → null
min([1, "a"]) → null
max(1, 2, 3) → 3
max(@"2026-01-01", @"2026-05-01") → @"2026-05-01"
sum([1, 2, 3]) → 6
sum(@"P1D", @"PT12H") → @"PT36H"
sum([]) → null
mean([1, 2, 6]) → 3
all([true, false, null]) → false
all([true, null]) → null
all([]) → true
any([false, null]) → null
any([false, true, null]) → true
any([]) → false
sublist([4, 5, 6], 2) → [5, 6]
sublist([4, 5, 6], -2, 1) → [5]
sublist([4, 5, 6], 2, 5) → null
append([1], 2, 3) → [1, 2, 3]
append(1, 2) → [1, 2]
concatenate([1, 2], [3]) → [1, 2, 3]
insert before([1, 3], 1, 2) → [2, 1, 3]
insert before([1, 3], 5, 2) → null
remove([1, 2, 3], 2) → [1, 3]
remove([1, 2, 3], -1) → [1, 2]
reverse([1, 2, 3]) → [3, 2, 1]
index of([1, 2, 3, 2], 2) → [2, 4]
union([1, 2], [2, 3]) → [1, 2, 3]
distinct values([1, 2, 1, null, null]) → [1, 2, null]
duplicate values([1, 2, 1, 3, 3]) → [1, 3]
flatten([[1, [2]], [[3]]]) → [1, 2, 3]
product([2, 3, 4]) → 24
product([]) → null
median(8, 2, 5, 3, 4) → 4
median([6, 1, 2, 3]) → 2.5
stddev(2, 4, 7, 5) → 2.081665999466132735282297706979931
stddev(1) → null
mode(6, 3, 9, 6, 6) → [6]
mode([6, 1, 9, 6, 1]) → [1, 6]
mode([]) → []
list replace([2, 4, 7], 2, 6) → [2, 6, 7]
list replace([2, 4, 7], function(item, newItem) item < newItem, 5) → [5, 5, 7]
list replace([2, 4, 7], function(item, newItem) "x", 5) → null
sort([3, 1, 2]) → [1, 2, 3]
sort(list: [3, 1, 2], precedes: function(x, y) x > y) → [3, 2, 1]
sort([1, "a"]) → null
decimal(1 / 3, 2) → 0.33
decimal(1.5, 0) → 2
decimal(2.5, 0) → 2
decimal(1234, -2) → 1200
floor(-1.5) → -2
floor(1.56, 1) → 1.5
ceiling(-1.5) → -1
ceiling(1.51, 1) → 1.6
round up(-5.5, 0) → -6
round up(1.121, 2) → 1.13
round down(-5.5, 0) → -5
round half up(2.5, 0) → 3
round half up(-2.5, 0) → -3
round half down(2.5, 0) → 2
round half down(1.126, 2) → 1.13
round up(5.5) → null
round up(5.5, 7000) → null
abs(-10) → 10
abs(@"-P1Y") → @"P1Y"
modulo(-12, 5) → 3
modulo(12, -5) → -3
modulo(10.1, 4.5) → 1.1
modulo(1, 0) → null
sqrt(16) → 4
sqrt(-1) → null
log(1) → 0
log(0) → null
exp(0) → 1
odd(5) → true
odd(5.5) → false
even(2) → true
is(@"10:00:00Z", @"10:00:00+00:00") → true
is(@"10:00:00Z", @"11:00:00+01:00") → false
before(1, 10) → true
before([1..5), 5) → true
before(1, [1..5]) → false
before([1..5), [5..9]) → true
after(10, 1) → true
after([6..9], 5) → true
after(6, [1..5]) → true
after([5..9], [1..5)) → true
meets([1..5], [5..9]) → true
met by([5..9], [1..5)) → false
overlaps([1..5], [3..8]) → true
overlaps([1..5), [5..8]) → false
overlaps before([1..5], [3..8]) → true
overlaps after([3..8], [1..5]) → true
finishes(5, [1..5]) → true
finishes([3..5], [1..5]) → true
finished by([1..5], 5) → true
finished by([1..5], [3..5]) → true
includes([1..5], 3) → true
includes([1..5], [2..5]) → true
during(3, [1..5]) → true
during([2..5], [1..5)) → false
starts(1, [1..5]) → true
starts([1..3], [1..5]) → true
started by([1..5], 1) → true
started by([1..5], [1..3]) → true
coincides(5, 5) → true
coincides([1..5], [1..5)) → false
day of year(@"2026-02-01") → 32
day of week(@"2026-05-01") → "Friday"
month of year(@"2026-05-01") → "May"
week of year(@"2026-01-01") → 1
get value({a: 1}, "a") → 1
get value({a: 1}, "b") → null
get entries({a: 1}) → [{key: "a", value: 1}]
context([{key: "a", value: 1}]) → {a: 1}
context([{key: "a", value: 1}, {key: "a", value: 2}]) → null
context put({a: 1}, "b", 2) → {a: 1, b: 2}
context put({a: {b: 1}}, ["a", "b"], 2) → {a: {b: 2}}
context merge([{a: 1}, {a: 2, b: 3}]) → {a: 2, b: 3}
now() → @"2026-05-01T08:30:00Z"
today() → @"2026-05-01"
upper case(1) → null
upper case(["a"]) → "A"
count(null) → null
unknown one(1) → null
"""
CASES = [tuple(line.split(" → ")) for line in EXAMPLES.strip().splitlines()]
OURS = {"add working days", "is working day", "next working day"}


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_function_gives_what_the_standard_says(text: str, expected: str) -> None:
    value, wanted = evaluate(text, now=NOW), evaluate(expected)
    assert value == wanted
    assert type(value) is type(wanted)


def test_no_function_is_left_out() -> None:
    shown = {match.group(1) for match in re.finditer(r"^([a-z ]+)\(", EXAMPLES, flags=re.MULTILINE)}
    assert shown - {"unknown one"} == BUILTINS.keys() - OURS
