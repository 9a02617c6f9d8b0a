"""`serve`: the web and, unless told otherwise, the ticks of one node; `worker`: the ticks alone."""

import argparse
import signal
import threading
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import waitress

from engine import Scheduler
from web.app import create_app
from web.composition import services_of
from workflows.bootstrap import Product, build, install
from workflows.settings import Settings

_THREADS = 8


def add_commands(commands: Any) -> None:
    """Add this module's commands to the parser."""
    serve = commands.add_parser("serve", help="serve the web and run what falls due")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8080)
    serve.add_argument("--no-ticks", action="store_true", help="leave timers and jobs to `utlysa worker`")
    serve.set_defaults(run=_serve)
    worker = commands.add_parser("worker", help="run what falls due, without the web")
    worker.set_defaults(run=_work)


def run_site(product: Product, *, host: str, port: int, ticks: AbstractContextManager[object]) -> None:
    """Serve until the process is told to stop; what runs is finished first."""
    app = create_app(services_of(product, product.engine.clock))
    server = waitress.create_server(app, host=host, port=port, threads=_THREADS, ident="utlysa")
    signal.signal(signal.SIGTERM, _interrupt)
    with ticks:
        try:
            server.run()
        except (KeyboardInterrupt, SystemExit):
            server.close()


def _serve(arguments: argparse.Namespace) -> int:
    product = build(Settings())
    install(product)
    ticks: AbstractContextManager[object] = nullcontext() if arguments.no_ticks else Scheduler(product.engine)
    print(f"Utlysa: http://{arguments.host}:{arguments.port}", flush=True)
    run_site(product, host=arguments.host, port=arguments.port, ticks=ticks)
    return 0


def _work(_arguments: argparse.Namespace) -> int:
    product = build(Settings())
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    with Scheduler(product.engine):
        print("Utlysa: timers and jobs run here. Ctrl-C ends.", flush=True)
        try:
            stop.wait()
        except KeyboardInterrupt:
            stop.set()
    return 0


def _interrupt(_signal: int, _frame: object) -> None:
    raise SystemExit(0)
