"""Accounts: who can log in and in which roles; created, changed, closed, and given a new password."""

import re
import secrets
from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from web.admin.blueprint import ADMIN, blueprint
from web.i18n import LANGUAGES
from web.policy import policy
from web.roles import role_choices
from web.services import services
from web.sessions import current_account, current_actor
from workflows import parties
from workflows.bootstrap import ROLES
from workflows.parties import Account

_USER_NAME = re.compile(r"^[a-z0-9][a-z0-9._-]{1,99}$")
_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
_LONGEST = 200
_PASSWORD_BYTES = 12
_REFUSED = 422
Errors = dict[str, str]
Answer = str | Response | tuple[str, int]
EMPTY = Account("", "")


@blueprint.get("/konton")
@policy(ADMIN)
def accounts() -> str:
    """Every account, also the closed ones."""
    role = request.args.get("roll", "")
    with services().reading() as session:
        found = parties.accounts(session, role=role or None, with_disabled=True)
    return render_template("admin/accounts.html", accounts=found, role=role, roles=role_choices())


@blueprint.route("/konton/nytt", methods=["GET", "POST"])
@policy(ADMIN)
def new_account() -> Answer:
    """Create an account; its first password is shown once."""
    if request.method == "GET":
        return _page(EMPTY, {})
    wanted = _entered(replace(EMPTY, id=request.form.get("id", "").strip().lower()))
    errors = _problems(wanted, is_new=True)
    if errors:
        return _page(wanted, errors), _REFUSED
    password = _make_password()
    _save(wanted, "account_saved", password=password)
    return _page(wanted, {}, password=password, is_saved=True)


@blueprint.route("/konton/<account_id>", methods=["GET", "POST"])
@policy(ADMIN)
def account(account_id: str) -> Answer:
    """Change an account's name, address, language and roles."""
    found = _account(account_id)
    if request.method == "GET":
        return _page(found, {}, is_saved=True)
    wanted = _entered(found)
    errors = _problems(wanted, is_new=False)
    if errors:
        return _page(wanted, errors, is_saved=True), _REFUSED
    _save(wanted, "account_saved")
    flash(gettext("Kontot %(name)s är sparat.", name=wanted.id), "done")
    return redirect(url_for("admin.accounts"), 303)


@blueprint.post("/konton/<account_id>/stang")
@policy(ADMIN)
def disable_account(account_id: str) -> Response:
    """Let an account log in no more, or again; nobody can close its own."""
    found = _account(account_id)
    if found.id == _own_id():
        flash(gettext("Du kan inte stänga ditt eget konto. Be en annan systemförvaltare."), "stop")
        return redirect(url_for("admin.account", account_id=account_id), 303)
    wanted = replace(found, is_disabled=not found.is_disabled)
    _save(wanted, "account_disabled" if wanted.is_disabled else "account_enabled")
    done = gettext("Kontot är stängt.") if wanted.is_disabled else gettext("Kontot är öppet igen.")
    flash(done, "done")
    return redirect(url_for("admin.account", account_id=account_id), 303)


@blueprint.post("/konton/<account_id>/losenord")
@policy(ADMIN)
def reset_password(account_id: str) -> str:
    """Give an account a new password, which is shown this once; the old one stops working."""
    found = _account(account_id)
    password = _make_password()
    with services().engine.work(actor=current_actor()) as work:
        parties.set_password(work.session, found.id, password)
        work.record("password_reset", {"account": found.id})
    return _page(found, {}, password=password, is_saved=True)


def _page(shown: Account, errors: Errors, *, password: str = "", is_saved: bool = False) -> str:
    return render_template(
        "admin/account.html",
        account=shown,
        errors=errors,
        password=password,
        is_saved=is_saved,
        is_own=shown.id == _own_id(),
        roles=[(each["value"], each["label"]) for each in role_choices()],
        languages=list(LANGUAGES.items()),
    )


def _account(account_id: str) -> Account:
    with services().reading() as session:
        found = parties.account(session, account_id)
    if found is None:
        raise NotFound
    return found


def _entered(base: Account) -> Account:
    """The account with what the form says."""
    form = request.form
    language = form.get("language", "")
    return replace(
        base,
        name=form.get("name", "").strip()[:_LONGEST] or base.id,
        title=form.get("title", "").strip()[:_LONGEST],
        email=form.get("email", "").strip(),
        phone=form.get("phone", "").strip()[:40],
        language=language if language in LANGUAGES else base.language,
        roles=frozenset(form.getlist("roles")) & frozenset(ROLES),
    )


def _problems(wanted: Account, *, is_new: bool) -> Errors:
    found: Errors = {}
    if is_new and not _USER_NAME.match(wanted.id):
        found["id"] = gettext("Skriv små bokstäver a–z, siffror, punkt eller streck, till exempel handlaggare.4.")
    elif is_new and _is_taken(wanted.id):
        found["id"] = gettext("Det finns redan ett konto med det namnet.")
    if wanted.email and not _EMAIL.match(wanted.email):
        found["email"] = gettext("Skriv en e-postadress, till exempel namn@region.example.")
    if not wanted.roles:
        found["roles"] = gettext("Välj minst en roll.")
    elif wanted.id == _own_id() and "admin" not in wanted.roles:
        found["roles"] = gettext("Du kan inte ta ifrån dig själv rollen som systemförvaltare.")
    return found


def _is_taken(account_id: str) -> bool:
    with services().reading() as session:
        return parties.account(session, account_id) is not None


def _save(wanted: Account, event: str, *, password: str | None = None) -> None:
    with services().engine.work(actor=current_actor()) as work:
        parties.save_account(work.session, wanted, at=work.now, password=password)
        work.record(event, {"account": wanted.id, "roles": sorted(wanted.roles)})


def _make_password() -> str:
    return secrets.token_urlsafe(_PASSWORD_BYTES)


def _own_id() -> str:
    own = current_account()
    return own.id if own else ""
