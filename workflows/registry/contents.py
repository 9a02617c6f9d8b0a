"""What a file really is, told from its content, and whether that is safe to take in."""

import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

import filetype

from workflows.registry import refusals

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PNG = "image/png"
JPEG = "image/jpeg"

EXTENSIONS: Mapping[str, str] = {PDF: ".pdf", DOCX: ".docx", XLSX: ".xlsx", PNG: ".png", JPEG: ".jpg"}

_MAIN_PARTS: Mapping[str, str] = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_MAX_UNPACKED = 200_000_000
_MAX_ENTRIES = 5_000
_MAX_RATIO = 200
_SMALL = 1_000_000
_MAX_SIDE = 20_000
_MAX_PIXELS = 100_000_000
_PROGRAM_PARTS = ("vbaproject", "activex", "embeddings/", "oleobject", "macrosheets/")
_CHUNK = 1 << 16


def media_type_of(path: Path) -> str:
    """The media type of an allowed and safe file. Raises UploadRefusedError."""
    guessed = filetype.guess_mime(str(path))
    if guessed in _CHECKS:
        _CHECKS[guessed](path)
        return str(guessed)
    if zipfile.is_zipfile(path):
        return _office_type(path)
    raise refusals.not_allowed()


def _check_pdf(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(5)
        file.seek(max(0, path.stat().st_size - 2048))
        if head != b"%PDF-" or b"%%EOF" not in file.read():
            raise refusals.damaged()


def _check_png(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(24)
    if len(head) < 24 or head[12:16] != b"IHDR":  # signature, length, type, width, height
        raise refusals.damaged()
    _check_size(*struct.unpack(">II", head[16:24]))


def _check_jpeg(path: Path) -> None:
    with path.open("rb") as file:
        size = _jpeg_size(file)
    if size is None:
        raise refusals.damaged()
    _check_size(*size)


def _jpeg_size(file: IO[bytes]) -> tuple[int, int] | None:
    """Width and height from the start-of-frame segment, or None if there is none."""
    file.seek(2)
    while True:
        marker = file.read(4)
        if len(marker) < 4 or marker[0] != 0xFF:  # two bytes of marker, two of length
            return None
        kind, length = marker[1], int.from_bytes(marker[2:], "big")
        if 0xC0 <= kind <= 0xCF and kind not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">xHH", file.read(5).ljust(5, b"\0"))
            return width, height
        file.seek(max(0, length - 2), 1)


def _check_size(width: int, height: int) -> None:
    if not width or not height:
        raise refusals.damaged()
    if max(width, height) > _MAX_SIDE or width * height > _MAX_PIXELS:
        raise refusals.unpacks_too_large()


def _check_office(path: Path) -> None:
    _office_type(path)


def _office_type(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            kind = _main_type(entries)
            _check_entries(entries, path.stat().st_size)
            _check_programs(archive, entries)
            for entry in entries:
                _check_part(archive, entry)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise refusals.damaged() from error
    return kind


def _check_entries(entries: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > _MAX_ENTRIES or unpacked > _MAX_UNPACKED or unpacked > max(_SMALL, size * _MAX_RATIO):
        raise refusals.unpacks_too_large()
    for entry in entries:
        parts = entry.filename.replace("\\", "/").split("/")
        if entry.filename.startswith(("/", "\\")) or ".." in parts:
            raise refusals.damaged()


def _main_type(entries: list[zipfile.ZipInfo]) -> str:
    names = {entry.filename for entry in entries}
    found = [kind for part, kind in _MAIN_PARTS.items() if part in names]
    if "[Content_Types].xml" not in names or len(found) != 1:
        raise refusals.not_allowed()
    return found[0]


def _check_programs(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    for entry in entries:
        if any(part in entry.filename.lower() for part in _PROGRAM_PARTS):
            raise refusals.has_macros()
    with archive.open("[Content_Types].xml") as file:
        if b"macroenabled" in file.read(_SMALL).lower():
            raise refusals.has_macros()


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Read the part through once: it must be as large as it says, and its XML must declare nothing of its own."""
    is_xml = entry.filename.lower().endswith((".xml", ".rels"))
    left, tail = entry.file_size, b""
    with archive.open(entry) as file:
        while chunk := file.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise refusals.unpacks_too_large()
            if is_xml and _declares(tail + chunk):
                raise refusals.damaged()
            tail = chunk[-32:]


def _declares(text: bytes) -> bool:
    """Whether XML has a document type, in any of the encodings that it may be written in."""
    plain = text.replace(b"\0", b"").upper()
    return b"<!DOCTYPE" in plain or b"<!ENTITY" in plain


_CHECKS: Mapping[str, Callable[[Path], None]] = {
    PDF: _check_pdf,
    PNG: _check_png,
    JPEG: _check_jpeg,
    DOCX: _check_office,
    XLSX: _check_office,
}
