"""docs/feel-package.md: its Python examples run, and it tells each difference from feelin."""

import doctest
from datetime import UTC, date, datetime
from pathlib import Path

from tests.engine.dmn.tables import definitions, table
from tests.engine.feel.oracle_differences import EXPLAINED

PAGE = Path(__file__).parents[3] / "docs/feel-package.md"
ALLOWED = (
    '<input><inputExpression typeRef="string"><text>kind</text></inputExpression>'
    '<inputValues><text>"member", "guest"</text></inputValues></input>'
)
RULES = [('"member"', "-", "10"), ('"guest"', "< 1000", "0"), ('"guest"', "> 1000", "5")]


def _table() -> bytes:
    plain = table([("kind", "string"), ("amount", "number")], RULES, outputs=("",))
    first = plain.index("<input "), plain.index("</input>") + len("</input>")
    return definitions((plain[: first[0]] + ALLOWED + plain[first[1] :]).replace('name="D"', 'name="Discount"'))


def test_the_pages_examples_come_out_as_it_says() -> None:
    names = {"date": date, "datetime": datetime, "UTC": UTC, "TABLE": _table()}
    text = PAGE.read_text(encoding="utf-8")
    examples = doctest.DocTestParser().get_doctest(text, names, PAGE.name, str(PAGE), 0)
    told: list[str] = []
    results = doctest.DocTestRunner(optionflags=doctest.IGNORE_EXCEPTION_DETAIL).run(examples, out=told.append)
    assert told == []
    assert results.attempted > 15


def test_the_page_explains_each_difference_from_feelin() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [reason for _, reason in EXPLAINED if reason not in text] == []
