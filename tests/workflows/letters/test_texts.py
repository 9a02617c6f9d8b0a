"""Mail templates."""

import pytest

from workflows.letters import MissingValueError, TemplateError, mail_problems, render_mail

TEMPLATE = """Kvitto {{ nr }}

Hej!
{{#if har_bilagor}}
Bilagor:
{{#each b in bilagor}}- {{ b }}
{{/each}}{{/if}}
Vänliga hälsningar
""".encode()


def test_the_first_line_is_the_subject() -> None:
    mail = render_mail(TEMPLATE, {"nr": "RUN/604/2021", "har_bilagor": True, "bilagor": ["a.pdf", "b.pdf"]})
    assert mail.subject == "Kvitto RUN/604/2021"
    assert mail.body == "Hej!\n\nBilagor:\n- a.pdf\n- b.pdf\n\nVänliga hälsningar\n"


def test_a_block_is_left_out_on_its_condition() -> None:
    assert "Bilagor" not in render_mail(TEMPLATE, {"nr": "1", "har_bilagor": False}).body


def test_a_value_cannot_add_lines_to_the_subject() -> None:
    assert render_mail(b"{{ a }}\n\nx", {"a": "Hej  du"}).subject == "Hej du"


def test_text_is_not_escaped() -> None:
    assert render_mail(b"s\n{{ a }}", {"a": "A & <B>"}).body == "A & <B>\n"


def test_a_missing_value_names_its_place() -> None:
    with pytest.raises(MissingValueError, match=r"kvitto, rad 3: \{\{ namn \}\}"):
        render_mail(b"s\n\n{{ namn }}", {}, file="kvitto")


@pytest.mark.parametrize(
    "template", [b"s\n{{#if a}}x", b"s\n{{/if}}", b"s\n{{#if a}}{{/each}}", b"s\n{{#for a}}{{/for}}"]
)
def test_blocks_must_be_whole(template: bytes) -> None:
    with pytest.raises(TemplateError):
        render_mail(template, {"a": True})
    assert [problem.line for problem in mail_problems(template)] == [2]


def test_problems_are_found_inside_blocks() -> None:
    (problem,) = mail_problems(b"s\n{{#if a}}\n{{ b + }}\n{{/if}}")
    assert (problem.line, problem.code) == (3, "letter_expression_invalid")
    assert mail_problems(TEMPLATE) == []
