"""`bench`: its figures are taken from real runs, and say whether their bar is kept."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree
from sqlalchemy import create_engine

from tests.web.cli.conftest import Run
from tests.web.cli.spiffworkflow_peer import measure as measure_peer
from web.cli.measures import crowds, interpreting, pages, places, programs, rehearsals, shapes, steps
from web.cli.measures.chart import bars_chart, peers_chart
from web.cli.measures.figures import Failure, Figure, most_of, number_text
from web.cli.measures.peers import program_figures, raw_transaction
from web.cli.measures.places import Place
from web.cli.measures.report import Run as Report
from web.cli.measures.report import as_json, as_markdown


@pytest.fixture
def sqlite() -> Place:
    """SQLite in a temporary folder."""
    return Place("SQLite", "3")


@pytest.fixture
def postgresql(postgresql_server: str) -> Place:
    """The tests' server."""
    return places.places(postgresql_server)[1]


def named(figures: list[Figure], words: str) -> Figure:
    """The one figure with these words."""
    (found,) = [figure for figure in figures if words in figure.what]
    return found


def test_bench_prints_a_table_for_people_and_json_for_programs(
    run: Run, tmp_path: Path, postgresql_server: str
) -> None:
    arguments = ["bench", "--quick", "--only", "formulas", "--database", postgresql_server]
    shown = run(*arguments, "--write", tmp_path / "page.md")
    assert shown.status == 0
    assert "| what | database | bar | measured |  |" in shown.out
    assert "1/1 expressions and decisions" in shown.err
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert page.startswith("# Benchmarks")
    assert "DMN: a unique table of 100 rules x 5 inputs" in page
    told = json.loads(run(*arguments, "--json").out)
    assert {figure["unit"] for figure in told["figures"]} == {"µs"}
    assert {"SQLite", "PostgreSQL"} <= set(told["machine"])


def test_a_completed_task_of_the_errand_stays_within_its_counts(sqlite: Place) -> None:
    figures = steps.measure(sqlite, cases=1)
    assert named(figures, "SQL statements").is_kept
    assert named(figures, "commits").value == 1


def test_the_interpreters_state_is_little_more_than_its_data() -> None:
    figures = interpreting.measure(cases=2)
    assert named(figures, "state beyond").is_kept
    assert named(figures, "load, complete").bar == 0.1


def test_every_shape_runs_and_its_state_does_not_grow(sqlite: Place) -> None:
    figures = shapes.measure(sqlite, shapes.ShapeSizes(rounds=25, chain=5, nesting=50, instances=25))
    assert named(figures, "state after 25 rounds").is_kept
    assert named(figures, "14 parallel pairs in a row: state").is_kept
    assert len(figures) == 10


@pytest.mark.slow
def test_a_crowd_is_idle_and_wakes_once_each(sqlite: Place) -> None:
    figures = crowds.measure(sqlite, crowds.CrowdSizes(idle=20, waiting=200, due=20))
    assert named(figures, "for 20 idle cases").value == 0
    assert named(figures, "fired more or less than once").value == 0
    assert named(figures, "cases woken").value > 0


def test_the_raw_transaction_stands_beside_ours(postgresql: Place) -> None:
    figures = raw_transaction(postgresql, own_rate=0.001, seconds=1)
    if figures:
        assert named(figures, "pgbench").value > 0
        assert named(figures, "against it").is_kept is False


def test_there_is_no_raw_transaction_on_sqlite(sqlite: Place) -> None:
    assert raw_transaction(sqlite, own_rate=1, seconds=1) == []


def test_another_program_tells_its_own_figures(sqlite: Place, tmp_path: Path) -> None:
    program = tmp_path / "peer.py"
    program.write_text(
        "import json, sys\nprint(json.dumps([{'what': sys.argv[1][:6], 'value': 7, 'unit': 'ms'}]))", encoding="utf-8"
    )
    (figure,) = program_figures(f"{sys.executable} {program}", sqlite)
    assert (figure.what, figure.value, figure.unit, figure.is_kept) == ("sqlite", 7, "ms", None)


def test_spiffworkflow_runs_the_same_errand(sqlite: Place) -> None:
    with sqlite.database() as url:
        engine = create_engine(url)
        figures = measure_peer(engine, cases=1)
        engine.dispose()
    assert [figure["unit"] for figure in figures] == ["ms", "/s", "KB"]


def test_a_bar_is_a_most_or_a_least() -> None:
    assert Figure("a", "w", 5, "ms", 5).is_kept
    assert not Figure("a", "w", 5.1, "ms", 5).is_kept
    assert Figure("a", "w", 500, "/s", 500, is_least=True).is_kept
    assert not Figure("a", "w", 499, "/s", 500, is_least=True).is_kept


def test_the_page_says_what_is_not_kept_and_what_gave_no_figures() -> None:
    figures = [Figure("Area", "slow", 7, "ms", 5, "SQLite"), Figure("Area", "rate", 9, "/s", 5, is_least=True)]
    failures = [Failure("a full SQLite", "OSError: no room | left")]
    report = Report(figures, failures, {"Python": "3"}, datetime(2021, 11, 1, tzinfo=UTC), True)
    page = as_markdown(report, pictures={"bars": "pictures/bars.svg"})
    assert "| slow | SQLite | ≤ 5 ms | 7 ms | **not kept** |" in page
    assert "| rate |  | ≥ 5 /s | 9 /s | kept |" in page
    assert "| a full SQLite | OSError: no room \\| left |" in page
    assert "](pictures/bars.svg)" in page
    assert "Sizes: quick" in page
    told = as_json(report)
    assert [figure["is_kept"] for figure in told["figures"]] == [False, True]
    assert told["failures"] == [{"work": "a full SQLite", "reason": "OSError: no room | left"}]


def test_one_failing_piece_of_work_does_not_lose_the_others(run: Run, tmp_path: Path, postgresql_server: str) -> None:
    told = run(
        *("bench", "--quick", "--only", "formulas", "--only", "programs", "--database", postgresql_server),
        *("--program", "Gone=/nowhere/at/all", "--write", tmp_path / "page.md"),
    )
    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert told.status == 1
    assert "| Gone | FileNotFoundError" in page
    assert "DMN: a unique table" in page
    for name in ("bars", "peers"):
        etree.parse(tmp_path / "pictures" / f"page-{name}.svg")


def test_a_program_without_a_name_is_wrong_usage(run: Run) -> None:
    assert run("bench", "--only", "programs", "--program", "ls").status == 2


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ('progress\n[{"what": "lost", "value": 0, "bar": 0}]', [("lost", 0, "", True)]),
        (
            '{"cases": 5, "longest_wait_seconds": 1.5, "lost": [], "ok": true, "by": "x"}',
            [("cases", 5, "", None), ("longest wait", 1.5, "s", None), ("lost", 0, "", None)],
        ),
        ("all is well", []),
    ],
)
def test_a_programs_last_json_is_its_figures(
    tmp_path: Path, printed: str, expected: list[tuple[str, float, str, bool | None]]
) -> None:
    program = tmp_path / "program.py"
    program.write_text(f"print({printed!r})\nraise SystemExit(3)", encoding="utf-8")
    status, *figures, took = programs.measure("Kill test", f"{sys.executable} {program}")
    assert (status.value, status.is_kept, took.unit) == (3, False, "s")
    assert [(one.what, one.value, one.unit, one.is_kept) for one in figures] == expected


def test_a_task_is_completed_over_http_by_who_is_logged_in(sqlite: Place) -> None:
    figures = pages.measure(sqlite, cases=1)
    assert [figure.bar for figure in figures] == [10, None, None]


def test_a_call_is_rehearsed_to_its_extensions() -> None:
    figures = rehearsals.measure(applications=10)
    assert named(figures, "10 applications").bar == 15
    assert named(figures, "commands").value > 300


def test_the_chart_shows_each_figure_with_a_bar_and_what_is_over_it() -> None:
    figures = [
        Figure("Speed", "a < b", 2.5, "ms", 5, "SQLite"),
        Figure("Speed", "slow", 9, "ms", 5),
        Figure("Speed", "rate", 1000, "/s", 500, is_least=True),
        Figure("Speed", "none", 0, "", 0),
        Figure("Speed", "no bar", 4, "ms"),
    ]
    drawn = etree.fromstring(bars_chart(figures).encode())
    rows = drawn.findall("{http://www.w3.org/2000/svg}rect")
    assert [row.get("class") for row in rows] == ["kept", "over", "kept", "kept"]
    assert rows[0].get("width") == rows[2].get("width"), "half of its bar, and twice the least, leave as much"
    assert "3 of 4 bars are kept" in str(drawn.get("aria-label"))


def test_the_chart_of_peers_tells_ours_from_theirs() -> None:
    figures = [
        Figure("A", "rate of one client", 50, "/s", None, "SQLite"),
        Figure("A", "peer", 100, "/s", None, "SQLite"),
    ]
    drawn = etree.fromstring(peers_chart(figures, ["rate"], title="Rates", unit="/s").encode())
    ours, theirs = drawn.findall("{http://www.w3.org/2000/svg}rect")
    assert (ours.get("class"), theirs.get("class")) == ("ours", "peer")
    assert float(str(theirs.get("width"))) == pytest.approx(2 * float(str(ours.get("width"))), rel=0.01)


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (1234567, "1,234,567"), (123.4, "123"), (1.2345, "1.23"), (0.05491, "0.0549")]
)
def test_numbers_are_written_with_the_digits_that_mean_something(value: float, text: str) -> None:
    assert number_text(value) == text


def test_most_of_is_what_nearly_all_values_keep() -> None:
    assert most_of(range(100)) == 95
    assert most_of([3]) == 3
