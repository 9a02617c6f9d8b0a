"""What every long-running process does: waits for its database at the start, and for a signal to end."""

import signal
import sys
import time
from threading import Event
from typing import Final

from engine import UnavailableError
from web.cli.logs import write_logs
from workflows.bootstrap import Product, build, install
from workflows.settings import Settings

_PATIENCE_SECONDS: Final = 60
_PAUSE_SECONDS: Final = 1


def ready_product() -> Product:
    """The installation, once its database answers: who starts everything at once starts it in any order."""
    settings = Settings()
    write_logs(settings.log)
    product = build(settings)
    until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            install(product)
        except UnavailableError:
            if time.monotonic() > until:
                raise
            print("Utlysa: waiting for the database ...", file=sys.stderr, flush=True)
            time.sleep(_PAUSE_SECONDS)
        else:
            return product


def told_to_stop() -> Event:
    """Is set by SIGTERM and by Ctrl-C; who asks a second time does not want to wait."""
    stop = Event()

    def tell(*_: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, tell)
    return stop
