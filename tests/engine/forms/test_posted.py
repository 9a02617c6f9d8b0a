"""Posted names become nested values."""

from engine.forms import from_html, name_of
from tests.engine.forms.building import field, form_of

FORM = form_of(
    field("textfield", "applicant.name"),
    field("checkbox", "agrees"),
    field("checklist", "areas", values=["HE", "DIG"]),
    {
        "type": "dynamiclist",
        "path": "costs",
        "label": "K",
        "components": [field("number", "amount"), field("taglist", "tags", values=["a", "b"])],
    },
)


def test_flat_names_are_nested_as_the_form_has_them() -> None:
    posted = [
        ("csrf_token", "secret"),
        ("_action", "save"),
        ("applicant-name", "Kluster AB"),
        ("agrees", "0"),
        ("agrees", "1"),
        ("areas", "HE"),
        ("areas", "DIG"),
        ("costs-3-amount", "20"),
        ("costs-0-amount", "10"),
        ("costs-0-tags", "a"),
    ]
    assert from_html(FORM, posted) == {
        "applicant": {"name": "Kluster AB"},
        "agrees": "1",
        "areas": ["HE", "DIG"],
        "costs": [{"amount": "10", "tags": ["a"]}, {"amount": "20"}],
    }


def test_a_mapping_of_lists_is_read_the_same_way() -> None:
    assert from_html(FORM, {"areas": ["HE"], "applicant.name": "A"}) == {"areas": ["HE"], "applicant": {"name": "A"}}


def test_what_the_form_does_not_know_is_left_for_validation_to_refuse() -> None:
    raw = from_html(FORM, [("role", "admin"), ("costs-x-amount", "1")])
    assert {error.path for error in FORM.validate(raw).errors} == {"role", "costs"}


def test_names_that_contradict_each_other_do_no_harm() -> None:
    raw = from_html(FORM, [("areas", "HE"), ("areas-0", "DIG"), ("costs", "1"), ("costs-0-amount", "2")])
    assert raw == {"areas": ["HE"], "costs": "1"}


def test_a_path_has_one_name() -> None:
    assert name_of(("costs", 2, "amount")) == "costs-2-amount"
