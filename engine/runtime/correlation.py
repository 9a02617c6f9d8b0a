"""Which waiting case a message is for."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.interpreter.values import encode, normalise


def correlation_text(correlation: Mapping[str, Any]) -> str:
    """A correlation as text: equal correlations give equal texts, 5 and 5.0 alike; "" for none."""
    if not correlation:
        return ""
    return json.dumps(_canonical_all(correlation), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fits(waiting: str, correlation: Mapping[str, Any], payload: Mapping[str, Any]) -> frozenset[str] | None:
    """Whether a message may be for a subscription whose correlation is the text `waiting`.

    Each key that the receiver waits for must have its value in the message's correlation, or else in its payload.
    None if it is not for it; otherwise the keys of the message that the receiver does not name, and whose values the
    case's own variables must have.
    """
    wanted: dict[str, Any] = json.loads(waiting) if waiting else {}
    given = _canonical_all(correlation)
    offered = {**_canonical_all({key: payload[key] for key in wanted if key in payload}), **given}
    if any(offered.get(key, _NOTHING) != value for key, value in wanted.items()):
        return None
    return frozenset(given) - wanted.keys()


def has_values(variables: Mapping[str, Any], correlation: Mapping[str, Any], names: frozenset[str]) -> bool:
    """Whether the case's variables have the correlation's values of these names."""
    return all(
        name in variables and _canonical(variables[name]) == _canonical(correlation[name]) for name in sorted(names)
    )


_NOTHING = object()


def _canonical_all(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _canonical(value) for name, value in values.items()}


def _canonical(value: Any) -> Any:
    normal = normalise(value)
    return encode(_plain(normal) if isinstance(normal, Decimal) else normal)


def _plain(number: Decimal) -> Decimal:
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
