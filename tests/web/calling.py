"""A call that is open, on an installation of its own, and what happens to applications to it."""

import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.web.installation import NOW, Site, Visitor, open_site
from tests.workflows.application.example import application_data
from tests.workflows.call.example import content_of_2021
from workflows.application import drafts
from workflows.application.submitting import submit
from workflows.parties import Account, account, organisation, save_account

HUBB = "559999-9041"
APPLICANT, COLLEAGUE, STRANGER = "sokande.4", "kollega.1", "sokande.9"
CHECKED = {"registration_ok": True, "case_title_text": "Ansökan om stöd"}


def make_open_call(installed: Path, folder: Path) -> None:
    """Copy an installation and publish a call in it; the applicant has a colleague."""
    site = open_site(installed, folder)
    case = site.engine.start("call", actor=site.actor("utlysningsansvarig.1"))
    do(site, "draft_call", "utlysningsansvarig.1", content_of_2021(), case.id)
    do(site, "approve_call", "omradeschef.1", {"approval": "approve"}, case.id)
    published = {"publish_at": NOW, "channels": ["web"], "preview_checked": True, "accessibility_checked": True}
    do(site, "publish_call", "kommunikator.1", published, case.id)
    at(site, "2021-11-01T10:00+01:00")
    with site.engine.work() as work:
        found = organisation(work.session, HUBB)
        roles = frozenset({"applicant"})
        save_account(work.session, Account(COLLEAGUE, COLLEAGUE, roles, organisations=(found,)), at=work.now)
    site.engine.close()


def opened(template: Path, folder: Path) -> Site:
    """A copy of an installation, its clock where the template's stood: an hour after the publication."""
    site = open_site(template, folder)
    site.clock.set(datetime(2021, 11, 1, 9, 0, tzinfo=UTC))
    return site


def copy_of(template: Path, folder: Path) -> Path:
    """A copy of a template's files."""
    return Path(shutil.copytree(template, folder))


def at(site: Site, instant: str) -> None:
    """Let everything happen when it is due, up to an instant, and stop the clock there."""
    target = datetime.fromisoformat(instant).astimezone(UTC)
    while (due := site.engine.next_due()) is not None and due <= target:
        site.clock.set(max(due, site.clock.now()))
        site.engine.run_due()
    site.clock.set(target)


def do(site: Site, element_id: str, who: str, data: Mapping[str, Any], case_id: str | None = None) -> None:
    """Complete the one open task of an element that is somebody's to do."""
    found = [one for one in site.engine.tasks(case_id, element_id=element_id) if one.assignee in (None, who)]
    assert found, (element_id, [one.element_id for one in site.engine.tasks(case_id)])
    site.engine.complete(found[0].id, data, actor=site.actor(who))


def call_id(site: Site) -> str:
    """The open call."""
    return site.engine.cases(process_key="call")[0].id


def draft(site: Site, who: str = APPLICANT, **changes: Any) -> str:
    """A draft with everything filled in, written by somebody for their organisation; its id."""
    with site.engine.work(actor=site.actor(who)) as work:
        person = account(work.session, who)
        assert person is not None
        own = person.organisations[0]
        begun = drafts.start_draft(work, call_id(site), own)
        data = application_data(org_nr=own.org_nr, applicant_name=own.name, cover_letter=None, **changes)
        return drafts.save_draft(work, begun.id, data, begun.revision).id


def application(site: Site, who: str = APPLICANT, **changes: Any) -> str:
    """A submitted application; its id."""
    form = site.engine.definition_form("application", "application")
    found = submit(site.engine, draft(site, who, **changes), form=form, actor=site.actor(who))
    site.engine.run_due()
    return found


def ask_for_completion(site: Site, application_id: str, *numbers: int) -> None:
    """The call closes, and the officer asks for what is missing at some points of the checklist."""
    at(site, "2021-12-01T09:00+01:00")
    do(site, "check_registration", "registrator.1", CHECKED, application_id)
    do(site, "declare_conflict", "handlaggare.1", {"conflict": "no"}, application_id)
    lacking: dict[str, Any] = {f"item_{number}": "ok" for number in range(1, 11)}
    for number in numbers:
        lacking |= {f"item_{number}": "missing", f"item_{number}_comment": f"Punkt {number} saknas."}
    do(site, "check_completeness", "handlaggare.1", lacking, application_id)
    asked = {
        "respond_by": datetime(2021, 12, 6, 11, tzinfo=UTC),
        "message": "Hör av er om något är oklart.",
        "consequence": "Om ni inte kompletterar kan ansökan avvisas.",
    }
    do(site, "request_completion", "handlaggare.1", asked, application_id)
    site.engine.run_due()


def revision(site: Site, draft_id: str, who: str = APPLICANT) -> int:
    """The draft's revision as it is saved."""
    with site.engine.reading() as session:
        return drafts.read_draft(session, draft_id, actor=site.actor(who)).revision


def saved(site: Site, draft_id: str, who: str = APPLICANT) -> Mapping[str, Any]:
    """What the draft holds."""
    with site.engine.reading() as session:
        return drafts.read_draft(session, draft_id, actor=site.actor(who)).data


def applicant(site: Site, language: str = "sv") -> Visitor:
    """The applicant, logged in."""
    return site.visitor(APPLICANT, language=language)
