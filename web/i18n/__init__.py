"""The reader's language: message ids are Swedish, English is in the catalogs."""

from collections.abc import Iterable
from pathlib import Path

from flask import Flask, request
from flask_babel import Babel

from engine.model import Text
from web.services import services
from web.sessions import current_account

LANGUAGES = {"sv": "Svenska", "en": "English"}
LANGUAGE_COOKIE = "utlysa_sprak"
WEB = Path(__file__).parent.parent


def translation_folders() -> list[Path]:
    """The folders with catalogs: the foundation's and each area's own."""
    return sorted(WEB.glob("translations")) + sorted(WEB.glob("*/translations"))


def init_languages(app: Flask) -> None:
    """Choose each page's language, and load the catalogs."""
    folders = ";".join(str(folder) for folder in translation_folders())
    Babel(app, default_locale="sv", default_translation_directories=folders, locale_selector=current_language)
    app.jinja_env.newstyle_gettext = True  # type: ignore[attr-defined]
    app.jinja_env.filters["text"] = text


def current_language() -> str:
    """`sv` or `en`: what the reader chose, else the account's, else the setting."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in LANGUAGES:
        return str(chosen)
    account = current_account()
    if account is not None and account.language in LANGUAGES:
        return account.language
    return services().settings.language


def text(value: Text | str) -> str:
    """A sentence of the engine or the domain in the reader's language."""
    return value.in_language(current_language()) if isinstance(value, Text) else value


def languages() -> Iterable[tuple[str, str]]:
    """Codes and names of the languages, each in its own language."""
    return LANGUAGES.items()
