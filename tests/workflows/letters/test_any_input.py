"""Whatever owners and applicants write, letters are whole or refused with a reason."""

import contextlib

import lxml.html
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.letters import LetterError, mail_problems, problems, render, render_mail

PARTS = (
    *("{{", "}}", "{{ v }}", "<p>", "</p>", "<b", ">", '"', "<p data-if='", "'", "v", "1", "<!--", "-->", "&", "\n"),
    *("{{#if v}}", "{{/if}}", "{{#each a in v}}", "{{/each}}", "<script>", "</div>", "\x00", "\ue000", "<br/>", "]]>"),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
def test_any_template_is_judged_and_rendered_or_refused(text: str) -> None:
    template = text.encode()
    for judge, write in ((problems, render), (mail_problems, render_mail)):
        found = judge(template)
        assert all(problem.line and problem.message for problem in found)
        with contextlib.suppress(LetterError):
            write(template, {"v": "värde"})


@settings(max_examples=200, deadline=None)
@given(st.text(min_size=1))
def test_any_value_is_text_and_nothing_else(value: str) -> None:
    template = b'<h2>{{ v }}</h2><p>A {{ v }} <a href="{{ v }}">B</a></p>'
    try:
        html = render(template, {"v": value})
    except LetterError:
        assert not "".join(sign for sign in value if sign >= " ").strip() or "\ue002" in value
        return
    tags = [element.tag for element in lxml.html.fragment_fromstring(html, create_parent="div").iterdescendants()]
    assert [tag for tag in tags if tag != "br"] == ["h2", "p", "a"]
