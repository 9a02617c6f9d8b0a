"""The forms, letters and mails of calls, applications and assessments: in two languages, and free of faults."""

from pathlib import Path

import pytest

from engine.forms import Block, Form, Group, Rows
from workflows.letters import mail_problems, problems

BPMN = Path(__file__).parents[3] / "bpmn"
FOLDERS = ("call", "application", "handling", "assessment")


def files(pattern: str) -> list[Path]:
    return sorted(path for folder in FOLDERS for path in (BPMN / folder).glob(pattern))


@pytest.mark.parametrize("path", files("*.form"), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_form_says_everything_in_two_languages(path: Path) -> None:
    # when
    form = Form.parse(path.read_bytes(), file=path.name)
    # then
    assert form.problems == ()
    assert form.title.sv
    assert form.title.en
    for name, field in form.fields.items():
        assert field.label.sv, name
        assert field.label.en, name
        assert bool(field.help.sv) == bool(field.help.en), name
        for option in getattr(field, "options", ()):
            assert option.label.en, (name, option.value)
    for part in form.components:
        if isinstance(part, Group | Rows):
            assert part.label.en, part.id
        if isinstance(part, Block) and part.html.sv:
            assert part.html.en, part.id
    assert all(rule.message.en for rule in form.rules)


@pytest.mark.parametrize("path", files("*.letter.html"), ids=lambda path: path.name)
def test_a_letter_can_be_rendered(path: Path) -> None:
    assert problems(path.read_bytes(), path.name) == []


@pytest.mark.parametrize("path", files("*.mail.txt"), ids=lambda path: path.name)
def test_a_mail_can_be_rendered(path: Path) -> None:
    assert mail_problems(path.read_bytes(), path.name) == []


def test_the_request_for_completion_has_the_headings_that_the_law_asks_for() -> None:
    text = (BPMN / "application" / "completion_request.letter.html").read_text()
    headings = [line.removeprefix("<h2>").removesuffix("</h2>") for line in text.splitlines() if line[:4] == "<h2>"]
    assert headings == [
        "Ärende",
        "Vad som saknas",
        "Hur ni kompletterar",
        "Senast",
        "Om ni inte kompletterar",
        "Kontakt",
    ]
