"""Variables as they are stored: each is decoded when it is first asked for, and stored as it was unless it changes."""

from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any, Final

from engine.interpreter.values import decode, encode, encode_values

_CHANGED: Final = object()


class StoredValues(MutableMapping[str, Any]):
    """The variables of a saved scope. A step that reads none of a long list's five thousand entries decodes none."""

    __slots__ = ("_document", "_values")

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = dict(document)
        self._values: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._values:
            self._values[name] = decode(self._document[name])
        return self._values[name]

    def __setitem__(self, name: str, value: Any) -> None:
        self._document[name] = _CHANGED
        self._values[name] = value

    def __delitem__(self, name: str) -> None:
        del self._document[name]
        self._values.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._document)

    def __len__(self) -> int:
        return len(self._document)

    def __contains__(self, name: object) -> bool:
        return name in self._document

    def __or__(self, other: Mapping[str, Any]) -> dict[str, Any]:
        return {**self, **other}

    def __ror__(self, other: Mapping[str, Any]) -> dict[str, Any]:
        return {**other, **self}

    def __repr__(self) -> str:
        return repr(dict(self))

    def copy(self) -> "StoredValues":
        """The same variables, to be read and changed apart from these."""
        copied = StoredValues(self._document)
        copied._values = dict(self._values)
        return copied

    def encoded(self) -> dict[str, Any]:
        """The variables as JSON values."""
        return {
            name: encode(self._values[name]) if document is _CHANGED else document
            for name, document in self._document.items()
        }


def encoded(values: Mapping[str, Any]) -> dict[str, Any]:
    """Variables as JSON values, those that nobody has changed without a look at them."""
    return values.encoded() if isinstance(values, StoredValues) else encode_values(values)
