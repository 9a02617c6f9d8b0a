"""What stands beside the figures: the raw transaction by pgbench, and other programs that do the same work."""

import json
import re
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from web.cli.measures.figures import Figure
from web.cli.measures.places import Place
from web.cli.measures.steps import AREA

_RATE = re.compile(r"tps = ([\d.]+)")
_CASES = 1000
# A completion written by hand: the case is locked and read, its task closed, the next one opened, four lines of
# history added, the state of 4 KB saved.
_TABLES = f"""
CREATE TABLE raw_cases (id integer PRIMARY KEY, state bytea NOT NULL, revision integer NOT NULL);
CREATE TABLE raw_tasks (id bigserial PRIMARY KEY, case_id integer NOT NULL, state text NOT NULL, done_at timestamptz);
CREATE INDEX raw_tasks_open ON raw_tasks (case_id) WHERE state = 'open';
CREATE TABLE raw_events (case_id integer, at timestamptz, type text, data text);
INSERT INTO raw_cases SELECT n, convert_to(repeat(md5(n::text), 128), 'UTF8'), 1 FROM generate_series(1, {_CASES}) n;
INSERT INTO raw_tasks (case_id, state) SELECT n, 'open' FROM generate_series(1, {_CASES}) n;
"""  # noqa: S608  # the number is this module's own
_SCRIPT = f"""\\set id random(1, {_CASES})
BEGIN;
SELECT state, revision FROM raw_cases WHERE id = :id FOR UPDATE;
SELECT id, state FROM raw_tasks WHERE case_id = :id AND state = 'open';
UPDATE raw_tasks SET state = 'completed', done_at = now() WHERE case_id = :id AND state = 'open';
INSERT INTO raw_tasks (case_id, state) VALUES (:id, 'open');
INSERT INTO raw_events VALUES (:id, now(), 'task_completed', '{{}}'), (:id, now(), 'element_completed', '{{}}'),
 (:id, now(), 'element_entered', '{{}}'), (:id, now(), 'task_created', '{{}}');
UPDATE raw_cases SET state = convert_to(repeat(md5(random()::text), 128), 'UTF8'), revision = revision + 1
 WHERE id = :id;
COMMIT;
"""  # noqa: S608  # the number is this module's own


def raw_transaction(place: Place, own_rate: float, seconds: int) -> list[Figure]:
    """The rate that pgbench reaches with one client on the same server; nothing without pgbench or PostgreSQL."""
    program = shutil.which("pgbench")
    if program is None or not place.server:
        return []
    with place.database() as url, tempfile.TemporaryDirectory() as folder:
        _make_tables(url)
        script = Path(folder) / "complete.sql"
        script.write_text(_SCRIPT, encoding="utf-8")
        plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        command = [program, "-n", "-c", "1", "-T", str(seconds), "-M", "prepared", "-f", str(script), plain]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603  # found on PATH
    rate = float(_RATE.findall(told)[-1])
    return [
        Figure(AREA, "the raw transaction by pgbench, one client", rate, "/s", None, place.name),
        Figure(AREA, "our rate against it", own_rate / rate * 100, "%", 25, place.name, is_least=True),
    ]


def program_figures(command: str, place: Place) -> list[Figure]:
    """What another program measures of itself on the same kind of database.

    It gets the URL of an empty database as its last argument, and prints a JSON list of `{"what", "value", "unit"}`.
    """
    with place.database() as url:
        told = subprocess.run(  # noqa: S603  # the user's own command
            [*shlex.split(command), url], check=True, stdout=subprocess.PIPE, text=True
        ).stdout
    return [
        Figure(AREA, str(one["what"]), float(one["value"]), str(one["unit"]), None, place.name)
        for one in json.loads(told)
    ]


def _make_tables(url: str) -> None:
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            for statement in filter(str.strip, _TABLES.split(";\n")):
                connection.execute(text(statement.replace(":", "\\:")))
    finally:
        engine.dispose()
