"""A letter in the diary, and its PDF after the commit."""

import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from engine import Actor, Engine, JobHandler
from tests.engine.runtime.diagrams import ONE_TASK
from workflows.letters import MissingValueError, UnknownTemplateError, writing
from workflows.registry import (
    Document,
    FileStore,
    document_html,
    document_pdf,
    documents_of,
    html_to_pdf,
    pdf_handler,
    register_case,
    unreferenced_files,
)
from workflows.registry.pdf import RENDER_PDF
from workflows.registry.printing import ReachesOutError

Start = Callable[[dict[str, JobHandler]], Engine]


def write(engine: Engine, template: str = "one_task/withdrawal", **context: object) -> Document:
    """Write a letter about a new case."""
    with engine.work(actor=Actor.system()) as work:
        number = register_case(work.session, at=work.now, title="Ansökan", case_id="c1")
        return writing.write_letter(
            work,
            template,
            context,
            kind="D6",
            title="Mottagningsbekräftelse",
            registry_number=number,
            case_id="c1",
            party="Klustret AB",
            recipient=("Klustret AB",),
            visible_to_applicant=True,
        )


@pytest.fixture
def start_engine(start_engine: Start) -> Start:
    """A function that makes an engine with a process that has one letter."""

    def start(jobs: dict[str, JobHandler]) -> Engine:
        engine = start_engine(jobs)
        letter = b"<p>Hej {{ name }}, vi har {{ letter.registry_number }}.</p>"
        engine.deploy({"one_task/one_task.bpmn": ONE_TASK, "one_task/withdrawal.letter.html": letter})
        return engine

    return start


def plain_text(pdf: bytes) -> bytes:
    """Everything in the PDF that is packed, unpacked."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return b"\n".join([pdf, *(zlib.decompress(stream) for stream in streams if stream[:1] == b"x")])


def test_a_letter_is_registered_with_date_number_and_text(start_engine: Start) -> None:
    engine = start_engine({})
    made = write(engine, name="Klustret")
    with engine.reading() as session:
        assert documents_of(session, case_id="c1") == [made]
        html = document_html(session, made.id)
    assert (made.number, made.direction, made.visible_to_applicant) == ("RUN/1/2021-1", "out", True)
    for part in ("Hej Klustret, vi har RUN/1/2021.", "2021-11-01", "<h1>Mottagningsbekräftelse</h1>", "Klustret AB"):
        assert part in html


def test_a_letter_that_cannot_be_written_undoes_everything(start_engine: Start) -> None:
    engine = start_engine({})
    with pytest.raises(MissingValueError, match=r"withdrawal.letter.html, rad 1: \{\{ name \}\}"):
        write(engine)
    with pytest.raises(UnknownTemplateError, match="no_such"):
        write(engine, "one_task/no_such")
    assert write(engine, name="x").number == "RUN/1/2021-1"


def test_the_pdf_is_made_after_the_commit_and_kept(start_engine: Start, files: Path) -> None:
    store = FileStore(files)
    engine = start_engine({RENDER_PDF: pdf_handler(store)})
    made = write(engine, name="Klustret")
    with engine.reading() as session:
        at_once = document_pdf(session, store, made.id)
    assert list(store.kept()) == []
    engine.run_due()
    engine.run_due()
    assert len(list(store.kept())) == 1
    with engine.reading() as session:
        assert document_pdf(session, store, made.id) == at_once == store.read(next(store.kept()))
        assert unreferenced_files(session, store) == []


def test_a_pdf_is_tagged_and_says_its_title_and_language() -> None:
    pdf = plain_text(
        html_to_pdf("<!DOCTYPE html><html lang='sv'><title>Beslut</title><h1>Beslut</h1><p>Text</p></html>")
    )
    assert b"/StructTreeRoot" in pdf
    assert b"/Marked true" in pdf
    assert b"/Lang (sv)" in pdf
    assert b"/H1" in pdf


@pytest.mark.parametrize(
    "part",
    [
        "<img src='http://127.0.0.1:9/x.png' alt=''>",
        "<img src='file:///etc/hostname' alt=''>",
        "<link rel='stylesheet' href='http://127.0.0.1:9/x.css'>",
        "<style>@import 'http://127.0.0.1:9/x.css'</style>",
    ],
)
def test_a_page_that_reaches_out_is_not_printed(part: str) -> None:
    with pytest.raises(ReachesOutError):
        html_to_pdf(f"<!DOCTYPE html><html lang='sv'><title>x</title><p>{part}</p></html>")
