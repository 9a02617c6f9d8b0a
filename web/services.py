"""What the web needs from the composition root, as frozen values and protocols."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol, cast
from zoneinfo import ZoneInfo

from flask import current_app

from engine.calendars import WorkingCalendar
from engine.model import Actor
from workflows.parties import Account, OwnOrganisation
from workflows.registry import FileStore
from workflows.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from engine import Engine

_ROOM_FOR_FIELDS_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Absent:
    """Somebody whom a substitute may stand in for; no roles means all of them."""

    account: Account
    roles: frozenset[str]
    last_day: date


class Accounts(Protocol):
    """Where accounts come from."""

    def authenticate(self, user_name: str, password: str) -> Account | None:
        """The account, or None for a wrong name, a wrong password or a disabled account."""

    def account(self, account_id: str) -> Account | None:
        """The account while it may be used; None once it is disabled."""

    def account_of_token(self, secret: str, *, at: datetime) -> Account | None:
        """The account that a token of the REST API stands for, while both may be used."""

    def absent_accounts(self, account_id: str, *, on: date) -> Sequence[Absent]:
        """For whom the account may stand in on that day."""

    def role_accounts(self) -> Sequence[Account]:
        """The demo's accounts, one for each role, in the order in which they are shown."""


class CaseRelations(Protocol):
    """What the policy asks of the domain."""

    def is_party(self, actor: Actor, case_id: str) -> bool:
        """Whether the actor handles the case, decides in it or applied in it, and is not excluded from it."""


class Clock(Protocol):
    """The engine's clock."""

    def now(self) -> datetime:
        """The present instant, aware."""


@dataclass(frozen=True, slots=True)
class WebSettings:
    """The settings that the web reads; `max_request_bytes` bounds a whole request, files included."""

    secret_key: str
    base_url: str = "http://127.0.0.1:8080"
    timezone: str = "Europe/Stockholm"
    language: str = "sv"
    is_demo: bool = False
    max_request_bytes: int = 32 * 1024 * 1024
    trusted_proxies: int = 0
    organisation: OwnOrganisation = field(default_factory=OwnOrganisation)

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which people read times."""
        return ZoneInfo(self.timezone)

    @property
    def is_https(self) -> bool:
        """Whether people reach the site over TLS."""
        return self.base_url.startswith("https://")


def web_settings(settings: Settings) -> WebSettings:
    """What the web reads of the installation's settings."""
    return WebSettings(
        secret_key=settings.secret_key.get_secret_value(),
        base_url=settings.base_url,
        timezone=settings.timezone,
        language=settings.language,
        is_demo=settings.demo,
        max_request_bytes=settings.limit.upload_bytes + _ROOM_FOR_FIELDS_BYTES,
        trusted_proxies=settings.trusted_proxies,
        organisation=settings.own_organisation(),
    )


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that a view may call; views reach the domain's functions with `engine`."""

    engine: "Engine"
    settings: WebSettings
    clock: Clock
    calendar: WorkingCalendar
    accounts: Accounts
    relations: CaseRelations
    files: FileStore
    open_task_count: Callable[[Actor], int]

    def reading(self) -> "AbstractContextManager[Session]":
        """A session that only reads."""
        return self.engine.reading()

    def today(self) -> date:
        """The date where people are, by the engine's clock."""
        return self.clock.now().astimezone(self.settings.zone).date()


def services() -> Services:
    """The services of the application that answers this request."""
    return cast("Services", current_app.extensions["utlysa"])
