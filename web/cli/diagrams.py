"""`lint` and `deploy`: diagrams and their forms and tables from files."""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from engine import Actor, DeploymentRejectedError, Engine, Problem
from engine.clock import SystemClock
from workflows.bootstrap import CHECKS, OPERATIONS, ROLES, build, install, shipped_files
from workflows.settings import Settings

_KINDS = (".bpmn", ".form", ".dmn", ".letter.html", ".mail.txt", ".json")
_STOPPING = "error"


def add_commands(commands: Any) -> None:
    """Add this module's commands to the parser."""
    lint = commands.add_parser("lint", help="check diagrams without deploying them")
    lint.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    lint.add_argument("--json", action="store_true", help="print for a program")
    lint.set_defaults(run=_lint)
    deploy = commands.add_parser("deploy", help="deploy diagrams: new cases use the new version")
    deploy.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    deploy.set_defaults(run=_deploy)


def read_files(paths: Iterable[Path]) -> dict[str, bytes]:
    """The files of bundles, by `folder/file`, from files and folders. Raises FileNotFoundError."""
    found: dict[str, bytes] = {}
    for path in paths:
        if path.is_dir():
            is_process = any(other.suffix == ".bpmn" for other in path.iterdir())
            for file in sorted(path.rglob("*")):
                place = file.relative_to(path)
                # A letterhead lies beside the processes' folders and belongs to none of them.
                if file.is_file() and file.name.endswith(_KINDS) and (is_process or len(place.parts) > 1):
                    found[f"{path.resolve().name}/{place.as_posix()}" if is_process else place.as_posix()] = (
                        file.read_bytes()
                    )
        else:
            found[f"{path.parent.name}/{path.name}"] = path.read_bytes()
    return found


def _lint(arguments: argparse.Namespace) -> int:
    engine = Engine("sqlite://", clock=SystemClock(), operations=OPERATIONS, roles=ROLES, checks=CHECKS)
    engine.migrate()
    engine.deploy(shipped_files(), actor=Actor.system())
    problems = engine.lint(read_files(arguments.paths))
    if arguments.json:
        print(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False))
    else:
        print_problems(problems)
    return 1 if any(problem.severity == _STOPPING for problem in problems) else 0


def _deploy(arguments: argparse.Namespace) -> int:
    product = build(Settings())
    install(product)
    try:
        deployment = product.engine.deploy(read_files(arguments.paths), actor=Actor.system())
    except DeploymentRejectedError as error:
        print_problems(error.problems, to=sys.stderr)
        return 1
    print_problems(deployment.problems)
    for definition in deployment.definitions:
        print(f"{definition.key} version {definition.version}")
    return 0


def print_problems(problems: Sequence[Problem], *, to: Any = None) -> None:
    """One line for each problem: `file:line: code message`, with its level after it where that does not stop."""
    for problem in problems:
        place = f"{problem.file}:{problem.line or 0}"
        level = "" if problem.severity == _STOPPING else f" ({problem.severity})"
        print(f"{place}: {problem.code} {problem.message}{level}", file=to or sys.stdout)
