"""What type the variables of a process have, as far as its forms tell."""

from collections.abc import Mapping

from engine.forms import Checkbox, ChoiceField, Field, Form, MomentField, NumberField, TextField
from engine.reader import Process

_MOMENTS = {"date": "date", "time": "time", "datetime": "date and time"}


def types_of(process: Process, forms: Mapping[str, Form]) -> dict[str, str]:
    """The FEEL type of each variable that only forms set, and all of them alike."""
    found: dict[str, str] = {}
    for node in process.nodes.values():
        form = forms.get(node.task.form or "")
        for name, field in form.fields.items() if form is not None else ():
            own = _type_of(field) if "." not in name else "Any"
            variable = name.split(".", maxsplit=1)[0]
            found[variable] = own if found.setdefault(variable, own) == own else "Any"
        parameters = (*node.outputs, *node.data_outputs)
        for other in (node.result_variable, *(parameter.name for parameter in parameters)):
            if other:
                found[other] = "Any"
    return found


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
