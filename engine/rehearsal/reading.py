"""Scenarios and scripts from their JSON files; a mistake is told by its place in the file."""

import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar, get_args

from engine.errors import EngineError, InvalidValueError
from engine.feel import FeelSyntaxError
from engine.model import Text
from engine.rehearsal.model import Beginning, Expected, Happening, Outcome, Pace, Posted, Reply, Scenario, Script
from engine.rehearsal.written import NOTHING, Written

Read = TypeVar("Read")
_SCRIPT = frozenset({"tasks", "operations", "choices", "variables", "start", "begins_at"})
_SCENARIO = _SCRIPT | {"name", "name_en", "process", "until", "pace", "cases", "happens", "expected"}
_MOST_CASES = 10_000


class ScenarioError(EngineError):
    """The scenario cannot be read."""

    code = "scenario_invalid"


def read_script(content: bytes | str, *, file: str = "") -> Script:
    """What `rehearsal.json` of a process says. Raises ScenarioError."""
    document = _document(content, file)
    _check_names(document, _SCRIPT, file)
    return _script(document, file)


def read_scenario(content: bytes | str, *, process: str, file: str = "") -> Scenario:
    """A scenario of that process. Raises ScenarioError."""
    document = _document(content, file)
    _check_names(document, _SCENARIO, file)
    script = _script(document, file)
    pace = document.get("pace", "next working day")
    if pace not in get_args(Pace):
        raise ScenarioError(f"{file}: pace is {pace}; choose one of {', '.join(get_args(Pace))}")
    own = Beginning(str(document.get("process") or process), None, script.variables, 1, script.start)
    return Scenario(
        name=Text(str(document.get("name", "")), str(document.get("name_en", ""))),
        begins_at=script.begins_at,
        until=_text_or_none(document.get("until")),
        pace=pace,
        beginnings=(own, *_each(document.get("cases"), _beginning, f"{file}: cases")),
        happenings=_each(document.get("happens"), _happening, f"{file}: happens"),
        script=script,
        expected=_expected(document.get("expected"), f"{file}: expected"),
    )


def _document(content: bytes | str, file: str) -> Mapping[str, Any]:
    try:
        document = json.loads(content, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise ScenarioError(f"{file}: is no JSON: {error}") from error
    return _mapping(document, file)


def _check_names(document: Mapping[str, Any], known: frozenset[str], file: str) -> None:
    for name in document.keys() - known:
        raise ScenarioError(f"{file}: {name} is unknown; known are {', '.join(sorted(known))}")


def _script(document: Mapping[str, Any], file: str) -> Script:
    return Script(
        replies=_lists(document.get("tasks"), _reply, f"{file}: tasks"),
        outcomes=_lists(document.get("operations"), _outcome, f"{file}: operations"),
        choices=_written(document.get("choices"), f"{file}: choices"),
        variables=_written(document.get("variables"), f"{file}: variables"),
        start=_text_or_none(document.get("start")),
        begins_at=_text_or_none(document.get("begins_at")),
    )


def _lists(raw: Any, read: Callable[[Mapping[str, Any], str], Read], place: str) -> dict[str, Sequence[Read]]:
    """By name, one or several: a single one may be written without the brackets."""
    found: dict[str, Sequence[Read]] = {}
    for name, part in _mapping(raw or {}, place).items():
        found[name] = _each(part if isinstance(part, list) else [part], read, f"{place}.{name}")
    return found


def _each(raw: Any, read: Callable[[Mapping[str, Any], str], Read], place: str) -> Sequence[Read]:
    if raw is not None and not isinstance(raw, list):
        raise ScenarioError(f"{place} is not a list")
    return tuple(read(_mapping(part, f"{place}[{n}]"), f"{place}[{n}]") for n, part in enumerate(raw or (), 1))


def _reply(raw: Mapping[str, Any], place: str) -> Reply:
    """The answer itself, or `{"data": answer, "after": "2 working days"}`."""
    if raw.keys() <= {"data", "after"}:
        return Reply(_written(raw.get("data"), place), _text_or_none(raw.get("after")))
    return Reply(_written(raw, place))


def _outcome(raw: Mapping[str, Any], place: str) -> Outcome:
    """The variables themselves, or `{"values": ..., "mails": [...], "messages": [...], "error": "code"}`."""
    if not raw.keys() <= {"values", "mails", "messages", "error"}:
        return Outcome(_written(raw, place))
    return Outcome(
        values=_written(raw.get("values"), place),
        mails=tuple(map(str, raw.get("mails", ()))),
        messages=_each(raw.get("messages"), _posted, f"{place}.messages"),
        error=str(raw.get("error", "")),
    )


def _posted(raw: Mapping[str, Any], place: str) -> Posted:
    name = raw.get("message") or raw.get("signal")
    if not name:
        raise ScenarioError(f'{place} names neither "message" nor "signal"')
    each = raw.get("each")
    return Posted(
        name=str(name),
        payload=_written(raw.get("payload"), place),
        correlation=_written(raw.get("correlation"), place),
        each=None if each is None else _written(each, place),
        is_signal="signal" in raw,
    )


def _beginning(raw: Mapping[str, Any], place: str) -> Beginning:
    count = raw.get("count", 1)
    if not isinstance(count, int) or not 1 <= count <= _MOST_CASES or not raw.get("process"):
        raise ScenarioError(f'{place} needs a "process", and a "count" from 1 to {_MOST_CASES}')
    variables = _written(raw.get("variables"), place)
    return Beginning(
        str(raw["process"]), _text_or_none(raw.get("at")), variables, count, _text_or_none(raw.get("start"))
    )


def _happening(raw: Mapping[str, Any], place: str) -> Happening:
    if not raw.get("at"):
        raise ScenarioError(f'{place} does not say "at" which instant')
    post = _posted(raw, place) if raw.get("message") or raw.get("signal") else None
    return Happening(str(raw["at"]), post, _written(raw.get("variables"), place))


def _expected(raw: Any, place: str) -> Expected | None:
    if raw is None:
        return None
    document = _mapping(raw, place)
    path = tuple(map(str, document.get("path", ())))
    return Expected(_text_or_none(document.get("status")), _written(document.get("variables"), place), path)


def _written(raw: Any, place: str) -> Written:
    if raw is None:
        return NOTHING
    try:
        return Written.of(raw)
    except (FeelSyntaxError, InvalidValueError) as error:
        raise ScenarioError(f"{place}: {error}") from error


def _mapping(raw: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise ScenarioError(f"{place} is not an object of names and values")
    return raw


def _text_or_none(raw: Any) -> str | None:
    return None if raw is None else str(raw)
