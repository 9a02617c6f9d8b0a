"""The cycles of a directed graph, as its strongly connected components."""

from collections.abc import Iterator, Mapping, Sequence


def cycles(edges: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """The largest sets of nodes that can all reach one another, those of one node only where it leads to itself.

    Tarjan's algorithm (1972), without recursion: a diagram may be deep. Every target must be a key of `edges`.
    """
    search = _Search(edges)
    for node in edges:
        if node not in search.index:
            search.run(node)
    return [members for members in search.found if len(members) > 1 or members[0] in edges[members[0]]]


class _Search:
    """One depth-first search, with the order in which nodes were met and the lowest that each can come back to."""

    def __init__(self, edges: Mapping[str, Sequence[str]]) -> None:
        self.edges = edges
        self.index: dict[str, int] = {}
        self.found: list[list[str]] = []
        self._low: dict[str, int] = {}
        self._open: list[str] = []
        self._is_open: set[str] = set()
        self._work: list[tuple[str, Iterator[str]]] = []

    def run(self, root: str) -> None:
        """Visit all that the root reaches."""
        self._enter(root)
        while self._work:
            node, targets = self._work[-1]
            target = next(targets, None)
            if target is None:
                self._leave(node)
            elif target not in self.index:
                self._enter(target)
            elif target in self._is_open:
                self._low[node] = min(self._low[node], self.index[target])

    def _enter(self, node: str) -> None:
        self.index[node] = self._low[node] = len(self.index)
        self._open.append(node)
        self._is_open.add(node)
        self._work.append((node, iter(self.edges[node])))

    def _leave(self, node: str) -> None:
        self._work.pop()
        if self._work:
            previous = self._work[-1][0]
            self._low[previous] = min(self._low[previous], self._low[node])
        if self._low[node] == self.index[node]:
            place = self._open.index(node)
            members = self._open[place:]
            del self._open[place:]
            self._is_open.difference_update(members)
            self.found.append(members)
