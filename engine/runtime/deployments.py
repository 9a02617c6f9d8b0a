"""Commands on definitions: deploy a new version, look at what is deployed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from engine import failpoints
from engine.definitions import Bundle, Catalogue, Prepared, facts_of, prepare_all, shared_decisions
from engine.errors import DeploymentRejectedError, VersionConflictError
from engine.interpreter.state import CaseState
from engine.model import Actor, Definition, Deployment, Problem
from engine.outline import Outline, outline_of
from engine.reader.model import Process
from engine.runtime.incidents import IncidentCommands
from engine.runtime.orders import Order
from engine.runtime.transaction import Transaction
from engine.store import cases, definitions, log
from engine.store.definitions import StoredBundle

_STARTING_KINDS = frozenset({"message", "signal"})


class DeploymentCommands(IncidentCommands):
    """How diagrams get into the engine."""

    def deploy(
        self,
        files: Mapping[str, bytes],
        actor: Actor | None = None,
        *,
        repair: bool = False,
        base_version: int | None = None,
    ) -> Deployment:
        """Deploy each diagram in `files` with the forms, tables and letters of its folder, as one step.

        Content that is already the newest version stays that version. `repair` imports other tools' drawings and lists
        every assumption. `base_version` is the version that was edited. Raises DeploymentRejectedError with every
        problem, VersionConflictError if a newer version than `base_version` is there.
        """
        who = actor or Actor.system()
        prepared = self._prepare(files, repair=repair)
        problems = tuple(problem for bundle in prepared for problem in bundle.problems)
        if not all(bundle.is_deployable for bundle in prepared):
            raise DeploymentRejectedError(problems)

        def body(tx: Transaction) -> Deployment:
            # Deployments write to the log, so holding the log makes them come one after the other.
            log.lock_head(tx.connection)
            found: list[Definition] = []
            for bundle in prepared:
                failpoints.hit("in-deploy")
                found += [
                    self._add(tx, bundle, process, who, base_version=base_version)
                    for process in (bundle.document.processes if bundle.document else ())
                    if process.is_executable or repair
                ]
            return Deployment(found, problems)

        return self._command(Order("deploy", who), body)

    def lint(self, files: Mapping[str, bytes], *, repair: bool = False) -> list[Problem]:
        """What `deploy` would say of these files; nothing is stored."""
        return [problem for bundle in self._prepare(files, repair=repair) for problem in bundle.problems]

    def _prepare(self, files: Mapping[str, bytes], *, repair: bool) -> list[Prepared]:
        """Read and judge the files, knowing what is deployed; no lock is held meanwhile."""
        with self._reading() as connection:
            newest = [
                self._shelf.get(connection, item.key, item.version)
                for item in definitions.listed(connection, None, all_versions=False)
            ]
        operations = self._surroundings.operations
        names = Catalogue(
            operations=frozenset(operations),
            decision_operations=frozenset(name for name, entry in operations.items() if entry.is_decision),
            roles=self._roles or None,
            role_names=self._role_names,
            processes={},
            decisions=frozenset(
                name for item in newest for name in shared_decisions(Bundle.of(item.files), item.document)
            ),
            forms=_forms_of([files, *(item.files for item in newest)]),
            checks=self._surroundings.checks,
            limits=self._surroundings.diagrams,
        )
        documents = list({id(item.document): item.document for item in newest}.values())
        catalogue = replace(names, processes=facts_of(documents, names))
        return prepare_all(files, catalogue=catalogue, repair=repair)

    def definitions(self, key: str | None = None, *, all_versions: bool = False) -> list[Definition]:
        """The newest version of each process (or of one), or all versions."""
        with self._reading() as connection:
            return definitions.listed(connection, key, all_versions=all_versions)

    def definition_files(self, key: str, version: int | None = None) -> dict[str, bytes]:
        """The files of a version's bundle, byte for byte as deployed. Raises NotFoundError."""
        with self._reading() as connection:
            chosen = version or definitions.newest_version(connection, key) or 0
            found = definitions.definition(connection, key, chosen)
            return dict(definitions.bundle(connection, found.digest).files)

    def executable_copy(self, key: str, version: int | None = None) -> bytes | None:
        """The copy that runs, derived from an imported drawing; None where the drawing itself runs.

        Raises NotFoundError.
        """
        with self._reading() as connection:
            chosen = version or definitions.newest_version(connection, key) or 0
            found = definitions.definition(connection, key, chosen)
            return definitions.bundle(connection, found.digest).executable

    def process_file(self, name: str, *, case_id: str | None = None) -> bytes | None:
        """The file `process/name` of the version that a case runs on, else of the newest version; None without it.

        What a page shows before an operation writes it: an operation itself asks its `Call`.
        """
        with self._reading() as connection:
            document = cases.peek(connection, case_id)[1] if case_id else None
            scopes = CaseState.load(document).scopes.values() if document else ()
            running = [scope.process for scope in scopes if scope.process is not None]
            return self._shelf.file(connection, name, running)

    def outline(self, key: str, version: int | None = None) -> Outline:
        """The elements of a version (the newest by default) and what comes after each. Raises NotFoundError."""
        with self._reading() as connection:
            chosen = version or definitions.newest_version(connection, key) or 0
            return outline_of(self._shelf.get(connection, key, chosen).process, chosen)

    def _add(
        self, tx: Transaction, prepared: Prepared, process: Process, actor: Actor, *, base_version: int | None
    ) -> Definition:
        bundle = prepared.bundle
        newest = definitions.newest_version(tx.connection, process.id)
        if base_version is not None and newest is not None and newest != base_version:
            raise VersionConflictError(f"Version {newest} of {process.id} was saved after version {base_version}.")
        if newest is not None:
            current = definitions.definition(tx.connection, process.id, newest)
            if current.digest == bundle.digest:
                return current
        added = Definition(
            key=process.id,
            version=(newest or 0) + 1,
            name=process.name or process.id,
            name_en=process.name_en,
            digest=bundle.digest,
            deployed_at=tx.now,
            deployed_by=actor.log_name,
        )
        stored = StoredBundle(bundle.files, bundle.diagram, prepared.executable)
        definitions.add_bundle(tx.connection, bundle.digest, stored)
        definitions.add_definition(tx.connection, added)
        definitions.replace_starts(tx.connection, process.id, _starts(process))
        self._arm_starts(tx, process)
        data = {"key": added.key, "version": added.version, "digest": added.digest}
        tx.append_log("process_deployed", actor.log_name, data)
        return added


def _forms_of(bundles: Iterable[Mapping[str, bytes]]) -> frozenset[str]:
    """The forms that other bundles may use, as `process/form`."""
    return frozenset(name.removesuffix(".form") for files in bundles for name in files if name.endswith(".form"))


def _starts(process: Process) -> list[dict[str, str]]:
    return [
        {"start_id": node.id, "kind": event.kind, "name": event.name or event.ref or node.id}
        for node, event in process.start_events
        if event.kind in _STARTING_KINDS
    ]
