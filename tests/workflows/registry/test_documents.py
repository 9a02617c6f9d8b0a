"""Registered documents and the diary."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from workflows.registry import (
    DiaryFilter,
    Document,
    FileMissingError,
    FileStore,
    StoredFile,
    UnknownDocumentError,
    UnknownRegistryNumberError,
    correct_document,
    count_diary,
    count_diary_cases,
    describe_case,
    diary,
    diary_cases,
    document,
    document_bytes,
    document_html,
    documents_of,
    drop_upload,
    mark_secret,
    missing_files,
    record_upload,
    register_case,
    register_document,
    registry_breaches,
    sweep_files,
    unreferenced_files,
    uploads_with,
)
from workflows.registry.model import documents, registry_series

AT = datetime(2021, 11, 29, 12, tzinfo=UTC)
PAGE = "<!DOCTYPE html>\n<html lang='sv'><title>Beslut</title><p>Åäö</p></html>"


@pytest.fixture
def number(session: Session) -> str:
    """A case in the diary."""
    return register_case(session, at=AT, title="Ansökan från Klustret", case_id="c1", party="Klustret AB")


def registered(session: Session, number: str, **changes: Any) -> Document:
    """A document of the case."""
    values: dict[str, Any] = {
        "kind": "D6",
        "title": "Mottagningsbekräftelse",
        "direction": "out",
        "at": AT,
        "party": "Klustret AB",
        "case_id": "c1",
        "html": PAGE,
    }
    return register_document(session, registry_number=number, **(values | changes))


def test_documents_are_numbered_within_their_case(session: Session, number: str) -> None:
    first, second = registered(session, number), registered(session, number)
    assert (first.number, second.number) == ("RUN/1/2021-1", "RUN/1/2021-2")
    assert document(session, second.id) == second


def test_a_page_is_kept_word_for_word(session: Session, number: str, files: Path) -> None:
    made = registered(session, number)
    assert document_html(session, made.id) == PAGE
    assert document_bytes(session, FileStore(files), made.id) == PAGE.encode()
    assert made.sha256 == hashlib.sha256(PAGE.encode()).hexdigest()
    assert (made.size, made.media_type, made.is_html) == (len(PAGE.encode()), "text/html", True)


def test_an_upload_is_read_from_the_file_store(session: Session, number: str, files: Path) -> None:
    store = FileStore(files)
    file = StoredFile(store.put(b"pdf"), 3, "application/pdf", "budget.pdf")
    made = registered(session, number, html=None, content=file, direction="in")
    assert document_bytes(session, store, made.id) == b"pdf"
    assert (made.file_name, made.media_type) == ("budget.pdf", "application/pdf")
    with pytest.raises(UnknownDocumentError):
        document_html(session, made.id)


def test_content_that_utlysa_made_is_kept_with_the_row(session: Session, number: str, files: Path) -> None:
    made = registered(
        session, number, html=None, content=b"{}", media_type="application/json", file_name="ansokan.json"
    )
    assert document_bytes(session, FileStore(files), made.id) == b"{}"


@pytest.mark.parametrize("changes", [{"html": None}, {"content": b"x"}])
def test_a_document_has_one_content(session: Session, number: str, changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="either"):
        registered(session, number, **changes)


def test_an_unknown_case_or_document_is_named(session: Session) -> None:
    with pytest.raises(UnknownRegistryNumberError, match="RUN/7/2021"):
        registered(session, "RUN/7/2021")
    with pytest.raises(UnknownDocumentError):
        document(session, "none")


def test_a_correction_is_a_new_version_beside_the_old(session: Session, number: str) -> None:
    old = registered(session, number)
    new = correct_document(session, old.id, at=AT + timedelta(days=1), reason="Fel datum", html="<p>rätt</p>")
    assert (new.number, new.version, new.replaces, new.replaced_because) == (old.number, 2, old.id, "Fel datum")
    assert document_html(session, old.id) == PAGE
    assert [entry.id for entry in documents_of(session, case_id="c1")] == [new.id]
    assert [entry.id for entry in documents_of(session, case_id="c1", all_versions=True)] == [old.id, new.id]


def test_a_correction_needs_a_reason_and_the_newest_version(session: Session, number: str) -> None:
    old = registered(session, number)
    with pytest.raises(ValueError, match="reason"):
        correct_document(session, old.id, at=AT, reason=" ", html="<p>x</p>")
    correct_document(session, old.id, at=AT, reason="Fel", html="<p>x</p>")
    with pytest.raises(ValueError, match="version 2"):
        correct_document(session, old.id, at=AT, reason="Fel", html="<p>y</p>")


def test_the_applicant_sees_only_what_it_may(session: Session, number: str) -> None:
    registered(session, number, kind="D8")
    shown = registered(session, number, visible_to_applicant=True)
    assert [entry.id for entry in documents_of(session, case_id="c1", visible_to_applicant=True)] == [shown.id]
    assert [entry.kind for entry in documents_of(session, registry_number=number, kinds=["D8"])] == ["D8"]


def test_the_public_diary_hides_title_and_party_but_not_date_and_number(session: Session, number: str) -> None:
    """Source: R-03."""
    secret = registered(session, number, secrecy="OSL 30:23")
    (line,) = diary(session, public=True)
    assert (line.title, line.party, line.case_title, line.kind) == ("", "", "", "")
    assert (line.number, line.registered_at, line.is_secret) == (secret.number, AT, True)
    (inside,) = diary(session, public=False)
    assert (inside.title, inside.party) == ("Mottagningsbekräftelse", "Klustret AB")


def test_a_secret_case_hides_all_its_documents(session: Session, number: str) -> None:
    registered(session, number)
    describe_case(session, number, secrecy="OSL 30:23")
    assert diary(session, public=True)[0].title == ""


def test_hidden_words_are_not_found_by_the_public(session: Session, number: str) -> None:
    made = registered(session, number, title="Årsbudget")
    wanted = DiaryFilter(text="årsBUDGET")
    assert count_diary(session, wanted, public=True) == 1
    mark_secret(session, made.id, "OSL 30:23")
    assert diary(session, wanted, public=True) == []
    assert [line.document_id for line in diary(session, wanted, public=False)] == [made.id]
    mark_secret(session, made.id, None)
    assert count_diary(session, wanted, public=True) == 1


def test_the_diary_is_searched_by_number_kind_direction_and_time(session: Session, number: str) -> None:
    registered(session, number)
    later = registered(session, number, kind="D7", direction="in", at=AT + timedelta(days=2))
    for wanted in (
        DiaryFilter(kind="D7"),
        DiaryFilter(direction="in"),
        DiaryFilter(since=AT + timedelta(seconds=1)),
        DiaryFilter(text="mottag", kind="D7"),
    ):
        assert [line.document_id for line in diary(session, wanted, public=False)] == [later.id]
    assert count_diary(session, DiaryFilter(until=AT), public=False) == 0
    assert count_diary(session, DiaryFilter(text="run/1/", series="RUN", year=2021), public=False) == 2
    assert count_diary(session, DiaryFilter(text="100%"), public=False) == 0
    assert [line.document_id for line in diary(session, public=False, limit=1)] == [later.id]


def test_the_diarys_cases_are_found_but_not_by_what_is_secret(session: Session, number: str) -> None:
    other = register_case(session, at=AT + timedelta(days=400), title="Årsredovisning", case_id="c2")
    assert [case.registry_number for case in diary_cases(session, public=True)] == [other, number]
    assert [case.registry_number for case in diary_cases(session, "KLUSTRET", public=True)] == [number]
    assert [case.registry_number for case in diary_cases(session, public=True, year=2023)] == [other]
    describe_case(session, number, secrecy="OSL 30:23")
    assert count_diary_cases(session, "klustret", public=True) == 0
    assert count_diary_cases(session, "klustret", public=False) == 1
    hidden = diary_cases(session, "run/1/2021", public=True)[0]
    assert (hidden.title, hidden.party, hidden.opened_at) == ("", "", AT)


def test_uploads_are_known_by_an_id_until_they_are_dropped(session: Session) -> None:
    file = StoredFile("a" * 64, 3, "application/pdf", "a.pdf")
    first = record_upload(session, file, at=AT, by="sokande.1")
    second = record_upload(session, file, at=AT, by="sokande.1")
    assert uploads_with(session, [second.id, first.id]) == [second, first]
    assert uploads_with(session, []) == []
    drop_upload(session, first.id)
    with pytest.raises(UnknownDocumentError, match=first.id):
        uploads_with(session, [second.id, first.id])


def test_rows_without_files_and_files_without_rows_are_found(session: Session, number: str, files: Path) -> None:
    """Source: I8."""
    store = FileStore(files)
    kept = StoredFile(store.put(b"kept"), 4, "application/pdf", "a.pdf")
    lost = StoredFile("b" * 64, 4, "application/pdf", "b.pdf")
    orphan = store.put(b"orphan")
    registered(session, number)
    registered(session, number, html=None, content=kept)
    record_upload(session, lost, at=AT, by="sokande.1")
    assert missing_files(session, store) == [lost.sha256]
    assert unreferenced_files(session, store) == [orphan]


def test_only_old_files_without_rows_are_swept_away(session: Session, number: str, files: Path) -> None:
    store = FileStore(files)
    kept, orphan = StoredFile(store.put(b"kept"), 4, "application/pdf", "a.pdf"), store.put(b"orphan")
    registered(session, number, html=None, content=kept)
    came = store.kept_at(orphan)
    assert sweep_files(session, store, now=came + timedelta(hours=23)) == []
    assert sweep_files(session, store, now=came + timedelta(days=1)) == [orphan]
    assert list(store.kept()) == [kept.sha256]
    with pytest.raises(FileMissingError, match=orphan):
        store.kept_at(orphan)


def test_an_altered_document_and_a_missing_number_are_reported(session: Session, number: str, files: Path) -> None:
    store = FileStore(files)
    made = registered(session, number)
    assert registry_breaches(session, store) == []
    session.execute(update(documents).where(documents.c.id == made.id).values(body=b"changed"))
    orphan = store.put(b"orphan")
    session.execute(update(registry_series).values(next_number=3))
    assert registry_breaches(session, store) == [
        "I8 the document RUN/1/2021-1 is not what was registered",
        f"I8 a file belongs to no document: {orphan}",
        "I14 the registry number RUN/2/2021 is missing",
    ]
