"""A whole installation with the demo's role accounts, copied for each test, and visitors who log in to it."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine import Actor, Engine, VirtualClock
from web.app import create_app
from web.composition import services_of
from workflows.bootstrap import Product, build, install
from workflows.demo import cast
from workflows.registry import set_series
from workflows.settings import Settings

NOW = datetime(2021, 11, 1, 8, 0, tzinfo=UTC)
PASSWORD = "nyckelbarn-i-skogen"


def settings_in(folder: Path, *, is_demo: bool = True) -> Settings:
    """The settings of an installation that keeps everything in a folder."""
    return Settings(
        demo=is_demo,
        secret_key="only-for-tests-" + "x" * 32,
        database_url=f"sqlite:///{folder / 'utlysa.db'}",
        files_dir=folder / "files",
    )


def make_template(folder: Path) -> None:
    """Install once: tables, processes, role accounts and a number series."""
    (folder / "files").mkdir(parents=True)
    product = build(settings_in(folder), clock=VirtualClock(NOW))
    install(product)
    with product.engine.work(actor=Actor.system()) as work:
        cast.save_cast(work.session, at=work.now)
        set_series(work.session, "RUN", 2021, 598)
    product.engine.close()


@dataclass
class Site:
    """An installation of a test's own, its clock, and the application on it."""

    product: Product
    clock: VirtualClock
    app: Flask

    @property
    def engine(self) -> Engine:
        """The installation's engine."""
        return self.product.engine

    def actor(self, account_id: str) -> Actor:
        """A role account as the engine knows it."""
        with self.engine.reading() as session:
            return cast.actor(session, account_id)

    def visitor(self, account_id: str | None = None, *, language: str = "sv") -> "Visitor":
        """Somebody with a browser, logged in if an account is named."""
        visitor = Visitor(self.app.test_client())
        visitor.client.set_cookie("utlysa_sprak", language)
        if account_id is not None:
            assert visitor.post("/demo/roller", {"account_id": account_id}).status_code == 303
        return visitor


@dataclass
class Visitor:
    """A browser without scripts: it gets pages and posts their forms with the forgery token."""

    client: FlaskClient

    def get(self, path: str, **named: Any) -> TestResponse:
        """A page."""
        return self.client.get(path, **named)

    def post(self, path: str, form: dict[str, Any] | None = None) -> TestResponse:
        """A form, answered without following where it leads."""
        return self.client.post(path, data={**(form or {}), "csrf_token": self.token()})

    def submit(self, path: str, form: dict[str, Any] | None = None) -> TestResponse:
        """A form and the page to which its answer leads."""
        answer = self.post(path, form)
        assert answer.status_code == 303, (answer.status_code, answer.get_data(as_text=True)[:2000])
        return self.get(answer.headers["Location"])

    def token(self) -> str:
        """The forgery token of this visit."""
        html = self.client.get("/om/hjalp").get_data(as_text=True)
        return html.split('name="csrf-token" content="')[1].split('"')[0]


def open_site(template: Path, folder: Path, *, is_demo: bool = True) -> Site:
    """A copy of the template, with an application on it."""
    shutil.copytree(template, folder)
    clock = VirtualClock(NOW)
    product = build(settings_in(folder, is_demo=is_demo), clock=clock)
    config = {"TESTING": True, "PROPAGATE_EXCEPTIONS": False}
    return Site(product, clock, create_app(services_of(product, clock), config=config))
