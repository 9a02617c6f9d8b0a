"""`bench`: its figures are taken from real runs, and say whether their bar is kept."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from tests.web.cli.conftest import Run
from tests.web.cli.spiffworkflow_peer import measure as measure_peer
from web.cli.measures import crowds, interpreting, places, shapes, steps
from web.cli.measures.figures import Figure, most_of, number_text
from web.cli.measures.peers import program_figures, raw_transaction
from web.cli.measures.places import Place
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
    assert [figure["unit"] for figure in figures] == ["ms", "KB"]


def test_a_bar_is_a_most_or_a_least() -> None:
    assert Figure("a", "w", 5, "ms", 5).is_kept
    assert not Figure("a", "w", 5.1, "ms", 5).is_kept
    assert Figure("a", "w", 500, "/s", 500, is_least=True).is_kept
    assert not Figure("a", "w", 499, "/s", 500, is_least=True).is_kept


def test_the_page_says_what_is_not_kept(run: Run) -> None:
    figures = [Figure("Area", "slow", 7, "ms", 5, "SQLite"), Figure("Area", "rate", 9, "/s", 5, is_least=True)]
    at = datetime(2021, 11, 1, tzinfo=UTC)
    page = as_markdown(figures, {"Python": "3"}, at=at, is_quick=True, with_page=True)
    assert "| slow | SQLite | ≤ 5 ms | 7 ms | **not kept** |" in page
    assert "| rate |  | ≥ 5 /s | 9 /s | kept |" in page
    assert "Sizes: quick" in page
    assert [figure["is_kept"] for figure in as_json(figures, {}, at=at, is_quick=False)["figures"]] == [False, True]


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (1234567, "1,234,567"), (123.4, "123"), (1.2345, "1.23"), (0.05491, "0.0549")]
)
def test_numbers_are_written_with_the_digits_that_mean_something(value: float, text: str) -> None:
    assert number_text(value) == text


def test_most_of_is_what_nearly_all_values_keep() -> None:
    assert most_of(range(100)) == 95
    assert most_of([3]) == 3
