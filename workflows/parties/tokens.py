"""Access tokens: what a program shows the REST API instead of a log-in; only their hashes are kept."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Column, ForeignKey, String, Table, Text, select, update
from sqlalchemy.orm import Session

from workflows.parties.directory import account
from workflows.parties.errors import InvalidPeriodError, UnknownAccountError, UnknownTokenError
from workflows.parties.model import Account
from workflows.tables import Instant, metadata, new_id

PREFIX: Final = "utlysa_"
DEFAULT_DAYS: Final = 90
MOST_DAYS: Final = 366

access_tokens = Table(
    "access_tokens",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("account_id", ForeignKey("accounts.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("secret_hash", String(64), nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("created_by", String(100), nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("revoked_at", Instant),
)


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A token without its secret: whose it is, what for, and from when to when it holds."""

    id: str
    account_id: str
    name: str
    created_at: datetime
    created_by: str
    expires_at: datetime
    revoked_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether it is accepted at an instant: the instant of its end is too late."""
        return self.revoked_at is None and self.created_at <= at < self.expires_at


def create_token(
    session: Session, account_id: str, *, at: datetime, name: str = "", days: int = DEFAULT_DAYS, created_by: str = ""
) -> tuple[AccessToken, str]:
    """A token with all the rights of an account, and its secret, which is never to be read again.

    Raises UnknownAccountError for an account that may not log in, InvalidPeriodError for more than a year.
    """
    owner = account(session, account_id)
    if owner is None or owner.is_disabled:
        raise UnknownAccountError(f"There is no account {account_id} that may be used")
    if not 1 <= days <= MOST_DAYS:
        raise InvalidPeriodError(f"A token lasts from 1 to {MOST_DAYS} days")
    secret = f"{PREFIX}{secrets.token_urlsafe(32)}"
    added = AccessToken(new_id(), account_id, name, at, created_by, at + timedelta(days=days))
    session.execute(
        access_tokens.insert().values(
            id=added.id,
            account_id=account_id,
            name=name,
            secret_hash=_hash(secret),
            created_at=at,
            created_by=created_by,
            expires_at=added.expires_at,
        )
    )
    return added, secret


def account_of_token(session: Session, secret: str, *, at: datetime) -> Account | None:
    """The account that a secret stands for; None if it is unknown, over, revoked, or the account is disabled."""
    row = session.execute(select(access_tokens).where(access_tokens.c.secret_hash == _hash(secret))).mappings().first()
    if row is None or not _token(row).holds(at):
        return None
    found = account(session, row["account_id"])
    return None if found is None or found.is_disabled else found


def tokens(session: Session, *, account_id: str | None = None) -> list[AccessToken]:
    """Every token, or one account's, the latest first; those that are over or revoked too."""
    query = select(access_tokens).order_by(access_tokens.c.created_at.desc(), access_tokens.c.id)
    if account_id is not None:
        query = query.where(access_tokens.c.account_id == account_id)
    return [_token(row) for row in session.execute(query).mappings()]


def revoke_token(session: Session, token_id: str, *, at: datetime) -> AccessToken:
    """End a token now; one that is revoked already stays so. Raises UnknownTokenError."""
    row = session.execute(select(access_tokens).where(access_tokens.c.id == token_id)).mappings().first()
    if row is None:
        raise UnknownTokenError
    if row["revoked_at"] is None:
        session.execute(update(access_tokens).where(access_tokens.c.id == token_id).values(revoked_at=at))
    return _token({**row, "revoked_at": row["revoked_at"] or at})


def _token(row: Any) -> AccessToken:
    return AccessToken(
        id=row["id"],
        account_id=row["account_id"],
        name=row["name"],
        created_at=row["created_at"],
        created_by=row["created_by"],
        expires_at=row["expires_at"],
        revoked_at=row["revoked_at"],
    )


def _hash(secret: str) -> str:
    """A secret of 256 random bits needs no slow hash: it cannot be guessed from one that is known."""
    return hashlib.sha256(secret.encode()).hexdigest()
