"""A case's history as a log for people."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import gettext

from engine import Event
from engine.outline import Outline
from web.i18n import text
from web.templating import formatter


def log_lines(history: Sequence[Event], outlines: Mapping[str, Outline]) -> list[tuple[datetime, str, str]]:
    """The history as a log for people, the latest first: what was done, not each passage of an element."""
    told = ((event, _said(event, outlines.get(event.process_key or ""))) for event in history)
    found = [(event.at, said, event.actor) for event, said in told if said]
    return found[::-1]


def _said(event: Event, outline: Outline | None) -> str:
    name = text(outline.name_of(event.element_id)) if outline and event.element_id else event.element_id or ""
    due = event.data.get("due_at")
    day = formatter().date_text(formatter().day_of(due)) if isinstance(due, datetime) else ""
    words: Mapping[str, str] = {
        "case_started": gettext("Ärendet började."),
        "task_completed": gettext("%(what)s: klart.", what=name),
        "task_created": gettext("%(what)s: ny uppgift, klar senast %(day)s.", what=name, day=day or "–"),
        "task_claimed": gettext("%(what)s: tagen.", what=name),
        "task_released": gettext("%(what)s: lämnad tillbaka.", what=name),
        "task_delegated": gettext("%(what)s: lämnad över till %(to)s.", what=name, to=event.data.get("to", "")),
        "task_escalated": gettext("%(what)s: är sen, chefen har fått veta det.", what=name),
        "decision_evaluated": gettext("%(what)s: prövad med regeln.", what=name),
        "timer_fired": gettext("%(what)s: tiden är inne.", what=name),
        "message_received": gettext("%(what)s: har kommit in.", what=name),
        "reminder_sent": gettext("%(what)s: påminnelse skickad.", what=name),
        "conflict_declared": gettext("%(who)s har anmält jäv.", who=event.data.get("user_id", "")),
        "incident_raised": gettext("%(what)s: driftfel.", what=name),
        "incident_resolved": gettext("%(what)s: driftfelet är löst.", what=name),
        "variables_corrected": gettext("%(what)s: uppgifter rättade av driften.", what=name),
        "case_completed": gettext("Ärendet avslutades."),
        "case_terminated": gettext("Ärendet avbröts."),
        "case_suspended": gettext("Ärendet vilar."),
        "case_resumed": gettext("Ärendet fortsätter."),
        "delegated_decision": gettext("Beslut på delegation."),
    }
    if event.type == "element_completed" and event.element_type == "serviceTask":
        return str(gettext("%(what)s: gjort av systemet.", what=name))
    return words.get(event.type, "")
