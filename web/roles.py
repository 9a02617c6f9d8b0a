"""The roles' names, as people read them."""

from collections.abc import Mapping
from types import MappingProxyType

from engine import Text
from web.i18n import text
from workflows.bootstrap import ROLES

# A substitute of the board is appointed for a meeting; no account has it for a role.
ROLE_NAMES: Mapping[str, Text] = MappingProxyType({**ROLES, "substitute": Text("Ersättare", "Substitute")})


_ANYONE = Text("Vem som helst", "Anyone")


def role_name(role: str | None) -> str:
    """The role in the reader's language; its code where it has no name, and anyone where there is no role."""
    if role is None:
        return text(_ANYONE)
    found = ROLE_NAMES.get(role)
    return text(found) if found else role


def role_choices() -> list[dict[str, str]]:
    """Every role as a choice, by name."""
    return sorted(({"value": role, "label": role_name(role)} for role in ROLES), key=lambda each: each["label"])
