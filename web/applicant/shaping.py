"""How parts of the application form are laid out: rows named by what they are about, the rules under the tables."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from markupsafe import Markup

from web.forms import FormView, Part

BUDGET_SECTION = "section_budget"


def shaped(view: FormView, rules: Callable[[], Markup]) -> FormView:
    """The view with its tables' rows named, and the rules of the budget under the tables that they are about."""
    return replace(view, parts=shaped_parts(view.parts, rules))


def shaped_parts(parts: Sequence[Part], rules: Callable[[], Markup]) -> list[Part]:
    """The same for parts alone."""
    done = [_shaped(part, rules) for part in parts]
    tables = [place for place, part in enumerate(done) if part.macro == "table" and part.name in ("costs", "financing")]
    if tables:
        done.insert(tables[-1] + 1, Part(macro="slot", id="", html=rules()))
    return done


def _shaped(part: Part, rules: Callable[[], Markup]) -> Part:
    if part.macro in ("section", "group"):
        # What the section's own help says need not be said again.
        inner = [replace(each, help="" if each.help and each.help in part.help else each.help) for each in part.parts]
        return replace(part, parts=shaped_parts(inner, rules))
    return replace(part, parts=[_named(row) for row in part.parts]) if part.macro == "table" else part


def _named(row: Part) -> Part:
    """A row whose first answer is chosen is named by it: the budget then reads like a budget, not like menus.

    A new row still asks; who wants another name takes the row away and adds one.
    """
    first = row.parts[0]
    chosen = next((choice for choice in first.choices if choice.is_chosen), None)
    if first.macro != "select" or chosen is None or first.errors or first.is_locked:
        return row
    head = replace(first, macro="named", value=chosen.value, shown=chosen.label)
    return replace(row, parts=[head, *row.parts[1:]])
