"""Small forms for the tests."""

import json
from typing import Any

from engine.forms import Form

Json = dict[str, Any]


def form_of(*components: Json, rules: list[Json] | None = None) -> Form:
    """A form with these components, in the file format."""
    schema = {"id": "form", "type": "default", "schemaVersion": 16, "components": list(components)}
    if rules:
        schema["properties"] = {"utlysa": {"rules": rules}}
    return Form.parse(json.dumps(schema), file="test.form")


def field(kind: str, key: str = "value", **more: Any) -> Json:
    """A component with a label; `extras` go into `properties.utlysa`."""
    extras = more.pop("extras", {})
    return {"type": kind, "key": key, "label": key.capitalize(), "properties": {"utlysa": extras}, **more}
