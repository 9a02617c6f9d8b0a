"""`serve`: the web and, unless told otherwise, the ticks of one node."""

import argparse
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from engine import Scheduler
from web.app import create_app
from web.cli.draining import Site
from web.cli.starting import ready_product, told_to_stop
from web.composition import services_of
from workflows.bootstrap import Product


def add_commands(commands: Any) -> None:
    """Add this module's commands to the parser."""
    serve = commands.add_parser("serve", help="serve the web and run what falls due")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8080)
    serve.add_argument("--no-ticks", action="store_true", help="leave timers and jobs to `utlysa worker`")
    serve.set_defaults(run=_serve)


def run_site(product: Product, *, host: str, port: int, ticks: AbstractContextManager[object]) -> None:
    """Serve until the process is told to stop; what runs is finished first."""
    site = Site(create_app(services_of(product, product.engine.clock)), host=host, port=port)
    with ticks:
        site.serve(told_to_stop())
    product.engine.close()


def _serve(arguments: argparse.Namespace) -> int:
    product = ready_product()
    ticks: AbstractContextManager[object] = nullcontext() if arguments.no_ticks else Scheduler(product.engine)
    print(f"Utlysa: http://{arguments.host}:{arguments.port}", flush=True)
    run_site(product, host=arguments.host, port=arguments.port, ticks=ticks)
    return 0
