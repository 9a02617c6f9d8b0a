"""Steps that come next, as sentences."""

from collections.abc import Iterable

from flask_babel import gettext
from markupsafe import Markup

from web.officer.outlook import Step
from web.officer.words import role_name
from web.templating import formatter


def step_sentences(steps: Iterable[Step]) -> list[Markup]:
    """One sentence for each step, the way there first."""
    return [_sentence(step) for step in steps]


def _sentence(step: Step) -> Markup:
    said = _said(step)
    return Markup("<em>{}</em>: {}").format(step.when, said) if step.when else said


def _said(step: Step) -> Markup:
    name = Markup("<strong>{}</strong>").format(step.name)
    if step.kind == "task":
        return _task(step, name)
    if step.kind == "wait":
        return Markup(gettext("ärendet väntar på %(what)s", what=name))
    if step.kind == "end":
        return Markup(gettext("ärendet avslutas: %(what)s", what=name))
    return Markup(gettext("%(what)s, av sig själv", what=name))


def _task(step: Step, name: Markup) -> Markup:
    role = Markup.escape(role_name(step.role))
    if step.due is None:
        return Markup(gettext("%(role)s får uppgiften %(what)s", role=role, what=name))
    day = formatter().dag(step.due)
    return Markup(gettext("%(role)s får uppgiften %(what)s, klar senast %(day)s", role=role, what=name, day=day))
