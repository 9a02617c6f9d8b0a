"""Commands on drafts: a process that is made ready step by step, kept until it is deployed or thrown away."""

from collections.abc import Mapping
from dataclasses import replace

from engine.definitions import Prepared
from engine.ids import new_id
from engine.model import Actor, Draft, Opening
from engine.runtime.deployments import DeploymentCommands
from engine.runtime.orders import Order
from engine.runtime.transaction import Transaction
from engine.store import drafts


class DraftCommands(DeploymentCommands):
    """How drawings are opened and made ready."""

    def open_drawing(self, files: Mapping[str, bytes]) -> Opening:
        """What becomes of a drawing of any tool, with its answers (`import.json`); nothing is stored."""
        prepared = self._prepare(files, repair=True)
        return _opening(prepared[0]) if prepared else Opening(None, None)

    def begin_draft(
        self, name: str, files: Mapping[str, bytes], *, actor: Actor, key: str = "", base_version: int | None = None
    ) -> Draft:
        """Keep files as a draft; `key` and `base_version` are those of the process that it becomes a version of."""

        def body(tx: Transaction) -> Draft:
            draft = Draft(new_id(tx.now), name, key, base_version, dict(files), 1, tx.now, actor.log_name, tx.now)
            drafts.add(tx.connection, draft)
            tx.append_log("draft_begun", actor.log_name, {"draft": draft.id, "name": name})
            return draft

        return self._command(Order("begin_draft", actor), body)

    def save_draft(self, draft: Draft, files: Mapping[str, bytes], *, actor: Actor) -> Draft:
        """Keep other files. Raises VersionConflictError if somebody has saved the draft since it was read."""

        def body(tx: Transaction) -> Draft:
            drafts.replace(tx.connection, draft, files, now=tx.now)
            return replace(draft, content=dict(files), revision=draft.revision + 1, changed_at=tx.now)

        return self._command(Order("save_draft", actor), body)

    def drop_draft(self, draft_id: str, *, actor: Actor) -> None:
        """Throw a draft away, or let it go once it is deployed."""

        def body(tx: Transaction) -> None:
            drafts.drop(tx.connection, draft_id)
            tx.append_log("draft_dropped", actor.log_name, {"draft": draft_id})

        self._command(Order("drop_draft", actor), body)

    def draft(self, draft_id: str) -> Draft:
        """A draft with its files. Raises NotFoundError."""
        with self._reading() as connection:
            return drafts.one(connection, draft_id)

    def drafts(self) -> list[Draft]:
        """Every draft without its files, the last changed first."""
        with self._reading() as connection:
            return drafts.listed(connection)


def _opening(prepared: Prepared) -> Opening:
    done = prepared.repaired
    diagram = next(iter(prepared.bundle.diagrams), "")
    executable = prepared.executable or prepared.bundle.files.get(diagram)
    if done is None:
        return Opening(None, None, prepared.problems)
    return Opening(
        shown=done.shown,
        executable=executable,
        problems=prepared.problems,
        questions=done.questions,
        added=done.added,
        forms={name: content for name, content in done.files.items() if name.endswith(".form")},
        processes={process.id: process.name for process in (prepared.document.processes if prepared.document else ())},
        is_deployable=prepared.is_deployable,
    )
