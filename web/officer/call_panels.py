"""A call and what is proposed to the board, as panels."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask_babel import gettext

from web.officer.panels import Fact, Grid, Panel
from web.officer.words import APPLICATION_STATES, shaped
from web.templating import formatter
from workflows.call.values import FundingCall
from workflows.decision.model import Matter


def call_facts(found: FundingCall) -> list[Fact]:
    """A call's terms."""
    form = formatter()
    low, high = form.kr(found.min_sek), form.kr(found.max_sek)
    meeting = form.dag(found.meeting.start, tid=True) if found.meeting else "–"
    return [
        (gettext("Ram"), form.kr(found.budget_sek)),
        (gettext("Stöd per ansökan"), f"{low}–{high}"),
        (gettext("Högsta stödnivå"), form.procent(found.max_intensity, 0)),
        (gettext("Styrkeområden"), ", ".join(found.area_names.values())),
        (gettext("Öppnar"), form.dag(found.opens_at, kort=False, tid=True)),
        (gettext("Sista ansökningsdag"), form.frist(found.cutoff)),
        (gettext("Informationsmöte"), meeting),
        (gettext("Beslut väntas"), f"{form.date_text(found.decision_from)}–{form.date_text(found.decision_to)}"),
        (gettext("Stödperiod"), f"{form.date_text(found.support_start)}–{form.date_text(found.support_end)}"),
        (gettext("Kriterier"), ", ".join(f"{each.name} {each.weight}" for each in found.criteria)),
    ]


def applications_panel(applied: Iterable[Any], found: FundingCall) -> Panel:
    """The applications of a call as a panel of one table."""
    form = formatter()
    rows = [
        [one.registry_number, one.applicant_name, one.title, form.kr(one.sought_sek, ""),
         form.dag(one.received_at, tid=True), shaped(APPLICATION_STATES, one.status)[1]]
        for one in applied
    ]  # fmt: skip
    heads = [
        gettext("Diarienummer"), gettext("Sökande"), gettext("Titel"), gettext("Sökt, kr"), gettext("Inkom"),
        gettext("Läge"),
    ]  # fmt: skip
    grid = Grid(
        gettext("Ansökningar till %(title)s", title=found.title), heads, rows, [False] * 3 + [True, False, False]
    )
    return Panel("ansokningar", gettext("Ansökningar"), note=str(len(rows)), tables=[grid])


def board_panel(matter: Matter) -> Panel:
    """What is proposed to the board."""
    proposal = matter.proposal
    clauses = "\n".join(f"{n}. {row['clause']}" for n, row in enumerate(proposal.get("proposal") or (), start=1))
    named: Mapping[str, Callable[[], str]] = {
        "summary": lambda: gettext("Sammanfattning"),
        "case_description": lambda: gettext("Ärendebeskrivning"),
        "reasons": lambda: gettext("Skäl"),
        "applied_rules": lambda: gettext("Tillämpade regler"),
        "economic_consequence": lambda: gettext("Ekonomisk konsekvens"),
    }
    texts = [(label(), str(proposal[name])) for name, label in named.items() if proposal.get(name)]
    clause_text = [(gettext("Förslag till beslut"), clauses)] if clauses else []
    return Panel(f"forslag-{matter.id}", matter.title, note=matter.registry_number, texts=[*clause_text, *texts])
