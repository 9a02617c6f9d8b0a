"""The roles' names, as people read them."""

from collections.abc import Mapping
from types import MappingProxyType

from engine import Text
from web.i18n import text
from workflows.bootstrap import ROLES

ROLE_NAMES: Mapping[str, Text] = MappingProxyType(
    {
        "applicant": Text("Sökande", "Applicant"),
        "signatory": Text("Firmatecknare", "Signatory"),
        "call_manager": Text("Utlysningsansvarig", "Call manager"),
        "process_owner": Text("Processägare", "Process owner"),
        "officer": Text("Beredningshandläggare", "Case officer"),
        "reviewer": Text("Granskningshandläggare", "Payment reviewer"),
        "assessor": Text("Bedömare", "Assessor"),
        "legal": Text("Jurist", "Legal adviser"),
        "controller": Text("Controller", "Financial controller"),
        "communications": Text("Kommunikatör", "Communications officer"),
        "registrar": Text("Registrator", "Registrar"),
        "area_head": Text("Områdeschef", "Head of area"),
        "director": Text("Regional utvecklingsdirektör", "Director of regional development"),
        "board_secretary": Text("Nämndsekreterare", "Board secretary"),
        "chair": Text("Ordförande", "Chair"),
        "member": Text("Ledamot", "Member"),
        "adjuster": Text("Justerare", "Adjuster"),
        "substitute": Text("Ersättare", "Substitute"),
        "evaluator": Text("Utvärderare", "Evaluator"),
        "archivist": Text("Arkivarie", "Archivist"),
        "dpo": Text("Dataskyddsombud", "Data protection officer"),
        "admin": Text("Systemförvaltare", "Administrator"),
    }
)


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
