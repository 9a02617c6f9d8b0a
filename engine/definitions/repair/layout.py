"""A picture for files without one: pools above one another, steps from left to right in the order of the flows."""

from dataclasses import dataclass, field

from lxml import etree

from engine.definitions.repair.drawing import FLOW_NODES, SCOPES, Drawing, children
from engine.definitions.repair.picture import add_edge, add_shape, has_picture, new_plane, size_of, way
from engine.definitions.repair.positions import Box
from engine.reader import xml

_COLUMN_GAP, _ROW_GAP, _MARGIN, _HEAD = 50.0, 40.0, 40.0, 30.0
_BLACK_BOX = 60.0
_SUBPROCESSES = frozenset(SCOPES) - {"process"}


@dataclass
class _Picture:
    """What is drawn where, so far."""

    boxes: dict[str, Box] = field(default_factory=dict)
    expanded: set[str] = field(default_factory=set)


def lay_out(drawing: Drawing) -> None:
    """Draw what has no picture: every pool and process of the file."""
    if has_picture(drawing):
        return
    processes = drawing.elements("process")
    participants = drawing.elements("participant")
    owner = next(iter(drawing.elements("collaboration")), None) if participants else None
    owner = owner if owner is not None else next(iter(processes), None)
    if owner is None or not owner.get("id"):
        return
    plane = new_plane(drawing.root, owner.get("id") or "")
    picture, y = _Picture(), 0.0
    shown = {xml.reference(pool.get("processRef")): pool for pool in participants}
    for process in processes:
        y += _place_pool(picture, process, shown.get(process.get("id")), y) + _ROW_GAP
    width = max((box.x + box.width for box in picture.boxes.values()), default=600.0)
    for pool in participants:
        if pool.get("id") not in picture.boxes:
            picture.boxes[pool.get("id") or ""] = Box(0, y, width, _BLACK_BOX)
            y += _BLACK_BOX + _ROW_GAP
    _draw(drawing, plane, picture)
    drawing.assume("assumed_layout", owner)


def _place_pool(picture: _Picture, process: etree._Element, pool: etree._Element | None, top: float) -> float:
    """Place a process with its pool; the height that it takes."""
    left = _MARGIN + (_HEAD if pool is not None else 0)
    width, height = _place(picture, process, left, top + _MARGIN)
    if pool is not None:
        whole = Box(0, top, left + max(width, 300.0) + _MARGIN, height + 2 * _MARGIN)
        picture.boxes[pool.get("id") or ""] = whole
    return height + 2 * _MARGIN


def _place(picture: _Picture, scope: etree._Element, left: float, top: float) -> tuple[float, float]:
    """Place the steps of a scope; the width and height that they take."""
    nodes = [node for node in scope if xml.tag(node) in FLOW_NODES and node.get("id")]
    standing = [node for node in nodes if xml.tag(node) != "boundaryEvent"]
    sizes = {node.get("id") or "": _size(picture, node) for node in standing}
    x, bottom = left, top
    for column in _columns(scope, standing):
        width = max(sizes[name][0] for name in column)
        y = top
        for name in column:
            own = sizes[name]
            picture.boxes[name] = Box(x + (width - own[0]) / 2, y + (80 - min(own[1], 80)) / 2, *own)
            y += max(own[1], 80) + _ROW_GAP
        bottom = max(bottom, y - _ROW_GAP)
        x += width + _COLUMN_GAP
    for node in standing:
        _place_inside(picture, node)
    for event in nodes:
        if xml.tag(event) == "boundaryEvent":
            _place_on_border(picture, event)
    return max(x - _COLUMN_GAP - left, 0), max(bottom - top, 80)


def _size(picture: _Picture, node: etree._Element) -> tuple[float, float]:
    """The size of a step; a sub-process is as large as what lies in it."""
    if xml.tag(node) not in _SUBPROCESSES or not any(xml.tag(part) in FLOW_NODES for part in node):
        return size_of(xml.tag(node))
    picture.expanded.add(node.get("id") or "")
    width, height = _place(_Picture(), node, 0, 0)
    return width + 2 * _MARGIN, height + 2 * _MARGIN


def _place_inside(picture: _Picture, node: etree._Element) -> None:
    if node.get("id") in picture.expanded:
        box = picture.boxes[node.get("id") or ""]
        _place(picture, node, box.x + _MARGIN, box.y + _MARGIN)


def _place_on_border(picture: _Picture, event: etree._Element) -> None:
    host = picture.boxes.get(xml.reference(event.get("attachedToRef")) or "")
    taken = sum(1 for box in picture.boxes.values() if host and abs(box.y + 18 - host.y - host.height) < 1)
    x, y = (host.x + 12 + 42 * taken, host.y + host.height - 18) if host else (_MARGIN, _MARGIN)
    picture.boxes[event.get("id") or ""] = Box(x, y, *size_of("boundaryEvent"))


def _columns(scope: etree._Element, nodes: list[etree._Element]) -> list[list[str]]:
    """The steps by how many flows lead to them at the longest, going back left out."""
    names = [node.get("id") or "" for node in nodes]
    hosts = {
        event.get("id"): xml.reference(event.get("attachedToRef")) or "" for event in children(scope, "boundaryEvent")
    }
    after: dict[str, list[str]] = {name: [] for name in names}
    for flow in children(scope, "sequenceFlow"):
        source, target = xml.reference(flow.get("sourceRef")), xml.reference(flow.get("targetRef")) or ""
        source = hosts.get(source, source)
        if source in after and target in after:
            after[source or ""].append(target)
    rank = _ranks(names, after)
    return [[name for name in names if rank[name] == column] for column in range(max(rank.values(), default=-1) + 1)]


def _ranks(names: list[str], after: dict[str, list[str]]) -> dict[str, int]:
    """Longest paths over the flows, in an order in which flows that go back are met last."""
    entered = {target for targets in after.values() for target in targets}
    order: list[str] = []
    seen: set[str] = set()
    for root in (*(name for name in names if name not in entered), *names):
        _finish(root, after, seen, order)
    place = {name: number for number, name in enumerate(reversed(order))}
    rank = dict.fromkeys(names, 0)
    for name in sorted(names, key=place.__getitem__):
        for target in after[name]:
            if place[target] > place[name]:
                rank[target] = max(rank[target], rank[name] + 1)
    used = sorted(set(rank.values()))
    return {name: used.index(value) for name, value in rank.items()}


def _finish(root: str, after: dict[str, list[str]], seen: set[str], order: list[str]) -> None:
    """Depth first without recursion: a drawing may be a chain of thousands of steps."""
    if root in seen:
        return
    seen.add(root)
    waiting = [(root, iter(after[root]))]
    while waiting:
        name, targets = waiting[-1]
        target = next(targets, None)
        if target is None:
            order.append(name)
            waiting.pop()
        elif target not in seen:
            seen.add(target)
            waiting.append((target, iter(after[target])))


def _draw(drawing: Drawing, plane: etree._Element, picture: _Picture) -> None:
    pools = {pool.get("id") for pool in drawing.elements("participant")}
    for name, box in picture.boxes.items():
        is_open = name in picture.expanded or name in pools
        add_shape(plane, name, box, **({"isExpanded": "true"} if name in picture.expanded else {}))
        if is_open and name in pools:
            plane[-1].set("isHorizontal", "true")
    steps = [box for name, box in picture.boxes.items() if name not in picture.expanded and name not in pools]
    for flow in drawing.elements("sequenceFlow", "messageFlow"):
        ends = [picture.boxes.get(xml.reference(flow.get(end)) or "") for end in ("sourceRef", "targetRef")]
        if ends[0] is not None and ends[1] is not None:
            add_edge(plane, flow.get("id") or "", way(ends[0], ends[1], [box for box in steps if box not in ends]))
