"""The product as a real server: every area of the site over a real database, on a clock that the test moves."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from engine import Actor
from web.app import create_app
from web.composition import services_of
from workflows.bootstrap import Product, build, install
from workflows.demo import cast
from workflows.demo.clock import DemoClock
from workflows.demo.moving import move
from workflows.settings import Settings


class _Quiet(WSGIRequestHandler):
    """Says nothing of each request: a test's output is for what went wrong."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Keep silent."""


class Site:
    """A running server; `address` is where it listens. What falls due happens when the test says so."""

    def __init__(self, product: Product, clock: DemoClock) -> None:
        self.product = product
        self.clock = clock
        self.app: Flask = create_app(services_of(product, clock))
        self._server = make_server("127.0.0.1", 0, self.app, threaded=True, request_handler=_Quiet)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def actor(self, account_id: str) -> Actor:
        """A role account's actor, for looking into the engine."""
        with self.product.engine.reading() as session:
            return cast.actor(session, account_id)

    def settle(self) -> None:
        """Do what is due at this moment: mails, letters, timers."""
        self.product.engine.run_due()

    def move(self, to: datetime) -> None:
        """Move time forward, stopping at each due instant on the way."""
        move(self.product.engine, self.clock, to)

    def wait(self, by: timedelta) -> None:
        """Move time forward by a duration."""
        self.move(self.clock.now() + by)

    def close(self) -> None:
        """Stop listening and let go of the database."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self.product.engine.close()


def demo_settings(folder: Path) -> Settings:
    """The settings of a demo whose data lie in a folder."""
    return Settings(demo=True, database_url=f"sqlite:///{folder / 'utlysa.db'}", files_dir=folder / "files")


@contextmanager
def running(folder: Path, *, at: datetime | None = None) -> Iterator[Site]:
    """The site over what is in a folder, begun anew where nothing is; the clock stands at `at`, or where it stood."""
    clock = DemoClock(folder / "clock")
    if at is not None:
        clock.set(at.astimezone(UTC))
    settings = demo_settings(folder)
    settings.files_dir.mkdir(parents=True, exist_ok=True)
    product = build(settings, clock=clock)
    install(product)
    site = Site(product, clock)
    yield site
    site.close()
