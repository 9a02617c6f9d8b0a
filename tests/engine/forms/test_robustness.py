"""No edit of a form file, and no input, makes reading, judging or showing a form fail."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.forms import Form, FormError, form_problems
from tests.engine.forms.building import field, form_of

SCHEMA: dict[str, Any] = {
    "id": "form",
    "components": [
        field("textfield", "name", validate={"required": True, "pattern": "^[A-Z]"}),
        field("number", "amount", extras={"type": "sek"}, conditional={"hide": "=name = null"}),
        field("select", "kind", values=[{"label": "A", "value": "a"}]),
        field("datetime", "on", subtype="date"),
        {"type": "dynamiclist", "path": "rows", "label": "R", "components": [field("checkbox", "done")]},
    ],
    "properties": {"utlysa": {"rules": [{"expression": "amount > 0", "message": "Ange mer.", "fields": ["amount"]}]}},
}
TEXT = json.dumps(SCHEMA)
SHIPPED = sorted((Path(__file__).parents[3] / "bpmn").rglob("*.form"))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["key", "type", "path", "a"]), inner, max_size=4)
    ),
    max_leaves=12,
)
PIECES = st.sampled_from(['"', "{", "}", "[", "]", ",", ":", "null", "1e9", '"key"', "=", "\\u0000", "", "textfield"])


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(TEXT)), st.integers(0, 30), PIECES)
def test_no_edit_of_a_form_makes_its_reading_fail(place: int, length: int, piece: str) -> None:
    edited = TEXT[:place] + piece + TEXT[place + length :]
    if any(problem.severity == "error" for problem in form_problems(edited)):
        with pytest.raises(FormError):
            Form.parse(edited)
        return
    form = Form.parse(edited)
    outcome = form.validate({"name": "A", "amount": "5", "rows": [{"done": "on"}]})
    assert len(form.show(form.initial(), errors=outcome.errors)) == len(form.components)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["components", "properties", "id"]), JSON)
def test_no_value_in_a_form_makes_its_reading_fail(name: str, value: Any) -> None:
    content = json.dumps({**SCHEMA, name: value})
    assert isinstance(form_problems(content), tuple)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(["name", "amount", "kind", "on", "rows", "other"]), JSON, max_size=6))
def test_no_input_makes_a_form_fail(raw: dict[str, Any]) -> None:
    form = Form.parse(TEXT)
    outcome = form.validate(raw)
    shown = form.show(raw, errors=outcome.errors)
    assert len(shown) == len(SCHEMA["components"])
    assert outcome.is_valid == (not outcome.errors)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_shipped_forms_are_without_problems(path: Path) -> None:
    assert form_problems(path.read_bytes(), file=path.name) == ()


def test_what_is_valid_stays_valid_when_it_is_entered_again() -> None:
    form = form_of(*SCHEMA["components"][:4])
    first = form.validate({"name": "Anna", "amount": "1 000", "kind": "a", "on": "2021-11-29"})
    assert first.is_valid
    assert form.validate(dict(first.data)).data == first.data


@pytest.mark.parametrize("text", ["1" + " " * 500_000 + "x", "1" * 500_000, "a@" + "a." * 200_000, "x" * 500_000])
def test_long_input_is_judged_quickly(text: str) -> None:
    kinds = [field("number", "a", extras={"type": "sek"}), field("textfield", "b", extras={"type": "email"})]
    more = [field("datetime", "c", subtype="datetime"), field("textfield", "d", validate={"pattern": "^(a+)+$"})]
    begun = time.monotonic()
    outcome = form_of(*kinds, *more).validate(dict.fromkeys("abcd", text))
    assert {error.path for error in outcome.errors} >= {"a", "b", "c"}
    assert time.monotonic() - begun < 5
