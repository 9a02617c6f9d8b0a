"""Random edits of whole drawings: each is read and judged, or refused with a line; what runs fails as declared."""

from copy import deepcopy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from engine.definitions import Catalogue, prepare
from engine.errors import EngineError
from engine.reader import UnreadableDiagramError, read
from tests.engine.semantics.bench import bench
from tests.engine.semantics.drawing import diagram
from tests.engine.semantics.test_compensation import undoable
from tests.engine.semantics.test_data import INSTANCES, LIST, LISTS
from tests.engine.semantics.test_data import file as data_file
from tests.engine.semantics.test_nesting import BOUND, KEYS, MESSAGE, SIGNAL, many
from tests.engine.semantics.test_nesting import file as event_file
from tests.engine.semantics.test_patterns import CATALOGUE, PATTERNS

SOURCES = [
    *(diagram(body, catalogue=CATALOGUE) for body, *_ in PATTERNS.values()),
    data_file(f'<userTask id="a">{LISTS}{INSTANCES.format("false")}</userTask>', data=LIST),
    event_file(
        f'{BOUND}\nstart s\n<intermediateCatchEvent id="c">{MESSAGE}{SIGNAL}</intermediateCatchEvent>\ns -> c', KEYS
    ),
    many('behavior="One"', SIGNAL, cancels="true"),
    diagram(
        f"start s\n{undoable('a')}\n"
        '<endEvent id="e"><compensateEventDefinition activityRef="a" waitForCompletion="false"/></endEvent>\n'
        "s -> a -> e"
    ),
]


def edited(source: bytes, data: st.DataObject) -> bytes:
    """The file after one to four edits of its elements: gone, doubled, moved, renamed, or with another's attributes."""
    root = etree.fromstring(source)
    for _ in range(data.draw(st.integers(1, 4))):
        elements = [element for element in root.iter() if element is not root]
        if elements:
            one, other = (data.draw(st.sampled_from(elements)) for _ in range(2))
            data.draw(st.sampled_from(EDITS))(one, other, data)
    return etree.tostring(root)


def _remove(one: etree._Element, _: etree._Element, __: st.DataObject) -> None:
    holder = one.getparent()
    if holder is not None:
        holder.remove(one)


def _double(one: etree._Element, _: etree._Element, __: st.DataObject) -> None:
    one.addnext(deepcopy(one))


def _move(one: etree._Element, other: etree._Element, _: st.DataObject) -> None:
    if one is not other and one not in other.iterancestors():
        other.append(one)


def _rename(one: etree._Element, other: etree._Element, _: st.DataObject) -> None:
    one.tag = other.tag


def _set(one: etree._Element, other: etree._Element, data: st.DataObject) -> None:
    if other.attrib:
        key = data.draw(st.sampled_from(sorted(map(str, other.attrib))))
        one.set(key, data.draw(st.sampled_from([other.get(key) or "", "", "p", "-1", "true", "\u00e5 b"])))


def _write(one: etree._Element, other: etree._Element, data: st.DataObject) -> None:
    one.text = data.draw(st.sampled_from(["", "x", "=", "R/PT0S", "1 +", other.text or ""]))


EDITS = (_remove, _double, _move, _rename, _set, _write)


@pytest.mark.unreplayed
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SOURCES), st.data())
def test_an_edited_drawing_is_judged_or_refused(source: bytes, data: st.DataObject) -> None:
    file = edited(source, data)
    prepared = prepare({"p.bpmn": file}, catalogue=Catalogue())
    assert all(problem.line is not None for problem in prepared.problems if problem.severity == "error")


@pytest.mark.unreplayed
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SOURCES), st.data())
def test_an_edited_drawing_that_runs_fails_with_declared_errors_only(source: bytes, data: st.DataObject) -> None:
    file = edited(source, data)
    prepared = prepare({"p.bpmn": file}, catalogue=Catalogue())
    if not prepared.is_deployable or prepared.document is None:
        return
    key = prepared.document.processes[0].id
    try:
        case = bench(file).start(key, x=1, n=2, near=False, far=False, many=[1], reached=False)
        for _ in range(6):
            if not case.open:
                break
            case.complete(data.draw(st.sampled_from(case.open)), again=False)
    except EngineError as error:
        assert error.code  # noqa: PT017 - a declared error is one of the two right outcomes


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(SOURCES), st.data())
def test_an_edited_file_is_read_or_refused_with_its_line(source: bytes, data: st.DataObject) -> None:
    file = bytearray(source)
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(file) - 1))
        file[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    try:
        read(bytes(file))
    except UnreadableDiagramError as error:
        assert error.line >= 1  # noqa: PT017 - being refused is one of the two right outcomes
