"""Where things are drawn: the bounds of shapes, read leniently, and what lies on what."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from engine.definitions.repair.dialects import DC, DI
from engine.reader import xml

_NUMBER = re.compile(r"\s*([-+]?\d+(?:[.,]\d+)?(?:[eE][-+]?\d+)?)\s*(?:px|pt)?\s*")
_FARTHEST = 1_000_000.0
_WIDEST_STEP = 200.0
SHAPE, EDGE = f"{{{xml.BPMNDI}}}BPMNShape", f"{{{xml.BPMNDI}}}BPMNEdge"
PLANE, DIAGRAM = f"{{{xml.BPMNDI}}}BPMNPlane", f"{{{xml.BPMNDI}}}BPMNDiagram"
BOUNDS, WAYPOINT = f"{{{DC}}}Bounds", f"{{{DI}}}waypoint"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, width and height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def center(self) -> tuple[float, float]:
        """The middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def is_wide(self) -> bool:
        """Whether it holds others: a pool, a lane or an open sub-process."""
        return self.width > _WIDEST_STEP

    def touches(self, other: "Box") -> bool:
        """Whether the two lie on one another."""
        across = self.x < other.x + other.width and other.x < self.x + self.width
        return across and self.y < other.y + other.height and other.y < self.y + self.height

    def around(self, point: tuple[float, float], *, slack: float = 0) -> bool:
        """Whether a point lies in it, or as near to it as the slack."""
        x, y = point
        across = self.x - slack <= x <= self.x + self.width + slack
        return across and self.y - slack <= y <= self.y + self.height + slack

    def written(self) -> dict[str, str]:
        """As the attributes of `Bounds`."""
        values = {"x": self.x, "y": self.y, "width": self.width, "height": self.height}
        return {name: f"{value:g}" for name, value in values.items()}


def number(text: str | None) -> float | None:
    """A coordinate, also with a decimal comma or a unit; None for what is none, or lies absurdly far away."""
    found = _NUMBER.fullmatch(text or "")
    value = float(found[1].replace(",", ".")) if found else math.nan
    return value if math.isfinite(value) and abs(value) <= _FARTHEST else None


def box_of(shape: etree._Element) -> Box | None:
    """The bounds of a shape; None where they cannot be used."""
    bounds = next((part for part in shape if part.tag == BOUNDS), None)
    if bounds is None:
        return None
    x, y, width, height = (number(bounds.get(name)) for name in ("x", "y", "width", "height"))
    if x is None or y is None or not width or not height or width < 0 or height < 0:
        return None
    return Box(x, y, width, height)


def boxes(root: etree._Element) -> dict[str, Box]:
    """Where each element is drawn first."""
    found: dict[str, Box] = {}
    for shape in root.iter(SHAPE):
        box = box_of(shape)
        if box is not None:
            found.setdefault(xml.reference(shape.get("bpmnElement")) or "", box)
    return found


def host_at(root: etree._Element, event: etree._Element, hosts: Mapping[str | None, etree._Element]) -> str | None:
    """The innermost of the hosts on whose border the event is drawn."""
    drawn = boxes(root)
    own = drawn.get(event.get("id") or "")
    if own is None:
        return None
    touched = [
        (box.width * box.height, name)
        for name in hosts
        if name and (box := drawn.get(name)) is not None and box.around(own.center, slack=own.width)
    ]
    return min(touched)[1] if touched else None
