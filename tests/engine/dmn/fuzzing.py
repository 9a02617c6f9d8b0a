"""Damages decision models at random: they are refused with the declared error, or loaded and asked without harm."""

import random
import re
import time
from collections.abc import Callable

from engine.dmn import DmnError, load
from engine.feel import Budget, FeelBudgetError
from tests.engine.dmn import kit
from tests.engine.dmn.tables import definitions, table
from tests.engine.feel.fuzzing import Outcome

BUDGET = Budget(steps=20_000, seconds=0.5)


def _seeds() -> list[str]:
    own = definitions(table([("x", "number"), ("k", "string")], [("< 10", '"a"', "1"), ("> x", "-", "2")]))
    found = [path.read_text(encoding="utf-8") for path in sorted(kit.KIT.glob("compliance-level-*/*/*.dmn"))]
    return [own.decode(), *(text for text in found if len(text) < 60_000)]


def _drop_tag(text: str, chance: random.Random) -> str:
    return text.replace(chance.choice(re.findall(r"<[^>]*>", text)), "", 1)


def _swap(pattern: str) -> Callable[[str, random.Random], str]:
    def swap(text: str, chance: random.Random) -> str:
        found = re.findall(pattern, text)
        return text.replace(chance.choice(found), chance.choice(found), chance.choice([1, -1])) if found else text

    return swap


def _repeat_tag(text: str, chance: random.Random) -> str:
    tag = chance.choice(re.findall(r"<[^>]*>", text))
    return text.replace(tag, tag * 2, 1)


DAMAGES = [
    _drop_tag,
    _repeat_tag,
    _swap(r"<[^>]*>"),
    _swap(r'"[^"]*"'),
    _swap(r'href="[^"]*"'),
    _swap(r"<text>[^<]*</text>"),
    _swap(r'typeRef="[^"]*"'),
]


def _ask_everything(content: str) -> None:
    model = load(content.encode())
    model.check()
    for decision in model.decisions[:30]:
        try:
            model.explain(decision.id, {"x": 1}, budget=BUDGET)
            model.analyse(decision.id)
        except (DmnError, FeelBudgetError):
            continue


def fuzz_models(seconds: float, *, seed: int) -> Outcome:
    """Damage the kit's models for so long."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret depends on it
    seeds, outcome, end = _seeds(), Outcome(), time.monotonic() + seconds
    while time.monotonic() < end and not outcome.is_hopeless:
        text = chance.choice(seeds)
        for _ in range(chance.randint(1, 4)):
            text = chance.choice(DAMAGES)(text, chance)
        outcome.attempt(text, _ask_everything, DmnError)
    return outcome
