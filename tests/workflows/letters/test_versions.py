"""A process owner's edited letter: new cases use it, running ones keep theirs, and a broken one is not deployed."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from engine import Actor, Call, DeploymentRejectedError, Engine
from tests.engine.runtime.diagrams import diagram, end, service, start, user
from workflows.bootstrap import CHECKS
from workflows.letters import deployed, write_letter
from workflows.migrations import VERSIONS
from workflows.notifications import mail_list, send_template
from workflows.registry import document_html, documents_of, register_case

OFFICER = Actor("handlaggare.1", frozenset({"officer"}))
OUTER = diagram(
    "outer",
    start(),
    user("prepare", role="officer"),
    '<callActivity id="inner_step" name="inner" calledElement="inner"/>',
    end(),
    paths=["start prepare inner_step end"],
)
INNER = diagram("inner", start(), service("tell", "tell"), end(), paths=["start tell end"])


def tell(call: Call) -> Mapping[str, Any]:
    """Write a letter of the calling process and one of another, send a mail, and read a table of the own one."""
    number = register_case(call.session, at=call.now, title="Ansökan", case_id=call.case_id)
    for template in ("outer/decision", "other/notice"):
        write_letter(
            call,
            template,
            {},
            kind="D6",
            title=template,
            registry_number=number,
            case_id=call.case_id,
            party="Klustret",
        )
    send_template(call, "outer/told", {}, to="a@example.org", key=call.case_id, case_id=call.case_id)
    return {"table": deployed(call.file, "inner/rates.json").decode()}


def files(version: int) -> dict[str, bytes]:
    """Three processes, whose letters, mail and table tell their version."""
    return {
        "outer/outer.bpmn": OUTER,
        "outer/decision.letter.html": f"<p>Beslut {version}</p>".encode(),
        "outer/told.mail.txt": f"Besked {version}\n\nHej".encode(),
        "inner/inner.bpmn": INNER,
        "inner/rates.json": str(version).encode(),
        "other/other.bpmn": diagram("other", start(), end(), paths=["start end"]),
        "other/notice.letter.html": f"<p>Anslag {version}</p>".encode(),
    }


@pytest.fixture
def engine(engine_factory: Callable[..., Engine]) -> Engine:
    """An engine with the first versions."""
    made = engine_factory(operations={"tell": tell}, migrations=[VERSIONS], checks=CHECKS)
    made.deploy(files(1))
    return made


def _told(engine: Engine, case_id: str) -> tuple[str, ...]:
    """What a case's letters, mail and table say."""
    case = engine.complete(engine.tasks(case_id)[0].id, actor=OFFICER)
    with engine.reading() as session:
        pages = [document_html(session, one.id) for one in documents_of(session, case_id=case_id)]
        (mail,) = [mail for mail in mail_list(session) if mail.case_id == case_id]
    found = [text for page in pages for text in ("Beslut 1", "Beslut 2", "Anslag 1", "Anslag 2") if text in page]
    return (*sorted(found), mail.subject, case.variables["table"])


def test_a_new_version_changes_the_letters_of_new_cases_and_running_ones_keep_theirs(engine: Engine) -> None:
    running = engine.start("outer").id
    engine.deploy(files(2))
    new = engine.start("outer").id
    assert engine.process_file("outer/decision.letter.html", case_id=running) == b"<p>Beslut 1</p>"
    assert engine.process_file("outer/decision.letter.html", case_id=new) == b"<p>Beslut 2</p>"
    # What the case has not called yet, or never calls, is of the newest version.
    assert _told(engine, running) == ("Anslag 2", "Beslut 1", "Besked 1", "2")
    assert _told(engine, new) == ("Anslag 2", "Beslut 2", "Besked 2", "2")


def test_outside_a_case_the_newest_version_is_read(engine: Engine) -> None:
    engine.deploy(files(2))
    with engine.work() as work:
        assert work.file("outer/decision.letter.html") == b"<p>Beslut 2</p>"
        assert work.file("outer/no_such.letter.html") is None
        assert work.file("no_such/decision.letter.html") is None
    assert engine.process_file("other/notice.letter.html") == b"<p>Anslag 2</p>"


@pytest.mark.parametrize(
    ("file", "content", "line", "code"),
    [
        ("outer/decision.letter.html", b"<p>Beslut</p>\n<p>{{ amount + }}</p>", 2, "letter_expression_invalid"),
        ("outer/decision.letter.html", b"<p>\n{{ amount </p>", 2, "letter_unreadable"),
        ("outer/told.mail.txt", b"Besked\n\n{{#if granted}}Hej", 3, "letter_unreadable"),
    ],
)
def test_a_broken_letter_is_refused_with_file_and_line(
    engine: Engine, file: str, content: bytes, line: int, code: str
) -> None:
    broken = {**files(2), file: content}
    with pytest.raises(DeploymentRejectedError) as refused:
        engine.deploy(broken)
    (problem,) = [each for each in refused.value.problems if each.severity == "error"]
    assert (problem.file, problem.line, problem.code) == (file, line, code)
    assert problem.message_en not in {"", problem.message}
    assert [each for each in engine.lint(broken) if each.severity == "error"] == [problem]
    assert {each.version for each in engine.definitions()} == {1}
