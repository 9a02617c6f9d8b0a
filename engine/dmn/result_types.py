"""What type the value of a decision has, as far as its model promises it, written as FEEL writes types."""

from collections.abc import Mapping

from engine.dmn.elements import Decision, DecisionTable, ItemDefinition
from engine.feel.types import SIMPLE_TYPES

_LISTS = frozenset({"RULE ORDER", "OUTPUT ORDER"})


def result_type(decision: Decision, types: Mapping[str, ItemDefinition]) -> str:
    """The type, `Any` where nothing is promised: `number`, `context<outcome: string, note: string>`, `list<...>`."""
    promised = written_type(decision.type_ref, types)
    if promised != "Any" or not isinstance(decision.logic, DecisionTable):
        return promised
    return _of_table(decision.logic, types)


def _of_table(table: DecisionTable, types: Mapping[str, ItemDefinition]) -> str:
    kinds = [(output.name or output.label, written_type(output.type_ref, types)) for output in table.outputs]
    one = kinds[0][1] if len(kinds) == 1 else _context(kinds)
    if table.hit_policy == "COLLECT" and table.aggregation:
        return "number" if table.aggregation in {"SUM", "COUNT"} else one
    return f"list<{one}>" if table.hit_policy in {*_LISTS, "COLLECT"} else one


def written_type(reference: str, types: Mapping[str, ItemDefinition]) -> str:
    """The type behind a reference, with the fields of a structure; `Any` for one that is not known or holds itself."""
    return _written(reference, types, ())


def _written(reference: str, types: Mapping[str, ItemDefinition], outer: tuple[str, ...]) -> str:
    name = reference.rpartition(":")[2]
    definition = types.get(name)
    if definition is None or name in outer:
        return name if name in SIMPLE_TYPES else "Any"
    return _defined(definition, types, (*outer, name))


def _defined(definition: ItemDefinition, types: Mapping[str, ItemDefinition], outer: tuple[str, ...]) -> str:
    if definition.function is not None:
        return "function"
    if definition.fields:
        one = _context([(field.name, _defined(field, types, outer)) for field in definition.fields])
    else:
        one = _written(definition.type_ref, types, outer)
    return f"list<{one}>" if definition.is_collection else one


def _context(fields: list[tuple[str, str]]) -> str:
    return "context<" + ", ".join(f"{name}: {kind}" for name, kind in fields) + ">"
