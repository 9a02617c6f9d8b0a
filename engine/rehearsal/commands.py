"""The engine's command to rehearse: the deployed processes, with what an owner is editing in their place."""

from collections.abc import Mapping
from datetime import datetime

from engine.errors import DeploymentRejectedError
from engine.interpreter.messages import Limits
from engine.jobs.outbox import JobCommands
from engine.model import Definition
from engine.rehearsal.model import Rehearsed, Scenario
from engine.rehearsal.reading import read_scenario
from engine.rehearsal.rehearsing import rehearse
from engine.rehearsal.shelf import Shelf
from engine.rehearsal.world import Ground
from engine.runtime.library import Deployed
from engine.store import definitions
from engine.store.definitions import StoredBundle

CASES_FOLDER = "cases"


class RehearsalCommands(JobCommands):
    """What can be tried without touching any case."""

    def rehearse(
        self,
        scenario: Scenario,
        *,
        files: Mapping[str, bytes] | None = None,
        at: datetime | None = None,
        limits: Limits | None = None,
        most_steps: int | None = None,
    ) -> Rehearsed:
        """Rehearse a scenario in memory, on a virtual clock; nothing is stored and no operation is called.

        `files` are bundles to rehearse instead of what is deployed: an edit before it is published. It begins at the
        scenario's own instant, else `at` (now). `most_steps` bounds its work for whoever waits for the answer.
        Raises DeploymentRejectedError for files that would not deploy, NotFoundError, ScenarioError, TimerError,
        RehearsalTooLongError.
        """
        surroundings = self._surroundings
        ground = Ground(
            self._rehearsal_shelf(files or {}), surroundings.calendar, surroundings.zone, limits or surroundings.limits
        )
        now = at or self.now()
        with self.reading() as session:
            choices = surroundings.choices(session, now, {})
        return rehearse(ground, scenario, now=now, choices=choices, most_steps=most_steps)

    def example_cases(self, key: str, *, files: Mapping[str, bytes] | None = None) -> dict[str, Scenario]:
        """The example cases of a process by their file's name, from the bundle given or else the newest version's.

        Raises NotFoundError, ScenarioError.
        """
        bundle = self.definition_files(key) if files is None else files
        return {
            name.rpartition("/")[2].removesuffix(".json"): read_scenario(content, process=key, file=name)
            for name, content in sorted(bundle.items())
            if name.endswith(".json") and name.split("/")[-2:-1] == [CASES_FOLDER]
        }

    def _rehearsal_shelf(self, files: Mapping[str, bytes]) -> Shelf:
        with self._reading() as connection:
            newest = definitions.listed(connection, None, all_versions=False)
            deployed = {item.key: self._shelf.get(connection, item.key, item.version) for item in newest}
        return Shelf(deployed | self._edited(files))

    def _edited(self, files: Mapping[str, bytes]) -> dict[str, Deployed]:
        """The processes of bundles that are not deployed, as versions of their own."""
        prepared = self._prepare(files, repair=False) if files else []
        if not all(bundle.is_deployable for bundle in prepared):
            raise DeploymentRejectedError([problem for bundle in prepared for problem in bundle.problems])
        found: dict[str, Deployed] = {}
        for one in prepared:
            for process in one.document.processes if one.document else ():
                definition = Definition(process.id, 0, process.name or process.id, one.bundle.digest, process.name_en)
                stored = StoredBundle(one.bundle.files, one.bundle.diagram, one.executable)
                found[process.id] = Deployed(definition, stored)
        return found
