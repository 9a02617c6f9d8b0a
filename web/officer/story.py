"""Why a case is where it is: the way here from its history, who must act, by when, and what happens if nobody does."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext
from markupsafe import Markup

from engine import Case, Engine, Event, Timer, UserTask
from engine.outline import Outline
from web.i18n import text
from web.officer.outlook import Level, Step, levels_of, next_of
from web.officer.steps import marked, step_sentences
from web.officer.words import role_name
from web.services import services
from web.templating import formatter

_MOST_ON_PATH = 9
_MOST_TIMERS = 6
PathLine = tuple[str, Markup, Markup]


@dataclass(frozen=True, slots=True)
class Drawing:
    """One of a case's drawings: where its tokens are, and what stands beside elements."""

    key: str
    name: str
    positions: Mapping[str, str]
    outline: Outline

    @property
    def is_here(self) -> bool:
        """Whether the case stands in it now."""
        return "now" in self.positions.values()

    @property
    def now(self) -> list[str]:
        """The elements that it is at."""
        return [key for key, state in self.positions.items() if state == "now"]

    @property
    def around(self) -> frozenset[str]:
        """Of these, the sub-processes that others of these lie in."""
        elements = self.outline.elements
        return frozenset(elements[key].scope for key in self.now if key in elements) & frozenset(self.now)


@dataclass(frozen=True, slots=True)
class Why:
    """Where the case stands in words. `path` is the way here (the last steps), `left_out` how many came before."""

    here: str
    since: datetime | None
    actors: Sequence[str]
    due_at: datetime | None
    otherwise: Sequence[Markup]
    path: Sequence[PathLine]
    left_out: int
    after: Sequence[Markup]


def drawings_of(engine: Engine, case: Case, history: Sequence[Event]) -> list[Drawing]:
    """The case's own drawing and those of what it has called, in the order in which they began."""
    keys = dict.fromkeys([case.definition.key, *(each.process_key for each in history if each.process_key)])
    found = []
    for key in keys:
        version = case.definition.version if key == case.definition.key else None
        outline = engine.outline(key, version)
        found.append(Drawing(key, text(outline.name), engine.positions(case.id, key), outline))
    return found


def innermost(engine: Engine, case: Case, drawings: Sequence[Drawing]) -> Drawing:
    """The drawing that shows where the case stands: the deepest in which it is now."""
    here = [each for each in drawings if each.is_here]
    depth = {each.key: len(levels_of(engine, case.definition.key, case.definition.version, each.key)) for each in here}
    return max(here, key=lambda each: depth[each.key], default=drawings[0])


def why(case: Case, history: Sequence[Event], drawings: Sequence[Drawing], drawing: Drawing) -> Why:
    """Why the case is here."""
    engine = services().engine
    tasks = engine.tasks(case.id)
    timers = engine.timers(case.id)
    now = [key for key in drawing.now if key not in drawing.around]
    levels = levels_of(engine, case.definition.key, case.definition.version, drawing.key)
    path = list(_path(history, {each.key: each.outline for each in drawings}))
    dues = [task.due_at for task in tasks if task.due_at] or _ends(drawings, timers)
    return Why(
        here=", ".join(dict.fromkeys(_places(drawing))),
        since=_since(history, now),
        actors=list(dict.fromkeys(_who(task) for task in tasks)) or _waited_for(drawing, now),
        due_at=min(dues, default=None),
        otherwise=list(dict.fromkeys(_otherwise(levels, timers))),
        path=path[-_MOST_ON_PATH:],
        left_out=max(0, len(path) - _MOST_ON_PATH),
        after=step_sentences(_after(levels, now)),
    )


def _places(drawing: Drawing) -> Iterator[str]:
    """The names of where the case is; a choice between events goes by what it waits for."""
    outline = drawing.outline
    for key in drawing.now:
        element = outline.elements.get(key)
        if element is None or (element.kind == "eventBasedGateway" and element.scope in drawing.around):
            continue
        if element.kind == "eventBasedGateway":
            yield gettext(" eller ").join(text(outline.name_of(way.target)) for way in element.ways)
        elif key not in drawing.around or not any(_is_named(drawing, inner) for inner in drawing.now):
            yield text(outline.name_of(key))


def _is_named(drawing: Drawing, key: str) -> bool:
    element = drawing.outline.elements.get(key)
    return bool(element and key not in drawing.around and element.kind != "eventBasedGateway")


def _ends(drawings: Sequence[Drawing], timers: Sequence[Timer]) -> list[datetime]:
    """When what the case waits for ends: timers that lead it on, not those that only remind."""
    elements = {key: element for each in drawings for key, element in each.outline.elements.items()}
    reminding = {key for key, each in elements.items() if each.kind == "boundaryEvent" and not each.is_interrupting}
    return [timer.due_at for timer in timers if timer.kind == "event" and timer.element_id not in reminding]


def _since(history: Sequence[Event], now: Sequence[str]) -> datetime | None:
    entered = [each.at for each in history if each.type == "element_entered" and each.element_id in now]
    return max(entered, default=None)


def _who(task: UserTask) -> str:
    return f"{role_name(task.role)} ({task.assignee})" if task.assignee else role_name(task.role)


def _waited_for(drawing: Drawing, now: Sequence[str]) -> list[str]:
    """Whom a case without tasks waits for: a message from outside, or time."""
    kinds = {element.waits_for for key in now if (element := drawing.outline.elements.get(key))}
    kinds |= {
        target.waits_for
        for key in now
        if (element := drawing.outline.elements.get(key)) and element.kind == "eventBasedGateway"
        for way in element.ways
        if (target := drawing.outline.elements.get(way.target))
    }
    found = [gettext("Sökanden")] if "message" in kinds else []
    return found + ([gettext("Ingen, ärendet väntar på tiden")] if kinds == {"timer"} else [])


def _otherwise(levels: Sequence[Level], timers: Sequence[Timer]) -> Iterator[Markup]:
    """What time itself will do."""
    form = formatter()
    for timer in timers[:_MOST_TIMERS]:
        at = form.dag(timer.due_at, tid=True)
        if timer.kind == "reminder":
            yield marked(gettext("%(at)s: påminnelse om %(what)s."), at=at, what=timer.name)
        elif timer.kind == "escalation":
            yield marked(gettext("%(at)s: chefen får veta att %(what)s är sen."), at=at, what=timer.name)
        else:
            yield _after_timer(levels, timer, at)


def _after_timer(levels: Sequence[Level], timer: Timer, at: Markup) -> Markup:
    known = services()
    level = next((n for n, each in enumerate(levels, 1) if timer.element_id in each.outline.elements), 0)
    outline = levels[level - 1].outline if level else None
    name = text(outline.name_of(timer.element_id)) if outline else timer.name
    steps = (
        next_of(known.engine, levels[:level], timer.element_id, today=known.today(), calendar=known.calendar)
        if level
        else []
    )
    following = step_sentences(steps[:1])
    said = Markup("{}: <em>{}</em>").format(at, name)
    return said + Markup(". ") + following[0] + Markup(".") if following else said + Markup(".")


def _after(levels: Sequence[Level], now: Sequence[str]) -> list[Step]:
    known = services()
    found: dict[tuple[str, str], Step] = {}
    for key in now:
        for step in next_of(known.engine, levels, key, today=known.today(), calendar=known.calendar):
            found.setdefault((step.name, step.kind), step)
    return [step for step in found.values() if step.kind in ("task", "wait", "end")][:4]


def _path(history: Sequence[Event], outlines: Mapping[str, Outline]) -> Iterator[PathLine]:
    for number, event in enumerate(history):
        outline = outlines.get(event.process_key or "")
        if outline is not None and event.element_id in outline.elements:
            line = _line(event, outline, history[number + 1 :])
            if line is not None:
                yield line


def _line(event: Event, outline: Outline, later: Sequence[Event]) -> PathLine | None:
    name = Markup.escape(text(outline.name_of(event.element_id or "")))
    at = formatter().dag(event.at, tid=True)
    if event.type == "task_completed":
        return "done", name, Markup("{}, {}").format(event.actor, at)
    if event.type == "decision_evaluated":
        rows = ", ".join(str(rule).removeprefix("rule_") for rule in event.data.get("rules") or ())
        said = gettext("regeln gav rad %(rows)s", rows=rows) if rows else gettext("ingen rad i regeln träffade")
        return "done", name, Markup.escape(said)
    if event.type in ("timer_fired", "message_received"):
        return "done", name, at
    if event.type == "element_completed" and event.element_type == "exclusiveGateway":
        label = _chosen(event, outline, later)
        return ("done", Markup("{} <strong>{}</strong>").format(name, label), Markup("")) if label else None
    if event.type == "element_completed" and event.element_type == "startEvent" and event.seq <= 3:
        return "done", name, at
    return None


def _chosen(event: Event, outline: Outline, later: Sequence[Event]) -> str:
    """The words beside the way that was taken out of a gateway."""
    entered = next((each.element_id for each in later if each.type == "element_entered"), None)
    ways = outline.elements[event.element_id or ""].ways
    label = next((text(way.label) for way in ways if way.target == entered), "")
    return f"{label[:1].upper()}{label[1:]}." if label else ""
