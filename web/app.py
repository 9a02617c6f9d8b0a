"""Builds the Flask application out of the services that the composition root gives."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Flask, request

from web import areas, assets, templating
from web.errors import handle_errors
from web.i18n import init_languages
from web.policy import enforce
from web.security import protect
from web.services import Services
from web.tokens import init_tokens


def create_app(
    services: Services, *, blueprints: Iterable[Blueprint] | None = None, config: dict[str, Any] | None = None
) -> Flask:
    """The site, with every area or only the `blueprints` given; `config` overrides Flask's settings."""
    app = Flask("web", static_folder=None)
    app.extensions["utlysa"] = services
    app.config.update(config or {})
    protect(app, services.settings)
    init_tokens(app)
    enforce(app)
    handle_errors(app)
    init_languages(app)
    assets.init_assets(app)
    for blueprint in areas.blueprints(services.settings) if blueprints is None else blueprints:
        app.register_blueprint(blueprint)
    templating.init_templates(app)
    return app


def is_fragment_request() -> bool:
    """Whether htmx asks for a part of the page; the view may then render only that part."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"
