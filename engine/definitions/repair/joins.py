"""Repairs of joins that would wait for ever: they wait for the ways that are taken, where not all need be."""

from collections.abc import Iterator

from lxml import etree

from engine.definitions.repair.drawing import Drawing, children, rename, scope_of
from engine.reader import xml

_SPLITS = ("exclusiveGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway")


def settle_joins(drawing: Drawing) -> None:
    """Parallel joins after a choice, or after an activity and the event that interrupts it, wait as inclusive ones."""
    for scope in drawing.scopes():
        joins = [node for node in children(scope, "parallelGateway") if len(drawing.flows_to(node)) > 1]
        ways = _Ways(scope) if joins else None
        for join in joins:
            if ways is not None and ways.may_lack(join.get("id") or ""):
                join_inclusively(drawing, join)


def join_inclusively(drawing: Drawing, join: etree._Element) -> None:
    """Let a join wait for the ways that are taken; what it splits into afterwards stays parallel."""
    drawing.assume("assumed_merge", join)
    if len(drawing.flows_from(join)) < 2:
        rename(join, "inclusiveGateway")
        return
    scope, join_id = scope_of(join), join.get("id") or ""
    merge = drawing.add(scope, "inclusiveGateway", id=drawing.new_id(f"merge_{join_id}"))
    merge_id = merge.get("id") or ""
    for flow in drawing.flows_to(join):
        flow.set("targetRef", merge_id)
    drawing.add_flow(scope, merge_id, join_id)
    drawing.share_lane(join_id, merge_id)
    drawing.added[merge_id] = join_id


class _Ways:
    """The flows of one scope, and from where only one of several ways goes on."""

    def __init__(self, scope: etree._Element) -> None:
        self._target: dict[str, str] = {}
        self._leaving: dict[str, list[str]] = {}
        for number, flow in enumerate(children(scope, "sequenceFlow")):
            key = flow.get("id") or str(number)
            self._target[key] = xml.reference(flow.get("targetRef")) or ""
            self._leaving.setdefault(xml.reference(flow.get("sourceRef")) or "", []).append(key)
        self._boundaries: dict[str, list[str]] = {}
        for event in children(scope, "boundaryEvent"):
            host = xml.reference(event.get("attachedToRef")) or ""
            self._boundaries.setdefault(host, []).append(event.get("id") or "")
        self._alternatives = list(self._alternatives_in(scope))

    def _alternatives_in(self, scope: etree._Element) -> Iterator[list[list[str]]]:
        """Groups of ways of which not all need be taken."""
        for gateway in children(scope, *_SPLITS):
            yield [[flow] for flow in self._leaving.get(gateway.get("id") or "", [])]
        for event in children(scope, "boundaryEvent"):
            if xml.flag(event, "cancelActivity", default=True):
                host = xml.reference(event.get("attachedToRef")) or ""
                yield [self._leaving.get(event.get("id") or "", []), self._leaving.get(host, [])]

    def may_lack(self, join: str) -> bool:
        """Whether two ways, not both of which need be taken, are each needed by the join."""
        for group in self._alternatives:
            reached = [self._entries(way, join) for way in group]
            for place, one in enumerate(reached):
                if any(one - other and other - one for other in reached[place + 1 :]):
                    return True
        return False

    def _entries(self, begun: list[str], join: str) -> set[str]:
        """The flows into the join that can be reached without passing it."""
        found: set[str] = set()
        seen: set[str] = set()
        waiting = list(begun)
        while waiting:
            flow = waiting.pop()
            node = self._target[flow]
            if node == join:
                found.add(flow)
            elif node not in seen:
                seen.add(node)
                waiting += self._leaving.get(node, [])
                waiting += [after for event in self._boundaries.get(node, []) for after in self._leaving.get(event, [])]
        return found
