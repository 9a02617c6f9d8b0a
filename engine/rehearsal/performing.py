"""What the outside does in a rehearsal: people answer, operations and decisions give their results, by the scripts."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar

from engine.errors import EngineError
from engine.interpreter import messages as m
from engine.interpreter.values import normalise
from engine.rehearsal.examples import Examples
from engine.rehearsal.model import Outcome, Posted, Reply, Scenario, Script
from engine.rehearsal.pace import answered_at
from engine.rehearsal.world import Case, OpenTask, World
from engine.runtime.answers import task_variables

_MOST_TIMES: Final = 50
_Part = TypeVar("_Part")
_NO_OUTCOME: Final = Outcome()


class GoesRoundError(EngineError):
    """The same step comes again and again: let an answer or a result lead on."""

    code = "goes_round"


class Cast:
    """Plays all that is not the engine, for the cases of one world."""

    def __init__(self, world: World, scenario: Scenario, *, choices: Mapping[str, Any]) -> None:
        self._world = world
        self._scenario = scenario
        self._choices = choices
        self._most_times = _MOST_TIMES + sum(beginning.count for beginning in scenario.beginnings)
        self._known: dict[tuple[str, str, str, int], Mapping[str, Any]] = {}
        world.perform, world.decide, world.on_task = self.perform, self.decide, self.see_task

    # --- people -----------------------------------------------------------------------------------------------------

    def see_task(self, task: OpenTask) -> None:
        """Plan when a task is answered."""
        process_key, element_id = task.effect.process.key, task.effect.element_id
        try:
            nth = self._nth(task.case, process_key, element_id, token_id=task.effect.token_id)
            reply = _part(self._replies(process_key, element_id), nth)
            after = reply.after if reply is not None else None
            moment = answered_at(task.due_at, after, self._scenario.pace, self._world.env)
        except EngineError as error:
            reason = str(error)
            self._world.soon(lambda: self._world.stick(task.case, element_id, reason))
            return
        self._world.at(moment, 1, lambda: self._answer(task, reply, nth))

    def _answer(self, task: OpenTask, reply: Reply | None, nth: int) -> None:
        world, token_id = self._world, task.effect.token_id
        if world.tasks.get((task.case.index, token_id)) is not task:
            return
        process_key, element_id = task.effect.process.key, task.effect.element_id
        try:
            data = self._data(task, reply, nth)
        except EngineError as error:
            world.stick(task.case, element_id, str(error))
            return
        world.listing.add(world.now, "task_completed", process_key, element_id)
        world.take(task.case, m.CompleteTask(token_id, data))

    def _data(self, task: OpenTask, reply: Reply | None, nth: int) -> Mapping[str, Any]:
        place = task.case.group, task.effect.process.key, task.effect.element_id, nth
        is_alike = task.case.is_copy and (reply is None or reply.data.is_fixed)
        if is_alike and place in self._known:
            return self._known[place]
        data = self._fresh_data(task, reply)
        if is_alike:
            self._known[place] = data
        return data

    def _fresh_data(self, task: OpenTask, reply: Reply | None) -> Mapping[str, Any]:
        world, effect = self._world, task.effect
        local, calendar = world.now.astimezone(world.ground.zone), world.ground.calendar
        known = {"number": task.case.number, **task_variables(task.case.state, effect.token_id)}
        given = None if reply is None else reply.data.values(known, now=local, calendar=calendar)
        if effect.form is None:
            return given or {}
        script = self._script(effect.process.key)
        own = script.choices.values(known, now=local, calendar=calendar)
        scenario = self._scenario.script.choices.values(known, now=local, calendar=calendar)
        # As in a running case: what may be chosen comes before a variable of the same name.
        context = {**known, **self._choices, **own, **scenario}
        form = world.ground.shelf.form(effect.process, effect.form)
        return Examples(now=world.now, zone=world.ground.zone, calendar=calendar).answer(form, context, given)

    # --- operations and decisions -----------------------------------------------------------------------------------

    def perform(self, case: Case, request: m.InvokeOperation) -> m.Command:
        """What the script says that an operation does; without a word it does nothing."""
        world = self._world
        process_key = case.state.process_of(case.state.tokens[request.token_id].scope).process
        key = process_key.key if process_key is not None else case.ref.key
        nth = self._nth(case, key, request.element_id, token_id=request.token_id)
        outcome = _part(self._outcomes(key, request), nth) or _NO_OUTCOME
        world.listing.add(world.now, "operation", key, request.element_id, detail=request.operation)
        if outcome.error:
            return m.OperationFailed(request.token_id, outcome.error)
        known: Mapping[str, Any] = {}
        if not outcome.values.is_fixed or outcome.messages:
            known = {**request.variables, **request.inputs, "times": nth, "number": case.number}
        for mail in outcome.mails:
            world.listing.add(world.now, "mail", key, request.element_id, detail=mail)
        for posted in outcome.messages:
            self.post(posted, known, sender=case)
        local = world.now.astimezone(world.ground.zone)
        return m.OperationSucceeded(
            request.token_id, outcome.values.values(known, now=local, calendar=world.ground.calendar)
        )

    def post(self, posted: Posted, known: Mapping[str, Any], *, sender: Case | None) -> None:
        """Send a message or signal, once for each item where it says so."""
        world = self._world
        local, calendar = world.now.astimezone(world.ground.zone), world.ground.calendar
        items: Any = [None]
        if posted.each is not None:
            items = posted.each.value(known, now=local, calendar=calendar)
        for item in items if isinstance(items, list) else [items]:
            values = {**known, "item": item} if posted.each is not None else known
            payload = posted.payload.values(values, now=local, calendar=calendar)
            correlation = posted.correlation.values(values, now=local, calendar=calendar)
            if posted.is_signal:
                world.broadcast(posted.name, payload, sender=sender)
            else:
                world.send(posted.name, payload, correlation, sender=sender)

    def decide(self, request: m.InvokeDecision) -> m.Command:
        """What the table gives."""
        world = self._world
        model, name = world.ground.shelf.model(request.process, request.decision)
        now = world.now.astimezone(world.ground.zone)
        value = normalise(model.decide(name, request.variables, now=now, calendar=world.ground.calendar))
        world.listing.add(world.now, "decision", request.process.key, request.element_id)
        if request.result_variable is not None:
            return m.OperationSucceeded(request.token_id, {request.result_variable: value})
        return m.OperationSucceeded(request.token_id, value if isinstance(value, dict) else {request.decision: value})

    # --- the scripts ------------------------------------------------------------------------------------------------

    def _nth(self, case: Case, process_key: str, element_id: str, *, token_id: str) -> int:
        """How often the element has run before in the case. Raises GoesRoundError."""
        place = f"{process_key}/{element_id}"
        nth = case.times[place]
        case.times[place] += 1
        # A step may well come once for each other case that reports to this one, and in each round of its activity.
        if nth >= self._most_times:
            chain = case.state.chain(case.state.tokens[token_id].scope)
            if not any(scope.kind == "instance" for scope in chain):
                raise GoesRoundError
        return nth

    def _script(self, process_key: str) -> Script:
        return self._world.ground.shelf.script(process_key)

    def _replies(self, process_key: str, element_id: str) -> Sequence[Reply]:
        given = self._scenario.script.replies
        found = given.get(f"{process_key}/{element_id}") or given.get(element_id)
        return found or self._script(process_key).replies.get(element_id, ())

    def _outcomes(self, process_key: str, request: m.InvokeOperation) -> Sequence[Outcome]:
        own = self._script(process_key).outcomes
        given = self._scenario.script.outcomes
        names = (f"{process_key}/{request.element_id}", request.element_id, request.operation)
        for outcomes in (given, own):
            for name in names:
                if name in outcomes:
                    return outcomes[name]
        return ()


def _part(parts: Sequence[_Part], nth: int) -> _Part | None:
    return parts[min(nth, len(parts) - 1)] if parts else None
