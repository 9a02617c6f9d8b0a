"""Random diagrams run as a small independent reference interpreter says; saving and loading changes nothing."""

from collections import Counter
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from engine.interpreter.errors import BudgetExceededError, NoPathError
from tests.engine.semantics.bench import bench
from tests.engine.semantics.drawing import content, diagram
from tests.engine.semantics.reference import Edge, Reference


@dataclass
class Drawing:
    """A diagram being made up."""

    kinds: dict[str, str] = field(default_factory=lambda: {"s": "start", "e": "end"})
    edges: list[Edge] = field(default_factory=list)
    hosts: dict[str, tuple[str, bool]] = field(default_factory=dict)
    inside: dict[str, str] = field(default_factory=dict)
    """The sub-process in which a node, or another sub-process, lies."""

    def add(self, kind: str, *, inside: str = "") -> str:
        """A new node."""
        node = f"{kind}{len(self.kinds)}"
        self.kinds[node] = kind
        self.inside[node] = inside
        return node

    def wrap(self, inside: str) -> str:
        """A new sub-process; the reference knows nothing of it, for it changes nothing."""
        name = f"sub{len(self.inside)}"
        self.inside[name] = inside
        return name

    def connect(self, source: str, target: str, *, is_true: bool | None = True) -> None:
        """A new flow; between two nodes there is at most one."""
        edge_id = f"{source}_to_{target}"
        if all(edge.id != edge_id for edge in self.edges):
            self.edges.append(Edge(edge_id, source, target, is_true))

    def attach(self, host: str, *, interrupts: bool) -> str:
        """A new boundary event of a task."""
        boundary = self.add("boundary")
        self.hosts[boundary] = (host, interrupts)
        return boundary

    def xml(self) -> bytes:
        """The diagram as BPMN."""
        catalogue = "".join(f'<message id="m_{node}" name="{node}"/>' for node in self.hosts)
        return diagram(self._body(""), catalogue=catalogue)

    def _body(self, scope: str) -> str:
        """What lies directly in a sub-process, or in the process."""
        names = [name for name, place in self.inside.items() if place == scope and name not in self.kinds]
        lines = [f'<bpmn:subProcess id="{name}">{self._content(name)}</bpmn:subProcess>' for name in names]
        for node, kind in self.kinds.items():
            if self.inside.get(node, "") != scope:
                continue
            if kind == "term":
                lines.append(f'<endEvent id="{node}"><terminateEventDefinition/></endEvent>')
                continue
            if kind == "boundary":
                host, interrupts = self.hosts[node]
                lines.append(
                    f'<boundaryEvent id="{node}" attachedToRef="{host}" cancelActivity="{str(interrupts).lower()}">'
                    f'<messageEventDefinition messageRef="m_{node}"/></boundaryEvent>'
                )
                continue
            other = next(
                (self._ends(edge) for edge in self.edges if edge.source == node and edge.is_true is None), None
            )
            default = f"{other[0]}_to_{other[1]}" if other else None
            lines.append(f"{kind} {node}" + (f' default="{default}"' if default else ""))
        for edge in self.edges:
            ends = self._ends(edge)
            if self.inside.get(ends[0], "") != scope:
                continue
            is_gateway = self.kinds[edge.source] in {"xor", "or"} and edge.is_true is not None
            condition = f" [{str(edge.is_true).lower()}]" if is_gateway else ""
            lines.append(f"{ends[0]} -> {ends[1]}{condition}")
        return "\n".join(lines)

    def _content(self, scope: str) -> str:
        return content(self._body(scope)).replace("\n", " ")

    def _ends(self, edge: Edge) -> tuple[str, str]:
        """The two ends as they are drawn: of a flow into or out of sub-processes, the outermost of these."""
        source, target = self._around(edge.source), self._around(edge.target)
        shared = next(place for place in source[1:] if place in target[1:])
        return source[source.index(shared) - 1], target[target.index(shared) - 1]

    def _around(self, name: str) -> list[str]:
        """A node, the sub-processes around it from the inside out, and the process."""
        found = [name]
        while found[-1]:
            found.append(self.inside.get(found[-1], ""))
        return found


@st.composite
def block_structured(draw: st.DrawFn) -> Drawing:
    """Sequences, splits with their joins, sub-processes and tasks, nested."""
    drawing = Drawing()

    def block(depth: int, inside: str) -> tuple[str, str]:
        kinds = ["user", "user", "sequence", "sub", "xor", "and", "or"] if depth < 4 else ["user"]
        kind = draw(st.sampled_from(kinds))
        if kind == "user":
            node = drawing.add("user", inside=inside)
            return node, node
        if kind == "sub":
            return block(depth + 1, drawing.wrap(inside))
        if kind == "sequence":
            first, second = block(depth + 1, inside), block(depth + 1, inside)
            drawing.connect(first[1], second[0])
            return first[0], second[1]
        split, join = drawing.add(kind, inside=inside), drawing.add(kind, inside=inside)
        for index in range(draw(st.integers(2, 3))):
            begin, end = block(depth + 1, inside)
            is_true = None if index == 0 and kind != "and" else draw(st.booleans()) if kind != "and" else True
            drawing.connect(split, begin, is_true=is_true)
            drawing.connect(end, join)
        return split, join

    begin, end = block(0, "")
    drawing.connect("s", begin)
    drawing.connect(end, "e")
    return drawing


@st.composite
def unstructured(draw: st.DrawFn) -> Drawing:
    """Any graph of tasks with boundary events, all gateways, and ends that may terminate, with loops."""
    drawing = Drawing()
    kinds = st.sampled_from(["user", "user", "user", "xor", "and", "or"])
    nodes = [drawing.add(draw(kinds)) for _ in range(draw(st.integers(2, 7)))]
    ends = ["e", *(drawing.add("term") for _ in range(draw(st.integers(0, 1))))]
    users = [node for node in nodes if drawing.kinds[node] == "user"]
    boundaries = [
        drawing.attach(host, interrupts=draw(st.booleans()))
        for host in draw(st.lists(st.sampled_from(users), max_size=2, unique=True) if users else st.just([]))
    ]
    drawing.connect("s", nodes[0])
    for index, node in enumerate([*nodes, *boundaries]):
        targets = draw(st.lists(st.sampled_from([*nodes, *ends]), min_size=1, max_size=3, unique=True))
        if index + 1 < len(nodes):
            targets.append(nodes[index + 1])
        decides = drawing.kinds[node] in {"xor", "or"}
        for place, target in enumerate(targets):
            drawing.connect(node, target, is_true=(None if place == 0 else draw(st.booleans())) if decides else True)
    return drawing


def listening(drawing: Drawing, reference: Reference) -> Counter[str]:
    """The boundary events that must be listening, each as often as its task is open."""
    return +Counter({boundary: reference.open[host] for boundary, (host, _) in drawing.hosts.items()})


def compare(drawing: Drawing, data: st.DataObject) -> None:
    """Run the drawing here and on the reference, completing the same tasks."""
    reference = Reference(drawing.kinds, drawing.edges, drawing.hosts)
    try:
        reference.start()
    except OverflowError:
        assume(False)
    assume(not reference.is_ambiguous)
    case = bench(drawing.xml()).start()
    for _ in range(12):
        assert Counter(case.open) == +reference.open
        joins = Counter(token.node for token in case.state.tokens.values() if token.waits == "join")
        assert joins == Counter(reference.waiting)
        assert Counter(waiting.name for waiting in case.subscriptions.values()) == listening(drawing, reference)
        assume(not reference.is_ambiguous)
        if not case.open:
            break
        happening = [name for name in drawing.hosts if any(item.name == name for item in case.subscriptions.values())]
        chosen = data.draw(st.sampled_from(sorted({*case.open, *happening})))
        try:
            if chosen in drawing.hosts:
                reference.happen(chosen)
            else:
                reference.complete(chosen)
        except OverflowError:
            assume(False)
        assume(not reference.is_ambiguous)
        if chosen in drawing.hosts:
            case.message(chosen)
        else:
            case.complete(chosen)
    assert (case.status == "completed") == (not case.state.tokens)


@pytest.mark.unreplayed
@settings(max_examples=150, deadline=None)
@given(block_structured(), st.data())
def test_block_structured_diagrams_run_as_the_reference_says(drawing: Drawing, data: st.DataObject) -> None:
    compare(drawing, data)


@pytest.mark.unreplayed
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(unstructured(), st.data())
def test_unstructured_diagrams_run_as_the_reference_says(drawing: Drawing, data: st.DataObject) -> None:
    try:
        compare(drawing, data)
    except (BudgetExceededError, NoPathError):
        assume(False)
