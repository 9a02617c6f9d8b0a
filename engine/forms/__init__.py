"""Forms: from a form-js schema to accessible questions and typed, validated data."""

from engine.forms.components import fields_in
from engine.forms.errors import FormError
from engine.forms.form import Form, form_problems
from engine.forms.keys import name_of
from engine.forms.model import (
    Block,
    Checkbox,
    ChoiceField,
    Column,
    Component,
    Computed,
    Container,
    Display,
    Field,
    FileField,
    Group,
    MomentField,
    NumberField,
    Option,
    Rows,
    Rule,
    TextField,
)
from engine.forms.posted import from_html
from engine.forms.showing import Shown
from engine.forms.validation import Validated

__all__ = [
    "Block",
    "Checkbox",
    "ChoiceField",
    "Column",
    "Component",
    "Computed",
    "Container",
    "Display",
    "Field",
    "FileField",
    "Form",
    "FormError",
    "Group",
    "MomentField",
    "NumberField",
    "Option",
    "Rows",
    "Rule",
    "Shown",
    "TextField",
    "Validated",
    "fields_in",
    "form_problems",
    "from_html",
    "name_of",
]
