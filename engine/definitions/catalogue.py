"""What the installation offers that a diagram may name: operations, roles, processes, decisions, forms."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from engine.model import Problem
from engine.reader.xml import DiagramLimits

# What is wrong with a file of a bundle that the engine itself does not read, from its content and its name.
Check = Callable[[bytes, str], Sequence[Problem]]


@dataclass(frozen=True, slots=True)
class ProcessFacts:
    """What others need to know of a process.

    `takes_decision`: nobody gets through it without a person's decision. `needs_decision`: it carries out a decision
    that is taken before it is called. `waits`: it cannot be passed without a wait.
    """

    takes_decision: bool = False
    needs_decision: bool = False
    waits: bool = True


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The names that a diagram may use. None means: not known here, so not checked.

    `role_names` are the codes of roles by their names in small letters. `decision_operations` are the operations that
    carry out a decision (grant, rejection, dismissal, letter of intent). `decisions` are the ids and names of tables in
    other bundles, also as `process/table`; `forms` those of other bundles, as `process/form`. `reserved` are variables
    that no form may write. `checks` judge the files whose names end so. `limits` hold for each diagram.
    """

    operations: Collection[str] | None = None
    decision_operations: frozenset[str] = frozenset()
    roles: Collection[str] | None = None
    role_names: Mapping[str, str] = field(default_factory=dict)
    processes: Mapping[str, ProcessFacts] | None = None
    decisions: Collection[str] = ()
    forms: Collection[str] = ()
    reserved: frozenset[str] = frozenset()
    checks: Mapping[str, Check] = field(default_factory=dict)
    limits: DiagramLimits = field(default_factory=DiagramLimits)

    @property
    def role_codes(self) -> dict[str, str]:
        """The roles' codes by all that a diagram may call them in words: their names and the codes themselves."""
        return dict(self.role_names) | {code.casefold(): code for code in self.roles or ()}


def hint(name: str, known: Collection[str]) -> tuple[str, str]:
    """A suggestion in Swedish and English for a name that is not known, or two empty texts."""
    near = get_close_matches(name, list(known), n=1)
    return (f" (menade du ”{near[0]}”?)", f' (did you mean "{near[0]}"?)') if near else ("", "")
