"""`demo`: an installation of its own under var/demo, with the 2021 call in the middle of assessment."""

import argparse
import shutil
from pathlib import Path
from typing import Any

from engine import Scheduler
from web.cli.logs import write_logs
from web.cli.serving import run_site
from workflows.bootstrap import build, install
from workflows.demo.cast import STAFF
from workflows.demo.clock import DemoClock
from workflows.demo.loading import load
from workflows.settings import Settings

_FOLDER = Path("var/demo")


def add_commands(commands: Any) -> None:
    """Add this module's commands to the parser."""
    demo = commands.add_parser("demo", help="start the demo: web, scheduler and data to try things on")
    demo.add_argument("--host", default="127.0.0.1")
    demo.add_argument("--port", type=int, default=8080)
    demo.add_argument("--folder", type=Path, default=_FOLDER, help="where the demo keeps its data")
    demo.add_argument("--reset", action="store_true", help="forget what was done before and start over")
    demo.add_argument("--reset-only", action="store_true", help="forget what was done before, load afresh, and end")
    demo.set_defaults(run=_demo)


def _demo(arguments: argparse.Namespace) -> int:
    folder: Path = arguments.folder
    if arguments.reset or arguments.reset_only:
        shutil.rmtree(folder, ignore_errors=True)
    address = f"http://{arguments.host}:{arguments.port}"
    settings = Settings(
        demo=True,
        base_url=address,
        database_url=f"sqlite:///{folder / 'utlysa.db'}",
        files_dir=folder / "files",
    )
    write_logs(settings.log)
    clock = DemoClock(folder / "clock")
    if not (folder / "loaded").is_file():
        print(
            "Loading the demo: the letter of intent of 2020 and the call of 2021 up to its assessment ...", flush=True
        )
        load(settings, clock)
        (folder / "loaded").write_text("", encoding="utf-8")
    if arguments.reset_only:
        print("The demo is as new.")
        return 0
    product = build(settings, clock=clock)
    install(product)
    print(_welcome(address), flush=True)
    run_site(product, host=arguments.host, port=arguments.port, ticks=Scheduler(product.engine))
    return 0


def _welcome(address: str) -> str:
    shown = ", ".join(name for name, _, _ in STAFF[:7])
    return (
        f"\nUtlysa runs at {address}\n"
        f"  Choose a role account at {address}/demo/roller (no password): {shown}, ..., sokande.1 to sokande.12\n"
        "  The clock in the page's head moves time forward; mails are at /demo/brevlada. Ctrl-C ends the demo.\n"
    )
