"""Writes small decision models for tests."""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

NAMESPACES = (
    "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
)


def definitions(inside: str, *, xmlns: str = NAMESPACES[-1], namespace: str = "urn:test", name: str = "m") -> bytes:
    """A whole file."""
    return f'<definitions xmlns="{xmlns}" namespace="{namespace}" name="{name}">{inside}</definitions>'.encode()


def table(
    inputs: Sequence[tuple[str, str]],
    rules: Sequence[tuple[str, ...]],
    *,
    policy: str = "UNIQUE",
    aggregation: str = "",
    outputs: Sequence[str] = ("result",),
    output_values: str = "",
    input_values: str = "",
    default: str = "",
) -> str:
    """A decision named D with a table; each rule is its tests, then its results."""
    parts = [
        f'<input id="in_{name}"><inputExpression typeRef={quoteattr(kind)}><text>{name}</text></inputExpression>'
        + (f"<inputValues><text>{escape(input_values)}</text></inputValues>" if input_values else "")
        + "</input>"
        for name, kind in inputs
    ]
    for name in outputs:
        values = f"<outputValues><text>{escape(output_values)}</text></outputValues>" if output_values else ""
        fallback = f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>" if default else ""
        parts.append(f"<output name={quoteattr(name)}>{values}{fallback}</output>")
    for number, cells in enumerate(rules, 1):
        entries = [
            f"<{'inputEntry' if place < len(inputs) else 'outputEntry'}><text>{escape(cell)}</text>"
            f"</{'inputEntry' if place < len(inputs) else 'outputEntry'}>"
            for place, cell in enumerate(cells)
        ]
        note = f"<annotationEntry><text>source {number}</text></annotationEntry>"
        parts.append(f'<rule id="r{number}">{"".join(entries)}{note}</rule>')
    collected = f' aggregation="{aggregation}"' if aggregation else ""
    body = f'<decisionTable id="t" hitPolicy="{policy}"{collected}>{"".join(parts)}</decisionTable>'
    return f'<decision id="d" name="D">{body}</decision>'
