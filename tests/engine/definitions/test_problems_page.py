"""docs/problems.md names every code, says what its message says, and its examples give their codes."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from engine.definitions import CODES, FORM_CODES, prepare
from engine.model import Problem
from tests.engine.definitions.drawing import CATALOGUE, diagram
from workflows.bootstrap import CHECKS
from workflows.letters import CODES as LETTER_CODES

PAGE = Path(__file__).parents[3] / "docs" / "problems.md"
_SAID_BY_THE_READER = {"file_unreadable", "doctype_forbidden", "limit_exceeded"}
_INSTALLATION = replace(CATALOGUE, checks=CHECKS)
_TRIVIAL = diagram('<userTask id="check"/>')
_BESIDE = "<!-- beside the process -->"


@dataclass(frozen=True)
class Section:
    code: str
    level: str
    text: str
    kind: str
    example: str


def sections() -> list[Section]:
    """The page's entries."""
    found = []
    for part in PAGE.read_text(encoding="utf-8").split("\n### `")[1:]:
        code, _, rest = part.partition("`")
        level, text = re.search(r"Level: (\w+)\. (.*)", rest).groups()  # type: ignore[union-attr]
        fenced = re.search(r"```([\w-]+)\n(.*?)\n```", rest, re.DOTALL)
        files = re.search(r"Files: `(.*)`", rest)
        kind, example = fenced.groups() if fenced else ("files", files[1]) if files else ("none", "")
        found.append(Section(code, level, text, kind, example))
    return found


SECTIONS = sections()


def _in_a_file(example: str) -> bytes:
    content, _, around = example.partition(_BESIDE)
    return diagram(content, around=around)


def problems_of(section: Section) -> tuple[Problem, ...]:
    """What the example gives."""
    is_import = section.kind.startswith("repair-")
    kind = section.kind.removeprefix("repair-")
    content = {
        "xml": {"example.bpmn": _in_a_file(section.example)},
        "file": {"example.bpmn": section.example.encode()},
        "form": {"example.bpmn": _TRIVIAL, "example.form": section.example.encode()},
        "letter": {"example.bpmn": _TRIVIAL, "example.letter.html": section.example.encode()},
        "mail": {"example.bpmn": _TRIVIAL, "example.mail.txt": section.example.encode()},
        "files": {name: _TRIVIAL if name.endswith(".bpmn") else b"" for name in section.example.split()},
    }[kind]
    return tuple(prepare(content, catalogue=_INSTALLATION, repair=is_import).problems)


def test_every_code_is_on_the_page_once() -> None:
    assert sorted(section.code for section in SECTIONS) == sorted({*CODES, *FORM_CODES, *LETTER_CODES})


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.code)
def test_the_page_says_what_the_message_says(section: Section) -> None:
    if section.code in LETTER_CODES:
        assert (section.level, section.text) == ("error", LETTER_CODES[section.code].en)
        return
    known = CODES.get(section.code)
    if known is None:
        assert section.level in ("error", "warning")
        return
    assert section.level == known.severity
    assert section.code in _SAID_BY_THE_READER or section.text == known.text.en
    assert known.text.sv != known.text.en or section.code in _SAID_BY_THE_READER
    assert known.text.sv.endswith((".", "}"))


@pytest.mark.parametrize("section", [s for s in SECTIONS if s.kind != "none"], ids=lambda section: section.code)
def test_each_example_gives_its_code(section: Section) -> None:
    found = [problem for problem in problems_of(section) if problem.code == section.code]
    assert found, [problem.code for problem in problems_of(section)]
    problem = found[0]
    assert problem.severity == section.level
    assert problem.message
    assert problem.message_en
    assert not re.search(r"\{\w+\}", problem.message)
    has_line = section.kind not in ("files", "form") and not section.code.startswith("assumed_")
    assert not has_line or problem.line
