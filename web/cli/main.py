"""Reads the command line and runs one command; errors go to stderr, in one line with what to do."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Final, NoReturn

from pydantic import ValidationError

from engine import EngineError
from web.cli.failures import CommandError
from workflows.parties import PartyError

# A command's module is loaded when the command is given: checking a diagram needs no web server.
_AREAS: Final[Mapping[str, str]] = {
    "demo": "demo",
    "serve": "serving",
    "worker": "working",
    "migrate": "database",
    "verify": "database",
    "lint": "diagrams",
    "deploy": "diagrams",
    "simulate": "simulating",
    "play": "play",
    "user": "accounts",
    "token": "accounts",
    "backup": "backups",
    "restore": "backups",
    "outbox": "outbox",
    "export": "exporting",
    "bench": "measuring",
}
USAGE = 2
WRONG = 1
_INTERRUPTED = 130


class Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with the arguments, and where to read what they are."""

    def error(self, message: str) -> NoReturn:
        """Leave with the status of wrong usage."""
        self.exit(USAGE, f"{self.prog}: {message}; see `{self.prog} --help`\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit status: 0 ok, 1 the thing checked is wrong, 2 usage."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    chosen = _parser(given).parse_args(given)
    try:
        return int(chosen.run(chosen))
    except ValidationError as error:
        return _fail("; ".join(str(entry["msg"]).removeprefix("Value error, ") for entry in error.errors()), USAGE)
    except (EngineError, PartyError) as error:
        return _fail(str(error), WRONG)
    except CommandError as error:
        return _fail(str(error), error.status)
    except OSError as error:
        return _fail(f"{error.strerror or error}: {error.filename or ''}".rstrip(": "), WRONG)
    except KeyboardInterrupt:
        return _INTERRUPTED


def _parser(given: Sequence[str]) -> Parser:
    """The parser of the given command, or of all if none is given that exists."""
    parser = Parser(
        prog="utlysa", description="Takes a public call from announcement to decision, follow-up and extension."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    named = _AREAS.get(given[0]) if given else None
    for area in dict.fromkeys(_AREAS.values()) if named is None else [named]:
        import_module(f"web.cli.{area}").add_commands(commands)
    return parser


def _fail(message: str, status: int) -> int:
    print(f"utlysa: {' '.join(message.split())}", file=sys.stderr)
    return status


if __name__ == "__main__":
    raise SystemExit(main())
