"""The areas of the site, one blueprint each; a new area adds its line here."""

from flask import Blueprint

from web.about import routes as about
from web.admin import routes as admin
from web.api import routes as api
from web.applicant import routes as applicant
from web.demo import routes as demo
from web.officer import routes as officer
from web.process_owner import routes as process_owner
from web.public import open_data
from web.public import routes as public
from web.services import WebSettings
from web.session import routes as session


def foundation(settings: WebSettings) -> list[Blueprint]:
    """Log-in and the pages about the service; the demo's choice of role only in the demo."""
    chosen = [session.blueprint, about.blueprint]
    return [*chosen, session.demo_blueprint] if settings.is_demo else chosen


def blueprints(settings: WebSettings) -> list[Blueprint]:
    """The blueprints of this installation; the demo's own only in the demo."""
    areas = [
        public.blueprint,
        open_data.blueprint,
        applicant.blueprint,
        officer.blueprint,
        process_owner.blueprint,
        admin.blueprint,
    ]
    return [*foundation(settings), *areas, *api.BLUEPRINTS, *([demo.blueprint] if settings.is_demo else [])]
