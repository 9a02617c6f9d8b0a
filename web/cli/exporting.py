"""`export`: all that is kept of one case, as JSON."""

import argparse
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from engine import Actor
from web.cli.failures import CommandError
from workflows.bootstrap import Product, build
from workflows.registry import UnknownRegistryNumberError, documents_of, registry_case, registry_cases_of
from workflows.settings import Settings


def add_commands(commands: Any) -> None:
    """Add this module's commands to the parser."""
    export = commands.add_parser("export", help="print a case with its history, tasks and documents as JSON")
    export.add_argument("case", metavar="CASE", help="a case's id, or its registry number")
    export.set_defaults(run=_export)


def _export(arguments: argparse.Namespace) -> int:
    product = build(Settings())
    if not product.engine.is_migrated():
        raise CommandError("The database is not of this release: run `utlysa migrate` first")
    case_id = _case_id(product, arguments.case)
    content = exported(product, case_id)
    product.engine.log("case_exported", {"case": case_id}, actor=Actor.system())
    print(json.dumps(content, ensure_ascii=False, indent=2, default=_plain))
    return 0


def exported(product: Product, case_id: str) -> Mapping[str, Any]:
    """The case with its variables and incidents, its tasks, its history, its registry numbers and its documents.

    Of a document all versions are listed, with the check sum by which the file store knows its bytes. Raises
    NotFoundError.
    """
    engine = product.engine
    case = engine.case(case_id)
    with engine.reading() as session:
        numbers = [asdict(one) for one in registry_cases_of(session, case_id)]
        documents = [asdict(one) for one in documents_of(session, case_id=case_id, all_versions=True)]
    return {
        "case": asdict(case),
        "registry_cases": numbers,
        "tasks": [asdict(task) for task in engine.tasks(case_id, state=None)],
        "history": [asdict(line) for line in engine.history(case_id)],
        "documents": documents,
    }


def _case_id(product: Product, named: str) -> str:
    """The id of the case that is named by its id or by its registry number. Raises CommandError."""
    if "/" not in named:
        return named
    with product.engine.reading() as session:
        try:
            return registry_case(session, named).case_id
        except UnknownRegistryNumberError as error:
            raise CommandError(f"There is no case with the registry number {named}") from error


def _plain(value: object) -> object:
    """A value that JSON has no word for. Amounts are text, so that no reader rounds them."""
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Decimal | timedelta):
        return str(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
