"""What a rule of the standard is: which elements it speaks of, and how it finds what breaks it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from engine.definitions.reporting import Report
from engine.definitions.rules.standard.tree import Tree, kind_of
from engine.reader import xml


@dataclass(frozen=True, slots=True)
class Breach:
    """One element that breaks a rule: the code, and what fills the places of its message."""

    code: str
    element: etree._Element
    values: Mapping[str, object] = field(default_factory=dict)


_Element = etree._Element  # noqa: SLF001 - lxml's name for the type of its elements
Finder = Callable[[Tree, _Element], Iterator[Breach]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule about the elements of some kinds; `source` is its clause in BPMN 2.0.2 (ISO/IEC 19510)."""

    source: str
    kinds: frozenset[str]
    find: Finder


def rule(source: str, kinds: Iterable[str], find: Finder) -> Rule:
    """A rule about elements of these kinds."""
    return Rule(source, frozenset(kinds), find)


def alone(source: str, kinds: Iterable[str], find: Callable[[_Element], Iterator[Breach]]) -> Rule:
    """A rule that needs to look at nothing but the element, its children and what it lies in."""
    return Rule(source, frozenset(kinds), lambda _, element: find(element))


def apply(rules: Iterable[Rule], tree: Tree, report: Report) -> None:
    """Report every breach of the rules in a file."""
    for each in rules:
        for kind in sorted(each.kinds):
            for element in tree.of(kind):
                for breach in each.find(tree, element):
                    note(breach, report)


def note(breach: Breach, report: Report) -> None:
    """Report a breach at its element, or for those without an id at the nearest element around that has one."""
    element = breach.element
    own = element.get("id") or next((above.get("id") for above in element.iterancestors() if above.get("id")), None)
    values = {"id": own, "kind": kind_of(element), "name": element.get("name") or own or kind_of(element)}
    report.add(breach.code, line=xml.line_of(element), element=own, **{**values, **breach.values})
