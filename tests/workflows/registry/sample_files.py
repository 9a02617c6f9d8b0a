"""Files as people send them, sound and hostile, made here so that nothing harmful is kept on disk."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
CONTENT_TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    + b"\xff\xc0\x00\x0b\x08"
    + struct.pack(">HH", 20, 30)
)


def office(parts: Mapping[str, bytes], *, main: str = "word/document.xml") -> bytes:
    """An Office file with these parts besides the usual ones."""
    return archive({"[Content_Types].xml": CONTENT_TYPES, main: b"<document/>", **parts})


def archive(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP file."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return target.getvalue()


def png(width: int, height: int) -> bytes:
    """The beginning of a PNG file that says it is so large."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))


def harmless_virus() -> bytes:
    """The file that every scanner knows, put together here."""
    return PDF + b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
