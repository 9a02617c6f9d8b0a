"""Who does what: lanes and owners that name roles in words, and the questions of who does each step and how."""

from collections.abc import Mapping

from engine.definitions.repair.drawing import Drawing, name_of, own
from engine.definitions.roles import named_lanes, named_tasks
from engine.model import Question
from engine.reader import xml

_DONE_BY_PERSONS = frozenset(
    {"task", "userTask", "manualTask", "serviceTask", "scriptTask", "businessRuleTask", "callActivity"}
)


def ask_who(drawing: Drawing, role_codes: Mapping[str, str]) -> None:
    """Lanes and owners stand for roles: by code, or by the name of a role; the steps of other lanes are anyone's."""
    named = dict(named_lanes(drawing.root, role_codes))
    for task, code in named_tasks(drawing.root, role_codes):
        task.set(own("role"), code)
    for lane in drawing.elements("lane"):
        if not any(xml.tag(part) == "flowNodeRef" for part in lane):
            continue
        written = name_of(lane)
        role = named.get(lane)
        if role is not None:
            lane.set(own("role"), role)
            drawing.assume("assumed_role", lane, role=role)
        elif lane.get(own("role")) is None and role_codes:
            lane.set(own("role"), "")
            drawing.assume("assumed_anyone", lane)
        drawing.ask(Question("role", lane.get("id") or "", written, written=lane.get(own("role")) or ""))
    _ask_of_steps(drawing)


def _ask_of_steps(drawing: Drawing) -> None:
    for step in drawing.elements(*_DONE_BY_PERSONS):
        drawing.ask(Question("task", step.get("id") or "", name_of(step), written=xml.tag(step)))
    placed = {xml.text_of(reference) for reference in drawing.elements("flowNodeRef")}
    for process in drawing.elements("process"):
        steps = [part for part in process.iter() if xml.tag(part) in _DONE_BY_PERSONS]
        if any(step.get("id") not in placed and step.get(own("role")) is None for step in steps):
            drawing.ask(Question("role", process.get("id") or "", name_of(process)))
