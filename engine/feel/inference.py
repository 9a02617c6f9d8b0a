"""One pass over an expression that infers types: the names known at each place, and the problems found."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.feel.errors import FeelProblem
from engine.feel.syntax import Node, TypeName
from engine.feel.types import SYNONYMS
from engine.feel.wording import in_english, in_swedish

Known = Mapping[str, TypeName | None]
Rules = Mapping[type[Node], Callable[["Inference", Any], TypeName | None]]


def kind(found: TypeName) -> str:
    """The name of a type without what is inside it."""
    return SYNONYMS.get(found.name, found.name)


class Inference:
    """One check: the names known so far with their types, None for one that is not known; and what was found."""

    def __init__(self, rules: Rules, known: Known, *, check_names: bool) -> None:
        self.rules = rules
        self.known = dict(known)
        self.check_names = check_names
        self.problems: list[FeelProblem] = []

    def report(self, code: str, position: int, suggestion: str = "", /, **facts: str) -> None:
        """Add a problem."""
        self.problems.append(FeelProblem(code, in_english(code, facts), in_swedish(code, facts), position, suggestion))

    def infer(self, node: Node | None) -> TypeName | None:
        """The type of a part, or None when it cannot be known."""
        if node is None:
            return None
        return self.rules[type(node)](self, node)

    def within(self, names: Known, node: Node, *, any_name: bool = False) -> TypeName | None:
        """The type of a part that stands where further names are known, or where any name may be."""
        outside = self.known, self.check_names
        self.known = {**self.known, **names}
        self.check_names = self.check_names and not any_name
        found = self.infer(node)
        self.known, self.check_names = outside
        return found
