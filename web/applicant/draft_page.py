"""What the pages of a draft show: how far each section has come, what is wrong where, and the rules of the budget."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import render_template
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from engine import FieldError
from engine.forms import Form
from web.applicant.blueprint import application_form
from web.applicant.shaping import BUDGET_SECTION, shaped
from web.forms import FormView, Part, draw
from web.services import services
from web.sessions import current_actor
from web.templating import formatter
from workflows.application.budget import budget_rules
from workflows.application.drafts import check, form_context, read_draft
from workflows.application.sections import section_states
from workflows.application.values import Draft, Finding, SectionState
from workflows.call.queries import funding_call
from workflows.call.values import FundingCall


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A draft over `data`, which may be newer than what is saved, and how far it has come."""

    draft: Draft
    call: FundingCall
    form: Form
    data: Mapping[str, Any]
    states: Sequence[SectionState]
    findings: Sequence[Finding]
    errors: Sequence[FieldError]

    def place_of(self, section_id: str) -> int:
        """The section's place in the form. Raises NotFound."""
        for place, state in enumerate(self.states):
            if state.code == section_id:
                return place
        raise NotFound

    @property
    def all_errors(self) -> tuple[FieldError, ...]:
        """The errors of the fields, and those that the rules find over several of them."""
        found = (FieldError(one.field, one.text) for one in self.findings if one.severity == "error")
        return (*self.errors, *found)

    @property
    def is_late(self) -> bool:
        """Whether what is submitted now arrives too late."""
        return services().clock.now() >= self.call.cutoff


@dataclass(frozen=True, slots=True)
class SectionFaults:
    """What is left to do in a section: pairs of a control's id and a sentence."""

    state: SectionState
    errors: Sequence[tuple[str, str]]


def open_page(draft_id: str) -> DraftPage:
    """The draft as it is saved. Raises UnknownDraftError for all but its owner and the organisation's own."""
    with services().reading() as session:
        draft = read_draft(session, draft_id, actor=current_actor())
        call = funding_call(session, draft.call_id)
    return page_over(draft, call, draft.data)


def page_over(draft: Draft, call: FundingCall, data: Mapping[str, Any]) -> DraftPage:
    """The draft over what is entered now."""
    form = application_form()
    validated, findings = check(form, data, call, now=services().clock.now())
    states = section_states(form, validated, findings, data=data)
    return DraftPage(draft, call, form, data, states, findings, validated.errors)


def section_view(page: DraftPage, section_id: str, errors: Sequence[FieldError], *, is_entered: bool) -> FormView:
    """A section, ready to draw. `is_entered`: the data were just posted, so no rows are offered beyond them."""
    values = page.data if is_entered else page.form.initial(page.data)
    view = draw(page.form, values, form_context(page.call), errors=errors, section_id=section_id)
    number, parts = page.place_of(section_id) + 1, []
    for part in view.parts:
        about = _budget_help(page.call) if section_id == BUDGET_SECTION else part.help
        parts.append(replace(part, label=f"{number}. {part.label}", help=about))
    return shaped(replace(view, parts=parts), lambda: rules_box(page.data, page.call))


def _budget_help(call: FundingCall) -> str:
    formats = formatter()
    words = {
        "least": formats.kr(call.min_sek, ""),
        "most": formats.kr(call.max_sek),
        "share": formats.procent(call.max_intensity, 0 if call.max_intensity % 1 == 0 else 1),
    }
    about = gettext(
        "Alla belopp i hela kronor. Ni kan söka %(least)s–%(most)s, högst %(share)s av kostnaderna.", **words
    )
    return str(about)


def rules_box(data: Mapping[str, Any], call: FundingCall) -> Markup:
    """The rules of the budget and whether they are kept."""
    return Markup(render_template("applicant/rules.html", rules=budget_rules(data, call)))  # noqa: S704 - our own template


def live_parts(page: DraftPage, section_id: str) -> dict[str, str]:
    """What changes on the page as the draft is saved, by the ids of the elements."""
    parts = {"delar": render_template("applicant/sections.html", page=page, section_here=section_id)}
    if section_id == BUDGET_SECTION:
        parts["regler"] = rules_box(page.data, page.call)
    return parts


def faults_of(page: DraftPage) -> list[SectionFaults]:
    """Everything that stops the submission, section by section."""
    view = draw(page.form, page.data, form_context(page.call), errors=page.all_errors)
    owners = {each: section.id for section in view.sections for each in _ids(section.parts)}
    by_section: dict[str, list[tuple[str, str]]] = {}
    for control_id, sentence in view.errors:
        by_section.setdefault(owners.get(control_id, ""), []).append((control_id, sentence))
    return [SectionFaults(state, by_section[state.code]) for state in page.states if state.code in by_section]


def _ids(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        yield part.id
        yield from _ids(part.parts)
