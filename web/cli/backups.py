"""`backup` and `restore`: an installation on SQLite as one archive; for PostgreSQL, what to run.

A restore sends nothing: what the hours after the backup may have sent already is held for a person (`utlysa outbox`).
"""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, make_url

from web.cli.archive import read_archive, write_archive
from web.cli.failures import CommandError, UsageError
from web.cli.outbox import hold_back, told_of_held
from workflows.settings import Settings


def add_commands(commands: Any) -> None:
    """Add this module's commands to the parser."""
    backup = commands.add_parser("backup", help="write the database and the files to one archive, while others work")
    backup.add_argument("file", type=Path, metavar="FILE")
    backup.set_defaults(run=_backup)
    restore = commands.add_parser("restore", help="lay out an archive where there is no installation yet")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.set_defaults(run=_restore)


def _backup(arguments: argparse.Namespace) -> int:
    settings = Settings()
    url = make_url(settings.database_url)
    program = "pg_dump --format=custom --file=utlysa.dump"
    database = _sqlite_file(url, f"`{program} {_plain(url)}`, then copy {settings.files_dir}")
    if not database.is_file():
        raise CommandError(f"There is no database {database}: run `utlysa migrate`, or set UTLYSA_DATABASE_URL")
    count = write_archive(arguments.file, database=database, files=settings.files_dir, at=datetime.now(UTC))
    print(f"Wrote the database and {count} files to {arguments.file}")
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    settings = Settings()
    url = make_url(settings.database_url)
    program = "pg_restore --clean --if-exists --dbname="
    then = f"copy the files to {settings.files_dir}, and run `utlysa outbox hold` before anything else is started"
    database = _sqlite_file(url, f"`{program}{_plain(url)} utlysa.dump`, then {then}")
    if database.exists():
        raise CommandError(f"There is a database already: move {database} away first")
    if settings.files_dir.is_dir() and any(settings.files_dir.iterdir()):
        raise CommandError(f"There are files already: move {settings.files_dir} away first")
    held: list[int] = []

    def hold(laid_out: Path) -> None:
        held.append(hold_back(settings.model_copy(update={"database_url": f"sqlite:///{laid_out}"})))

    restored = read_archive(arguments.file, database=database, files=settings.files_dir, prepare=hold)
    print(f"Laid out the database and {restored.files} files as of {restored.at:%Y-%m-%d %H:%M} UTC.")
    print(told_of_held(sum(held)))
    print("Now run `utlysa verify`")
    return 0


def _sqlite_file(url: URL, instead: str) -> Path:
    """The file of the database. Raises UsageError for another one, with what to do instead."""
    if url.get_backend_name() != "sqlite" or not url.database:
        raise UsageError(f"Only an installation on SQLite is one archive; for PostgreSQL run {instead}")
    return Path(url.database)


def _plain(url: URL) -> str:
    """The address as PostgreSQL's own programs take it, without the password."""
    return url._replace(drivername="postgresql", password=None).render_as_string()
