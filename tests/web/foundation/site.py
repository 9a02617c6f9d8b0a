"""An application with accounts of its own and a clock that stands still."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, Flask
from flask.testing import FlaskClient

from engine.calendars import WorkingCalendar
from engine.model import Actor
from web import areas
from web.app import create_app
from web.services import Absent, Services, WebSettings
from workflows.parties import Account, Organisation
from workflows.registry import FileStore

NOW = datetime(2021, 12, 2, 9, 41, 7, tzinfo=UTC)


PARTY = Organisation("559999-9066", "Storåns Testbädd AB")
OFFICER = Account("handlaggare.1", "Handläggare", frozenset({"officer"}))
DIRECTOR = Account("direktor.1", "Direktör", frozenset({"director"}))
APPLICANT = Account("kontaktperson.1", "Kontaktperson", frozenset({"applicant"}), organisations=(PARTY,))


@dataclass
class KnownAccounts:
    """Accounts in memory; the password is the user name backwards."""

    accounts: list[Account] = field(default_factory=lambda: [OFFICER, APPLICANT])
    absence_ends: date = date(2021, 12, 3)

    def authenticate(self, user_name: str, password: str) -> Account | None:
        """The account for the right password."""
        return next((a for a in self.accounts if a.user_name == user_name and password == user_name[::-1]), None)

    def account(self, account_id: str) -> Account | None:
        """The account."""
        return next((a for a in self.accounts if a.id == account_id), None)

    def absent_accounts(self, account_id: str, *, on: date) -> Sequence[Absent]:
        """The director, for the officer, until the absence ends."""
        is_arranged = account_id == OFFICER.id and on <= self.absence_ends
        return [Absent(DIRECTOR, frozenset(), self.absence_ends)] if is_arranged else []

    def role_accounts(self) -> Sequence[Account]:
        """All of them."""
        return self.accounts


class OneCase:
    """The officer is party to case `c1` alone."""

    def is_party(self, actor: Actor, case_id: str) -> bool:
        """Whether it is."""
        return actor.is_called(OFFICER.id) and case_id == "c1"


@dataclass
class Log:
    """The installation's log: pairs of an event and who did it."""

    events: list[tuple[str, str, Mapping[str, Any]]] = field(default_factory=list)

    def log(self, event: str, data: Mapping[str, Any], *, actor: Actor) -> None:
        """Note an event."""
        self.events.append((event, actor.log_name, data))


@dataclass
class StandingClock:
    """A clock that the test sets."""

    at: datetime = NOW

    def now(self) -> datetime:
        """The set time."""
        return self.at


def build(blueprints: Sequence[Blueprint] | None = (), **settings: Any) -> Flask:
    """The foundation's own pages and the given blueprints, without the other areas; None: the whole site."""
    services = Services(
        engine=Log(),  # type: ignore[arg-type]  # The foundation's pages only write to the log.
        settings=WebSettings(secret_key="test", **settings),
        clock=StandingClock(),
        calendar=WorkingCalendar(),
        accounts=KnownAccounts(),
        relations=OneCase(),
        files=FileStore("var/never-written"),
        open_task_count=lambda actor: 14 if actor.id == OFFICER.user_name else 0,
    )
    every = None if blueprints is None else [*areas.foundation(services.settings), *blueprints]
    return create_app(services, blueprints=every, config={"TESTING": True, "PROPAGATE_EXCEPTIONS": False})


def token(client: FlaskClient, path: str = "/logga-in") -> str:
    """The forgery token of a page's form."""
    html = client.get(path).get_data(as_text=True)
    return html.split('name="csrf-token" content="')[1].split('"')[0]


def enter(client: FlaskClient, account: Account) -> None:
    """Log in with the password."""
    form = {"user_name": account.user_name, "password": account.user_name[::-1], "csrf_token": token(client)}
    assert client.post("/logga-in", data=form).status_code == 303
