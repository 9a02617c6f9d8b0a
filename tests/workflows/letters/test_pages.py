"""Letter templates: what they show, what they refuse, and what they never let through."""

from datetime import UTC, date, datetime
from decimal import Decimal

import lxml.html
import pytest

from workflows.letters import MissingValueError, TemplateError, Wording, problems, render

ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "javascript:alert(1)",
    "jav&#x09;ascript:alert(1)",
    "<iframe srcdoc='<script>1</script>'>",
    "</p><script>alert(1)</script>",
)


def written(template: str, **values: object) -> str:
    """The template's HTML with ordinary spaces."""
    return render(template.encode(), values, file="brev").replace("&nbsp;", " ").strip()


def test_values_are_put_into_words_by_their_type() -> None:
    html = written(
        "<p>{{ namn }}, {{ belopp }}, {{ dag }}, {{ klockan }}, {{ ja }}, {{ lista }}</p>",
        namn="Klustret",
        belopp=Decimal(2_300_000),
        dag=date(2021, 12, 15),
        klockan=datetime(2021, 12, 6, 11, tzinfo=UTC),
        ja=True,
        lista=["energi", "skog"],
    )
    assert html == (
        "<p>Klustret, 2 300 000, 15 december 2021, måndag 6 december 2021 kl. 12.00, ja, energi och skog</p>"
    )


def test_wording_functions_can_be_called() -> None:
    assert (
        written("<p>{{ money_text(belopp) }} ({{ percent_text(50) }})</p>", belopp=980000)
        == "<p>980 000 kr (50,00 %)</p>"
    )
    assert (
        written("<p>{{ period_text(a, b) }}</p>", a=date(2022, 1, 1), b=date(2022, 1, 31)) == "<p>1–31 januari 2022</p>"
    )


def test_expressions_may_compare_and_hold_braces_and_quotes() -> None:
    assert written('<p>{{ if n < 3 and n > 0 then "få }}" else "många" }}</p>', n=2) == "<p>få }}</p>"
    assert written("<p>{{ {a: {b: 1}}.a.b }}</p>") == "<p>1</p>"


def test_a_part_is_shown_on_its_condition() -> None:
    template = """<p data-if='utfall = "granted"'>Ja</p><p data-if='utfall != "granted"'>Nej</p>"""
    assert written(template, utfall="granted") == "<p>Ja</p>"
    assert written(template, utfall="rejected") == "<p>Nej</p>"


def test_a_part_is_repeated_for_each_item() -> None:
    template = '<ul><li data-each="rad in rader" data-if="rad.visa">{{ rad.text }}</li></ul>'
    rows = [{"text": "ett", "visa": True}, {"text": "två", "visa": False}, {"text": "tre", "visa": True}]
    assert written(template, rader=rows) == "<ul><li>ett</li><li>tre</li></ul>"


def test_paragraphs_of_a_text_become_paragraphs_and_its_lines_lines() -> None:
    assert written('<p class="x">{{ text }}</p>', text="Ett\r\n\r\nTvå\nrader") == (
        '<p class="x">Ett</p><p class="x">Två<br>\nrader</p>'
    )


@pytest.mark.parametrize("value", [None, "", "  \n "])
def test_a_missing_or_blank_value_names_its_place(value: object) -> None:
    with pytest.raises(MissingValueError, match=r"brev, rad 2: \{\{ namn \}\}") as caught:
        written("<h2>Beslut</h2>\n<p>{{ namn }}</p>", namn=value)
    assert (caught.value.place.file, caught.value.place.line, caught.value.place.expression) == ("brev", 2, "namn")


def test_an_unknown_name_is_a_missing_value() -> None:
    with pytest.raises(MissingValueError, match="belop"):
        written("<p>{{ belop }}</p>", belopp=1)


@pytest.mark.parametrize("template", ['<p data-if="saknas">x</p>', '<p data-each="rad in saknas">{{ rad }}</p>'])
def test_conditions_and_repetitions_need_their_values_too(template: str) -> None:
    with pytest.raises(MissingValueError, match="saknas"):
        written(template)


@pytest.mark.parametrize(
    "template", ["<p>{{ namn </p>", "<p>{{ 1 + }}</p>", '<p data-each="rader">x</p>', "<p>{{ {a: 1} }}</p>"]
)
def test_a_wrong_template_is_refused_when_it_is_rendered(template: str) -> None:
    with pytest.raises(TemplateError):
        written(template, namn="x", rader=[])


def test_a_context_cannot_be_written() -> None:
    with pytest.raises(TemplateError, match="text"):
        written("<p>{{ x }}</p>", x={"a": 1})


@pytest.mark.parametrize("payload", ATTACKS)
def test_values_are_never_markup(payload: str) -> None:
    html = render(b'<p>{{ v }}</p><a href="{{ v }}">l</a>', {"v": payload})
    tree = lxml.html.fragment_fromstring(html, create_parent="div")
    assert [element.tag for element in tree.iterdescendants()] == ["p", "a"]
    assert tree[0].text_content() == payload
    assert tree[1].get("href") is None


def test_a_value_that_looks_like_a_placeholder_is_only_text() -> None:
    assert written("<p>{{ v }}</p>", v="{{ 7*191 }} \ue0000\ue001") == "<p>{{ 7*191 }} \ue0000\ue001</p>"


def test_scripts_styles_and_handlers_in_a_template_are_taken_out() -> None:
    html = written('<script>alert(1)</script><p onclick="x()" style="color:red">Hej</p><img src="http://x">')
    assert html == "<p>Hej</p>"


def test_the_same_words_can_be_english() -> None:
    html = render(b"<p>{{ d }}</p>", {"d": date(2021, 12, 15)}, chosen=Wording(language="en"))
    assert html.strip() == "<p>15&nbsp;December 2021</p>"


def test_now_is_the_instant_that_was_given() -> None:
    chosen = Wording(now=datetime(2021, 12, 1, 9, tzinfo=UTC))
    assert render(b"<p>{{ short_date_text(today()) }}</p>", {}, chosen=chosen).strip() == "<p>2021-12-01</p>"


def test_a_sound_template_has_no_problems() -> None:
    assert problems(b'<h2>Beslut</h2><p data-if="a > 1">{{ date_text(b) }}</p><a href="{{ c }}">d</a>') == []


@pytest.mark.parametrize(
    ("template", "line", "code"),
    [
        (b"<p>\n{{ a + }}</p>", 2, "letter_expression_invalid"),
        (b"<p>x</p>\n\n<script>1</script>", 3, "letter_tag_forbidden"),
        (b'<p style="x">y</p>', 1, "letter_attribute_forbidden"),
        (b'<p data-if="a >">y</p>', 1, "letter_expression_invalid"),
        (b'<p data-each="a">y</p>', 1, "letter_expression_invalid"),
        (b"<p>{{ a </p>", 1, "letter_unreadable"),
        (b"\xe5\xe4\xf6", 1, "letter_unreadable"),
    ],
)
def test_problems_say_where_and_what(template: bytes, line: int, code: str) -> None:
    (problem,) = problems(template, "brev")
    assert (problem.line, problem.code, problem.file, problem.severity) == (line, code, "brev", "error")
