"""One process as a whole: its nodes joined by flows, boundary events and handlers, its scopes with their starts."""

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from engine.reader import xml
from engine.reader.contents import Contents
from engine.reader.model import Node
from engine.reader.nodes import read_data_names, read_lanes, read_scope


def read_contents(process: etree._Element, contents: Contents) -> None:
    """Fill `contents` from the process's XML. Raises UnreadableDiagramError past the limits."""
    process_id = process.get("id") or ""
    read_lanes(process, contents, parent=None)
    read_data_names(process, contents)
    lane_of = {node_id: lane for lane in contents.lanes for node_id in lane.nodes}
    read_scope(process, process_id, contents, parent=None, lane_of=lane_of, lane=None, nesting=0)
    _connect(contents)
    _attach(process, contents)
    _close_scopes(contents)


def _connect(contents: Contents) -> None:
    incoming: dict[str, list[str]] = {}
    outgoing: dict[str, list[str]] = {}
    for flow in contents.flows.values():
        incoming.setdefault(flow.target, []).append(flow.id)
        outgoing.setdefault(flow.source, []).append(flow.id)
    for node_id, node in contents.nodes.items():
        contents.nodes[node_id] = replace(
            node, incoming=tuple(incoming.get(node_id, ())), outgoing=tuple(outgoing.get(node_id, ()))
        )


def _attach(process: etree._Element, contents: Contents) -> None:
    nodes = contents.nodes
    for boundary in [node for node in nodes.values() if node.kind == "boundaryEvent"]:
        host = nodes.get(boundary.attached_to or "")
        if host is not None:
            nodes[host.id] = replace(host, boundaries=(*host.boundaries, boundary.id))
    for source, target in _associations(process):
        for event, activity in ((source, target), (target, source)):
            node, handler = nodes.get(event), nodes.get(activity)
            is_pair = node is not None and node.kind == "boundaryEvent" and handler is not None
            if is_pair and handler is not None and handler.is_for_compensation and node is not None:
                nodes[event] = replace(node, compensation_handler=activity)


def _associations(process: etree._Element) -> Iterator[tuple[str, str]]:
    for element in process.iter("{" + xml.BPMN + "}association"):
        yield xml.reference(element.get("sourceRef")) or "", xml.reference(element.get("targetRef")) or ""


def _close_scopes(contents: Contents) -> None:
    for scope_id, scope in contents.scopes.items():
        inside = [contents.nodes[node_id] for node_id in scope.nodes]
        starts = tuple(node.id for node in inside if _is_start(node))
        contents.scopes[scope_id] = replace(
            scope,
            starts=starts,
            event_subprocesses=tuple(node.id for node in inside if node.is_event_subprocess),
            entries=tuple(node.id for node in inside if _is_entry(node)),
        )


def _is_start(node: Node) -> bool:
    return node.kind == "startEvent" or (node.instantiates and not node.incoming)


def _is_entry(node: Node) -> bool:
    """Whether the node begins a scope that has no start event."""
    is_link = any(event.kind == "link" for event in node.events)
    is_aside = node.is_for_compensation or node.is_event_subprocess or node.kind == "boundaryEvent"
    return not node.incoming and not _is_start(node) and not is_aside and not (is_link and "Catch" in node.kind)
