"""Carries what the registrar wrote at the check of the registration into the diary."""

from collections.abc import Mapping
from typing import Any

from engine import Call
from workflows.registry import describe_case, registry_case

SECRECY_RULE = "Sekretessmarkerad av registrator"


def apply_registration(call: Call, row: Mapping[str, Any]) -> None:
    """Give the diary the registrar's case title and mark of secrecy, if they differ from what it has.

    The diagram has no step of its own for it: the first automatic step after the check does it. Source: OSL 5:2–3.
    """
    title = str(call.variables.get("case_title_text") or "")
    known = registry_case(call.session, row["registry_number"])
    rule = SECRECY_RULE if call.variables.get("secrecy_mark") is True else None
    if title and (title != known.title or (rule and known.secrecy is None)):
        describe_case(call.session, row["registry_number"], title=title, secrecy=rule)
