"""What the rules still refuse after the repairs: the smallest change that lets the drawing run, told as assumed."""

from collections.abc import Callable, Iterable, Mapping

from lxml import etree

from engine.definitions.repair.asking import may_be_preceded, put_before
from engine.definitions.repair.choices import merge_starts
from engine.definitions.repair.drawing import Drawing, children, name_of, own, remove, rename
from engine.definitions.repair.events import ask_for_count
from engine.definitions.repair.joins import join_inclusively
from engine.definitions.repair.telling import definitions_of
from engine.definitions.repair.times import forget_time
from engine.model import Problem, Text
from engine.reader import xml
from engine.reader.nodes import NODE_KINDS

_MOST_ROUNDS = 6
_FORMULAS = ("conditionExpression", "completionCondition", "loopCondition", "activationCondition")
_PLAIN = {
    "startEvent": "startEvent",
    "endEvent": "endEvent",
    "intermediateThrowEvent": "intermediateThrowEvent",
    "intermediateCatchEvent": "manualTask",
}
# A law stands behind these: no assumption lets them run.
_NEVER_ASSUMED = frozenset({"decision_without_person", "decision_before_not_allowed"})
Judge = Callable[[], Iterable[Problem]]
_Fix = Callable[[Drawing, "etree._Element"], None]  # noqa: SLF001 - lxml's name for the type of its elements


def settle_rest(drawing: Drawing, judge: Judge, again: Callable[[], None]) -> None:
    """Change what is refused until nothing is, or nothing more can be done. `again` repeats the usual repairs."""
    for _ in range(_MOST_ROUNDS):
        refused = [one for one in judge() if one.code not in _NEVER_ASSUMED]
        nodes = drawing.by_id()
        known = [(one, nodes[one.element_id]) for one in refused if one.element_id in nodes]
        if not known:
            return
        for problem, element in known:
            if element.getparent() is not None:
                _FIXES.get(problem.code, _degrade)(drawing, element)
        again()


def _degrade(drawing: Drawing, element: etree._Element) -> None:
    """Less and less of what is drawn: the details first, then the kind, then the element itself."""
    kind = xml.tag(element)
    if _drop_details(element):
        drawing.assume("ignored_details", element)
    elif kind == "sequenceFlow":
        drawing.assume("ignored_flow", element, id=element.get("id"))
        remove(element)
    elif kind in _PLAIN:
        _make_plain(drawing, element)
    elif kind.endswith(("ask", "callActivity")) and kind != "manualTask":
        rename(element, "manualTask")
        drawing.assume("assumed_step", element, kind=kind)
    elif kind.endswith("Gateway") and kind != "exclusiveGateway":
        rename(element, "exclusiveGateway")
        drawing.assume("assumed_kind", element, was=kind, now="exclusiveGateway")
    elif kind in NODE_KINDS:
        drawing.assume("ignored_step", element)
        drawing.drop_node(element)


def _drop_details(element: etree._Element) -> bool:
    """Take away what a step can do without: formulas, repetitions, and what the extension says of it."""
    found = children(element, *_FORMULAS, "multiInstanceLoopCharacteristics", "standardLoopCharacteristics")
    for part in found:
        remove(part)
    attributes = [name for name in element.attrib if str(name).startswith(f"{{{xml.UTLYSA}}}") and name != own("form")]
    attributes = [name for name in attributes if name != own("role")] or attributes
    for name in attributes:
        del element.attrib[name]
    return bool(found or attributes)


def _make_plain(drawing: Drawing, event: etree._Element) -> None:
    definitions = definitions_of(event)
    for definition in definitions:
        remove(definition)
    kind = _PLAIN[xml.tag(event)]
    if not definitions and kind == xml.tag(event):
        drawing.assume("ignored_step", event)
        drawing.drop_node(event)
        return
    drawing.assume("assumed_kind", event, was=xml.tag(event), now=kind)
    rename(event, kind)


def _wait_before(drawing: Drawing, node: etree._Element) -> None:
    """A loop that never waits is gone through by a person, round by round."""
    if not may_be_preceded(node):
        _degrade(drawing, node)
        return
    shown = name_of(node)
    put_before(drawing, node, wish=f"go_on_{node.get('id')}", name=Text(f"Fortsätt: {shown}", f"Go on: {shown}"))
    drawing.assume("assumed_pause", node)


def _ask_count(drawing: Drawing, node: etree._Element) -> None:
    for loop in children(node, "multiInstanceLoopCharacteristics"):
        ask_for_count(drawing, node, loop)


def _forget_due(drawing: Drawing, node: etree._Element) -> None:
    for name in ("due", "reminders"):
        if node.attrib.pop(own(name), ""):
            drawing.assume("ignored_details", node)


_TIMES = ("timer_missing", "timer_invalid", "timer_never_fires", "timer_negative", "timer_too_often", "timer_too_far")
_FIXES: Mapping[str, _Fix] = {
    **dict.fromkeys(_TIMES, forget_time),
    **dict.fromkeys(("cardinality_invalid", "cardinality_too_large", "instances_without_source"), _ask_count),
    **dict.fromkeys(("due_invalid", "reminder_invalid"), _forget_due),
    **dict.fromkeys(("loop_without_wait", "call_recursion"), _wait_before),
    "deadlock": join_inclusively,
    "starts_merge": merge_starts,
    "starts_merge_at_task": merge_starts,
}
