"""Keeps the English catalogs in step with the code: `python -m web.i18n.catalogs update|compile|check`."""

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

WEB = Path(__file__).parent.parent
_FOUNDATION = ("about", "forms", "i18n", "session", "templates")
_METHODS = [("**.py", "python"), ("**.html", "jinja2")]
_OPTIONS = {"**.html": {"encoding": "utf-8", "newstyle_gettext": "true", "silent": "false"}}
_KEYWORDS = dict.fromkeys(("_", "gettext", "lazy_gettext")) | {"ngettext": (1, 2), "lazy_ngettext": (1, 2)}
# A catalog says when it was written; a fixed day keeps its differences to what was changed.
_WRITTEN_AT = datetime(2021, 11, 1, tzinfo=UTC)


def areas() -> list[Path]:
    """The folders that have a catalog: the foundation's is `web` itself, each area has its own."""
    own = [each for each in sorted(WEB.iterdir()) if (each / "__init__.py").exists() and each.name not in _FOUNDATION]
    return [WEB, *own]


def sentences(area: Path) -> set[str | tuple[str, ...]]:
    """What an area says, as message ids; plurals are pairs."""
    roots = [WEB / name for name in _FOUNDATION] if area == WEB else [area]
    found = {each[2] for root in roots for each in _extracted(root)}
    if area == WEB:
        found |= {each[2] for each in _extracted(WEB, only_here=True)}
    return found


def _extracted(root: Path, *, only_here: bool = False) -> Iterator[tuple[str, int, str | tuple[str, ...]]]:
    every = extract_from_dir(
        root, method_map=_METHODS, options_map=_OPTIONS, keywords=_KEYWORDS, directory_filter=lambda _: not only_here
    )
    for file, line, message, _comments, _context in every:
        yield file, line, message


def catalog_file(area: Path) -> Path:
    """Where an area's English stands."""
    return area / "translations" / "en" / "LC_MESSAGES" / "messages.po"


def read_catalog(area: Path) -> Catalog:
    """An area's catalog; an empty one where there is none yet."""
    file = catalog_file(area)
    if not file.exists():
        return Catalog(locale="en", project="Utlysa", creation_date=_WRITTEN_AT, revision_date=_WRITTEN_AT)
    with file.open("rb") as stream:
        return read_po(stream, locale="en", abort_invalid=True)


def updated(area: Path) -> Catalog:
    """The catalog with every sentence of the area, the known English kept and what nobody says left out."""
    old = read_catalog(area)
    new = Catalog(
        locale="en", project="Utlysa", version="1", charset="utf-8", header_comment="# English texts.",
        creation_date=_WRITTEN_AT, revision_date=_WRITTEN_AT, fuzzy=False,
    )  # fmt: skip
    for message in sorted(sentences(area), key=str):
        known = old.get(message[0] if isinstance(message, tuple) else message)
        new.add(message, known.string if known is not None else None)
    return new


def missing(area: Path) -> list[str]:
    """The sentences without English."""
    catalog = read_catalog(area)
    ids = [each[0] if isinstance(each, tuple) else each for each in sorted(sentences(area), key=str)]
    return [each for each in ids if not _is_translated(catalog.get(each))]


def _is_translated(message: Message | None) -> bool:
    if message is None:
        return False
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(strings) and not message.fuzzy


def compiled(area: Path) -> bytes:
    """The catalog as gettext reads it."""
    stream = io.BytesIO()
    write_mo(stream, read_catalog(area))
    return stream.getvalue()


def is_compiled(area: Path) -> bool:
    """Whether the compiled catalog says what the readable one does."""
    file = catalog_file(area).with_suffix(".mo")
    return not catalog_file(area).exists() or (file.exists() and file.read_bytes() == compiled(area))


def main(arguments: list[str]) -> int:
    """The command; exit status 1 when a sentence has no English or a compiled catalog is old, 2 for a wrong use."""
    commands = {"update": _update, "compile": _compile, "check": _check}
    if len(arguments) != 1 or arguments[0] not in commands:
        sys.stderr.write("usage: python -m web.i18n.catalogs update|compile|check\n")
        return 2
    return max(commands[arguments[0]](area) for area in areas())


def _update(area: Path) -> int:
    catalog, file = updated(area), catalog_file(area)
    if not len(catalog):
        return 0
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as stream:
        write_po(stream, catalog, width=120, omit_header=False, no_location=True)
    sys.stdout.write(f"{area.name}: {len(catalog)} sentences, {len(missing(area))} without English\n")
    return 0


def _compile(area: Path) -> int:
    if catalog_file(area).exists():
        catalog_file(area).with_suffix(".mo").write_bytes(compiled(area))
    return 0


def _check(area: Path) -> int:
    for sentence in missing(area):
        sys.stderr.write(f"{area.name}: no English for {sentence!r}\n")
    if not is_compiled(area):
        sys.stderr.write(f"{area.name}: the compiled catalog is old; run the command with compile\n")
    return int(bool(missing(area)) or not is_compiled(area))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
