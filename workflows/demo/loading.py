"""Loads the demo through the engine's commands: everything that a visitor finds has happened, nothing is inserted."""

from engine import VirtualClock
from workflows.bootstrap import build, install
from workflows.demo.clock import DemoClock
from workflows.demo.moments import local
from workflows.demo.play import BEGINS, Play
from workflows.settings import Settings

# The letter of intent waits for the director; the call of 2021 is in the middle of its assessment.
LETTER_STOPS = local("2020-08-31 08:55")
PRESENT = local("2021-12-02 10:40")


def load(settings: Settings, clock: DemoClock) -> None:
    """Install into an empty database, play until the demo's present, and set the demo's clock to it."""
    settings.files_dir.mkdir(parents=True, exist_ok=True)
    virtual = VirtualClock(BEGINS)
    product = build(settings, clock=virtual)
    install(product)
    play = Play.on(product, virtual)
    play.play_letter(until=LETTER_STOPS)
    play.begin_call()
    play.add_second_call()
    play.go_on(until=PRESENT)
    product.engine.close()
    clock.set(PRESENT)
