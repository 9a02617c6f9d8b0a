"""Reads the command line and runs one command; errors go to stderr, in one line with what to do."""

import argparse
import sys
from collections.abc import Sequence

from pydantic import ValidationError

from engine import EngineError
from web.cli import accounts, database, demo, diagrams, play, serving
from workflows.parties import PartyError

_AREAS = (demo, serving, database, diagrams, play, accounts)
USAGE = 2
WRONG = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit status: 0 ok, 1 the thing checked is wrong, 2 usage."""
    parser = argparse.ArgumentParser(
        prog="utlysa", description="Takes a public call from announcement to decision, follow-up and extension."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for area in _AREAS:
        area.add_commands(commands)
    chosen = parser.parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except ValidationError as error:
        return _fail("; ".join(str(entry["msg"]).removeprefix("Value error, ") for entry in error.errors()), USAGE)
    except (EngineError, PartyError) as error:
        return _fail(str(error), WRONG)
    except OSError as error:
        return _fail(f"{error.strerror or error}: {error.filename or ''}".rstrip(": "), WRONG)
    except KeyboardInterrupt:
        return 130


def _fail(message: str, status: int) -> int:
    print(f"utlysa: {message}", file=sys.stderr)
    return status


if __name__ == "__main__":
    raise SystemExit(main())
