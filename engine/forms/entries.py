"""The form laid out over one set of entered values: each row once per row, each value read, the hidden parts found."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from engine.forms.coercion import read_value
from engine.forms.errors import UnreadableValueError
from engine.forms.formulas import Surroundings, options_of
from engine.forms.model import ChoiceField, Component, Computed, Container, Field, Option, Rows
from engine.model import FieldError, Text

Path = tuple[str | int, ...]
# Conditions may depend on fields that other conditions hide; a form that has not settled by then never will.
_MOST_ROUNDS = 12
_LOCKED = Text("Fältet är låst. Låt värdet stå som det är.", "The field is locked. Leave its value as it is.")


@dataclass
class Entry:
    """One component at one place. `path` leads to its value; a row is an entry with the row's number last."""

    component: Component
    path: Path
    raw: Any = None
    value: Any = None
    fault: Text | None = None
    is_hidden: bool = False
    is_row: bool = False
    is_locked: bool = False
    children: "list[Entry]" = field(default_factory=list)
    options: tuple[Option, ...] = ()


def path_text(path: Path) -> str:
    """The path as errors name it: `costs[2].amount`."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


def at_path(data: Any, path: Path) -> Any:
    """The value at the path, None where there is none."""
    for part in path:
        if isinstance(part, int):
            data = data[part] if isinstance(data, list) and part < len(data) else None
        else:
            data = data.get(part) if isinstance(data, Mapping) else None
    return data


@dataclass
class Layout:
    """All entries of one form, with what was entered but belongs to no field."""

    entries: list[Entry]
    surroundings: Surroundings
    zone: ZoneInfo
    unknown: list[FieldError] = field(default_factory=list)

    def settle(self) -> None:
        """Read every value and hide what is to be hidden, until nothing changes."""
        for _ in range(_MOST_ROUNDS):
            before = [(entry.is_hidden, entry.value) for entry in walk(self.entries)]
            self._read(self.entries, assembled(self.entries))
            self._hide(self.entries, assembled(self.entries))
            if before == [(entry.is_hidden, entry.value) for entry in walk(self.entries)]:
                return

    def _read(self, entries: Iterable[Entry], local: Mapping[str, Any]) -> None:
        for entry in entries:
            if isinstance(entry.component, Field):
                self._read_field(entry, entry.component, local)
            for child in self._scopes(entry, local):
                self._read(*child)

    def _scopes(self, entry: Entry, local: Mapping[str, Any]) -> Iterator[tuple[list[Entry], Mapping[str, Any]]]:
        """What lies inside the entry, with the values that its expressions see."""
        if not entry.is_row:
            yield entry.children, local
            return
        row = assembled(entry.children, skip=len(entry.path))
        yield entry.children, {**local, **row, "this": row, "parent": local, "i": entry.path[-1]}

    def _read_field(self, entry: Entry, asked: Field, local: Mapping[str, Any]) -> None:
        if isinstance(asked, Computed):
            entry.value = self.surroundings.value(asked.expression, local)
            return
        if isinstance(asked, ChoiceField):
            entry.options = options_of(asked, self.surroundings, local)
        entry.fault = None
        try:
            entry.value = read_value(asked, entry.raw, options=entry.options, zone=self.zone)
        except UnreadableValueError as error:
            entry.value, entry.fault = None, error.text
        entry.is_locked = asked.lock is True or (
            not isinstance(asked.lock, bool) and self.surroundings.value(asked.lock, local) is True
        )
        if entry.is_locked:
            self._keep(entry)

    def _keep(self, entry: Entry) -> None:
        """A locked field keeps the case's value; another one is refused."""
        kept = at_path(self.surroundings.context, entry.path)
        is_changed = entry.value not in (None, False, []) and entry.value != kept
        entry.fault = _LOCKED if is_changed or entry.fault else None
        entry.value = kept

    def _hide(self, entries: Iterable[Entry], local: Mapping[str, Any]) -> None:
        for entry in entries:
            hide = None if entry.is_row else entry.component.hide
            entry.is_hidden = hide is not None and self.surroundings.value(hide, local) is True
            for child in self._scopes(entry, local):
                self._hide(*child)

    def scoped(self) -> Iterator[tuple[Entry, Mapping[str, Any]]]:
        """Each entry that is shown, with the values that its expressions see."""
        yield from self._scoped(self.entries, assembled(self.entries))

    def _scoped(self, entries: Iterable[Entry], local: Mapping[str, Any]) -> Iterator[tuple[Entry, Mapping[str, Any]]]:
        for entry in entries:
            if entry.is_hidden:
                continue
            yield entry, local
            for child in self._scopes(entry, local):
                yield from self._scoped(*child)


def walk(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Every entry, depth first."""
    for entry in entries:
        yield entry
        yield from walk(entry.children)


def assembled(entries: Iterable[Entry], *, skip: int = 0) -> dict[str, Any]:
    """The values of what is shown, nested by their paths without the first `skip` parts."""
    data: dict[str, Any] = {}
    for entry in entries:
        if entry.is_hidden:
            continue
        if isinstance(entry.component, Rows) and not entry.is_row:
            rows = [assembled(row.children, skip=len(row.path)) for row in entry.children]
            _put(data, entry.path[skip:], rows)
        elif isinstance(entry.component, Field):
            _put(data, entry.path[skip:], entry.value)
        elif isinstance(entry.component, Container):
            _merge(data, assembled(entry.children, skip=skip))
    return data


def _put(data: dict[str, Any], path: Sequence[str | int], value: Any) -> None:
    for part in path[:-1]:
        data = data.setdefault(str(part), {})
    data[str(path[-1])] = value


def _merge(data: dict[str, Any], more: Mapping[str, Any]) -> None:
    for name, value in more.items():
        if isinstance(value, dict) and isinstance(data.get(name), dict):
            _merge(data[name], value)
        else:
            data[name] = value
