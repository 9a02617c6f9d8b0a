"""How the installation is doing, for machines that watch it: alive, ready, and numbers."""

from datetime import datetime, timedelta

from flask import Blueprint, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from werkzeug.wrappers import Response

from engine import Numbers
from web.policy import Public, policy
from web.services import services

blueprint = Blueprint("health", __name__)
_TICK_SILENT = timedelta(minutes=2)
_JOB_LATE = timedelta(minutes=15)
_NOT_READY = 503


@blueprint.get("/healthz")
@policy(Public())
def healthz() -> Response:
    """Whether the process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@policy(Public())
def readyz() -> Response | tuple[Response, int]:
    """Whether it can do its work: database, tables, a scheduler that ticks, nothing long overdue."""
    checks = _checks()
    is_ready = all(checks.values())
    answer = jsonify(status="ready" if is_ready else "not ready", checks=checks)
    return answer if is_ready else (answer, _NOT_READY)


def _checks() -> dict[str, bool]:
    engine, now = services().engine, services().clock.now()
    if not engine.is_migrated():
        return {"database": True, "migrations": False}
    return {
        "database": True,
        "migrations": True,
        "scheduler": any(now - at < _TICK_SILENT for at in engine.last_ticks().values()),
        "due": _age(engine.numbers().oldest_due, now) < _JOB_LATE.total_seconds(),
    }


def _age(moment: datetime | None, now: datetime) -> float:
    """For how many seconds something has been due; 0 where nothing is."""
    return 0.0 if moment is None else max((now - moment).total_seconds(), 0.0)


@blueprint.get("/metrics")
@policy(Public())
def metrics() -> Response:
    """Counts for Prometheus; nothing about any one case."""
    engine, now = services().engine, services().clock.now()
    registry = CollectorRegistry()
    numbers = engine.numbers()
    _count_states(registry, numbers)
    _gauge(registry, "utlysa_timers_waiting", "Timers that wait", numbers.timers)
    _gauge(registry, "utlysa_incidents_open", "Incidents that are open", numbers.incidents)
    _gauge(
        registry, "utlysa_oldest_due_seconds", "For how long the oldest due work waits", _age(numbers.oldest_due, now)
    )
    newest = max(engine.last_ticks().values(), default=None)
    if newest is not None:
        _gauge(registry, "utlysa_tick_age_seconds", "Since a scheduler was last alive", _age(newest, now))
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _count_states(registry: CollectorRegistry, numbers: Numbers) -> None:
    for name, label, counted in (
        ("utlysa_cases", "status", numbers.cases),
        ("utlysa_tasks", "state", numbers.tasks),
        ("utlysa_jobs", "state", numbers.jobs),
    ):
        gauge = Gauge(name, f"{name.removeprefix('utlysa_').capitalize()} by {label}", [label], registry=registry)
        for value, number in counted.items():
            gauge.labels(value).set(number)


def _gauge(registry: CollectorRegistry, name: str, about: str, value: float) -> None:
    Gauge(name, about, registry=registry).set(value)
