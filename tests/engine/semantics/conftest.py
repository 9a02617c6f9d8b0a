"""After each test of the interpreter, what its benches have done is done again on both databases, and compared."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from engine import Engine, VirtualClock
from engine.errors import DeploymentRejectedError
from engine.store.tables import METADATA
from tests.conftest import PostgresTemplates, SqliteTemplates
from tests.engine.semantics.bench import MADE, START, Bench
from tests.engine.semantics.replay import Replay, can_be_replayed


def pytest_configure(config: pytest.Config) -> None:
    """Tell pytest of the mark."""
    config.addinivalue_line("markers", "unreplayed: draws what the linter refuses; runs on the interpreter alone")


@pytest.fixture(scope="session")
def postgresql_for_replays(
    postgresql_templates: PostgresTemplates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """One PostgreSQL database for all replays, emptied after each: making one for each takes longer than the replay."""
    url = postgresql_templates.copy((), tmp_path_factory.mktemp("replays"))
    yield url
    postgresql_templates.drop(url)


def _empty(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for table in reversed(METADATA.sorted_tables):
            connection.execute(table.delete())
    engine.dispose()


@pytest.fixture(autouse=True)
def replayed(
    request: pytest.FixtureRequest, sqlite_templates: SqliteTemplates, postgresql_for_replays: str, tmp_path: Path
) -> Iterator[None]:
    """Replay each bench of the test that can be."""
    MADE.clear()
    yield
    made = [bench for bench in MADE if can_be_replayed(bench)]
    MADE.clear()
    if request.node.get_closest_marker("unreplayed") is not None:
        return
    for bench in made:
        _replay(bench, sqlite_templates.copy((), tmp_path))
        try:
            _replay(bench, postgresql_for_replays)
        finally:
            _empty(postgresql_for_replays)


def _replay(bench: Bench, url: str) -> None:
    clock = VirtualClock(START)
    engine = Engine(url, clock=clock, operations=bench.operations)
    try:
        replay = Replay(bench, engine, clock)
        replay.run()
        replay.compare()
    except DeploymentRejectedError as error:
        refused = {(problem.code, problem.element_id) for problem in error.problems if problem.severity == "error"}
        pytest.fail(f"The linter refuses what runs: {sorted(refused, key=str)}")
    finally:
        engine.close()
