"""The rules of an application: whether it is in time, its sums and its aid intensity."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_CEILING, Decimal
from typing import Any

from workflows.application.values import Figures
from workflows.tables import canonical_json


def is_on_time(received_at: datetime, *, cutoff: datetime) -> bool:
    """Whether an application arrived in time: the cut-off instant itself is too late.

    Raises ValueError for a naive instant. Source: Förvaltningslagen 22 §; R-01.
    """
    if received_at.tzinfo is None or cutoff.tzinfo is None:
        raise ValueError("Both instants need a time zone")
    return received_at < cutoff


def sha256_of(data: Mapping[str, Any]) -> str:
    """The check sum of an application's content: of its one canonical text in UTF-8."""
    return hashlib.sha256(canonical_json(data).encode()).hexdigest()


def figures_of(data: Mapping[str, Any]) -> Figures:
    """The sums of the budget as it stands; amounts that are not filled in count as nothing."""
    costs = sum_of(rows_of(data, "costs"))
    financing = rows_of(data, "financing")
    sought = sum_of(row for row in financing if row.get("kind") == "sought")
    return Figures(costs, sum_of(financing), sought, intensity_of(sought, costs) if costs else None)


def intensity_of(sought_sek: int, costs_sek: int) -> Decimal:
    """The aid intensity in percent with two decimals, rounded up: what is above the ceiling never looks like below it.

    Raises ZeroDivisionError without costs. Source: 2022:1468 12 §; R-30.
    """
    if not costs_sek:
        raise ZeroDivisionError("There are no costs to take a share of")
    return (Decimal(sought_sek) * 100 / Decimal(costs_sek)).quantize(Decimal("0.01"), rounding=ROUND_CEILING)


def rows_of(data: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    """The rows under that name, as far as they are rows."""
    rows = data.get(name)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, Sequence) else []


def sum_of(rows: Iterable[Mapping[str, Any]]) -> int:
    """The rows' amounts together, in whole kronor."""
    return int(sum((amount_of(row.get("amount_sek")) for row in rows), Decimal(0)))


def amount_of(value: Any) -> Decimal:
    """An amount as typed or as entered so far; what is no number counts as nothing."""
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return Decimal(value)
    digits = re.sub(r"\s|kr$", "", value) if isinstance(value, str) else ""
    return Decimal(digits) if re.fullmatch(r"\d{1,15}", digits) else Decimal(0)


def day_of(value: Any) -> date | None:
    """A date as typed or as entered (`2021-11-29`); None for anything else."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
