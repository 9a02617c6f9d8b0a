"""The main menu: what each role sees, and only pages that this installation has."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, url_for
from flask_babel import lazy_gettext

from web.sessions import current_account, current_actor
from workflows.parties import Account
from workflows.visibility import CASE_ROLES

ANYONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in the menu; `roles` is empty where everybody who has the menu sees it."""

    key: str
    label: str
    endpoint: str
    roles: frozenset[str] = ANYONE


_CASE_ROLES = CASE_ROLES | {"assessor"}
_BOARD_ROLES = frozenset({"board_secretary", "chair", "member", "adjuster"})
_MEETING_ROLES = _BOARD_ROLES | {"director", "area_head", "call_manager", "officer", "registrar"}
_REGISTRY_ROLES = frozenset({"registrar", "officer", "archivist", "admin"})
STAFF = (
    Entry("uppgifter", lazy_gettext("Mina uppgifter"), "officer.tasks"),
    Entry("arenden", lazy_gettext("Ärenden"), "officer.cases", _CASE_ROLES),
    Entry("utlysningar", lazy_gettext("Utlysningar"), "officer.calls", CASE_ROLES),
    Entry("sammantraden", lazy_gettext("Sammanträden"), "officer.meetings", _MEETING_ROLES),
    Entry("diarium", lazy_gettext("Diarium"), "officer.registry", _REGISTRY_ROLES),
    Entry("processer", lazy_gettext("Processer"), "process_owner.processes", frozenset({"process_owner", "admin"})),
    Entry("ekonomi", lazy_gettext("Ekonomi"), "officer.finances", frozenset({"controller", "admin"})),
    Entry("drift", lazy_gettext("Drift"), "admin.overview", frozenset({"admin"})),
)
PUBLIC = (
    Entry("lista", lazy_gettext("Utlysningar"), "public.calls"),
    Entry("mina", lazy_gettext("Mina ansökningar"), "applicant.applications"),
    Entry("beslut", lazy_gettext("Beslut och öppna data"), "public.decisions"),
    Entry("hjalp", lazy_gettext("Hjälp"), "about.help_page"),
)
APPLICANT_ROLES = frozenset({"applicant", "signatory"})


@dataclass(frozen=True, slots=True)
class MenuLink:
    """A link of the menu, ready to be drawn."""

    key: str
    label: str
    url: str


def menu(entries: Sequence[Entry]) -> list[MenuLink]:
    """The entries whose page exists and whose roles the reader has, in its own name or another's place."""
    held = current_actor().roles if current_account() else frozenset()
    return [
        MenuLink(key=entry.key, label=entry.label, url=url_for(entry.endpoint))
        for entry in entries
        if entry.endpoint in current_app.view_functions and (not entry.roles or entry.roles & held)
    ]


def is_staff(account: Account | None) -> bool:
    """Whether the account works at the organisation: it holds another role than an applicant's."""
    return account is not None and bool(frozenset(account.roles) - APPLICANT_ROLES)


def home_url(account: Account | None) -> str:
    """Where an account begins: its tasks, its applications, or the list of calls."""
    wanted = ("officer.tasks",) if is_staff(account) else ("applicant.applications",) if account else ()
    for endpoint in (*wanted, "public.calls"):
        if endpoint in current_app.view_functions:
            return url_for(endpoint)
    return url_for("about.help_page")
