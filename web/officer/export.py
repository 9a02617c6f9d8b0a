"""A list as a file that a spreadsheet opens: CSV with marks and byte order as Excel wants them, or XLSX."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Response
from openpyxl import Workbook
from openpyxl.styles import Font
from werkzeug.exceptions import NotFound

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDEST = 60
# A text that begins with one of these is taken for a formula by spreadsheets.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list: its title, the heads of its columns, and its rows."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]


def as_response(sheet: Sheet, kind: str, name: str) -> Response:
    """The list as a download. Raises NotFound for a kind that there is not."""
    if kind == "csv":
        return _download(_csv(sheet), "text/csv; charset=utf-8", f"{name}.csv")
    if kind == "xlsx":
        return _download(_xlsx(sheet), _XLSX, f"{name}.xlsx")
    raise NotFound


def _download(content: bytes, media_type: str, file_name: str) -> Response:
    return Response(
        content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{file_name}"'}
    )


def _csv(sheet: Sheet) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";")
    writer.writerow(sheet.heads)
    writer.writerows([[_text(value) for value in row] for row in sheet.rows])
    return ("\ufeff" + stream.getvalue()).encode()


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    return _harmless(value.isoformat(" ") if isinstance(value, datetime) else str(value))


def _xlsx(sheet: Sheet) -> bytes:
    book = Workbook()
    page = book.active
    page.title = sheet.title[:31]
    page.append(list(sheet.heads))
    for row in sheet.rows:
        page.append([_cell(value) for value in row])
    for cell in page[1]:
        cell.font = Font(bold=True)
    page.freeze_panes = "A2"
    for column in page.columns:
        longest = max(len(str(cell.value or "")) for cell in column)
        page.column_dimensions[column[0].column_letter].width = min(longest + 2, _WIDEST)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return value if value is None or isinstance(value, int | Decimal | date) else _harmless(str(value))


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text
