"""File names that are safe to show, to keep and to offer for saving."""

import re
import unicodedata

_LONGEST = 120
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$", re.IGNORECASE)
_UNWANTED = re.compile(r"[^\w .()+,-]", re.UNICODE)
_SPACES = re.compile(r"\s+")


def safe_file_name(name: str, extension: str) -> str:
    """The name without folders, control signs and what a shell, browser or spreadsheet would act on.

    It always ends with `extension` (`.pdf`), which is the content's; letters of all languages are kept.
    """
    text = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    text = "".join(sign for sign in text if unicodedata.category(sign)[0] != "C")
    text = _SPACES.sub(" ", _UNWANTED.sub("_", text))
    stem = text[: -len(extension)] if text.lower().endswith(extension) else text
    stem = stem.strip(" .").lstrip("-+=@,")[: _LONGEST - len(extension)].strip(" .")
    if not stem.strip("_ "):
        stem = "fil"
    return f"{'_' if _RESERVED.match(stem) else ''}{stem}{extension}"
