"""What all tables of the domain share: their MetaData, their column types and their ids."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from sqlalchemy import Dialect, MetaData, Text, TypeDecorator

from engine import Instant as Instant

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Json(TypeDecorator[Any]):
    """Text, numbers, truth values, decimals, dates, instants, lists and mappings, which come back as what they were."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        """As canonical JSON text."""
        return None if value is None else canonical_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """The value with its types."""
        return None if value is None else read_json(value)


def canonical_json(value: Any) -> str:
    """The one JSON text of a value: sorted keys, no spaces, so that equal values have equal check sums.

    Raises TypeError for a value of another type, ValueError for a number that is not finite.
    """
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_marked
    )


def read_json(text: str) -> Any:
    """The value that `canonical_json` wrote."""
    return json.loads(text, object_hook=_unmarked)


def new_id() -> str:
    """A fresh identity for a row; says nothing and cannot be guessed."""
    return uuid4().hex


def _marked(value: Any) -> Any:
    if isinstance(value, Decimal):
        return {"@decimal": str(value)}
    if isinstance(value, datetime):
        return {"@instant": value.isoformat()}
    if isinstance(value, date):
        return {"@date": value.isoformat()}
    if isinstance(value, tuple | set | frozenset):
        return sorted(value) if not isinstance(value, tuple) else list(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} cannot be kept as JSON")


_READERS: Mapping[str, Any] = {
    "@decimal": Decimal,
    "@instant": datetime.fromisoformat,
    "@date": date.fromisoformat,
}


def _unmarked(found: dict[str, Any]) -> Any:
    if len(found) == 1:
        key, value = next(iter(found.items()))
        if key in _READERS and isinstance(value, str):
            return _READERS[key](value)
    return found
