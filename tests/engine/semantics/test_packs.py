"""Wide loops: their rounds are kept in packs, and a step decodes only those in which it has work to do."""

import random
from datetime import timedelta
from typing import Any

import pytest

from engine.interpreter import packs
from engine.interpreter.messages import CompleteTask, SetVariables, SignalReceived
from engine.interpreter.state import CaseState
from tests.engine.semantics.bench import Bench, bench
from tests.engine.semantics.drawing import diagram

LISTS = 'utlysa:collection="=people" utlysa:item="person" utlysa:output="answers" utlysa:outputItem="answer"'
ALL_AT_ONCE = diagram(
    f"""
    start s
    <subProcess id="ask"><startEvent id="i"/><userTask id="u" utlysa:due="=limit"/><userTask id="v"/>
    <boundaryEvent id="late" attachedToRef="u" cancelActivity="false"><timerEventDefinition>
    <timeDuration>P3D</timeDuration></timerEventDefinition></boundaryEvent><userTask id="remind"/>
    <intermediateCatchEvent id="wait"><signalEventDefinition signalRef="sig"/></intermediateCatchEvent>
    <sequenceFlow id="f1" sourceRef="i" targetRef="u"/><sequenceFlow id="f2" sourceRef="u" targetRef="v"/>
    <sequenceFlow id="f3" sourceRef="late" targetRef="remind"/><sequenceFlow id="f4" sourceRef="v" targetRef="wait"/>
    <multiInstanceLoopCharacteristics {LISTS}/></subProcess>
    user after
    s -> ask -> after
    """,
    catalogue='<signal id="sig" name="S"/>',
)
IN_TURN = diagram(
    f"""
    start s
    <userTask id="u"><multiInstanceLoopCharacteristics isSequential="true" {LISTS}/></userTask>
    user after
    s -> u -> after
    """
)
CANCELLED = diagram(
    """
    start s
    <userTask id="u"><multiInstanceLoopCharacteristics><loopCardinality>n</loopCardinality>
    <completionCondition>enough</completionCondition></multiInstanceLoopCharacteristics></userTask>
    user after
    s -> u -> after
    """
)
MANY = 5000


@pytest.fixture
def small_packs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Packs of three rounds for loops of more than two."""
    monkeypatch.setattr(packs, "WIDE", 2)
    monkeypatch.setattr(packs, "ROUNDS", 3)


def walk(case: Bench, *, seed: int) -> list[Any]:
    """A run in which what happens next is drawn by lot; what it told."""
    draw = random.Random(seed)  # noqa: S311  # a lot that must be drawn the same twice
    case.start(people=[{"name": f"person {number}"} for number in range(11)], limit=case.now + timedelta(days=9))
    while case.status == "active":
        word = draw.choice(["task", "task", "task", "time", "signal", "variable"])
        if word == "task" and case.tasks:
            token_id = draw.choice(sorted(case.tasks))
            case.do(CompleteTask(token_id, {"answer": f"{case.tasks[token_id].item_index} {draw.random()}"}))
        elif word == "time":
            case.advance(days=1)
        elif word == "signal" and case.subscriptions:
            case.do(SignalReceived(draw.choice(sorted(case.subscriptions)), {}))
        elif word == "variable":
            case.do(SetVariables({"limit": case.now + timedelta(days=draw.randrange(5))}))
    return [*map(repr, case.effects), case.variables]


@pytest.mark.parametrize("drawn", [ALL_AT_ONCE, IN_TURN], ids=["at once", "in turn"])
@pytest.mark.parametrize("seed", range(6))
def test_a_case_runs_the_same_with_its_rounds_in_packs(
    drawn: bytes, seed: int, small_packs: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = walk(bench(drawn), seed=seed)
    monkeypatch.setattr(packs, "WIDE", 1000)
    assert walk(bench(drawn), seed=seed) == packed


def test_packs_are_saved_with_the_state_and_vanish_with_the_loop(small_packs: None) -> None:
    case = bench(IN_TURN).start(people=list("abcdefghij"))
    sizes = []
    while case.open == ["u"]:
        sizes.append(len(case.state.dump()["packs"]))
        case.complete("u", answer=len(sizes))
    assert sizes[0] == 4
    assert case.variables["answers"] == list(range(1, 11))
    assert "packs" not in case.state.dump()


def test_what_is_left_of_a_wide_loop_is_cancelled_in_all_packs(small_packs: None) -> None:
    case = bench(CANCELLED).start(n=10, enough=False)
    case.complete("u", enough=False).complete("u", enough=True)
    assert case.open == ["after"]
    assert case.cancelled == ["u"] * 8


def test_whoever_walks_over_all_tokens_meets_those_in_packs_as_well(small_packs: None) -> None:
    state = bench(CANCELLED).start(n=10, enough=False).state
    assert len(state.tokens) == 11
    assert state.decoded < 11
    assert [token.node for token in state.tokens.values()] == ["u"] * 11
    assert len(state.tokens) == 11


def test_what_somebody_writes_cannot_be_taken_for_an_id(small_packs: None) -> None:
    people = [{"id": "t14"}, {"id": "t999"}, *'"id":"t7"']
    case = bench(ALL_AT_ONCE).start(people=people, limit=None)
    for token_id in list(case.tasks):
        case.do(CompleteTask(token_id, {}))
    assert case.open == ["v"] * len(people)
    assert "t999" not in case.state.tokens


def test_a_step_among_five_thousand_rounds_decodes_one_pack() -> None:
    case = bench(ALL_AT_ONCE).start(people=[{"name": f"person {number}"} for number in range(MANY)], limit=None)
    document = case.state.dump()
    assert len(document["packs"]) == MANY // packs.ROUNDS
    before = {(entry["of"], entry["no"]): entry["text"] for entry in document["packs"]}
    state = CaseState.load(document)
    core = state.decoded
    assert core < 10
    case.state = state
    case.do(CompleteTask(list(case.tasks)[MANY // 2], {"answer": 1}))
    # In each round: its scope, the sub-process with its token, the task with its timer.
    assert state.decoded - core <= packs.ROUNDS * 6
    after = {(entry["of"], entry["no"]): entry["text"] for entry in case.state.dump()["packs"]}
    assert sum(after[key] != text for key, text in before.items()) == 1


def test_a_variable_that_nothing_in_the_packs_reads_opens_none_of_them() -> None:
    case = bench(ALL_AT_ONCE).start(people=list(range(MANY)), limit=None)
    state = case.state = CaseState.load(case.state.dump())
    case.do(SetVariables({"note": "x"}))
    assert state.decoded < 10
    due_at = case.now + timedelta(days=3)
    case.do(SetVariables({"limit": due_at}))
    assert {effect.due_at for effect in case.effects[-MANY:]} == {due_at}
