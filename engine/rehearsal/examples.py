"""An answer that a form accepts, made from the form itself: the case's values, defaults, and examples where needed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from engine.calendars import WorkingCalendar
from engine.errors import EngineError
from engine.feel import Expression, evaluate
from engine.forms import Form
from engine.forms.identities import has_valid_check_digit
from engine.forms.model import Checkbox, ChoiceField, FileField, MomentField, NumberField, Rows, TextField
from engine.forms.showing import Shown
from engine.model import FieldError

_MOST_ROUNDS: Final = 8
_SENTENCE: Final = "Ett exempel från provkörningen. "
_TEXTS: Final[Mapping[str, str]] = {
    "org_nr": next(f"55990000{n:02d}" for n in range(100) if has_valid_check_digit(f"55990000{n:02d}")),
    "bankgiro": next(f"99000{n:03d}" for n in range(1000) if has_valid_check_digit(f"99000{n:03d}")),
    "email": "exempel@example.org",
    "url": "https://example.org",
    "phone": "010-000 00 00",
    "postal_code": "111 22",
}


class AnswerNeededError(EngineError):
    """No example fits the form: give the answer in the scenario."""

    code = "answer_needed"

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__("; ".join(f"{error.path or 'form'}: {error.message}" for error in errors))
        self.errors = tuple(errors)


class Examples:
    """Makes answers at an instant."""

    def __init__(self, *, now: datetime, zone: ZoneInfo, calendar: WorkingCalendar) -> None:
        self._now = now.astimezone(zone)
        self._zone = zone
        self._calendar = calendar

    def answer(self, form: Form, context: Mapping[str, Any], given: Mapping[str, Any] | None) -> dict[str, Any]:
        """The data of a task's form: what is given, checked; without anything given, an example.

        What is given over the form's own start need not be whole: the example fills in what is missing.
        Raises AnswerNeededError with what the form says of the best that could be made.
        """
        raw = form.initial(context) | dict(given or {})
        options: dict[str, Any] = {"now": self._now, "zone": self._zone, "calendar": self._calendar}
        for attempt in range(_MOST_ROUNDS):
            result = form.validate(raw, context, **options)
            if result.is_valid:
                return dict(result.data)
            places = {shown.path: shown for shown in _walk(form.show(raw, context, **options))}
            wrong = [error for error in result.errors if error.path.partition("[")[0] not in (given or {})]
            changes = [(error.path, places.get(error.path)) for error in wrong]
            for path, shown in changes:
                if shown is not None:
                    _put(raw, path, self._example(shown, {**context, **raw}, attempt))
            if not any(shown for _, shown in changes):
                break
        raise AnswerNeededError(form.validate(raw, context, **options).errors)

    def _example(self, shown: Shown, context: Mapping[str, Any], attempt: int) -> Any:
        match shown.component:
            case Rows() as rows:
                there = list(shown.entered) if isinstance(shown.entered, list) else []
                return [*there, *({} for _ in range(rows.min_rows - len(there)))]
            case Checkbox():
                return attempt % 2 == 0
            case ChoiceField() as choice:
                return _chosen(choice, [option.value for option in shown.options], attempt)
            case NumberField() as number:
                return self._number(number, context, attempt)
            case MomentField() as moment:
                return self._moment(moment, context, attempt)
            case FileField():
                return {"id": "exempel", "name": "exempel.pdf"}
            case TextField() as field:
                return _text(field)
        return None

    def _number(self, field: NumberField, context: Mapping[str, Any], attempt: int) -> Decimal:
        least, most = (self._bound(bound, context) for bound in (field.minimum, field.maximum))
        wanted = most if attempt % 2 and isinstance(most, Decimal) else least
        return wanted if isinstance(wanted, Decimal) else Decimal(1)

    def _bound(self, bound: Decimal | Expression | None, context: Mapping[str, Any]) -> Any:
        if not isinstance(bound, Expression):
            return bound
        return evaluate(bound, context, now=self._now, calendar=self._calendar)

    def _moment(self, field: MomentField, context: Mapping[str, Any], attempt: int) -> Any:
        wanted = self._bound(field.maximum if attempt % 2 else field.minimum, context)
        if wanted is not None:
            return wanted
        day = self._calendar.next_working_day(self._now.date())
        if field.kind == "date":
            return day if field.forbids_past or attempt % 2 else self._now.date()
        if field.kind == "time":
            return "09:00"
        return f"{day.isoformat()}T09:00" if field.forbids_past else (self._now + timedelta(hours=attempt)).isoformat()


def _chosen(field: ChoiceField, values: Sequence[Any], attempt: int) -> Any:
    if not field.is_multiple:
        return values[attempt % len(values)] if values else None
    return list(values[: max(field.min_choices, 1)])


def _text(field: TextField) -> str:
    if field.type:
        return _TEXTS[field.type]
    length = max(field.min_length, min(len(_SENTENCE), field.max_length))
    text = (_SENTENCE * (length // len(_SENTENCE) + 1))[:length]
    return (
        text
        if text == text.strip()
        else f"{text[: length - 1].strip()}{'.' * (length - len(text[: length - 1].strip()))}"
    )


def _walk(parts: Sequence[Shown]) -> Iterator[Shown]:
    for part in parts:
        if not part.is_row:
            yield part
        yield from _walk(part.parts)


def _put(raw: dict[str, Any], path: str, value: Any) -> None:
    """Set a value at `costs[2].amount`, making what is missing on the way."""
    *way, last = [int(part[:-1]) if part.endswith("]") else part for part in path.replace("[", ".").split(".")]
    place: Any = raw
    for part, following in zip(way, [*way, last][1:], strict=True):
        place = _inside(place, part, is_list=isinstance(following, int))
    if isinstance(place, list) and isinstance(last, int):
        place.extend({} for _ in range(last + 1 - len(place)))
    place[last] = value


def _inside(place: Any, part: str | int, *, is_list: bool) -> Any:
    if isinstance(part, int):
        place.extend({} for _ in range(part + 1 - len(place)))
    kept = place[part] if isinstance(part, int) else place.get(part)
    # What the form started with may be the case's own value: it is not to be changed in place.
    place[part] = list(kept or ()) if is_list else dict(kept or {})
    return place[part]
