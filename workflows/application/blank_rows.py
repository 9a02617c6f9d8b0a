"""Rows that the form offers and nobody has filled in: they are no errors, and are left out of what is submitted."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine import FieldError
from engine.forms import Container, Form, Rows
from workflows.application.rules import rows_of
from workflows.call.values import FundingCall

COST_TYPES = ("staff", "services", "travel", "overhead", "investment", "other")
OWN_FINANCING = ("own_cash", "own_time", "public", "private")
_OFFERED_STATUS = "planned"
_ROW_PATH = re.compile(r"(\w+)\[(\d+)\](.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FilledRows:
    """What is entered without the blank rows, and for each list the place that each remaining row had."""

    data: Mapping[str, Any]
    places: Mapping[str, Sequence[int]]

    def placed(self, errors: Iterable[FieldError]) -> tuple[FieldError, ...]:
        """Errors of `data`, with the rows numbered as they were entered."""
        return tuple(FieldError(self._placed(error.path), error.message) for error in errors)

    def _placed(self, path: str) -> str:
        found = _ROW_PATH.fullmatch(path)
        if found is None:
            return path
        places = self.places.get(found[1], ())
        number = int(found[2])
        return f"{found[1]}[{places[number] if number < len(places) else number}]{found[3]}"


def offered_costs(call: FundingCall) -> list[dict[str, Any]]:
    """The rows of the budget that a new draft begins with: one for each kind of cost, in the support's first year."""
    return [{"type": kind, "year": call.support_start.year, "amount_sek": ""} for kind in COST_TYPES]


def offered_financing() -> list[dict[str, Any]]:
    """The rows of the financing that a new draft begins with: what is sought, and each other kind."""
    sought = {"kind": "sought", "source": "", "amount_sek": "", "status": "applied"}
    others = ({"kind": kind, "source": "", "amount_sek": "", "status": _OFFERED_STATUS} for kind in OWN_FINANCING)
    return [sought, *others]


def filled_rows(form: Form, data: Mapping[str, Any], call: FundingCall) -> FilledRows:
    """What is entered, without rows where nothing is, and without offered rows of the budget that have no amount.

    As many rows as the form asks for stay even so: their errors then say what is missing.
    """
    kept: dict[str, Any] = dict(data)
    places: dict[str, Sequence[int]] = {}
    for component in _lists(form.components):
        name = component.path[0]
        rows = rows_of(data, name)
        if not rows or len(rows) != len(data[name]):
            continue
        filled = [place for place, row in enumerate(rows) if not _is_blank(name, row, call)]
        blank = [place for place in range(len(rows)) if place not in filled]
        places[name] = sorted(filled + blank[: max(0, component.min_rows - len(filled))])
        kept[name] = [rows[place] for place in places[name]]
    return FilledRows(kept, places)


def _lists(components: Iterable[Any]) -> Iterator[Rows]:
    """The form's lists at the top of its data."""
    for component in components:
        if isinstance(component, Rows):
            if len(component.path) == 1:
                yield component
        elif isinstance(component, Container) and not component.path:
            yield from _lists(component.components)


def _is_blank(name: str, row: Mapping[str, Any], call: FundingCall) -> bool:
    if all(value in (None, "", False, []) for value in row.values()):
        return True
    if row.get("amount_sek") not in (None, ""):
        return False
    if name == "costs":
        return row.get("type") in COST_TYPES and str(row.get("year")) == str(call.support_start.year)
    is_untouched = not row.get("source") and row.get("status") == _OFFERED_STATUS
    return name == "financing" and row.get("kind") in OWN_FINANCING and is_untouched
