"""Access tokens: only their hashes are kept; they hold for their time, and as long as their account."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from workflows.parties import (
    Account,
    InvalidPeriodError,
    UnknownAccountError,
    UnknownTokenError,
    account_of_token,
    create_token,
    revoke_token,
    save_account,
    tokens,
)

AT = datetime(2021, 11, 1, 12, tzinfo=UTC)
OFFICER = Account("handlaggare.1", "handlaggare.1", frozenset({"officer"}))


@pytest.fixture
def officer(session: Session) -> Account:
    save_account(session, OFFICER, at=AT)
    return OFFICER


def test_a_token_stands_for_its_account_until_its_end(session: Session, officer: Account) -> None:
    added, secret = create_token(session, officer.id, at=AT, name="rapport", days=30)
    assert added.expires_at == AT + timedelta(days=30)
    assert account_of_token(session, secret, at=AT) == officer
    assert account_of_token(session, secret, at=added.expires_at - timedelta(seconds=1)) == officer
    assert account_of_token(session, secret, at=added.expires_at) is None
    assert account_of_token(session, f"{secret}x", at=AT) is None
    assert account_of_token(session, "", at=AT) is None


def test_the_secret_is_kept_nowhere(session: Session, officer: Account) -> None:
    _, secret = create_token(session, officer.id, at=AT)
    kept = str(session.execute(text("SELECT * FROM access_tokens")).all())
    assert secret not in kept
    assert secret.removeprefix("utlysa_") not in kept


def test_a_revoked_token_and_one_of_a_disabled_account_are_refused(session: Session, officer: Account) -> None:
    first, secret = create_token(session, officer.id, at=AT)
    _, other = create_token(session, officer.id, at=AT)
    revoked = revoke_token(session, first.id, at=AT + timedelta(hours=1))
    assert revoke_token(session, first.id, at=AT + timedelta(hours=2)).revoked_at == revoked.revoked_at
    assert account_of_token(session, secret, at=AT + timedelta(hours=1)) is None
    assert account_of_token(session, other, at=AT) == officer
    save_account(session, replace(officer, is_disabled=True), at=AT)
    assert account_of_token(session, other, at=AT) is None


def test_tokens_are_listed_with_what_they_are_for(session: Session, officer: Account) -> None:
    create_token(session, officer.id, at=AT, name="first")
    create_token(session, officer.id, at=AT + timedelta(days=1), name="second", created_by="admin.1")
    assert [(one.name, one.created_by) for one in tokens(session)] == [("second", "admin.1"), ("first", "")]
    assert tokens(session, account_id="someone.else") == []


def test_what_cannot_be_created_or_revoked_is_refused(session: Session, officer: Account) -> None:
    with pytest.raises(UnknownAccountError):
        create_token(session, "nobody.1", at=AT)
    for days in (0, 367):
        with pytest.raises(InvalidPeriodError):
            create_token(session, officer.id, at=AT, days=days)
    with pytest.raises(UnknownTokenError):
        revoke_token(session, "none", at=AT)
