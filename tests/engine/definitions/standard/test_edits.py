"""Whatever is done to a file that follows the standard, judging it ends in an answer with places, never in a fault."""

from copy import deepcopy

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from engine.definitions import prepare
from tests.engine.definitions.drawing import CATALOGUE
from tests.engine.definitions.standard.test_standard import CASES

FILES = sorted({case.file for case in CASES})
VALUES = st.sampled_from(["", "x:y", "q:", "check", "p", "begin", "true", "-1", "tns:p", " ", "a b"])
EDITS = st.tuples(st.integers(0, 200), st.integers(0, 200), st.integers(0, 5), st.integers(0, 9), VALUES)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(FILES), st.lists(EDITS, min_size=1, max_size=3))
def test_no_edit_makes_the_judgement_fail(file: str, edits: list[tuple[int, int, int, int, str]]) -> None:
    root = etree.fromstring(file.encode())
    for place, other, kind, which, value in edits:
        elements = list(root.iter())
        change(elements[place % len(elements)], elements[other % len(elements)], kind, which, value)
    prepared = prepare({"p.bpmn": etree.tostring(root)}, catalogue=CATALOGUE)
    assert prepared.document is not None or any(problem.severity == "error" for problem in prepared.problems)
    assert all(problem.line for problem in prepared.problems), prepared.problems


def change(element: etree._Element, other: etree._Element, kind: int, which: int, value: str) -> None:
    """Remove, empty, overwrite, repeat or rename a part of a file."""
    attributes = list(element.attrib)
    parent = element.getparent()
    if kind == 0 and parent is not None:
        parent.remove(element)
    elif kind in (1, 2) and attributes:
        name = attributes[which % len(attributes)]
        del element.attrib[name]
        if kind == 2:
            element.set(name, value)
    elif kind == 3:
        element.text = value
    elif kind == 4:
        element.append(deepcopy(other))
    else:
        element.tag = other.tag
