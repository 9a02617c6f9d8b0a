"""Random edits of drawings: each is still imported, or refused with its problems, and kept byte for byte."""

import random
import time
from collections.abc import Callable, Sequence
from copy import deepcopy
from pathlib import Path

import pytest
from lxml import etree

from engine import Definition, DeploymentRejectedError, Engine
from tests.engine.definitions import exports, quirks
from tests.engine.definitions.robot import engine_of_robot

MODELS = Path("/work/shared/data/bpmn-miwg-reference")
_TEXTS = {**exports.DRAWN, **exports.ENGINES, **exports.SHOWN_ONLY, **quirks.QUIRKS}
SOURCES = {name: text.encode() for name, text in _TEXTS.items()} | {
    path.name: path.read_bytes() for path in sorted(MODELS.glob("*.bpmn"))
}
# One drawing of a page takes a fraction of a second; whatever takes this long goes round in circles.
_LONGEST_SECONDS = 20
_VALUES = (
    "",
    " ",
    "p",
    "-1",
    "true",
    "TRUE",
    "å b",
    "a",
    "0",
    "nowhere",
    "${x}",
    "x:y",
    "&<>\"'",
    "=",
    "R/PT0S",
    "1 +",
)


def edited(source: bytes, dice: random.Random) -> bytes:
    """The drawing after one to six edits of its elements."""
    root = etree.fromstring(source)
    for _ in range(dice.randint(1, 6)):
        elements = [part for part in root.iter() if part is not root and isinstance(part.tag, str)]
        if elements:
            dice.choice(EDITS)(dice.choice(elements), dice.choice(elements), dice)
    return etree.tostring(root)


def _remove(one: etree._Element, _: etree._Element, __: random.Random) -> None:
    holder = one.getparent()
    if holder is not None:
        holder.remove(one)


def _double(one: etree._Element, _: etree._Element, __: random.Random) -> None:
    one.addnext(deepcopy(one))


def _move(one: etree._Element, other: etree._Element, _: random.Random) -> None:
    if one is not other and one not in other.iterancestors():
        other.append(one)


def _turn(one: etree._Element, other: etree._Element, _: random.Random) -> None:
    one.tag = other.tag


def _lend(one: etree._Element, other: etree._Element, dice: random.Random) -> None:
    """Give an element an attribute of another."""
    if other.attrib:
        key = dice.choice(sorted(map(str, other.attrib)))
        one.set(key, dice.choice([other.get(key) or "", *_VALUES]))


def _forget(one: etree._Element, _: etree._Element, dice: random.Random) -> None:
    if one.attrib:
        del one.attrib[dice.choice(sorted(map(str, one.attrib)))]


def _write(one: etree._Element, other: etree._Element, dice: random.Random) -> None:
    one.text = dice.choice([other.text or "", *_VALUES])


def _unwrap(one: etree._Element, _: etree._Element, __: random.Random) -> None:
    """What lies in an element comes to lie beside it."""
    for part in reversed(one):
        one.addnext(part)


EDITS: tuple[Callable[[etree._Element, etree._Element, random.Random], None], ...] = (
    _remove,
    _double,
    _move,
    _turn,
    _lend,
    _forget,
    _write,
    _unwrap,
)


# Nobody grants money without a decision, and what is no longer a file of definitions is no drawing.
REFUSED = {"file_unreadable", "decision_without_person"}


@pytest.mark.parametrize("seed", range(8))
def test_an_edited_drawing_is_imported_or_refused_and_never_crashes(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - the same edits each time, nothing secret
    engine = engine_of_robot()
    for name in dice.sample(sorted(SOURCES), 5):
        content = edited(SOURCES[name], dice)
        begun = time.monotonic()
        deployed, refused = _imported(engine, content)
        assert time.monotonic() - begun < _LONGEST_SECONDS, content
        assert refused <= REFUSED, content
        assert all(engine.definition_files(one.key, one.version)["p.bpmn"] == content for one in deployed)
    engine.close()


@pytest.mark.parametrize("seed", range(4))
def test_a_file_with_broken_bytes_is_imported_or_refused_and_never_crashes(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - the same
    engine = engine_of_robot()
    for name in dice.sample(sorted(SOURCES), 5):
        content = bytearray(SOURCES[name])
        for _ in range(dice.randint(1, 6)):
            at = dice.randrange(len(content))
            content[at : at + dice.randint(0, 3)] = dice.randbytes(dice.randint(0, 3))
        deployed, _ = _imported(engine, bytes(content))
        assert all(engine.definition_files(one.key, one.version)["p.bpmn"] == content for one in deployed)
    engine.close()


def _imported(engine: Engine, content: bytes) -> tuple[Sequence[Definition], set[str]]:
    """What was deployed, or the codes of what stopped it."""
    try:
        return engine.deploy({"p.bpmn": content}, repair=True).definitions, set()
    except DeploymentRejectedError as refusal:
        return (), {one.code for one in refusal.problems if one.severity == "error"}
