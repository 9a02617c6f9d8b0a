"""Random diagrams run as a small independent reference interpreter says; saving and loading changes nothing."""

from collections import Counter
from dataclasses import dataclass, field

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.interpreter.errors import BudgetExceededError, NoPathError
from tests.engine.semantics.bench import bench
from tests.engine.semantics.drawing import diagram
from tests.engine.semantics.reference import Edge, Reference


@dataclass
class Drawing:
    """A diagram being made up."""

    kinds: dict[str, str] = field(default_factory=lambda: {"s": "start", "e": "end"})
    edges: list[Edge] = field(default_factory=list)

    def add(self, kind: str) -> str:
        """A new node."""
        node = f"{kind}{len(self.kinds)}"
        self.kinds[node] = kind
        return node

    def connect(self, source: str, target: str, *, is_true: bool | None = True) -> None:
        """A new flow; between two nodes there is at most one."""
        edge_id = f"{source}_to_{target}"
        if all(edge.id != edge_id for edge in self.edges):
            self.edges.append(Edge(edge_id, source, target, is_true))

    def xml(self) -> bytes:
        """The diagram as BPMN."""
        lines = []
        for node, kind in self.kinds.items():
            default = next((edge.id for edge in self.edges if edge.source == node and edge.is_true is None), None)
            lines.append(f"{kind} {node}" + (f' default="{default}"' if default else ""))
        for edge in self.edges:
            is_gateway = self.kinds[edge.source] in {"xor", "or"} and edge.is_true is not None
            condition = f" [{str(edge.is_true).lower()}]" if is_gateway else ""
            lines.append(f"{edge.source} -> {edge.target}{condition}")
        return diagram("\n".join(lines))


@st.composite
def block_structured(draw: st.DrawFn) -> Drawing:
    """Sequences, splits with their joins, and tasks, nested."""
    drawing = Drawing()

    def block(depth: int) -> tuple[str, str]:
        kind = draw(st.sampled_from(["user", "user", "sequence", "xor", "and", "or"] if depth < 3 else ["user"]))
        if kind == "user":
            node = drawing.add("user")
            return node, node
        if kind == "sequence":
            first, second = block(depth + 1), block(depth + 1)
            drawing.connect(first[1], second[0])
            return first[0], second[1]
        split, join = drawing.add(kind), drawing.add(kind)
        for index in range(draw(st.integers(2, 3))):
            begin, end = block(depth + 1)
            is_true = None if index == 0 and kind != "and" else draw(st.booleans()) if kind != "and" else True
            drawing.connect(split, begin, is_true=is_true)
            drawing.connect(end, join)
        return split, join

    begin, end = block(0)
    drawing.connect("s", begin)
    drawing.connect(end, "e")
    return drawing


@st.composite
def unstructured(draw: st.DrawFn) -> Drawing:
    """Any graph of tasks, exclusive and parallel gateways, with loops."""
    drawing = Drawing()
    nodes = [drawing.add(draw(st.sampled_from(["user", "user", "xor", "and"]))) for _ in range(draw(st.integers(2, 7)))]
    drawing.connect("s", nodes[0])
    for index, node in enumerate(nodes):
        targets = draw(st.lists(st.sampled_from([*nodes, "e"]), min_size=1, max_size=3, unique=True))
        for place, target in enumerate(targets):
            is_true = None if place == 0 and drawing.kinds[node] == "xor" else draw(st.booleans())
            drawing.connect(node, target, is_true=is_true if drawing.kinds[node] == "xor" else True)
        if index + 1 < len(nodes):
            drawing.connect(
                node, nodes[index + 1], is_true=draw(st.booleans()) if drawing.kinds[node] == "xor" else True
            )
    return drawing


def compare(drawing: Drawing, data: st.DataObject) -> None:
    """Run the drawing here and on the reference, completing the same tasks."""
    reference = Reference(drawing.kinds, drawing.edges)
    try:
        reference.start()
    except OverflowError:
        assume(False)
    case = bench(drawing.xml()).start()
    for _ in range(12):
        assert Counter(case.open) == +reference.open
        joins = Counter(token.node for token in case.state.tokens.values() if token.waits == "join")
        assert joins == Counter(reference.waiting)
        if not case.open:
            break
        chosen = data.draw(st.sampled_from(sorted(set(case.open))))
        try:
            reference.complete(chosen)
        except OverflowError:
            assume(False)
        case.complete(chosen)
    assert (case.status == "completed") == (not case.state.tokens)


@settings(max_examples=150, deadline=None)
@given(block_structured(), st.data())
def test_block_structured_diagrams_run_as_the_reference_says(drawing: Drawing, data: st.DataObject) -> None:
    compare(drawing, data)


@settings(max_examples=150, deadline=None)
@given(unstructured(), st.data())
def test_unstructured_diagrams_run_as_the_reference_says(drawing: Drawing, data: st.DataObject) -> None:
    try:
        compare(drawing, data)
    except (BudgetExceededError, NoPathError):
        assume(False)
