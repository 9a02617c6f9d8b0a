"""Steps that come next, as sentences."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from flask_babel import gettext
from markupsafe import Markup

from web.officer.outlook import Step
from web.officer.words import role_name
from web.templating import formatter


def marked(sentence: str, **values: object) -> Markup:
    """A sentence of ours with values put in; what is not markup already is escaped."""
    return Markup(sentence) % values  # noqa: S704 - the sentence is ours, and % escapes the values


def step_sentences(steps: Iterable[Step]) -> list[Markup]:
    """One sentence for each way on: what the system does by itself, who gets what, what the case waits for."""
    found = []
    for when, group in groupby(steps, key=lambda step: step.when):
        said = Markup("; ").join(_parts(list(group)))
        found.append(Markup("<em>{}</em>: {}").format(when, said) if when else said)
    return found


def _parts(steps: Sequence[Step]) -> Iterator[Markup]:
    automatic = [Markup("<strong>{}</strong>").format(step.name) for step in steps if step.kind == "auto"]
    if automatic:
        yield marked(gettext("systemet gör %(what)s"), what=Markup(", ").join(automatic))
    for step in steps:
        if step.kind != "auto":
            yield _said(step)


def _said(step: Step) -> Markup:
    name = Markup("<strong>{}</strong>").format(step.name)
    if step.kind == "task":
        return _task(step, name)
    if step.kind == "wait":
        return marked(gettext("ärendet väntar på %(what)s"), what=name)
    return marked(gettext("ärendet avslutas: %(what)s"), what=name)


def _task(step: Step, name: Markup) -> Markup:
    role = Markup.escape(role_name(step.role))
    if step.due is None:
        return marked(gettext("%(role)s får uppgiften %(what)s"), role=role, what=name)
    day = formatter().dag(step.due)
    return marked(gettext("%(role)s får uppgiften %(what)s, klar senast %(day)s"), role=role, what=name, day=day)
