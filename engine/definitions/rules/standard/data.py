"""Rules of items, data objects and inputs and outputs (clauses 8.4.10 and 10.4)."""

from collections.abc import Iterator

from lxml import etree

from engine.definitions.rules.standard import kinds
from engine.definitions.rules.standard.rule import Breach, Rule, alone, rule
from engine.definitions.rules.standard.tree import Tree, above, kind_of, own_ids, parent_of
from engine.reader import xml

_SETS = {
    "inputSet": ("dataInputRefs", "optionalInputRefs", "whileExecutingInputRefs", "dataInput"),
    "outputSet": ("dataOutputRefs", "optionalOutputRefs", "whileExecutingOutputRefs", "dataOutput"),
}
_PAIRS = {"inputSet": ("outputSetRefs", "inputSetRefs"), "outputSet": ("inputSetRefs", "outputSetRefs")}


def _names(element: etree._Element, child: str) -> Iterator[tuple[etree._Element, str]]:
    for part in xml.children(element, child):
        yield part, xml.reference(xml.text_of(part)) or ""


def _set_members(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    """A set lists inputs of its own specification, and says of none but these that they are optional or come later."""
    whole, optional, later, member = _SETS[kind_of(element)]
    own = own_ids(parent_of(element), member)
    listed = {name for _, name in _names(element, whole)}
    for attribute in (whole, optional, later):
        for place, name in _names(element, attribute):
            if name not in own and name in tree.by_id:
                yield Breach("data_not_own", place, {"attribute": attribute, "target": name})
            elif attribute != whole and name not in listed:
                yield Breach("data_set_not_subset", place, {"attribute": attribute, "target": name, "whole": whole})


def _set_pairs(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    """A set of inputs and the set of outputs that follows from it name each other."""
    forth, back = _PAIRS[kind_of(element)]
    for place, name in _names(element, forth):
        other = tree.by_id.get(name)
        if other is None or kind_of(other) not in _SETS:
            continue
        if parent_of(other) is not parent_of(element):
            yield Breach("data_not_own", place, {"attribute": forth, "target": name})
        elif element.get("id") not in {back_name for _, back_name in _names(other, back)}:
            yield Breach("data_sets_unpaired", place, {"attribute": forth, "target": name})


def _in_some_set(element: etree._Element) -> Iterator[Breach]:
    """Every input is in a set. Where no set lists anything, as many tools write it, all are meant."""
    for kind, (whole, optional, later, member) in _SETS.items():
        listed = {
            name
            for holder in xml.children(element, kind)
            for attribute in (whole, optional, later)
            for _, name in _names(holder, attribute)
        }
        for part in xml.children(element, member) if listed else ():
            if part.get("id") not in listed:
                yield Breach("data_not_in_set", part, {"set": kind})


def _association(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    """Data go into an element's own input, or out of its own output, from one source unless they are transformed."""
    is_input = kind_of(element) == "dataInputAssociation"
    yield from _inner_end(tree, element, *(("targetRef", "dataInput") if is_input else ("sourceRef", "dataOutput")))
    yield from _outer_end(tree, element, *(("sourceRef", "dataOutput") if is_input else ("targetRef", "dataInput")))
    if xml.child(element, "transformation") is None:
        if len(list(xml.children(element, "sourceRef"))) > 1:
            yield Breach("data_sources_several", element)
        elif xml.child(element, "assignment") is None:
            yield from _same_items(tree, element)


def _inner_end(tree: Tree, element: etree._Element, end: str, kind: str) -> Iterator[Breach]:
    for place, name in _names(element, end):
        inner = tree.by_id.get(name)
        if inner is not None and not _is_inside(inner, parent_of(element), kind):
            yield Breach("data_not_own", place, {"attribute": end, "target": name})


def _outer_end(tree: Tree, element: etree._Element, end: str, never: str) -> Iterator[Breach]:
    for place, name in _names(element, end):
        outer = tree.by_id.get(name)
        if outer is not None and not _is_visible(outer, element):
            yield Breach("data_out_of_scope", place, {"target": name})
        elif outer is not None and kind_of(outer) == never:
            yield Breach("data_direction_wrong", place, {"target": name, "kind": never})


def _is_inside(inner: etree._Element, holder: etree._Element, kind: str) -> bool:
    """Whether data are the element's own: its input or output, the item of its repetition, or its property."""
    own = {kind, "property", "inputDataItem", "outputDataItem"}
    return kind_of(inner) in own and (parent_of(inner) is holder or above(inner, kind_of(holder)) is holder)


def _is_visible(target: etree._Element, place: etree._Element) -> bool:
    """Whether data lie in something that the place lies in too; what belongs to the whole file is seen everywhere."""
    holder = parent_of(target)
    if kind_of(holder) in ("ioSpecification", "multiInstanceLoopCharacteristics"):
        holder = parent_of(holder)
    return kind_of(holder) == "definitions" or holder in place.iterancestors()


def _same_items(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    ends = [item_of(tree, end) for name in ("sourceRef", "targetRef") for end in tree.refer_all(element, name)]
    if len(ends) == 2 and all(ends) and ends[0] != ends[1]:
        yield Breach("data_items_differ", element, {"source": ends[0], "target": ends[1]})


def item_of(tree: Tree, data: etree._Element) -> str | None:
    """The id of the item definition of data, of what they stand for, or of a message."""
    if kind_of(data) == "dataObjectReference":
        meant = tree.refer(data, "dataObjectRef")
        return None if meant is None else item_of(tree, meant)
    if kind_of(data) == "dataStoreReference" and data.get("itemSubjectRef") is None:
        meant = tree.refer(data, "dataStoreRef")
        return None if meant is None else item_of(tree, meant)
    attributes = ("itemSubjectRef", "itemRef", "structureRef")
    return next((xml.reference(data.get(name)) for name in attributes if data.get(name)), None)


def _collection(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    item = tree.refer(element, "itemSubjectRef")
    if item is None or kind_of(item) != "itemDefinition":
        return
    if xml.flag(element, "isCollection", default=False) != xml.flag(item, "isCollection", default=False):
        yield Breach("data_collection_differs", element, {"target": item.get("id")})


def _object_reference(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    if not element.get("dataObjectRef"):
        yield Breach("data_reference_empty", element)
    if element.get("itemSubjectRef"):
        yield Breach("data_reference_with_item", element)
    target = tree.refer(element, "dataObjectRef")
    if target is not None and not _is_visible(target, element):
        yield Breach("data_out_of_scope", element, {"target": target.get("id")})


def _object(element: etree._Element) -> Iterator[Breach]:
    if xml.child(element, "dataState") is not None:
        yield Breach("data_object_with_state", element)


def _binding(tree: Tree, element: etree._Element) -> Iterator[Breach]:
    """A service's binding names inputs and outputs of the process or task that it stands on."""
    for attribute in ("inputDataRef", "outputDataRef"):
        found = tree.refer(element, attribute)
        if found is not None and parent_of(element) not in found.iterancestors():
            yield Breach("data_not_own", element, {"attribute": attribute, "target": found.get("id")})


RULES: tuple[Rule, ...] = (
    rule("10.4.1 Input and output sets: members", _SETS, _set_members),
    rule("10.4.1 Input and output sets: paired", _SETS, _set_pairs),
    alone("10.4.1 Data inputs and outputs: in a set", {"ioSpecification"}, _in_some_set),
    rule("10.4.2 Data associations", {"dataInputAssociation", "dataOutputAssociation"}, _association),
    rule("10.4.1 Item-aware elements: isCollection", {"dataObject", "dataInput", "dataOutput"}, _collection),
    rule("10.4.1 Data object references", {"dataObjectReference"}, _object_reference),
    alone("10.4.1 Data objects: states", {"dataObject"}, _object),
    rule("8.4.3 Input and output bindings", {"ioBinding"}, _binding),
)


def inputs_of(element: etree._Element) -> list[etree._Element]:
    """The data inputs of an activity or a throwing event."""
    return _data_of(element, "dataInput")


def outputs_of(element: etree._Element) -> list[etree._Element]:
    """The data outputs of an activity or a catching event."""
    return _data_of(element, "dataOutput")


def _data_of(element: etree._Element, kind: str) -> list[etree._Element]:
    specification = xml.child(element, "ioSpecification")
    holders = [element] if specification is None else [element, specification]
    return [part for holder in holders for part in xml.children(holder, kind) if kind_of(part) in kinds.DATA]
