"""Serves a site until it is told to stop, and then only what has been asked already."""

import time
from threading import Event
from typing import Any, Final
from wsgiref.types import WSGIApplication

import waitress
from waitress import wasyncore

_THREADS: Final = 8
_LOOK_SECONDS: Final = 0.5
_DRAIN_LOOK_SECONDS: Final = 0.05
DRAIN_SECONDS: Final = 30.0


class Site:
    """A web server on one address.

    waitress's own `run` ends at once: what its threads have answered by then may never be sent. Here the same loop
    goes on after the address is closed until every request that was begun has its answer, half a minute at most.
    """

    def __init__(self, app: WSGIApplication, *, host: str, port: int) -> None:
        self._sockets: dict[int, Any] = {}
        self._server = waitress.create_server(
            app, map=self._sockets, host=host, port=port, threads=_THREADS, ident="utlysa"
        )

    def serve(self, stop: Event) -> None:
        """Serve until `stop`; then take no new connections, answer what is in hand, and end."""
        while not stop.is_set():
            wasyncore.loop(_LOOK_SECONDS, use_poll=True, map=self._sockets, count=1)
        for each in list(self._sockets.values()):
            if each.accepting:
                wasyncore.dispatcher.close(each)
        until = time.monotonic() + DRAIN_SECONDS
        while self._is_busy() and time.monotonic() < until:
            wasyncore.loop(_DRAIN_LOOK_SECONDS, use_poll=True, map=self._sockets, count=1)
        self._server.task_dispatcher.shutdown()
        wasyncore.close_all(self._sockets)

    def _is_busy(self) -> bool:
        """Whether a request is being read, worked on or answered."""
        channels = [each for each in list(self._sockets.values()) if hasattr(each, "total_outbufs_len")]
        return any(each.requests or each.request is not None or each.total_outbufs_len for each in channels)
