"""What tools spell in their own way means the same as what the standard writes."""

import pytest

from engine.definitions import Catalogue, Prepared, prepare
from engine.reader.model import Node
from tests.engine.definitions.quirks import QUIRKS


def imported(text: str) -> Prepared:
    prepared = prepare({"p.bpmn": text.encode()}, catalogue=Catalogue(), repair=True)
    assert prepared.is_deployable, prepared.problems
    return prepared


def nodes(prepared: Prepared) -> dict[str, Node]:
    assert prepared.document is not None
    return dict(prepared.document.processes[0].nodes)


@pytest.mark.parametrize(
    "name",
    [
        "attributes_in_other_cases",
        "elements_in_other_cases",
        "references_as_braces",
        "references_as_fragments",
        "spaces_around_references",
        "tns_everywhere",
    ],
)
def test_steps_stay_joined_however_their_names_are_spelt(name: str) -> None:
    prepared = imported(QUIRKS[name])
    assert prepared.document is not None
    flows = prepared.document.processes[0].flows.values()
    assert [(flow.source, flow.target) for flow in flows] == [("s", "x"), ("x", "e")]
    assert {name: node.kind for name, node in nodes(prepared).items()} == {
        "s": "startEvent",
        "x": "userTask",
        "e": "endEvent",
    }


def test_truth_values_in_other_words_are_read_as_meant() -> None:
    prepared = imported(QUIRKS["booleans_in_other_cases"])
    assert not nodes(prepared)["b"].is_interrupting
    assert prepared.document is not None
    assert prepared.document.processes[0].is_executable
    assert "sant och falskt" in " ".join(one.message for one in prepared.problems if one.code == "assumed_mended")


@pytest.mark.parametrize("name", ["flow_outside_its_process", "process_inside_a_participant"])
def test_what_stands_beside_its_place_is_put_there_and_told(name: str) -> None:
    prepared = imported(QUIRKS[name])
    assert prepared.document is not None
    assert "x" in {flow.target for flow in prepared.document.processes[0].flows.values()}
    assert "assumed_mended" in {one.code for one in prepared.problems}


def test_a_copy_of_a_process_with_the_same_ids_keeps_its_own_flows() -> None:
    once = QUIRKS["no_names_and_empty_names"]
    begin, end = once.index("<process"), once.index("</definitions>")
    prepared = imported(once[:end] + once[begin:end] + once[end:])
    assert prepared.document is not None
    first, second = prepared.document.processes
    assert len(first.flows) == len(second.flows) == 2
    for process in (first, second):
        assert {end for flow in process.flows.values() for end in (flow.source, flow.target)} == set(process.nodes)


def test_a_note_that_a_flow_leads_to_stays_a_note() -> None:
    assert set(nodes(imported(QUIRKS["flows_to_notes"]))) == {"s", "x", "e"}


def test_a_question_is_no_condition() -> None:
    prepared = imported(QUIRKS["one_branch_with_a_condition"])
    assert prepared.document is not None
    conditions = [flow.condition.text for flow in prepared.document.processes[0].flows.values() if flow.condition]
    assert "Saknas något?" not in conditions


def test_a_process_that_calls_itself_waits_for_a_person_each_time() -> None:
    called = QUIRKS["call_without_element"].replace("<callActivity ", '<callActivity calledElement="p" ')
    assert "assumed_pause" in {one.code for one in imported(called).problems}
