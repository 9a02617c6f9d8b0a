"""The processes that a rehearsal may run: versions as deployed, or as an owner is editing them."""

from collections.abc import Mapping
from functools import cached_property

from engine.dmn import Model
from engine.errors import NotFoundError
from engine.forms import Form
from engine.interpreter.messages import ProcessRef
from engine.reader.model import Process
from engine.rehearsal.model import Script
from engine.rehearsal.reading import read_script
from engine.runtime.library import Deployed

SCRIPT_FILE = "rehearsal.json"


class Shelf:
    """One version of each process, by its key; also the interpreter's library."""

    def __init__(self, deployed: Mapping[str, Deployed]) -> None:
        self._deployed = dict(deployed)
        self._scripts: dict[str, Script] = {}

    def process(self, ref: ProcessRef) -> Process:
        """The parsed process. Raises KeyError."""
        return self._deployed[ref.key].process

    def latest(self, key: str) -> ProcessRef:
        """The only version. Raises KeyError."""
        return ProcessRef(key, self._deployed[key].definition.version)

    @property
    def processes(self) -> Mapping[str, Process]:
        """Every process by its key."""
        return {key: deployed.process for key, deployed in self._deployed.items()}

    def script(self, key: str) -> Script:
        """What the process's own `rehearsal.json` says; nothing without one. Raises ScenarioError."""
        if key not in self._scripts:
            content = self._deployed[key].file(SCRIPT_FILE)
            self._scripts[key] = Script() if content is None else read_script(content, file=f"{key}/{SCRIPT_FILE}")
        return self._scripts[key]

    def form(self, ref: ProcessRef, name: str) -> Form:
        """The form that a task names: of its own bundle, or `process/form` of another. Raises NotFoundError."""
        deployed = self._deployed[ref.key]
        other = name.partition("/")[0]
        if deployed.has_form(name) or other not in self._deployed:
            return deployed.form(name)
        return self._deployed[other].form(name)

    def model(self, ref: ProcessRef, decision: str) -> tuple[Model, str]:
        """The model that a decision is in, and its name there. Raises NotFoundError."""
        own = self._deployed[ref.key].model_with(decision)
        if own is not None:
            return own, decision
        key, _, name = decision.rpartition("/")
        other = self._deployed[key].model_with(name) if key in self._deployed else None
        if other is None:
            raise NotFoundError(f"The process {ref.key} has no decision {decision}.")
        return other, name

    @cached_property
    def starts(self) -> Mapping[tuple[str, str], tuple[str, str]]:
        """Which process, at which start event, a message or signal starts: by its kind and name."""
        return {
            (event.kind, event.name or event.ref or node.id): (key, node.id)
            for key, process in self.processes.items()
            for node, event in process.start_events
            if event.kind in ("message", "signal")
        }
