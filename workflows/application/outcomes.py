"""D-OUTCOME: what is proposed for an application, on what ground, and whether it stays on the reserve list."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Literal

from engine.dmn import Model, load
from workflows.application.errors import OutcomeMissingError
from workflows.letters import Files, deployed

TABLE = "application/outcome.dmn"

OutcomeCode = Literal["granted", "partially_granted", "rejected", "dismissed", "closed"]
Placement = Literal["granted", "partial", "reserve", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the table asks of an application; `obstacles` counts those of D-ELIG, `placement` is the ranking's."""

    is_withdrawn: bool = False
    is_on_time: bool = True
    is_complete: bool = True
    obstacles: int = 0
    is_qualified: bool = True
    placement: Placement = "none"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is proposed; nobody but a person decides it (R-16)."""

    code: OutcomeCode
    ground: str
    is_reserve: bool


@lru_cache(maxsize=16)
def _model(table: bytes) -> Model:
    return load(table)


def outcome_of(files: Files, standing: Standing) -> Outcome:
    """What the case's own version of the table proposes. Raises OutcomeMissingError where no rule answers."""
    found = _model(deployed(files, TABLE)).decide("outcome", asdict(standing))
    if not isinstance(found, Mapping) or not found["outcome"]:
        raise OutcomeMissingError
    return Outcome(found["outcome"], found["ground"], found["reserve"] is True)
