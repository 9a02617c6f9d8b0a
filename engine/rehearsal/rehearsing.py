"""Rehearses a scenario: starts its cases, lets time run, and tells what came of it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from engine.errors import EngineError, NotFoundError
from engine.interpreter import messages as m
from engine.interpreter.state import CaseState
from engine.model import Text
from engine.rehearsal.model import Beginning, Expected, Happening, Rehearsed, Scenario, Script, Stuck
from engine.rehearsal.pace import moment
from engine.rehearsal.performing import Cast
from engine.rehearsal.reading import ScenarioError
from engine.rehearsal.world import Case, Ground, World

LONGEST: Final = timedelta(days=366 * 10)


def rehearse(
    ground: Ground,
    scenario: Scenario,
    *,
    now: datetime,
    choices: Mapping[str, Any] | None = None,
    most_steps: int | None = None,
) -> Rehearsed:
    """Run the scenario's cases from their start until nothing is left to happen, or its `until`, at most ten years.

    Without a `begins_at` of its own it begins as the first process's script says, else at `now`.
    Raises NotFoundError for a process that is not there, ScenarioError, TimerError, RehearsalTooLongError.
    """
    if not scenario.beginnings:
        raise ScenarioError("The scenario starts no case.")
    for beginning in scenario.beginnings:
        if beginning.process not in ground.shelf.processes:
            raise NotFoundError(f"There is no process {beginning.process}.")
    world = World(ground, now, most_steps=most_steps)
    begins = scenario.begins_at or ground.shelf.script(scenario.beginnings[0].process).begins_at
    world.now = moment(begins, now, world.env) if begins else now
    return _Rehearsal(world, scenario, choices or {}).run()


class _Rehearsal:
    """One run of one scenario."""

    def __init__(self, world: World, scenario: Scenario, choices: Mapping[str, Any]) -> None:
        self._world = world
        self._scenario = scenario
        self._cast = Cast(world, scenario, choices=choices)
        self._begins_at = world.now

    def run(self) -> Rehearsed:
        world, scenario = self._world, self._scenario
        for place, beginning in enumerate(scenario.beginnings):
            self._plan_start(beginning, place)
        for happening in scenario.happenings:
            self._plan(happening)
        end = self._begins_at + LONGEST
        if scenario.until is not None:
            end = min(end, moment(scenario.until, self._begins_at, world.env))
        world.run_until(end)
        return self._told()

    def _plan_start(self, beginning: Beginning, place: int) -> None:
        world, script = self._world, self._script(beginning)
        at = self._begins_at if beginning.at is None else moment(beginning.at, self._begins_at, world.env)
        ref = world.ground.shelf.latest(beginning.process)
        start_id = beginning.start or script.start

        def start(number: int) -> None:
            local = world.now.astimezone(world.ground.zone)
            known: dict[str, Any] = {"number": number}
            for written in (script.variables, beginning.variables):
                known |= written.values(known, now=local, calendar=world.ground.calendar)
            del known["number"]
            group = f"{place} {beginning.process}"
            case = Case(0, ref, CaseState.new(), group=group, number=number, is_copy=beginning.count > 1)
            world.start(case, known, start_id)

        for number in range(1, beginning.count + 1):
            world.at(at, 0, lambda number=number: start(number))  # type: ignore[misc]  # bound at once on purpose

    def _script(self, beginning: Beginning) -> Script:
        return self._world.ground.shelf.script(beginning.process)

    def _plan(self, happening: Happening) -> None:
        world = self._world

        def happen() -> None:
            case = world.cases[0]
            known = case.state.variables()
            if happening.post is not None:
                self._cast.post(happening.post, known, sender=None)
            local = world.now.astimezone(world.ground.zone)
            values = happening.variables.values(known, now=local, calendar=world.ground.calendar)
            if values:
                world.take(case, m.SetVariables(values))

        world.at(moment(happening.at, self._begins_at, world.env), 0, happen)

    # --- what came of it --------------------------------------------------------------------------------------------

    def _told(self) -> Rehearsed:
        world = self._world
        first = world.cases[0] if world.cases else None
        lines = world.listing.lines(world.ground.shelf.processes)
        told = Rehearsed(
            scenario=self._scenario.name,
            begins_at=self._begins_at,
            ends_at=lines[-1].at if lines else self._begins_at,
            lines=lines,
            passed={key: dict(counts) for key, counts in world.listing.passed.items()},
            standing=_standing(world),
            statuses=_statuses(world),
            stuck=list(_stuck(world)),
            variables=first.state.variables() if first else {},
            status=first.status if first else "",
            path=tuple(first.path) if first else (),
            steps=world.steps,
        )
        expected = self._scenario.expected
        return told if expected is None else replace(told, differences=tuple(self._differences(told, expected)))

    def _differences(self, told: Rehearsed, expected: Expected) -> Iterator[Text]:
        world = self._world
        if expected.status is not None and told.status != expected.status:
            yield Text(
                f"läge: {told.status} i stället för {expected.status}",
                f"status: {told.status} instead of {expected.status}",
            )
        local = world.now.astimezone(world.ground.zone)
        try:
            wanted = expected.variables.values(told.variables, now=local, calendar=world.ground.calendar)
        except EngineError as error:
            yield Text(f"uppgifter: {error}", f"variables: {error}")
            return
        for name, value in wanted.items():
            if told.variables.get(name) != value:
                found = told.variables.get(name)
                yield Text(f"{name}: {found!r} i stället för {value!r}", f"{name}: {found!r} instead of {value!r}")
        path = iter(told.path)
        for element_id in expected.path:
            if element_id not in path:
                yield self._not_passed(element_id)
                return

    def _not_passed(self, element_id: str) -> Text:
        process = self._world.ground.shelf.processes[self._scenario.beginnings[0].process]
        node = process.nodes.get(element_id)
        step = node.name or element_id if node else element_id
        return Text(
            f"väg: ”{step}” passeras inte, eller inte i den ordningen",
            f"path: {element_id} is not passed, or not in this order",
        )


def _standing(world: World) -> dict[str, dict[str, int]]:
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for case in world.cases:
        if case.status == "active":
            for token in case.state.tokens.values():
                if token.waits not in ("scope", "loop"):
                    process = case.state.process_of(token.scope).process
                    found[process.key if process is not None else case.ref.key][token.node] += 1
        elif case.status == "stuck" and case.element_id is not None:
            found[case.ref.key][case.element_id] += 1
    return {key: dict(counts) for key, counts in found.items()}


def _statuses(world: World) -> dict[str, dict[str, int]]:
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for case in world.cases:
        found[case.ref.key][case.status] += 1
    return {key: dict(counts) for key, counts in found.items()}


def _stuck(world: World) -> Iterator[Stuck]:
    counts = Counter((case.ref.key, case.element_id, case.reason) for case in world.cases if case.status == "stuck")
    for (key, element_id, reason), count in counts.items():
        yield Stuck(key, element_id, reason, count)
