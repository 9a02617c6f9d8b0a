"""`play`: the letter of intent and the 2021 call on a virtual clock, headless; exits 1 where anything differs."""

import argparse
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from rich.console import Console

from engine import VirtualClock
from workflows.bootstrap import build, install
from workflows.demo.outcome import differences, summary
from workflows.demo.papers import write_papers
from workflows.demo.play import BEGINS, Play
from workflows.demo.timeline import timeline
from workflows.settings import Settings

_FOLDER = Path("var/play")


def add_commands(commands: Any) -> None:
    """Add this module's commands to the parser."""
    play = commands.add_parser("play", help="run the 2021 call from announcement to extension on a virtual clock")
    play.add_argument("--speed", type=float, default=0, metavar="N", help="print N lines of the timeline a second")
    play.add_argument("--folder", type=Path, default=_FOLDER, help="where the documents are written")
    play.set_defaults(run=_play)


def _play(arguments: argparse.Namespace) -> int:
    folder: Path = arguments.folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    clock = VirtualClock(BEGINS)
    settings = Settings(demo=True, database_url=f"sqlite:///{folder / 'play.db'}", files_dir=folder / "files")
    product = build(settings, clock=clock)
    install(product)
    play = Play.on(product, clock)
    play.perform()
    console = Console(highlight=False, soft_wrap=True)
    for line in timeline(play):
        console.print(line)
        if arguments.speed > 0:
            time.sleep(1 / arguments.speed)
    count = write_papers(product, folder / "documents")
    console.print(f"\n{count} documents in {folder / 'documents'}")
    for line in summary(play):
        console.print(line)
    found = [*differences(play), *product.engine.verify(), *product.engine.verify_audit()]
    for text in found:
        print(f"differs: {text}", file=sys.stderr)
    product.engine.close()
    return 1 if found else 0
