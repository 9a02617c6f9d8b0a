"""The deployed processes with their forms and tables, parsed once in a process and kept."""

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final

from sqlalchemy import Connection

from engine import dmn, reader
from engine.errors import NotFoundError
from engine.forms import Form
from engine.interpreter.messages import ProcessRef
from engine.model import Definition
from engine.reader.model import Document, Process
from engine.reader.xml import NO_LIMITS
from engine.store import definitions
from engine.store.definitions import StoredBundle

_MOST_KEPT: Final = 256


class Deployed:
    """One version of a process, ready to run. Shared by threads: what is parsed later is parsed at most twice."""

    def __init__(self, definition: Definition, bundle: StoredBundle) -> None:
        self.definition = definition
        self.files: Mapping[str, bytes] = bundle.files
        self._bundle = bundle
        self._forms: dict[str, Form] = {}

    @cached_property
    def document(self) -> Document:
        """The diagram that runs."""
        xml = self._bundle.executable or self.files[self._bundle.diagram]
        return reader.read(xml, file=self._bundle.diagram, limits=NO_LIMITS)

    @cached_property
    def process(self) -> Process:
        """The process itself. Raises NotFoundError if the stored bundle does not hold it."""
        for process in self.document.processes:
            if process.id == self.definition.key:
                return process
        raise NotFoundError(f"The bundle {self.definition.digest} does not hold the process {self.definition.key}.")

    def file(self, name: str) -> bytes | None:
        """A file of the bundle by its whole name, or as `process/name` of this process wherever it lies."""
        if name in self.files:
            return self.files[name]
        key, _, own = name.rpartition("/")
        found = file_named(self.files, own, "") if key in {"", self.definition.key} else None
        return None if found is None else self.files[found]

    def has_form(self, name: str) -> bool:
        """Whether the bundle has a form of that name."""
        return file_named(self.files, name, ".form") is not None

    def form(self, name: str) -> Form:
        """A form of the bundle by its file's name, with or without folder and ending. Raises NotFoundError."""
        found = self._forms.get(name)
        if found is None:
            file = file_named(self.files, name, ".form")
            if file is None:
                raise NotFoundError(f"The process {self.definition.key} has no form {name}.")
            found = self._forms[name] = Form.parse(self.files[file], file=file)
        return found

    @cached_property
    def _models(self) -> list[dmn.Model]:
        tables = {name: content for name, content in self.files.items() if name.endswith(".dmn")}
        return [dmn.load(content, tables) for content in tables.values()]

    def model_with(self, decision: str) -> dmn.Model | None:
        """The bundle's decision model that has a decision of that id or name."""
        for model in self._models:
            if any(decision in {listed.id, listed.name} for listed in model.decisions):
                return model
        return None


def file_named(files: Mapping[str, bytes], name: str, ending: str) -> str | None:
    """The bundle's file that a diagram names: `form`, `form.form` and `process/form` are the same file."""
    wanted = name if name.endswith(ending) else name + ending
    if wanted in files:
        return wanted
    last = wanted.rpartition("/")[2]
    return next((file for file in files if file.rpartition("/")[2] == last), None)


class Shelf:
    """The versions that this process has parsed, shared by its threads; the least used are let go."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, int], Deployed] = OrderedDict()

    def get(self, connection: Connection, key: str, version: int) -> Deployed:
        """One version. Raises NotFoundError."""
        with self._lock:
            found = self._kept.get((key, version))
            if found is not None:
                self._kept.move_to_end((key, version))
                return found
        deployed = Deployed(*definitions.with_bundle(connection, key, version))
        with self._lock:
            self._kept[key, version] = deployed
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return deployed

    def newest(self, connection: Connection, key: str) -> Deployed:
        """The newest version. Raises NotFoundError."""
        return self.get(connection, key, definitions.newest_version(connection, key) or 0)

    def form(self, connection: Connection, key: str, version: int, *, name: str) -> Form:
        """The form that a version's task names: of its own bundle, or as `process/form` the newest of another.

        Raises NotFoundError.
        """
        deployed = self.get(connection, key, version)
        other = name.partition("/")[0]
        if deployed.has_form(name) or other in {name, key}:
            return deployed.form(name)
        return self.newest(connection, other).form(name)

    def file(self, connection: Connection, name: str, running: Sequence[ProcessRef] = ()) -> bytes | None:
        """The file `process/name`: of the versions that run, the first that has it, else of its newest version."""
        for ref in running:
            found = self.get(connection, ref.key, ref.version).file(name)
            if found is not None:
                return found
        key = name.rpartition("/")[0]
        version = definitions.newest_version(connection, key)
        return None if version is None else self.get(connection, key, version).file(name)


class ConnectedLibrary:
    """The interpreter's library over one transaction's connection."""

    def __init__(self, shelf: Shelf, connection: Connection) -> None:
        self._shelf = shelf
        self._connection = connection
        self._newest: dict[str, ProcessRef] = {}

    def process(self, ref: ProcessRef) -> Process:
        """The parsed process of that version. Raises KeyError."""
        try:
            return self._shelf.get(self._connection, ref.key, ref.version).process
        except NotFoundError as error:
            raise KeyError(ref.key) from error

    def deployed(self, ref: ProcessRef) -> Deployed:
        """The version with its forms and tables. Raises NotFoundError."""
        return self._shelf.get(self._connection, ref.key, ref.version)

    def model(self, ref: ProcessRef, decision: str) -> tuple[dmn.Model, str]:
        """The model that a task's decision is in, and its name there: of the own bundle, or `process/decision`.

        Raises NotFoundError.
        """
        own = self.deployed(ref).model_with(decision)
        if own is not None:
            return own, decision
        key, _, name = decision.rpartition("/")
        try:
            other = self.deployed(self.latest(key)).model_with(name)
        except KeyError:
            other = None
        if other is None:
            raise NotFoundError(f"The process {ref.key} has no decision {decision}.")
        return other, name

    def latest(self, key: str) -> ProcessRef:
        """The newest version, read from the database once in a transaction. Raises KeyError."""
        if key not in self._newest:
            version = definitions.newest_version(self._connection, key)
            if version is None:
                raise KeyError(key)
            self._newest[key] = ProcessRef(key, version)
        return self._newest[key]
