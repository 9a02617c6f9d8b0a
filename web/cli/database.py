"""`migrate` and `verify`: the database's tables and whether what is stored holds together."""

import argparse
import json
from typing import Any

from web.cli.failures import CommandError
from workflows.bootstrap import build, install
from workflows.registry import registry_breaches
from workflows.settings import Settings


def add_commands(commands: Any) -> None:
    """Add this module's commands to the parser."""
    migrate = commands.add_parser("migrate", help="bring the database to this release and deploy what is shipped")
    migrate.set_defaults(run=_migrate)
    verify = commands.add_parser("verify", help="check the stored cases, the audit log and the files")
    verify.add_argument("--json", action="store_true", help="print for a program")
    verify.set_defaults(run=_verify)


def _migrate(_arguments: argparse.Namespace) -> int:
    product = build(Settings())
    install(product)
    print(f"Ready: {', '.join(f'{one.key} {one.version}' for one in product.engine.definitions())}")
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    product = build(Settings())
    if not product.engine.is_migrated():
        raise CommandError("The database is not of this release: run `utlysa migrate` first")
    breaches = [*product.engine.verify(), *product.engine.verify_audit()]
    with product.engine.reading() as session:
        breaches += registry_breaches(session, product.files)
    if arguments.json:
        print(json.dumps({"breaches": breaches}, ensure_ascii=False))
    else:
        print("\n".join(breaches) or "Nothing found: cases, tasks, timers, audit log and files hold together.")
    return 1 if breaches else 0
