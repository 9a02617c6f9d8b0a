"""The engine's values as JSON."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from engine import Case
from web.api import models


def plain(value: Any) -> Any:
    """A variable as JSON: dates and instants as ISO 8601 text, whole numbers whole, anything special as its text."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, Sequence):
        return [plain(inner) for inner in value]
    return str(value)


def case_model(case: Case) -> models.Case:
    """A case as the API shows it."""
    return models.Case(
        id=case.id,
        process=case.definition.key,
        version=case.definition.version,
        status=case.status,
        title=case.title,
        business_key=case.business_key,
        group=case.group,
        started_at=case.started_at,
        ended_at=case.ended_at,
        revision=case.revision,
        open_incidents=sum(one.resolved_at is None for one in case.incidents),
        variables=plain(case.variables),
    )
