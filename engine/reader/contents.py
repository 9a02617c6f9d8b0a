"""What is being gathered from one process while it is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.reader import xml
from engine.reader.events import Definitions
from engine.reader.model import Entry, Flow, Lane, Node, Remark, Scope


@dataclass
class Contents:
    """What is being gathered from one process."""

    catalogue: Mapping[str, Entry]
    shared: Definitions
    limits: xml.DiagramLimits
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    scopes: dict[str, Scope] = field(default_factory=dict)
    lanes: list[Lane] = field(default_factory=list)
    data: dict[str, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    steps: int = 0
