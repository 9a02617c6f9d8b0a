"""Bytes of any tool as text: byte order marks, declared encodings, and what files hold instead of what they declare."""

import codecs
import re

from engine.model import Text
from engine.reader import UnreadableDiagramError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._:-]+)[\"']")
_KNOWN = re.compile(r"utf|ascii|latin|iso|windows|cp|mac|shift|euc|gb|big5|koi|ansi", re.IGNORECASE)
_UTF_16 = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
_OTHER = Text("en annan teckenkodning än filen säger", "another encoding than the file says")
_NOT_TEXT: tuple[tuple[bytes, Text], ...] = (
    (b"PK\x03\x04", Text("ett packat arkiv (zip, Visio eller Bizagi)", "a packed archive (zip, Visio or Bizagi)")),
    (b"\x89PNG", Text("en bild (PNG)", "a picture (PNG)")),
    (b"\xff\xd8\xff", Text("en bild (JPEG)", "a picture (JPEG)")),
    (b"%PDF", Text("en PDF", "a PDF")),
    (b"\xd0\xcf\x11\xe0", Text("ett äldre Office-dokument", "an older Office document")),
    (b"\x1f\x8b", Text("ett packat arkiv (gzip)", "a packed archive (gzip)")),
    (b"{", Text("en JSON-fil", "a JSON file")),
)


def decoded(content: bytes) -> tuple[str, tuple[Text, ...]]:
    """The file's text, and a word on a guessed encoding. Raises UnreadableDiagramError for what is no text."""
    kind = next((told for mark, told in _NOT_TEXT if content.startswith(mark)), None)
    if kind is not None:
        raise UnreadableDiagramError(
            1,
            f"Filen är {kind.sv}. Exportera ritningen som BPMN 2.0 ur verktyget.",
            f"The file is {kind.en}. Export the drawing as BPMN 2.0 from its tool.",
        )
    for place, encoding in enumerate(_candidates(content)):
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        return text.removeprefix("\ufeff"), (_OTHER,) if place else ()
    return content.decode("latin-1"), (_OTHER,)


def _candidates(content: bytes) -> list[str]:
    marked = next((name for bom, name in _BOMS if content.startswith(bom)), "")
    wide = next((name for start, name in _UTF_16 if content.lstrip(b"\r\n\t ").startswith(start)), "")
    declaration = _DECLARED.search(content[:400])
    declared = declaration[1].decode("ascii").lower() if declaration else "utf-8"
    # A file that says UTF-16 but whose declaration can be read byte by byte is not.
    named = declared if _KNOWN.search(declared) and not (declared.startswith("utf-16") and not marked) else ""
    return [name for name in (marked or wide or named, "utf-8", "cp1252") if name]
