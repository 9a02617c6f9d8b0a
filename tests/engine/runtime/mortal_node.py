"""A node in a process of its own: it does what it is told over a pipe, and may end in the middle of it."""

import multiprocessing
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from engine import Call, Engine, EngineError, Job, JobContext, VirtualClock
from engine.failpoints import FAILPOINTS

# Forked from a process that has read the program and opened nothing: a node starts at once, and shares no connection.
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.engine.runtime.mortal_node"])


class NodeDiedError(Exception):
    """The node ended in the middle of the command: nobody knows whether it was done."""


@dataclass(frozen=True)
class Told:
    """One command for the node: its failpoint, its instant, and the engine's method with its arguments."""

    failpoint: str
    at: datetime
    method: str
    arguments: tuple[Any, ...] = ()
    named: Mapping[str, Any] = field(default_factory=dict)


class MortalNode:
    """The node's other end. `folder` has what outlives it: the list of done jobs, and whether the remote is down."""

    def __init__(self, url: str, folder: Path) -> None:
        self._url, self._folder = url, folder
        self._pipe, self._process = self._start()
        self.deaths = 0

    def _start(self) -> "tuple[Connection[Any, Any], BaseProcess]":
        here, there = _FORKS.Pipe()
        process = _FORKS.Process(target=live, args=(there, self._url, self._folder), daemon=True)
        process.start()
        there.close()
        return here, process

    def give(self, told: Told) -> Any:
        """What the engine answers. Raises the engine's error, or NodeDiedError after a new node was started."""
        self._pipe.send(told)
        try:
            is_answer, found = self._pipe.recv()
        except EOFError:
            self._process.join()
            self._pipe.close()
            self.deaths += 1
            self._pipe, self._process = self._start()
            raise NodeDiedError from None
        if is_answer:
            return found
        raise found

    def end(self) -> None:
        """End the node."""
        self._process.kill()
        self._process.join()
        self._pipe.close()


def live(pipe: "Connection[Any, Any]", url: str, folder: Path) -> None:
    """Do what comes over the pipe until it closes."""
    os.environ["UTLYSA_TEST"] = "1"
    clock = VirtualClock(datetime.fromisoformat("2021-11-01T12:00:00+00:00"))
    keeper = _Keeper(folder)
    jobs = dict.fromkeys(("task_reminder", "task_escalation", "note"), keeper.handle)
    engine = Engine(url, clock=clock, operations={"record": keeper.record}, jobs=jobs)
    while True:
        try:
            told: Told = pipe.recv()
        except EOFError:
            return
        clock.set(told.at)
        FAILPOINTS.clear()
        FAILPOINTS.read(told.failpoint)
        try:
            pipe.send((True, getattr(engine, told.method)(*told.arguments, **told.named)))
        except EngineError as error:
            pipe.send((False, error))


@dataclass(frozen=True)
class _Keeper:
    """The node's operation and job handler: what they do is in files, as remote systems keep it."""

    folder: Path

    def record(self, call: Call) -> dict[str, Any]:
        if (self.folder / "is_down").exists() and not call.variables.get("is_by_hand"):
            raise ConnectionError("registret svarar inte")
        call.enqueue("note", {"case": call.case_id}, key=f"note {call.case_id}")
        return {"recorded_at": call.now}

    def handle(self, job: Job, _context: JobContext) -> None:
        with (self.folder / "handled").open("a") as file:
            file.write(f"{job.key}\n")
