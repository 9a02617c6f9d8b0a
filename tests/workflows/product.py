"""The whole product for tests of operations: every process deployed, every operation, and people to act."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine import Actor, Engine, VirtualClock
from tests.workflows.application.example import application_data
from tests.workflows.call.example import content_of_2021
from workflows.application import drafts
from workflows.application.jobs import application_handlers
from workflows.application.submitting import submit
from workflows.bootstrap import CHECKS, MIGRATIONS, OPERATIONS, ROLES, choices, shipped_files
from workflows.notifications import mail_handler
from workflows.parties import Account, Organisation, actor_of, save_account, save_organisation
from workflows.registry import FileStore, set_series

HUBB = Organisation("559999-9041", "Glesbygdens Digitala Hubb AB", legal_form="aktiebolag", email="info@hubb.example")
LABB = Organisation("559999-9090", "Björnspårets Outdoorlabb AB", legal_form="aktiebolag", email="info@labb.example")
STAFF = {
    "utlysning.1": "call_manager",
    "kommunikator.1": "communications",
    "registrator.1": "registrar",
    "handlaggare.1": "officer",
    "handlaggare.2": "officer",
    "omradeschef.1": "area_head",
    "bedomare.1": "assessor",
    "bedomare.2": "assessor",
    "bedomare.3": "assessor",
    "systemforvaltare.1": "admin",
}
BEFORE = datetime(2021, 10, 25, 8, 0, tzinfo=UTC)
PUBLISHED = datetime(2021, 11, 1, 8, 0, tzinfo=UTC)


class Product:
    """An engine with everything deployed, and short words for what people do in it."""

    def __init__(self, engine_factory: Callable[..., Engine], clock: VirtualClock, files: Path) -> None:
        self.clock = clock
        clock.set(BEFORE)
        self.engine = engine_factory(
            operations=OPERATIONS,
            roles=ROLES,
            migrations=[MIGRATIONS],
            choices=choices,
            checks=CHECKS,
            # Letters as PDF are tested where they are made; here it would only take time.
            jobs={
                "mail": mail_handler(FileStore(files), None),
                "render_pdf": lambda job, context: None,
                **application_handlers(lambda: self.engine),
            },
        )
        self.engine.deploy(shipped_files())
        self.people = {
            name: Account(name, name, frozenset({role}), email=f"{name}@region.example") for name, role in STAFF.items()
        }
        self.people["sokande.1"] = _applicant("sokande.1", HUBB)
        self.people["sokande.2"] = _applicant("sokande.2", HUBB)
        self.people["sokande.3"] = _applicant("sokande.3", LABB)
        with self.engine.work(actor=Actor.system()) as work:
            set_series(work.session, "RUN", 2021, 598)
            for organisation in (HUBB, LABB):
                save_organisation(work.session, organisation)
            for person in self.people.values():
                save_account(work.session, person, at=work.now)

    def actor(self, name: str) -> Actor:
        """The engine's actor for somebody."""
        return actor_of(self.people[name])

    def at(self, instant: str) -> None:
        """Let everything happen when it is due, up to an instant, and stop the clock there."""
        target = datetime.fromisoformat(instant).astimezone(UTC)
        while (due := self.engine.next_due()) is not None and due <= target:
            self.clock.set(max(due, self.clock.now()))
            self.engine.run_due()
        self.clock.set(target)

    def task_id(self, element_id: str, case_id: str | None = None, *, assignee: str | None = None) -> str:
        """The one open task of an element."""
        found = self.engine.tasks(case_id, element_id=element_id, assignee=assignee)
        assert len(found) == 1, (element_id, [task.element_id for task in self.engine.tasks(case_id)])
        return found[0].id

    def do(self, element_id: str, who: str, data: dict[str, Any], case_id: str | None = None) -> None:
        """Complete the one open task of an element that is somebody's to do."""
        mine = [task for task in self.engine.tasks(case_id, element_id=element_id) if task.assignee in (None, who)]
        assert mine, (element_id, [task.element_id for task in self.engine.tasks(case_id)])
        self.engine.complete(mine[0].id, data, actor=self.actor(who))

    def open_call(self, **content: Any) -> str:
        """A call that is published on 1 November 2021; returns its id."""
        case = self.engine.start("call", actor=self.actor("utlysning.1"))
        self.do("draft_call", "utlysning.1", content_of_2021(**content), case.id)
        self.do("approve_call", "omradeschef.1", {"approval": "approve"}, case.id)
        self.do(
            "publish_call",
            "kommunikator.1",
            {"publish_at": PUBLISHED, "channels": ["web"], "preview_checked": True, "accessibility_checked": True},
            case.id,
        )
        self.at("2021-11-01T09:00+01:00")
        return case.id

    def draft(self, call_id: str, who: str = "sokande.1", organisation: Organisation = HUBB, **changes: Any) -> str:
        """A draft with everything filled in; returns its id."""
        data = application_data(
            org_nr=organisation.org_nr, applicant_name=organisation.name, cover_letter=None, **changes
        )
        with self.engine.work(actor=self.actor(who)) as work:
            begun = drafts.start_draft(work, call_id, organisation)
            return drafts.save_draft(work, begun.id, data, begun.revision).id

    def submit(self, draft_id: str, who: str = "sokande.1") -> str:
        """Submit a draft; returns the application's id."""
        form = self.engine.definition_form("application", "application")
        return submit(self.engine, draft_id, form=form, actor=self.actor(who))


def _applicant(name: str, organisation: Organisation) -> Account:
    return Account(
        name,
        name,
        frozenset({"applicant"}),
        organisations=(organisation,),
        email=f"{name}@{organisation.org_nr}.example",
    )
