"""A whole call with its applications on a virtual clock, from its commission to the extensions."""

import json
import resource
import sys
import time
from typing import Any, Final

from engine import Actor, Engine, read_scenario
from engine.clock import SystemClock
from web.cli.measures.figures import Figure
from workflows.bootstrap import CHECKS, OPERATIONS, ROLES, shipped_files

_AREA: Final = "Rehearse a whole call"
_EXAMPLE: Final = "call/cases/utlysning_2021.json"
# Every fifth application is granted, so followed up, evaluated and extended; in the call of 2021 it was every third.
_GRANTED_EVERY: Final = 5
_BAR_SECONDS: Final = 15


def measure(applications: int) -> list[Figure]:
    """The shipped processes with so many applications; operations are simulated, nothing is stored."""
    engine = Engine("sqlite://", clock=SystemClock(), operations=OPERATIONS, roles=ROLES, checks=CHECKS)
    try:
        engine.migrate()
        engine.deploy(shipped_files(), actor=Actor.system())
        scenario = read_scenario(json.dumps(scenario_of(applications)), process="call", file=_EXAMPLE)
        begun, spent = time.perf_counter(), time.process_time()
        told = engine.rehearse(scenario)
        seconds, own = time.perf_counter() - begun, time.process_time() - spent
    finally:
        engine.close()
    if not told.is_as_expected:
        differences = [difference.en for difference in told.differences]
        raise ValueError(f"The rehearsal went another way: {[*told.stuck, *differences]}")
    what = f"a call with {applications:,} applications, to the extensions"
    return [
        Figure(_AREA, what, seconds, "s", _BAR_SECONDS),
        Figure(_AREA, "our processor time for it", own, "s"),
        Figure(_AREA, "commands of cases in it", told.steps, ""),
        Figure(_AREA, "memory of the process, the most", _peak_megabytes(), "MB"),
    ]


def scenario_of(applications: int) -> dict[str, Any]:
    """The shipped example of the call, with so many applications."""
    document: dict[str, Any] = json.loads(shipped_files()[_EXAMPLE])
    document["variables"]["applications_expected"] = applications
    document["cases"][0]["count"] = applications
    granted = f"modulo(item, {_GRANTED_EVERY}) = 0"
    for message in document["operations"]["decision.dispatch"]["messages"]:
        message["payload"]["outcome"] = f'=if {granted} then "granted" else "rejected"'
        message["payload"]["granted_sek"] = f"=if {granted} then 400000 else 0"
    return document


def _peak_megabytes() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux counts in kilobytes, macOS in bytes.
    return peak / (1_000_000 if sys.platform == "darwin" else 1_000)
