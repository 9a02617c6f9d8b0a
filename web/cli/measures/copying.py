"""Fills a database with copies of one case, as no run of the engine could in a reasonable time."""

from collections.abc import Mapping

from sqlalchemy import Connection, create_engine, inspect, text

from engine import Engine

_GROUPS = 50
_CLAIMED = 20
_OFFICERS = 101


def copy_rows(engine: Engine, case_id: str, *, first: int, count: int) -> None:
    """Copies with the numbers from `first`: each a case with its open task and its waiting timer.

    Copy n is due n seconds after the first of December 2021, so that the copies have an order; every twentieth task is
    claimed by one of a hundred officers.
    """
    with engine.reading() as session:
        url = session.connection().engine.url
    target = create_engine(url)
    try:
        with target.begin() as connection:
            _copy_all(connection, case_id, first, count)
            # PostgreSQL does this by itself after a while; SQLite never does, and so it is not done there.
            if connection.dialect.name == "postgresql":
                connection.execute(text("ANALYZE"))
    finally:
        target.dispose()


def _copy_all(connection: Connection, case_id: str, first: int, count: int) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    due = (
        "strftime('%Y-%m-%dT%H:%M:%S.000000Z', '2021-12-01', '+' || numbers.n || ' seconds')"
        if is_sqlite
        else "timestamptz '2021-12-01 00:00:00+00' + numbers.n * interval '1 second'"
    )
    # Every id is the case's, with the token's behind a dash: only the case's part is new.
    copied = "'copy' || numbers.n"
    composed = f"{copied} || substr(source.id, length(:case_id) + 1)"
    group = f"'call ' || (numbers.n % {_GROUPS})"
    _copy(connection, "engine_cases", {"id": copied, "case_group": group}, "id = :case_id", (case_id, first, count))
    of_case = "case_id = :case_id"
    claimed = f"CASE WHEN numbers.n % {_CLAIMED} = 0 THEN 'officer.' || (numbers.n % {_OFFICERS}) END"
    task = {"id": composed, "case_id": copied, "due_at": due, "sort_at": due, "claimed_by": claimed}
    _copy(connection, "engine_tasks", task, of_case, (case_id, first, count))
    wait = {"id": composed, "case_id": copied, "due_at": due}
    _copy(connection, "engine_waits", wait, of_case, (case_id, first, count))
    _copy(connection, "engine_events", {"stream": copied}, "stream = :case_id", (case_id, first, count))


def _copy(
    connection: Connection, table: str, changed: Mapping[str, str], condition: str, part: tuple[str, int, int]
) -> None:
    quote = connection.dialect.identifier_preparer.quote
    columns = [column["name"] for column in inspect(connection).get_columns(table)]
    values = ", ".join(changed.get(column, f"source.{quote(column)}") for column in columns)
    statement = (
        f"INSERT INTO {table} ({', '.join(map(quote, columns))}) "  # noqa: S608  # all names are the schema's own
        "WITH RECURSIVE numbers(n) AS"
        " (SELECT CAST(:first AS integer) UNION ALL SELECT n + 1 FROM numbers WHERE n < :last) "
        f"SELECT {values} FROM {table} AS source CROSS JOIN numbers WHERE source.{condition}"
    )
    case_id, first, count = part
    connection.execute(text(statement), {"case_id": case_id, "first": first, "last": first + count - 1})
