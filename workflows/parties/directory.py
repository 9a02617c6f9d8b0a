"""The directory of accounts: who can log in, with which roles, for which organisations."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Row, Select, delete, exists, select, update
from sqlalchemy.orm import Session

from workflows.parties.errors import UnknownAccountError
from workflows.parties.model import (
    Account,
    Organisation,
    account_organisations,
    account_roles,
    organisations,
)
from workflows.parties.model import accounts as account_rows
from workflows.parties.passwords import is_password, password_hash

_EVERY_CALL = ""


def authenticate(session: Session, user_name: str, password: str) -> Account | None:
    """The account with that name and password, or None: unknown, wrong, without a password, or disabled.

    All four take equally long.
    """
    row = session.execute(
        select(account_rows.c.id, account_rows.c.password_hash, account_rows.c.disabled_at).where(
            account_rows.c.id == user_name.strip().lower()
        )
    ).one_or_none()
    is_right = is_password(password, row.password_hash if row else None)
    if row is None or not is_right or row.disabled_at is not None:
        return None
    return account(session, row.id)


def account(session: Session, account_id: str) -> Account | None:
    """The account with that id, also a disabled one, or None."""
    found = _read(session, select(account_rows).where(account_rows.c.id == account_id))
    return found[0] if found else None


def account_by_subject(session: Session, subject: str) -> Account | None:
    """The account that is bound to that subject of the identity provider, or None."""
    found = _read(session, select(account_rows).where(account_rows.c.subject == subject))
    return found[0] if found else None


def accounts(
    session: Session,
    *,
    role: str | None = None,
    call_id: str | None = None,
    org_nr: str | None = None,
    with_disabled: bool = False,
) -> list[Account]:
    """Accounts by name: those with the role, in general or for that call, and those that act for the organisation."""
    statement = select(account_rows).order_by(account_rows.c.name, account_rows.c.id)
    if role is not None:
        held = exists().where(
            account_roles.c.account_id == account_rows.c.id,
            account_roles.c.role == role,
            account_roles.c.call_id.in_([_EVERY_CALL, call_id or _EVERY_CALL]),
        )
        statement = statement.where(held)
    if org_nr is not None:
        acts = exists().where(
            account_organisations.c.account_id == account_rows.c.id, account_organisations.c.org_nr == org_nr
        )
        statement = statement.where(acts)
    if not with_disabled:
        statement = statement.where(account_rows.c.disabled_at.is_(None))
    return _read(session, statement)


def save_account(session: Session, saved: Account, *, at: datetime, password: str | None = None) -> None:
    """Create or change an account, with its roles and organisations, which must exist. Raises WeakPasswordError."""
    values = {
        "name": saved.name,
        "title": saved.title,
        "email": saved.email,
        "phone": saved.phone,
        "language": saved.language,
        "subject": saved.subject,
    }
    if password is not None:
        values["password_hash"] = password_hash(password)
    old = session.execute(select(account_rows.c.disabled_at).where(account_rows.c.id == saved.id)).one_or_none()
    disabled_at = (old.disabled_at if old and old.disabled_at else at) if saved.is_disabled else None
    if old is None:
        session.execute(account_rows.insert().values(id=saved.id, created_at=at, disabled_at=disabled_at, **values))
    else:
        session.execute(
            update(account_rows).where(account_rows.c.id == saved.id).values(disabled_at=disabled_at, **values)
        )
    _replace_roles(session, saved)
    _replace_organisations(session, saved)


def set_password(session: Session, account_id: str, password: str) -> None:
    """Give an account a new password. Raises UnknownAccountError, WeakPasswordError."""
    statement = (
        update(account_rows)
        .where(account_rows.c.id == account_id)
        .values(password_hash=password_hash(password))
        .returning(account_rows.c.id)
    )
    if session.scalar(statement) is None:
        raise UnknownAccountError(f"There is no account {account_id}")


def emails_of(session: Session, identity: str) -> list[str]:
    """Where to write to who a task is assigned to: an account's id, or `org:<org_nr>` (its accounts, else its own)."""
    if not identity.startswith("org:"):
        found = account(session, identity)
        return [found.email] if found and found.email and not found.is_disabled else []
    org_nr = identity.removeprefix("org:")
    people = [person.email for person in accounts(session, org_nr=org_nr) if person.email]
    own = session.scalar(select(organisations.c.email).where(organisations.c.org_nr == org_nr))
    return list(dict.fromkeys(people)) or ([own] if own else [])


def _replace_roles(session: Session, saved: Account) -> None:
    session.execute(delete(account_roles).where(account_roles.c.account_id == saved.id))
    limited = [(role, call_id) for call_id, roles in saved.call_roles.items() for role in roles]
    wanted = [(role, _EVERY_CALL) for role in saved.roles] + limited
    if wanted:
        session.execute(
            account_roles.insert(),
            [{"account_id": saved.id, "role": role, "call_id": call_id} for role, call_id in sorted(wanted)],
        )


def _replace_organisations(session: Session, saved: Account) -> None:
    session.execute(delete(account_organisations).where(account_organisations.c.account_id == saved.id))
    if saved.organisations:
        session.execute(
            account_organisations.insert(),
            [{"account_id": saved.id, "org_nr": party.org_nr} for party in saved.organisations],
        )


def _read(session: Session, statement: Select[tuple[object, ...]]) -> list[Account]:
    rows = session.execute(statement).all()
    ids = [row.id for row in rows]
    if not ids:
        return []
    roles = _roles(session, ids)
    parties = _parties(session, ids)
    return [_account(row, roles[row.id], parties[row.id]) for row in rows]


def _roles(session: Session, ids: list[str]) -> Mapping[str, dict[str, set[str]]]:
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in session.execute(select(account_roles).where(account_roles.c.account_id.in_(ids))):
        found[row.account_id][row.call_id].add(row.role)
    return found


def _parties(session: Session, ids: list[str]) -> Mapping[str, list[Organisation]]:
    found: dict[str, list[Organisation]] = defaultdict(list)
    statement = (
        select(account_organisations.c.account_id, *organisations.c)
        .join_from(account_organisations, organisations)
        .where(account_organisations.c.account_id.in_(ids))
        .order_by(organisations.c.name)
    )
    for row in session.execute(statement).mappings():
        values = dict(row)
        found[values.pop("account_id")].append(Organisation(**values))
    return found


def _account(row: Row[tuple[object, ...]], roles: Mapping[str, set[str]], parties: list[Organisation]) -> Account:
    return Account(
        id=row.id,
        name=row.name,
        roles=frozenset(roles.get(_EVERY_CALL, ())),
        call_roles={call_id: frozenset(held) for call_id, held in roles.items() if call_id != _EVERY_CALL},
        organisations=tuple(parties),
        title=row.title,
        email=row.email,
        phone=row.phone,
        language=row.language,
        is_disabled=row.disabled_at is not None,
        subject=row.subject,
    )
