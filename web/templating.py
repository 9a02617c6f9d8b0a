"""What every template may use: filters, macros, the menu, the reader."""

import json
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from flask import Flask, current_app, g, request
from jinja2 import StrictUndefined
from markupsafe import Markup

from web import navigation
from web.formatting import Formatter, Number
from web.i18n import current_language, languages
from web.roles import role_name
from web.services import services
from web.sessions import current_account, current_actor, stood_in_for

SCHEME_COOKIE = "utlysa_utseende"
SCHEMES = ("auto", "light", "dark")
FILTERS = ("dag", "sista", "klocka", "frist", "om", "ton", "tal", "kr", "miljoner", "procent", "storlek")


def formatter() -> Formatter:
    """The formats for this request's reader."""
    if "formatter" not in g:
        known = services()
        g.formatter = Formatter(current_language(), known.settings.zone, known.today(), known.calendar)
    found: Formatter = g.formatter
    return found


def half_percent(value: Number) -> str:
    """A position on a line, in the half percents for which the style sheet has rules: 37.5."""
    doubled = (Decimal(str(value)) * 2).to_integral_value(rounding=ROUND_HALF_UP)
    halves = min(max(doubled, Decimal(0)), Decimal(200))
    return f"{(halves / 2).normalize():f}"


def as_attribute(value: Any) -> str:
    """A value as JSON for a data attribute; the template escapes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def init_templates(app: Flask) -> None:
    """Set up the environment; last, for the macros use every global."""
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    for name in FILTERS:
        env.filters[name] = _formatting(name)
    env.filters["position"] = half_percent
    env.filters["json_attr"] = as_attribute
    env.globals.update(
        STAFF_MENU=navigation.STAFF, PUBLIC_MENU=navigation.PUBLIC, menu=navigation.menu, is_staff=navigation.is_staff,
        home_url=navigation.home_url, languages=languages, current_account=current_account,
        current_language=current_language, initials=initials, current_app=current_app,
        open_task_count=open_task_count,
        stood_in_for=stood_in_for,
        role_name=role_name,
    )  # fmt: skip
    for short, template in (("m", "macros.html"), ("f", "fields.html"), ("p", "pictures.html"), ("r", "forms.html")):
        env.globals[short] = env.get_template(template).module
    app.context_processor(_page_context)


def open_task_count() -> int:
    """How many open tasks the reader has, for the menu; asked for once in a request."""
    if "open_task_count" not in g:
        g.open_task_count = services().open_task_count(current_actor()) if current_account() else 0
    return int(g.open_task_count)


def initials(user_name: str) -> str:
    """Two signs for an account's badge: `handlaggare.1` is H1."""
    first, _, rest = user_name.partition(".")
    return (first[:1] + (rest[:1] or first[1:2])).upper()


def _formatting(name: str) -> Any:
    def apply(value: Any, *arguments: Any, **named: Any) -> Markup | str:
        result: Markup | str = getattr(formatter(), name)(value, *arguments, **named)
        return result

    return apply


def _page_context() -> dict[str, Any]:
    known = services()
    return {
        "organisation": known.settings.organisation,
        "is_demo": known.settings.is_demo,
        "now": known.clock.now(),
        "timezone": known.settings.timezone,
        "color_scheme": _color_scheme(),
    }


def _color_scheme() -> str:
    chosen = request.cookies.get(SCHEME_COOKIE, "auto")
    return chosen if chosen in SCHEMES else "auto"
