"""Log-in with a local account, log-out, and in the demo the choice of a role account."""

from flask import Blueprint, redirect, render_template, request
from flask_babel import gettext
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from engine.model import Actor
from web.navigation import home_url
from web.policy import LoggedIn, Public, policy
from web.security import limiter
from web.services import services
from web.sessions import begin_session, current_account, current_actor, end_session, safe_target, stand_in_for
from workflows.parties import Account, actor_of

blueprint = Blueprint("session", __name__, template_folder="templates")
demo_blueprint = Blueprint("demo_session", __name__, template_folder="templates")


def _is_failure(response: Response) -> bool:
    return response.status_code != 303


def _user_name() -> str:
    return f"user:{request.form.get('user_name', '').strip().casefold()[:100]}"


@blueprint.get("/logga-in")
@policy(Public())
def log_in() -> str | Response:
    """The log-in page; who is already logged in goes on."""
    target = request.args.get("next")
    if current_account() is not None:
        return redirect(safe_target(target, otherwise=home_url(current_account())))
    return render_template("session/log_in.html", target=target or "", user_name="", error="")


@blueprint.post("/logga-in")
@policy(Public())
@limiter.limit("20 per 5 minutes", deduct_when=_is_failure)
@limiter.limit("5 per 5 minutes", key_func=_user_name, deduct_when=_is_failure)
def submit_log_in() -> str | tuple[str, int] | Response:
    """Check the password; the answer does not tell a wrong name from a wrong password."""
    user_name = request.form.get("user_name", "").strip()
    account = services().accounts.authenticate(user_name, request.form.get("password", ""))
    target = request.form.get("next")
    if account is None:
        _log_failure(user_name)
        error = gettext("Användarnamnet eller lösenordet stämmer inte. Kontrollera båda och försök igen.")
        page = render_template("session/log_in.html", target=target or "", user_name=user_name, error=error)
        return page, 422
    _enter(account, "logged_in")
    return redirect(safe_target(target, otherwise=home_url(account)), 303)


def _enter(account: Account, event: str) -> None:
    begin_session(account)
    services().engine.log(event, {"address": request.remote_addr or ""}, actor=actor_of(account))


def _log_failure(user_name: str) -> None:
    """Note the failure; what was typed only where it is an account's name, for it may be a password."""
    known = services().accounts.account(user_name)
    about = {"user_name": known.user_name if known else "", "address": request.remote_addr or ""}
    services().engine.log("log_in_failed", about, actor=Actor.system())


@blueprint.post("/logga-ut")
@policy(LoggedIn())
def log_out() -> Response:
    """End the session."""
    services().engine.log("logged_out", {}, actor=current_actor())
    end_session()
    return redirect(home_url(None), 303)


@blueprint.get("/ersattare")
@policy(LoggedIn())
def substitutes() -> str:
    """For whom the reader may stand in today."""
    account = current_account()
    known = services()
    absent = known.accounts.absent_accounts(account.id, on=known.today()) if account else ()
    return render_template("session/substitutes.html", absent=absent)


@blueprint.post("/ersattare")
@policy(LoggedIn())
def choose_substitution() -> Response:
    """Stand in for somebody, or (without a name) act in one's own name again; the log says "A for B"."""
    stand_in_for(request.form.get("account_id") or None)
    return redirect(home_url(current_account()), 303)


@demo_blueprint.get("/demo/roller")
@policy(Public())
def choose_role() -> str:
    """The demo's role accounts."""
    return render_template("session/choose_role.html", accounts=services().accounts.role_accounts())


@demo_blueprint.post("/demo/roller")
@policy(Public())
def enter_role() -> Response:
    """Become one of the demo's role accounts, without a password."""
    wanted = request.form.get("account_id", "")
    account = next((each for each in services().accounts.role_accounts() if each.id == wanted), None)
    if account is None:
        raise NotFound
    _enter(account, "role_chosen_in_demo")
    return redirect(safe_target(request.form.get("next"), otherwise=home_url(account)), 303)
