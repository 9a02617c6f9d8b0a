"""Who is logged in: the session cookie holds an account's id, the account itself is read anew for each request."""

from urllib.parse import urlsplit

from flask import g, session
from werkzeug.exceptions import Forbidden, Unauthorized

from engine.model import Actor
from web.services import Absent, services
from workflows.parties import Account, actor_of

_ACCOUNT = "account"
_ABSENT = "absent"


def begin_session(account: Account) -> None:
    """Log an account in; what the visitor's session held before is thrown away."""
    session.clear()
    session[_ACCOUNT] = account.id
    session.permanent = True
    g.account = account


def end_session() -> None:
    """Log out."""
    session.clear()
    g.account = None


def sign_in_for_request(account: Account) -> None:
    """Let an account act in this request alone, in its own name: what a token of the REST API does."""
    g.account = account
    g.absent = None


def forget_reader() -> None:
    """Answer as to a visitor who has not logged in: without a database nobody can tell who it is. The log-in stays."""
    g.account = None


def current_account() -> Account | None:
    """The account that is logged in, or None; a disabled one is logged out."""
    if "account" not in g:
        account_id = session.get(_ACCOUNT)
        g.account = services().accounts.account(account_id) if account_id else None
        if account_id and g.account is None:
            session.clear()
    account: Account | None = g.account
    return account


def current_actor() -> Actor:
    """The engine's actor for this request. Raises Unauthorized for a visitor who has not logged in."""
    account = current_account()
    if account is None:
        raise Unauthorized
    absent = stood_in_for()
    return actor_of(account) if absent is None else actor_of(account, substitute_for=absent.account, roles=absent.roles)


def stand_in_for(account_id: str | None) -> None:
    """Act in another's place, or (None) in one's own name again. Raises Forbidden where it was not arranged."""
    account = current_account()
    if account is None:
        raise Unauthorized
    session.pop(_ABSENT, None)
    g.pop("absent", None)
    if account_id is None:
        return
    if _arranged(account, account_id) is None:
        raise Forbidden
    session[_ABSENT] = account_id


def stood_in_for() -> Absent | None:
    """Whom the reader stands in for; the arrangement is looked up anew for each request, and ends with its last day."""
    account = current_account()
    if account is None or _ABSENT not in session:
        return None
    if "absent" not in g:
        g.absent = _arranged(account, session[_ABSENT])
        if g.absent is None:
            session.pop(_ABSENT)
    absent: Absent | None = g.absent
    return absent


def _arranged(account: Account, absent_id: str) -> Absent | None:
    known = services()
    arranged = known.accounts.absent_accounts(account.id, on=known.today())
    return next((each for each in arranged if each.account.id == absent_id), None)


def is_safe_target(target: str | None) -> bool:
    """Whether a return address stays on this site: a path, without host, scheme, backslash or control character."""
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return False
    if any(ord(sign) < ord(" ") for sign in target):
        return False
    parts = urlsplit(target)
    return not parts.scheme and not parts.netloc


def safe_target(target: str | None, *, otherwise: str) -> str:
    """The return address if it stays on this site, else the other one."""
    return target if target is not None and is_safe_target(target) else otherwise
