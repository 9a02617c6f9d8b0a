"""A form: read from a file, laid over values, validated on the server."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.calendars import WorkingCalendar
from engine.forms.components import components_of, fields_in
from engine.forms.draft import Draft, Json, extras_of
from engine.forms.errors import FormError
from engine.forms.formulas import Surroundings
from engine.forms.model import Component, Field, Rule
from engine.forms.reading import UnreadableJsonError, read_json
from engine.forms.showing import Shown, initial_values, shown
from engine.forms.validation import Validated, validated
from engine.model import FieldError, Problem, Text

_STOCKHOLM = ZoneInfo("Europe/Stockholm")
_NOTHING: Mapping[str, Any] = {}
_NOBODYS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Form:
    """A form in the form-js format. `problems` are the warnings of its file; errors make `parse` raise."""

    id: str
    title: Text
    components: Sequence[Component]
    rules: Sequence[Rule] = ()
    problems: Sequence[Problem] = ()
    file: str = ""

    @classmethod
    def parse(cls, content: bytes | str, *, file: str = "", reserved: frozenset[str] = _NOBODYS) -> "Form":
        """The form in the file. `reserved` are names that no field may have, besides the engine's own.

        Raises FormError with every problem of the file.
        """
        form, problems = _read(content, file, reserved)
        errors = [problem for problem in problems if problem.severity == "error"]
        if form is None or errors:
            raise FormError(errors)
        return form

    @property
    def fields(self) -> Mapping[str, Field]:
        """Every field by its path; inside rows `costs.*.amount`."""
        return {".".join(path): field for path, field in fields_in(self.components)}

    def initial(self, context: Mapping[str, Any] = _NOTHING) -> dict[str, Any]:
        """The values that the form starts with: the case's own, else its defaults."""
        return initial_values(self.components, context)

    def validate(
        self,
        raw: Mapping[str, Any],
        context: Mapping[str, Any] = _NOTHING,
        *,
        now: datetime | None = None,
        zone: ZoneInfo = _STOCKHOLM,
        calendar: WorkingCalendar | None = None,
    ) -> Validated:
        """Typed data, or all errors. `raw` is nested: texts as entered (`from_html` nests a page's), or typed values.

        `context` are the case's variables, which conditions, options, limits and rules may read.
        """
        surroundings = Surroundings(context, now, calendar)
        return validated(self.components, self.rules, raw, surroundings=surroundings, zone=zone)

    def show(
        self,
        values: Mapping[str, Any],
        context: Mapping[str, Any] = _NOTHING,
        *,
        errors: Iterable[FieldError] = (),
        now: datetime | None = None,
        zone: ZoneInfo = _STOCKHOLM,
        calendar: WorkingCalendar | None = None,
    ) -> tuple[Shown, ...]:
        """What a page needs to draw the form over values that are entered (nested) or typed."""
        surroundings = Surroundings(context, now, calendar)
        return shown(self.components, values, errors=errors, surroundings=surroundings, zone=zone)


def form_problems(content: bytes | str, *, file: str = "", reserved: frozenset[str] = _NOBODYS) -> tuple[Problem, ...]:
    """Every problem of a form file, errors and warnings; raises nothing."""
    return tuple(_read(content, file, reserved)[1])


def _read(content: bytes | str, file: str, reserved: frozenset[str]) -> tuple[Form | None, list[Problem]]:
    try:
        source = read_json(content)
    except UnreadableJsonError as error:
        return None, [Problem("error", "form_unreadable", None, error.line, error.text.sv, error.text.en, file)]
    draft = Draft(file, source, reserved)
    schema = source.value
    if not isinstance(schema, dict) or "components" not in schema:
        text = Text("Filen är inget formulär: ”components” saknas.", 'The file is no form: "components" is missing.')
        draft.report("form_structure_invalid", text)
        return None, draft.problems
    components, rules = components_of(draft, schema["components"]), _rules(draft, schema)
    form = Form(str(schema.get("id", "")), _title(schema), components, rules, tuple(draft.problems), file)
    _check_rule_fields(draft, form)
    return form, draft.problems


def _title(schema: Json) -> Text:
    extras = extras_of(schema)
    return Text(str(extras.get("title_sv") or extras.get("title") or ""), str(extras.get("title_en") or ""))


def _rules(draft: Draft, schema: Json) -> tuple[Rule, ...]:
    written = extras_of(schema).get("rules", [])
    parts = [part for part in written if isinstance(part, dict)] if isinstance(written, list) else []
    found = [_rule(draft, part) for part in parts]
    return tuple(rule for rule in found if rule is not None)


def _rule(draft: Draft, part: Json) -> Rule | None:
    expression = draft.formula(part.get("expression"), "")
    message = Text(str(part.get("message") or ""), str(part.get("message_en") or ""))
    fields = part.get("fields", [])
    if expression is None or not message.sv or not isinstance(fields, list):
        sv = "En regel behöver ”expression” (FEEL), ”message” och ”fields” (en lista). Komplettera den."
        en = 'A rule needs "expression" (FEEL), "message" and "fields" (a list). Complete it.'
        draft.report("form_rule_invalid", Text(sv, en))
        return None
    names = tuple(str(name) for name in fields)
    return Rule(expression=expression, message=message, fields=names, is_warning=part.get("severity") == "warning")


def _check_rule_fields(draft: Draft, form: Form) -> None:
    """A rule that names a field which is not there would put its error nowhere."""
    known = {name for path in form.fields for name in _prefixes(path)}
    for name in {name for rule in form.rules for name in rule.fields} - known:
        sv = f"En regel nämner fältet ”{name}”, som inte finns. Rätta namnet."
        en = f'A rule names the field "{name}", which does not exist. Correct the name.'
        draft.report("form_rule_invalid", Text(sv, en))


def _prefixes(path: str) -> Iterable[str]:
    parts = path.split(".")
    return (".".join(parts[: count + 1]) for count in range(len(parts)))
