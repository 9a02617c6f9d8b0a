"""Pages about the service, and the reader's choice of language and appearance."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.exceptions import UnprocessableEntity
from werkzeug.wrappers import Response

from web.i18n import LANGUAGE_COOKIE, LANGUAGES
from web.navigation import home_url
from web.policy import Public, policy
from web.services import services
from web.sessions import current_account, safe_target
from web.templating import SCHEME_COOKIE, SCHEMES

blueprint = Blueprint("about", __name__, template_folder="templates")
_YEAR_SECONDS = 31_536_000


@blueprint.get("/om/hjalp")
@policy(Public())
def help_page() -> str:
    """How to use the service, and whom to ask."""
    return render_template("about/help.html")


@blueprint.get("/om/tillganglighet")
@policy(Public())
def accessibility() -> str:
    """The accessibility statement that lag (2018:1937) asks for."""
    return render_template("about/accessibility.html")


@blueprint.get("/om/personuppgifter")
@policy(Public())
def personal_data() -> str:
    """What is done with personal data (GDPR, article 13)."""
    return render_template("about/personal_data.html")


@blueprint.post("/utseende")
@policy(Public())
def choose_appearance() -> Response:
    """Remember the reader's language or colours in a cookie, and go back."""
    response = redirect(safe_target(request.form.get("next"), otherwise=home_url(current_account())), 303)
    language, scheme = request.form.get("language"), request.form.get("scheme")
    if language in LANGUAGES:
        _remember(response, LANGUAGE_COOKIE, str(language))
    elif scheme in SCHEMES:
        _remember(response, SCHEME_COOKIE, str(scheme))
    else:
        raise UnprocessableEntity
    return response


def _remember(response: Response, name: str, value: str) -> None:
    secure = services().settings.is_https
    response.set_cookie(name, value, max_age=_YEAR_SECONDS, httponly=True, secure=secure, samesite="Lax")
