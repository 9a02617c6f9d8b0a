"""Bundles: what belongs together, its digest, and what may be in it."""

import cProfile
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.definitions import Bundle, grouped, prepare, prepare_all
from tests.engine.definitions.drawing import CATALOGUE, chain, diagram

DIAGRAM = diagram(
    '<startEvent id="begin"/><userTask id="check" utlysa:form="check"/><endEvent id="done"/>'
    + chain("begin", "check", "done")
)
FORM = b'{"components": [{"type": "textfield", "key": "note", "label": "Anteckning"}]}'
TABLE = (
    b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="urn:test">'
    b'<decision id="rank" name="Rank"><literalExpression><text>1</text></literalExpression></decision></definitions>'
)


def codes(files: dict[str, bytes]) -> list[str]:
    return [problem.code for problem in prepare(files, catalogue=CATALOGUE).problems]


def test_equal_content_has_an_equal_digest() -> None:
    assert Bundle.of({"a": b"1", "b": b"2"}).digest == Bundle.of({"b": b"2", "a": b"1"}).digest
    assert Bundle.of({"a": b"1", "b": b"2"}).digest != Bundle.of({"a": b"12", "b": b""}).digest
    assert Bundle.of({"ab": b"1"}).digest != Bundle.of({"a": b"b1"}).digest


def test_a_complete_bundle_is_deployable_as_it_is() -> None:
    prepared = prepare({"p/p.bpmn": DIAGRAM, "p/check.form": FORM}, catalogue=CATALOGUE)
    assert prepared.is_deployable
    assert prepared.executable is None
    assert prepared.bundle.files["p/p.bpmn"] == DIAGRAM


def test_each_folder_is_a_bundle() -> None:
    files = {"a/a.bpmn": b"1", "a/x.form": b"2", "b/b.bpmn": b"3", "b/x.form": b"4", "shared.letter.html": b"5"}
    assert [sorted(bundle.files) for bundle in grouped(files)] == [
        ["a/a.bpmn", "a/x.form", "shared.letter.html"],
        ["b/b.bpmn", "b/x.form", "shared.letter.html"],
    ]


def test_the_problems_of_forms_and_tables_are_told_with_their_file() -> None:
    rank = diagram(
        '<startEvent id="begin"/><businessRuleTask id="rank" utlysa:decision="Rank"/>' + chain("begin", "rank")
    )
    assert "decision_unknown" not in codes({"p.bpmn": rank, "rank.dmn": TABLE})
    problems = prepare({"p.bpmn": rank, "rank.dmn": b"<!DOCTYPE a><a/>", "a.form": b"{"}, catalogue=CATALOGUE).problems
    assert {(p.file, p.code) for p in problems if p.severity == "error"} == {
        ("rank.dmn", "table_invalid"),
        ("a.form", "form_unreadable"),
        ("p.bpmn", "decision_unknown"),
    }


def test_a_table_imports_another_of_the_same_bundle() -> None:
    kind = "https://www.omg.org/spec/DMN/20191111/MODEL/"
    needs = '<informationRequirement><requiredDecision href="urn:test#rank"/></informationRequirement>'
    other = (
        f'<definitions xmlns="{kind}" id="o" name="o" namespace="urn:other">'
        f'<import namespace="urn:test" name="base" importType="{kind}"/>'
        f'<decision id="more" name="More">{needs}<literalExpression><text>base.Rank + 1</text></literalExpression>'
        "</decision></definitions>"
    ).encode()
    asks = diagram('<businessRuleTask id="a" utlysa:decision="more" utlysa:resultVariable="r"/>')
    assert "table_invalid" not in codes({"p.bpmn": asks, "other.dmn": other, "rank.dmn": TABLE})
    assert "table_invalid" in codes({"p.bpmn": asks, "other.dmn": other})


def test_a_form_may_not_write_what_belongs_to_the_registry() -> None:
    form = FORM.replace(b"note", b"registry_number")
    assert "form_key_forbidden" in codes({"p.bpmn": DIAGRAM, "check.form": form})


def test_a_condition_is_held_against_the_types_of_the_forms() -> None:
    choice = '<exclusiveGateway id="choose" default="choose_to_done"/><userTask id="more"/>'
    condition = "<conditionExpression>note + 1 &gt; 2</conditionExpression>"
    way = f'<sequenceFlow id="way" sourceRef="choose" targetRef="more">{condition}</sequenceFlow>'
    task = '<startEvent id="begin"/><endEvent id="done"/><userTask id="check" utlysa:form="check"/>'
    content = task + choice + way + chain("begin", "check", "choose", "done")
    assert "expression_gives_null" in codes({"p.bpmn": diagram(content), "check.form": FORM})
    assert "expression_gives_null" not in codes(
        {"p.bpmn": diagram(content.replace("note", "other")), "check.form": FORM}
    )


def test_a_misspelt_name_is_answered_with_a_suggestion() -> None:
    near = diagram('<startEvent id="begin"/><serviceTask id="a" utlysa:operation="recrod"/>' + chain("begin", "a"))
    problem = next(p for p in prepare({"p.bpmn": near}, catalogue=CATALOGUE).problems if p.code == "operation_unknown")
    assert 'did you mean "record"?' in problem.message_en
    assert "menade du ”record”?" in problem.message


def test_a_name_outside_the_folder_is_refused() -> None:
    assert "file_name_invalid" in codes({"p.bpmn": DIAGRAM, "../check.form": FORM})
    assert "bundle_too_large" in codes({"p.bpmn": DIAGRAM, **{f"{n}.txt": b"" for n in range(501)}})


def test_a_bundle_without_a_diagram_is_refused() -> None:
    (prepared,) = prepare_all({"a.form": FORM}, catalogue=CATALOGUE)
    assert [problem.code for problem in prepared.problems] == ["bundle_empty"]
    assert not prepared.is_deployable


def line_of(number: int) -> dict[str, bytes]:
    """A bundle of one line of that many drawn tasks, with a choice and a compensation at each."""
    steps = [f"step_{place}" for place in range(number)]
    content = "".join(
        f'<userTask id="{step}"/><endEvent id="end_{step}"/><sequenceFlow id="out_{step}" sourceRef="{step}" '
        f'targetRef="end_{step}"><conditionExpression>amount &gt; 1</conditionExpression></sequenceFlow>'
        f'<boundaryEvent id="undo_{step}" attachedToRef="{step}"><compensateEventDefinition/></boundaryEvent>'
        f'<userTask id="mend_{step}" isForCompensation="true"/>'
        for step in steps
    )
    ties = "".join(f'<association id="tie_{step}" sourceRef="undo_{step}" targetRef="mend_{step}"/>' for step in steps)
    line = chain("begin", *steps, "done")
    return {"p.bpmn": diagram('<startEvent id="begin"/><endEvent id="done"/>' + content + line + ties)}


def test_two_hundred_steps_are_judged_in_under_a_second() -> None:
    begun = time.monotonic()
    prepared = prepare(line_of(50), catalogue=CATALOGUE)
    assert len(prepared.document.processes[0].nodes) == 202  # type: ignore[union-attr]
    assert prepared.is_deployable, prepared.problems
    assert time.monotonic() - begun < 1


def test_the_work_of_judging_grows_as_the_diagram_does() -> None:
    def calls(number: int) -> int:
        profile = cProfile.Profile()
        profile.runcall(prepare, line_of(number), catalogue=CATALOGUE)
        return int(sum(entry.callcount for entry in profile.getstats()))

    calls(10)
    small, large = calls(50), calls(200)
    assert small < 400_000
    # Four times the steps; what is set before a condition is looked for along the whole way to it.
    assert large < 6 * small, (small, large)


def test_two_starts_that_a_join_brings_together_are_allowed() -> None:
    starts = '<startEvent id="one"/><startEvent id="two"/><userTask id="check"/>'
    join = '<parallelGateway id="join"/>' + chain("one", "join", "check") + chain("two", "join")
    assert "starts_merge" not in codes({"p.bpmn": diagram(starts + join)})
    twice = starts + chain("one", "check") + chain("two", "check")
    assert "starts_merge_at_task" in codes({"p.bpmn": diagram(twice)})
    assert "starts_merge" in codes({"p.bpmn": diagram(twice.replace("userTask", "task"))})


def test_a_thousand_starts_are_judged_quickly() -> None:
    ids = [f"start_{number}" for number in range(1000)]
    content = "".join(f'<startEvent id="{start}"/>' + chain(start, "check") for start in ids)
    begun = time.monotonic()
    assert "starts_merge_at_task" in codes({"p.bpmn": diagram(content + '<userTask id="check"/>')})
    assert time.monotonic() - begun < 5


def test_deep_nesting_is_refused_by_its_limit() -> None:
    deep = "".join(f'<subProcess id="s{n}">' for n in range(52)) + "</subProcess>" * 52
    assert codes({"p.bpmn": diagram(deep)}) == ["limit_exceeded"]


_PIECES = st.sampled_from(
    [b"<", b">", b'"', b"id=", b"userTask", b"sequenceFlow", b"check", b"begin", b"/", b"&", b"=", b"\xff", b"P7D", b""]
)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(DIAGRAM)), st.integers(0, 40), _PIECES, st.booleans())
def test_no_edit_of_a_diagram_makes_the_judgement_fail(place: int, length: int, piece: bytes, repair: bool) -> None:
    content = DIAGRAM[:place] + piece + DIAGRAM[place + length :]
    prepared = prepare({"p.bpmn": content, "check.form": FORM}, catalogue=CATALOGUE, repair=repair)
    assert prepared.document is not None or any(problem.severity == "error" for problem in prepared.problems)


@pytest.mark.parametrize("repair", [False, True])
def test_the_original_is_kept_byte_for_byte(repair: bool) -> None:
    drawing = diagram('<task id="check" name="Kontrollera"/>')
    prepared = prepare({"p.bpmn": drawing}, catalogue=CATALOGUE, repair=repair)
    assert prepared.bundle.files["p.bpmn"] == drawing
