"""D-APPEAL: whether a decision may be appealed, how, and the text that its letter carries."""

from collections.abc import Mapping
from functools import lru_cache

from engine import Text
from engine.dmn import Model, load
from workflows.decision.errors import AppealTextMissingError
from workflows.decision.model import Appeal
from workflows.letters import Files, deployed

TABLE = "board_decision/appeal.dmn"


@lru_cache(maxsize=16)
def _model(table: bytes) -> Model:
    return load(table)


def appeal_of(files: Files, *, basis: str, decision: str) -> Appeal:
    """What the table says of a decision on a legal basis. Raises AppealTextMissingError for an unknown combination.

    Source: 2022:1468 37 §, Förvaltningslagen 33 and 40–44 §§, Kommunallagen 13 kap.; requirement R-25.
    """
    found = _model(deployed(files, TABLE)).decide("appeal", {"basis": basis, "decision": decision})
    if not isinstance(found, Mapping):
        raise AppealTextMissingError(
            Text(
                f"Tabellen Överklagande saknar en rad för {basis} och {decision}. Be processägaren att lägga till den.",
                f"The table of appeals has no row for {basis} and {decision}. Ask the process owner to add it.",
            )
        )
    return Appeal(
        regime=found["regime"],
        may_appeal=found["may_appeal"],
        counted_from=found["counted_from"],
        weeks=int(found["weeks"]),
        text=found["text"],
    )
