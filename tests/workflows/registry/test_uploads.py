"""Files that are sent in: what is taken, and what is refused."""

import io
from pathlib import Path

import pytest

from tests.workflows.registry import sample_files
from workflows.registry import FileStore, UploadRefusedError, accept_upload

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>'


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    """An empty store."""
    return FileStore(tmp_path / "files")


@pytest.mark.parametrize(
    ("content", "media_type", "extension"),
    [
        (sample_files.PDF, "application/pdf", ".pdf"),
        (sample_files.png(800, 600), "image/png", ".png"),
        (sample_files.JPEG, "image/jpeg", ".jpg"),
        (sample_files.office({}), DOCX, ".docx"),
        (sample_files.office({}, main="xl/workbook.xml"), XLSX, ".xlsx"),
    ],
)
def test_allowed_files_are_recognised_by_their_content(
    store: FileStore, content: bytes, media_type: str, extension: str
) -> None:
    file = accept_upload(store, io.BytesIO(content), file_name="budget.exe")
    assert (file.media_type, file.file_name, file.size) == (media_type, f"budget.exe{extension}", len(content))
    assert store.read(file.sha256) == content


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"MZ" + b"\0" * 600, "not_allowed"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "not_allowed"),
        (b"GIF89a/*" + b"\0" * 20, "not_allowed"),
        (b"namn;belopp\n=1+1;2\n", "not_allowed"),
        (sample_files.archive({"../../canary.txt": b"x"}), "not_allowed"),
        (b"%PDF-1.4\n<html><script>1</script></html>", "damaged"),
        (sample_files.png(60_000, 60_000), "unpacks_too_large"),
        (sample_files.png(0, 10), "damaged"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "damaged"),
        (sample_files.office({"../evil.xml": b"<x/>"}), "damaged"),
        (sample_files.office({"word/vbaProject.bin": b"x"}), "has_macros"),
        (sample_files.office({"word/embeddings/oleObject1.bin": b"x"}), "has_macros"),
        (sample_files.office({"[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled"}), "has_macros"),
        (sample_files.office({"word/settings.xml": DOCTYPE}), "damaged"),
        (sample_files.office({"word/settings.xml": DOCTYPE.decode().encode("utf-16")}), "damaged"),
        (sample_files.office({"word/media/a.bin": b"\0" * 30_000_000}), "unpacks_too_large"),
        (sample_files.office({})[:-30], "damaged"),
        (sample_files.harmless_virus(), "infected"),
    ],
)
def test_other_files_are_refused_with_a_reason_and_nothing_is_kept(
    store: FileStore, tmp_path: Path, content: bytes, reason: str
) -> None:
    with pytest.raises(UploadRefusedError) as caught:
        accept_upload(store, io.BytesIO(content), file_name="budget.pdf")
    assert caught.value.reason == reason
    assert caught.value.text.sv.endswith(".")
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


def test_an_archive_that_lies_about_its_size_is_refused(store: FileStore) -> None:
    content = bytearray(sample_files.office({"word/a.xml": b"<a>" + b"x" * 100_000 + b"</a>"}))
    directory = content.index(b"PK\x01\x02", content.index(b"word/a.xml") + 200)
    entry = content.rindex(b"PK\x01\x02", directory)
    content[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    with pytest.raises(UploadRefusedError) as caught:
        accept_upload(store, io.BytesIO(bytes(content)), file_name="a.docx")
    assert caught.value.reason in {"damaged", "unpacks_too_large"}


def test_a_file_that_is_too_large_is_stopped_on_its_way(store: FileStore) -> None:
    stream = io.BytesIO(sample_files.PDF + b"x" * 1_000_000)
    with pytest.raises(UploadRefusedError) as caught:
        accept_upload(store, stream, file_name="a.pdf", max_bytes=100_000)
    assert caught.value.reason == "too_large"
    assert stream.tell() < 300_000


def test_another_scanner_can_be_given(store: FileStore) -> None:
    def finds_everything(path: Path) -> str | None:
        return f"virus in {path.stat().st_size} bytes"

    with pytest.raises(UploadRefusedError, match=f"virus in {len(sample_files.PDF)} bytes"):
        accept_upload(store, io.BytesIO(sample_files.PDF), file_name="a.pdf", scan=finds_everything)
