"""FEEL and DMN: a compiled condition and a table, beside the same in plain Python."""

from collections.abc import Callable
from timeit import repeat
from xml.sax.saxutils import escape

from engine.dmn import load
from engine.feel import evaluate, parse
from web.cli.measures.figures import Figure

_AREA = "Expressions and decisions"
_NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"
_KINDS = ("a", "b", "c", "d", "e")
_TYPES = ("number", "string", "number", "boolean", "number")
_TIMES = 2_000


def table_xml(rules: int = 100) -> bytes:
    """A unique table of so many rules and five inputs."""
    inputs = "".join(
        f'<input id="in_{place}"><inputExpression typeRef="{kind}"><text>i{place}</text></inputExpression></input>'
        for place, kind in enumerate(_TYPES)
    )
    rows = "".join(f'<rule id="r{n}">{_cells(n)}</rule>' for n in range(rules))
    table = f'<decisionTable id="t" hitPolicy="UNIQUE">{inputs}<output name="result"/>{rows}</decisionTable>'
    decision = f'<decision id="d" name="D">{table}</decision>'
    return f'<definitions xmlns="{_NAMESPACE}" namespace="urn:utlysa:bench" name="m">{decision}</definitions>'.encode()


def _cells(n: int) -> str:
    tests = (
        f"[{n * 10}..{n * 10 + 10})",
        f'"{_KINDS[n % 5]}", "x"',
        f">= {n % 7}",
        "true" if n % 2 else "-",
        f"< {999 - n}",
    )
    entries = "".join(f"<inputEntry><text>{escape(cell)}</text></inputEntry>" for cell in tests)
    return f"{entries}<outputEntry><text>{n}</text></outputEntry>"


def measure() -> list[Figure]:
    """All figures."""
    expression, context = parse('amount > 500000 and kind = "project"'), {"amount": 600_000, "kind": "project"}
    model = load(table_xml())
    inputs: dict[str, object] = {"i0": 985, "i1": "d", "i2": 6, "i3": True, "i4": 3}
    condition = 'FEEL, compiled: amount > 500000 and kind = "project"'
    return [
        Figure(_AREA, condition, _time(lambda: evaluate(expression, context), _TIMES * 5), "µs", 5),
        Figure(_AREA, "the same in plain Python", _time(lambda: _plain(600_000, "project"), _TIMES * 5), "µs"),
        Figure(
            _AREA,
            "DMN: a unique table of 100 rules x 5 inputs",
            _time(lambda: model.decide("D", inputs), _TIMES // 4),
            "µs",
            200,
        ),
    ]


def _plain(amount: int, kind: str) -> bool:
    return amount > 500_000 and kind == "project"


def _time(action: Callable[[], object], times: int) -> float:
    return min(repeat(action, number=times, repeat=5)) / times * 1e6
