"""The tables of accounts, organisations and substitutes, and what is read from them as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Column, Date, ForeignKey, Index, String, Table, Text

from engine import Actor
from workflows.tables import Instant, Json, metadata

accounts = Table(
    "accounts",
    metadata,
    Column("id", String(100), primary_key=True),
    Column("name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("email", String(254), nullable=False),
    Column("phone", String(40), nullable=False),
    Column("language", String(2), nullable=False),
    Column("password_hash", Text),
    Column("subject", Text, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("disabled_at", Instant),
)

account_roles = Table(
    "account_roles",
    metadata,
    Column("account_id", ForeignKey("accounts.id"), primary_key=True),
    Column("role", String(40), primary_key=True),
    Column("call_id", String(64), primary_key=True),
    Index("ix_account_roles_role", "role"),
)

organisations = Table(
    "organisations",
    metadata,
    Column("org_nr", String(20), primary_key=True),
    Column("name", Text, nullable=False),
    Column("legal_form", String(40), nullable=False),
    Column("email", String(254), nullable=False),
    Column("phone", String(40), nullable=False),
    Column("address", Text, nullable=False),
    Column("country", String(2), nullable=False),
)

account_organisations = Table(
    "account_organisations",
    metadata,
    Column("account_id", ForeignKey("accounts.id"), primary_key=True),
    Column("org_nr", ForeignKey("organisations.org_nr"), primary_key=True),
)

substitutes = Table(
    "substitutes",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("absent_id", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("substitute_id", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("roles", Json, nullable=False),
    Column("decided_by", String(100), nullable=False),
)

own_organisation = Table(
    "own_organisation",
    metadata,
    Column("id", String(10), primary_key=True),
    Column("content", Json, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Organisation:
    """A party that applies or receives: `org_nr` as `232100-0214`."""

    org_nr: str
    name: str
    legal_form: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    country: str = "SE"

    @property
    def identity(self) -> str:
        """The name under which tasks are assigned to the organisation: `org:232100-0214`."""
        return identity_of(self.org_nr)


@dataclass(frozen=True, slots=True)
class Account:
    """Someone who can log in. `id` is the user name (`handlaggare.1`); `call_roles` are roles for one call only.

    `subject` is the person's name at the identity provider that the account is bound to, if any.
    """

    id: str
    name: str
    roles: frozenset[str] = frozenset()
    call_roles: Mapping[str, frozenset[str]] = field(default_factory=dict)
    organisations: tuple[Organisation, ...] = ()
    title: str = ""
    email: str = ""
    phone: str = ""
    language: str = "sv"
    is_disabled: bool = False
    subject: str | None = None

    @property
    def user_name(self) -> str:
        """What is typed at log-in."""
        return self.id

    def has_role(self, role: str, *, call_id: str | None = None) -> bool:
        """Whether the account holds the role, generally or for that call."""
        return role in self.roles or (call_id is not None and role in self.call_roles.get(call_id, frozenset()))


@dataclass(frozen=True, slots=True)
class Substitute:
    """Who stands in for whom, from the first to the last day, both included; no roles means all of them."""

    id: str
    absent_id: str
    substitute_id: str
    first_day: date
    last_day: date
    roles: frozenset[str] = frozenset()
    decided_by: str = ""


def identity_of(org_nr: str) -> str:
    """The name under which tasks are assigned to an organisation: `org:232100-0214`."""
    return f"org:{org_nr}"


def actor_of(
    account: Account,
    *,
    call_id: str | None = None,
    substitute_for: Account | None = None,
    roles: frozenset[str] = frozenset(),
) -> Actor:
    """The engine's actor for an account, in its own name or standing in for another.

    With `call_id` the roles that the account holds for that call count too. Standing in, it has the absent one's roles
    (only `roles` of them, where given), not its own: so that it is plain in whose place something was done.
    """
    if substitute_for is None:
        own = frozenset({account.id, *(party.identity for party in account.organisations)})
        return Actor(id=account.id, roles=_roles(account, call_id), identities=own)
    lent = _roles(substitute_for, call_id)
    return Actor(
        id=account.id,
        roles=lent & roles if roles else lent,
        identities=frozenset({account.id, substitute_for.id}),
        substitute_for=substitute_for.id,
    )


def _roles(account: Account, call_id: str | None) -> frozenset[str]:
    limited = account.call_roles.get(call_id, frozenset()) if call_id else frozenset()
    return account.roles | limited
