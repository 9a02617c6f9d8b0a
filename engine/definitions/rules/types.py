"""What type the variables of a process have, as far as its forms tell."""

from collections.abc import Iterator, Mapping

from engine.definitions.rules.formulas import names_given
from engine.forms import Checkbox, ChoiceField, Field, Form, MomentField, NumberField, TextField
from engine.reader import Node, Process

_MOMENTS = {"date": "date", "time": "time", "datetime": "date and time"}


def types_of(process: Process, forms: Mapping[str, Form], results: Mapping[str, str]) -> dict[str, str]:
    """The FEEL type of each variable that only forms and tables set, and all of them alike.

    `results` are the types of what the decisions give, by their ids and names.
    """
    found: dict[str, str] = {}
    for node in process.nodes.values():
        for name, own in _set_by(node, forms, results):
            found[name] = own if found.setdefault(name, own) == own else "Any"
    return found


def _set_by(node: Node, forms: Mapping[str, Form], results: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    form = forms.get(node.task.form or "")
    for name, field in form.fields.items() if form is not None else ():
        yield name.split(".", maxsplit=1)[0], _type_of(field) if "." not in name else "Any"
    if node.result_variable:
        is_table = node.kind == "businessRuleTask" and node.loop is None
        yield node.result_variable, results.get(node.decision or "", "Any") if is_table else "Any"
    for name in names_given(node):
        yield name, "Any"
    for parameter in (*node.outputs, *node.data_outputs):
        if parameter.name:
            yield parameter.name, "Any"


def _type_of(field: Field) -> str:
    match field:
        case NumberField():
            return "number"
        case TextField():
            return "string"
        case Checkbox():
            return "boolean"
        case MomentField():
            return _MOMENTS[field.kind]
        case ChoiceField() if field.options_from is None and not field.is_multiple:
            are_texts = all(isinstance(option.value, str) for option in field.options)
            return "string" if are_texts else "Any"
    return "Any"
