"""`simulate`: rehearses a diagram on a virtual clock, without a database, and prints what would happen when."""

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape

from engine import Actor, DeploymentRejectedError, Engine, Line, Rehearsed, Scenario, Text, read_scenario
from engine.clock import SystemClock
from web.cli.diagrams import print_problems, read_files
from web.cli.failures import UsageError
from web.formatting import words
from web.rehearsal_words import KINDS, QUIET, days_of, last_day, subject_of
from web.roles import ROLE_NAMES
from workflows.bootstrap import CHECKS, OPERATIONS, ROLES, shipped_files

_ZONE: Final = ZoneInfo("Europe/Stockholm")


def add_commands(commands: Any) -> None:
    """Add this module's commands to the parser."""
    simulate = commands.add_parser("simulate", help="rehearse a process: a dated list of what would happen")
    simulate.add_argument("path", type=Path, metavar="PATH", help="a diagram, or the folder of a process")
    simulate.add_argument("--scenario", metavar="FILE", help="a scenario's file, or the name of an example case")
    simulate.add_argument("--examples", action="store_true", help="run every example case, and say which come out")
    simulate.add_argument("--process", metavar="KEY", help="which process, where the path has several")
    simulate.add_argument("--at", metavar="INSTANT", help="when it begins, such as 2021-11-25T09:00 (else now)")
    simulate.add_argument("--language", choices=("sv", "en"), default="sv", help="the language of the list")
    simulate.add_argument("--all", action="store_true", help="list also what runs by itself")
    simulate.add_argument("--json", action="store_true", help="print for a program")
    simulate.set_defaults(run=_simulate)


def _simulate(arguments: argparse.Namespace) -> int:
    path: Path = arguments.path
    if not path.exists():
        raise UsageError(f"There is no {path}: give a .bpmn file or a process's folder")
    # A diagram alone has neither forms nor tables: they lie beside it.
    files = read_files([path if path.is_dir() else path.parent])
    engine = Engine("sqlite://", clock=SystemClock(), operations=OPERATIONS, roles=ROLES, checks=CHECKS)
    try:
        engine.migrate()
        engine.deploy(shipped_files(), actor=Actor.system())
        key = _process_of(files, arguments.process or (path.stem if path.is_file() else None))
        wanted = _scenarios(engine, files, key, arguments)
        told = {name: engine.rehearse(scenario, files=files) for name, scenario in wanted.items()}
        _print(engine, told, arguments)
    except DeploymentRejectedError as error:
        print_problems(error.problems, to=sys.stderr)
        return 1
    finally:
        engine.close()
    return 0 if all(one.is_as_expected for one in told.values()) else 1


def _process_of(files: Mapping[str, bytes], wanted: str | None) -> str:
    """The process to rehearse: the one named, else that of the only folder. Raises UsageError."""
    keys = sorted({name.rpartition("/")[2].removesuffix(".bpmn") for name in files if name.endswith(".bpmn")})
    if not keys:
        raise UsageError("There is no diagram at that path: give a .bpmn file or a process's folder")
    if wanted is None and len(keys) > 1:
        raise UsageError(f"There are several processes: choose one with --process ({', '.join(keys)})")
    if wanted is not None and wanted not in keys:
        raise UsageError(f"There is no process {wanted} at that path, only {', '.join(keys)}")
    return wanted or keys[0]


def _scenarios(
    engine: Engine, files: Mapping[str, bytes], key: str, arguments: argparse.Namespace
) -> dict[str, Scenario]:
    """What to rehearse, by name. Raises UsageError, ScenarioError."""
    own = {name: content for name, content in files.items() if name.startswith(f"{key}/")}
    examples = engine.example_cases(key, files=own or files)
    if arguments.examples:
        if not examples:
            raise UsageError(f"{key} has no example cases: put them into {key}/cases/*.json")
        return examples
    name = arguments.scenario
    if name in examples:
        return {name: examples[name]}
    content = "{}" if name is None else _read(Path(name), sorted(examples))
    scenario = read_scenario(_at(content, arguments.at), process=key, file=name or "")
    return {Path(name).stem if name else key: scenario}


def _read(file: Path, examples: list[str]) -> str:
    if not file.is_file():
        known = f"; example cases are {', '.join(examples)}" if examples else ""
        raise UsageError(f"There is no scenario {file}{known}")
    return file.read_text(encoding="utf-8")


def _at(content: str, begins_at: str | None) -> str:
    """The scenario with its beginning set from outside. Raises UsageError."""
    if begins_at is None:
        return content
    try:
        datetime.fromisoformat(begins_at)
        document = json.loads(content)
    except ValueError as error:
        raise UsageError(f"--at {begins_at}: {error}") from error
    return json.dumps({**document, "begins_at": begins_at})


# --- printing -------------------------------------------------------------------------------------------------------


def _print(engine: Engine, told: Mapping[str, Rehearsed], arguments: argparse.Namespace) -> None:
    if arguments.json:
        print(json.dumps({name: _document(one) for name, one in told.items()}, ensure_ascii=False, default=str))
        return
    console = Console(highlight=False, soft_wrap=True)
    for name, one in told.items():
        if not arguments.examples:
            _print_list(console, engine, one, language=arguments.language, with_all=arguments.all)
        _print_end(console, name, one)


def _print_list(console: Console, engine: Engine, told: Rehearsed, *, language: str, with_all: bool) -> None:
    used = words(language)
    shown = [line for line in told.lines if with_all or line.kind not in QUIET]
    for day in days_of(shown, zone=_ZONE, calendar=engine.calendar, language=language):
        name = f" ({day.holiday})" if day.holiday else ""
        console.print(f"\n[bold]{used.days[day.day.weekday()][:3]} {day.day.isoformat()}[/bold]{escape(name)}")
        for line in day.lines:
            console.print(f"  {line.at.astimezone(_ZONE):%H.%M}  {escape(_line(engine, line, language))}")


def _line(engine: Engine, line: Line, language: str) -> str:
    parts = [f"{KINDS[line.kind].in_language(language)}: {line.name.in_language(language) or line.element_id or ''}"]
    if line.kind == "mail":
        parts.append(Text("”{}”", "“{}”").in_language(language).format(_subject(engine, line.detail)))
    elif line.kind == "stuck":
        parts.append(line.detail)
    if line.kind == "task_opened" and line.role is not None:
        role = ROLE_NAMES.get(line.role)
        parts.append(f"({role.in_language(language) if role else line.role})")
    if line.kind in ("task_opened", "task_moved", "reminder") and line.due_at is not None:
        last = last_day(line.due_at, _ZONE)
        until = Text("senast", "by").in_language(language)
        parts.append(f"{until} {words(language).days[last.weekday()][:3]} {last.isoformat()}")
    if line.count > 1:
        parts.append(f"× {line.count:,}".replace(",", "\N{NO-BREAK SPACE}"))
    return " ".join(parts)


def _subject(engine: Engine, name: str) -> str:
    return subject_of(engine.process_file(f"{name}.mail.txt"), name)


def _print_end(console: Console, name: str, told: Rehearsed) -> None:
    word = "as expected" if told.is_as_expected else "NOT as expected"
    console.print(f"\n{escape(name)}: {told.status}, {len(told.lines)} lines, {told.steps} steps, {word}")
    for stuck in told.stuck:
        count = f" ({stuck.count} cases)" if stuck.count > 1 else ""
        console.print(f"  stuck at {stuck.process_key}/{stuck.element_id}{count}: {escape(stuck.reason)}")
    for difference in told.differences:
        console.print(f"  differs: {escape(difference.en)}")


def _document(told: Rehearsed) -> dict[str, Any]:
    """A rehearsal as JSON values; instants are ISO texts in UTC."""
    document = asdict(told)
    document["lines"] = [{**asdict(line), "name": line.name.sv, "name_en": line.name.en} for line in told.lines]
    document["scenario"] = told.scenario.sv
    document["differences"] = [difference.en for difference in told.differences]
    document["is_as_expected"] = told.is_as_expected
    return document
