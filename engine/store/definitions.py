"""Rows of deployed bundles, versions and what starts a case by itself."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from engine.errors import NotFoundError
from engine.model import Definition
from engine.store.tables import bundles, definitions, starts
from engine.store.types import pack, unpack

_NEWEST = select(func.max(definitions.c.version)).where(definitions.c.key == bindparam("process_key"))
_ONE = select(definitions).where(
    definitions.c.key == bindparam("process_key"), definitions.c.version == bindparam("process_version")
)
_ONE_WITH_BUNDLE = _ONE.add_columns(bundles.c.content).join(bundles, bundles.c.digest == definitions.c.digest)


@dataclass(frozen=True, slots=True)
class StoredBundle:
    """A bundle's files by name, and the one that is the diagram; `executable` is the copy that runs, if it differs."""

    files: Mapping[str, bytes]
    diagram: str
    executable: bytes | None = None

    def packed(self) -> bytes:
        """One compressed document."""
        texts = {name: base64.b64encode(content).decode() for name, content in self.files.items()}
        executable = None if self.executable is None else base64.b64encode(self.executable).decode()
        return pack({"files": texts, "diagram": self.diagram, "executable": executable})

    @classmethod
    def unpacked(cls, content: bytes) -> "StoredBundle":
        """The bundle of a compressed document."""
        document = unpack(content)
        files = {name: base64.b64decode(text) for name, text in document["files"].items()}
        executable = document["executable"]
        return cls(files, document["diagram"], None if executable is None else base64.b64decode(executable))


def newest_version(connection: Connection, key: str) -> int | None:
    """The newest version of a process; None if there is none."""
    return connection.execute(_NEWEST, {"process_key": key}).scalar_one_or_none()


def definition(connection: Connection, key: str, version: int) -> Definition:
    """One version. Raises NotFoundError."""
    row = connection.execute(_ONE, {"process_key": key, "process_version": version}).mappings().one_or_none()
    if row is None:
        raise NotFoundError(f"There is no version {version} of the process {key}.")
    return Definition(**row)


def with_bundle(connection: Connection, key: str, version: int) -> tuple[Definition, StoredBundle]:
    """One version and its content, in one statement. Raises NotFoundError."""
    found = connection.execute(_ONE_WITH_BUNDLE, {"process_key": key, "process_version": version})
    row = found.mappings().one_or_none()
    if row is None:
        raise NotFoundError(f"There is no version {version} of the process {key}.")
    values = dict(row)
    content = values.pop("content")
    return Definition(**values), StoredBundle.unpacked(content)


def listed(connection: Connection, key: str | None, *, all_versions: bool) -> list[Definition]:
    """Definitions by key and version: the newest of each process, or all."""
    query = select(definitions).order_by(definitions.c.key, definitions.c.version)
    if key is not None:
        query = query.where(definitions.c.key == key)
    found = [Definition(**row) for row in connection.execute(query).mappings()]
    return found if all_versions else list({item.key: item for item in found}.values())


def bundle(connection: Connection, digest: str) -> StoredBundle:
    """A bundle's content. Raises NotFoundError."""
    content = connection.execute(select(bundles.c.content).where(bundles.c.digest == digest)).scalar_one_or_none()
    if content is None:
        raise NotFoundError(f"There is no bundle {digest}.")
    return StoredBundle.unpacked(content)


def add_bundle(connection: Connection, digest: str, content: StoredBundle) -> None:
    """Keep a bundle, once."""
    if connection.execute(select(bundles.c.digest).where(bundles.c.digest == digest)).first() is None:
        connection.execute(insert(bundles), {"digest": digest, "content": content.packed()})


def add_definition(connection: Connection, added: Definition) -> None:
    """Write a version's row."""
    values: dict[str, Any] = {column.name: getattr(added, column.name) for column in definitions.c}
    connection.execute(insert(definitions), values)


def replace_starts(connection: Connection, key: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write what starts a case of the newest version, instead of what started the one before."""
    connection.execute(delete(starts).where(starts.c.process_key == key))
    if rows:
        connection.execute(insert(starts), [{"process_key": key, **row} for row in rows])


def starts_for(connection: Connection, kind: str, name: str) -> list[tuple[str, str]]:
    """The processes (and their start events) that a message or signal starts."""
    query = select(starts.c.process_key, starts.c.start_id).where(starts.c.kind == kind, starts.c.name == name)
    return [(row.process_key, row.start_id) for row in connection.execute(query.order_by(starts.c.process_key))]
