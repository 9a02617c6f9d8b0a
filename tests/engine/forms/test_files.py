"""Reading form files: what is understood, and what is refused with code, line and what to do."""

import json
from typing import Any

import pytest

from engine.forms import Block, Form, FormError, Rows, form_problems
from engine.forms.reading import UnreadableJsonError, read_json
from tests.engine.forms.building import field, form_of


def codes(content: bytes | str) -> list[str]:
    return [problem.code for problem in form_problems(content, file="x.form")]


def schema(*components: Any, **more: Any) -> str:
    return json.dumps({"components": list(components), **more})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe", "form_unreadable"),
        ("", "form_unreadable"),
        ('{"components": [', "form_unreadable"),
        ('{"components": [], "components": []}', "form_unreadable"),
        ('{"components": [], "a": 1e400}', "form_unreadable"),
        ('{"components": [], "a": Infinity}', "form_unreadable"),
        ('{"components": [], "a": ' + "9" * 200 + "}", "form_unreadable"),
        ('{"components": ' + "[" * 20_000 + "]" * 20_000 + "}", "form_unreadable"),
        ('{"components": [{"$ref": "file:///etc/hostname"}]}', "form_unreadable"),
        (b" " * 1_000_001, "form_unreadable"),
        ("[]", "form_structure_invalid"),
        ("{}", "form_structure_invalid"),
        ('{"components": {}}', "form_structure_invalid"),
        (schema(5), "form_component_unknown"),
        (schema({"type": "iframe", "url": "https://exempel.se"}), "form_component_unknown"),
        (schema({"type": ["textfield"]}), "form_component_unknown"),
        (schema(field("textfield", "")), "form_key_missing"),
        (schema({"type": "dynamiclist", "components": []}), "form_key_missing"),
        *(
            (schema(field("textfield", key)), "form_key_forbidden")
            for key in ("__class__", "a-b", "1a", "constructor.x", "case_id", "if", "_roles", "a" * 100, "a.b.c.d.e.f")
        ),
        (schema(field("textfield", "a"), field("number", "a")), "form_key_duplicate"),
        (schema(field("textfield", "a"), field("number", "a.b")), "form_key_duplicate"),
        (schema(field("textfield", "a", conditional={"hide": "=1 +"})), "form_expression_invalid"),
        (schema(field("expression", "a")), "form_expression_missing"),
        (schema(field("select", "a")), "form_options_missing"),
        (
            schema(field("select", "a", values=[{"label": "A", "value": "a"}, {"label": "B", "value": "a"}])),
            "form_options_invalid",
        ),
        (schema(field("select", "a", values=[{"label": "A"}])), "form_options_invalid"),
        (schema(field("textfield", "a", validate={"pattern": "("})), "form_pattern_invalid"),
        (schema(field("textfield", "a", validate={"minLength": -1})), "form_property_invalid"),
        (schema(field("textfield", "a", extras={"type": "personnummer"})), "form_property_invalid"),
        (schema(field("number", "a", validate={"min": "låg"})), "form_property_invalid"),
        (schema({"type": "textfield", "key": "a"}), "form_label_missing"),
        (schema(properties={"utlysa": {"rules": [{"expression": "true"}]}}), "form_rule_invalid"),
        (
            schema(properties={"utlysa": {"rules": [{"expression": "true", "message": "x", "fields": ["b"]}]}}),
            "form_rule_invalid",
        ),
        (schema(*(field("textfield", f"f{n}") for n in range(1001))), "form_too_large"),
    ],
)
def test_a_faulty_file_is_told_by_its_code(content: bytes | str, code: str) -> None:
    assert code in codes(content)


def test_parse_raises_with_every_error_and_its_line() -> None:
    bad = [json.dumps(field("textfield", key)) for key in ("__proto1__", "roles")]
    content = '{"components": [\n' + ",\n".join(bad) + "]}"
    with pytest.raises(FormError) as caught:
        Form.parse(content, file="x.form")
    assert [(problem.code, problem.line, problem.file) for problem in caught.value.problems] == [
        ("form_key_forbidden", 2, "x.form"),
        ("form_key_forbidden", 3, "x.form"),
    ]
    assert "roles" in str(caught.value)


def test_names_can_be_reserved_by_the_caller() -> None:
    content = schema(field("textfield", "registry_number"))
    assert form_problems(content) == ()
    assert [p.code for p in form_problems(content, reserved=frozenset({"registry_number"}))] == ["form_key_forbidden"]


def test_a_reserved_name_is_free_inside_rows() -> None:
    rows = {
        "type": "dynamiclist",
        "path": "rows",
        "label": "R",
        "components": [field("textfield", "owner"), field("textfield", "now")],
    }
    assert form_problems(schema(rows)) == ()


def test_two_rows_and_two_groups_have_their_names_to_themselves() -> None:
    lists = [
        {"type": "dynamiclist", "path": path, "label": "R", "components": [field("textfield", "text")]}
        for path in ("first", "second")
    ]
    groups = [
        {"type": "group", "path": "applicant", "label": "G", "components": [field("textfield", key)]}
        for key in ("name", "email")
    ]
    form = Form.parse(schema(*lists, *groups))
    assert list(form.fields) == ["first.*.text", "second.*.text", "applicant.name", "applicant.email"]


def test_formatted_text_is_made_harmless() -> None:
    form = form_of(
        {"type": "html", "content": "<script>alert(1)</script><p onclick='x()'>Hej</p><iframe src='x'></iframe>"},
        {"type": "text", "text": "[k](javascript:alert(1)) <img src=x onerror=y> **fet**"},
        {
            "type": "text",
            "text": "# Rubrik\n[länk](https://exempel.se)",
            "properties": {"utlysa": {"text_en": "# Heading"}},
        },
    )
    html = [component.html for component in form.components if isinstance(component, Block)]
    assert html[0].sv == "<p>Hej</p>"
    assert "<img" not in html[1].sv
    assert 'href="javascript' not in html[1].sv
    assert "<strong>fet</strong>" in html[1].sv
    assert html[2].sv.startswith("<h2>Rubrik</h2>")
    assert 'href="https://exempel.se"' in html[2].sv
    assert html[2].en == "<h2>Heading</h2>\n"


def test_labels_and_help_have_two_languages() -> None:
    form = form_of(
        field("textfield", "a", description="Hjälp", extras={"label_en": "Letter", "help_en": "Help", "unit": "st"})
    )
    asked = form.fields["a"]
    assert (asked.label.sv, asked.label.en, asked.help.sv, asked.help.en, asked.unit) == (
        "A",
        "Letter",
        "Hjälp",
        "Help",
        "st",
    )


def test_buttons_are_left_to_the_page() -> None:
    assert form_of({"type": "button", "action": "submit", "label": "Skicka"}).components == ()


def test_the_form_shows_itself_over_values_with_errors_beside_the_fields() -> None:
    rows = {"type": "dynamiclist", "path": "costs", "label": "K", "components": [field("number", "amount")]}
    table = {
        "type": "table",
        "id": "t",
        "label": "Tabell",
        "dataSource": "=offers",
        "columns": [{"key": "a", "label": "A"}],
    }
    form = form_of(
        rows,
        table,
        {"type": "text", "text": '="Hej " + name'},
        field("textfield", "secret", conditional={"hide": "=true"}),
    )
    raw = {"costs": [{"amount": "ett"}]}
    context = {"offers": [{"a": 1}], "name": "du"}
    parts = form.show(raw, context, errors=form.validate(raw, context).errors)
    amount = parts[0].parts[0].parts[0]
    assert isinstance(parts[0].component, Rows)
    assert (amount.name, amount.path, amount.entered, len(amount.errors)) == (
        "costs-0-amount",
        "costs[0].amount",
        "ett",
        1,
    )
    assert parts[1].value == [{"a": 1}]
    assert parts[2].value == "Hej du"
    assert parts[3].is_hidden


def test_a_form_starts_with_the_values_of_the_case_or_its_defaults() -> None:
    rows = {
        "type": "dynamiclist",
        "path": "costs",
        "label": "K",
        "defaultRepetitions": 2,
        "components": [field("number", "amount", defaultValue=5)],
    }
    form = form_of(field("textfield", "title", defaultValue="Ny"), field("textfield", "lead"), rows)
    assert form.initial() == {"title": "Ny", "costs": [{"amount": 5}, {"amount": 5}]}
    assert form.initial({"title": "Kluster", "costs": [{"amount": 1}]}) == {
        "title": "Kluster",
        "costs": [{"amount": 1}],
    }


def test_what_is_no_json_names_its_line() -> None:
    with pytest.raises(UnreadableJsonError) as caught:
        read_json('{"components": [\n  1,\n  ]}')
    assert caught.value.line == 3
    assert caught.value.text.sv == "Filen är inte giltig JSON. Spara den på nytt."
