"""The composition root: out of the settings, an engine with this domain's operations, jobs and choices."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlalchemy.orm import Session

from engine import Actor, Broker, Check, Clock, Engine, Operation, Text, Variables, open_broker
from engine.calendars import WorkingCalendar
from workflows.application.jobs import application_handlers
from workflows.application.operations import OPERATIONS as APPLICATION
from workflows.assessment.operations import OPERATIONS as ASSESSMENT
from workflows.call.operations import OPERATIONS as CALL
from workflows.call.values import AREAS
from workflows.decision.meetings import meeting_choices, meetings
from workflows.decision.operations import OPERATIONS as DECISION
from workflows.delegated_decision.operations import OPERATIONS as DELEGATED_DECISION
from workflows.evaluation.operations import OPERATIONS as EVALUATION
from workflows.extension.operations import OPERATIONS as EXTENSION
from workflows.follow_up.operations import OPERATIONS as FOLLOW_UP
from workflows.letters import mail_problems, problems
from workflows.notifications import MAIL, mail_handler, task_handlers
from workflows.parties import accounts, has_own_organisation, save_own_organisation
from workflows.registry import FileStore, pdf_handler
from workflows.settings import Settings

ROLES: Mapping[str, Text] = MappingProxyType(
    {
        "applicant": Text("Sökande", "Applicant"),
        "signatory": Text("Firmatecknare", "Signatory"),
        "call_manager": Text("Utlysningsansvarig", "Call manager"),
        "process_owner": Text("Processägare", "Process owner"),
        "officer": Text("Beredningshandläggare", "Case officer"),
        "reviewer": Text("Granskningshandläggare", "Payment reviewer"),
        "assessor": Text("Bedömare", "Assessor"),
        "legal": Text("Jurist", "Legal adviser"),
        "controller": Text("Controller", "Financial controller"),
        "communications": Text("Kommunikatör", "Communications officer"),
        "registrar": Text("Registrator", "Registrar"),
        "area_head": Text("Områdeschef", "Head of area"),
        "director": Text("Regional utvecklingsdirektör", "Director of regional development"),
        "board_secretary": Text("Nämndsekreterare", "Board secretary"),
        "chair": Text("Ordförande", "Chair"),
        "member": Text("Ledamot", "Member"),
        "adjuster": Text("Justerare", "Adjuster"),
        "evaluator": Text("Utvärderare", "Evaluator"),
        "archivist": Text("Arkivarie", "Archivist"),
        "dpo": Text("Dataskyddsombud", "Data protection officer"),
        "admin": Text("Systemförvaltare", "Administrator"),
    }
)
OPERATIONS: Mapping[str, Operation] = {
    **CALL,
    **APPLICATION,
    **ASSESSMENT,
    **DECISION,
    **DELEGATED_DECISION,
    **FOLLOW_UP,
    **EVALUATION,
    **EXTENSION,
}
# A process's letters and mails are deployed with it, and judged then.
CHECKS: Mapping[str, Check] = {".letter.html": problems, ".mail.txt": mail_problems}
MIGRATIONS = Path(__file__).parent / "migrations" / "versions"
# What lies outside a process's folder is read as it is shipped; everything in a folder is deployed with its process.
_SHIPPED = files("bpmn")
# Past meetings are offered too: a decision is reported, and noticed, after the meeting.
_MEETINGS_BACK = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Product:
    """A whole installation: its engine, its settings and its files."""

    engine: Engine
    settings: Settings
    files: FileStore


def build(settings: Settings, *, clock: Clock | None = None) -> Product:
    """Put an installation together; nothing is read or written yet. Raises BrokerMissingError."""
    store = FileStore(settings.files_dir)
    smtp_url = settings.smtp_url.get_secret_value() if settings.smtp_url else None
    engine = Engine(
        settings.database_url,
        clock=clock,
        operations=OPERATIONS,
        jobs={
            MAIL: mail_handler(store, smtp_url),
            "render_pdf": pdf_handler(store),
            **task_handlers(lambda: engine),
            **application_handlers(lambda: engine),
        },
        roles=ROLES,
        calendar=WorkingCalendar(),
        zone=settings.timezone,
        migrations=[MIGRATIONS],
        choices=choices,
        checks=CHECKS,
        limits=settings.limit.of_cases(),
        diagram_limits=settings.limit.of_diagrams(),
        job_seconds=settings.limit.job_seconds,
        broker=_broker(settings),
    )
    return Product(engine, settings, store)


def install(product: Product) -> None:
    """Bring the database to this release and deploy what is shipped; a second time changes nothing.

    The organisation is written from the settings the first time: after that it is the administrator's to change.
    """
    product.engine.migrate()
    with product.engine.work(actor=Actor.system()) as work:
        if not has_own_organisation(work.session):
            save_own_organisation(work.session, product.settings.own_organisation())
    if not product.engine.definitions():
        product.engine.deploy(shipped_files(), actor=Actor.system())


def shipped_files() -> dict[str, bytes]:
    """Every file of the shipped processes, `call/call.bpmn` and so on."""
    return dict(_files_under(_SHIPPED))


def choices(session: Session, now: datetime, variables: Variables) -> Mapping[str, Any]:
    """What the forms may choose among besides a case's own variables."""
    areas = variables.get("call_areas") or list(AREAS)
    return {
        "assessors": _people(session, "assessor"),
        "officers": _people(session, "officer"),
        "board_meetings": meeting_choices(meetings(session, after=now - _MEETINGS_BACK)),
        "area_options": [{"value": code, "label": AREAS[code].sv} for code in areas if code in AREAS],
    }


def _broker(settings: Settings) -> Broker | None:
    """Who carries announcements of jobs to workers; None where they are done in the process that ticks."""
    return None if settings.broker_url is None else open_broker(settings.broker_url.get_secret_value())


def _people(session: Session, role: str) -> list[dict[str, str]]:
    return [{"value": found.id, "label": found.name} for found in accounts(session, role=role)]


def _files_under(folder: Traversable, prefix: str = "") -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += _files_under(entry, f"{prefix}{entry.name}/")
        elif prefix:
            found.append((f"{prefix}{entry.name}", entry.read_bytes()))
    return found
