"""Packs: the rounds of a wide loop, some at a time, as text that a step decodes only where it has work to do.

A round is closed in itself: what is in it names only itself and what is around the loop, and nothing outside names what
is in it but the commands that come for it. So a pack can stay text until one of its tokens is completed, one of its
timers fires, a variable changes that something in it reads, or the loop as a whole ends.
"""

from collections.abc import Callable, ItemsView, Iterator, KeysView, ValuesView
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from engine.interpreter.records import Loop, Scope, Token, Wait

WIDE: Final = 100
"""A loop of more rounds than this is kept in packs."""

ROUNDS: Final = 50
"""How many rounds a pack holds: few enough to be decoded in a millisecond, many enough for a short list of packs."""

Item = TypeVar("Item")
Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Pack:
    """Rounds that no step of this command has touched.

    `of` is the loop's scope, `number` counts from 0, `text` is JSON. `reads` are the variables that something in it
    depends on; None if that is not known.
    """

    of: str
    number: int
    text: str
    tokens: int = 0
    scopes: int = 0
    waits: int = 0
    reads: frozenset[str] | None = None

    def dump(self) -> dict[str, Any]:
        """The pack as JSON values; its text is the very one that it was loaded with."""
        counts = {"tokens": self.tokens, "scopes": self.scopes, "waits": self.waits}
        reads = sorted(self.reads) if self.reads is not None else None
        return {
            "of": self.of,
            "no": self.number,
            **{key: value for key, value in counts.items() if value},
            **({"reads": reads} if reads != [] else {}),
            "text": self.text,
        }

    @classmethod
    def load(cls, item: dict[str, Any]) -> "Pack":
        """The pack that was dumped."""
        reads = item.get("reads", ())
        return cls(
            of=item["of"],
            number=item["no"],
            text=item["text"],
            tokens=item.get("tokens", 0),
            scopes=item.get("scopes", 0),
            waits=item.get("waits", 0),
            reads=frozenset(reads) if reads is not None else None,
        )


@dataclass(slots=True)
class Contents:
    """What goes into one pack, or into the part of the state that is decoded at each step."""

    tokens: list[Token] = field(default_factory=list)
    scopes: list[Scope] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)

    @property
    def reads(self) -> frozenset[str] | None:
        """The variables that something in it depends on; None if that is not known."""
        found: set[str] = set()
        for reads in (
            *(wait.reads for wait in self.waits),
            *(token.reads for token in self.tokens if token.waits == "task"),
        ):
            if reads is None:
                return None
            found |= reads
        return frozenset(found)


class Items(dict[str, Item]):
    """Tokens, scopes or waits by id. What is still in a pack is decoded when it is asked for; to walk decodes all."""

    __slots__ = ("_count", "_open", "_open_all")

    def __init__(
        self, decoded: dict[str, Item], find: Callable[[str], bool], open_all: Callable[[], None], count: int
    ) -> None:
        super().__init__(decoded)
        self._open = find
        self._open_all = open_all
        self._count = count

    def __missing__(self, key: str) -> Item:
        if self._open(key) and dict.__contains__(self, key):
            return dict.__getitem__(self, key)
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        return dict.__contains__(self, key) or (
            isinstance(key, str) and self._open(key) and dict.__contains__(self, key)
        )

    def get(self, key: str, default: Any = None) -> Any:
        """The item, or the default."""
        try:
            return self[key]
        except KeyError:
            return default

    def __iter__(self) -> Iterator[str]:
        self._open_all()
        return dict.__iter__(self)

    def keys(self) -> KeysView[str]:  # type: ignore[override]  # the same view by its public name
        """All ids."""
        self._open_all()
        return dict.keys(self)

    def values(self) -> ValuesView[Item]:  # type: ignore[override]  # as above
        """All items."""
        self._open_all()
        return dict.values(self)

    def items(self) -> ItemsView[str, Item]:  # type: ignore[override]  # as above
        """All ids with their items."""
        self._open_all()
        return dict.items(self)

    def __len__(self) -> int:
        return dict.__len__(self) + self._count

    def decode(self, count: int) -> None:
        """Note that so many have left the packs."""
        self._count -= count


def decoded_of(items: dict[str, Item]) -> list[Item]:
    """Those of the items that are in no pack."""
    return list(dict.values(items))


def is_wide(scope: Scope) -> bool:
    """Whether a scope is a loop with so many rounds that they are kept in packs."""
    loop = scope.loop
    return loop is not None and loop.total is not None and loop.total > WIDE


def number_of(index: int) -> int:
    """The number of the pack that holds a round; rounds are counted from 1."""
    return (index - 1) // ROUNDS


def slice_of(number: int) -> slice:
    """The places of a pack's rounds in the loop's lists."""
    return slice(number * ROUNDS, (number + 1) * ROUNDS)


def spread(loop: Loop, number: int, document: dict[str, Any], decode: Callable[[Any], Any]) -> None:
    """Put what a pack holds of the loop's lists back into their places."""
    for name, target in (("items", loop.items), ("outputs", loop.outputs)):
        if name in document and target is not None:
            values = [decode(value) for value in document[name]]
            target[slice_of(number).start : slice_of(number).start + len(values)] = values


def part(loop: Loop, number: int, encode: Callable[[Any], Any]) -> dict[str, Any]:
    """What a pack holds of the loop's lists: the items of rounds still to begin, and the outputs there are."""
    document: dict[str, Any] = {}
    place = slice_of(number)
    if loop.items is not None and place.stop > loop.begun:
        document["items"] = [encode(value) for value in loop.items[place]]
    if loop.outputs is not None and any(value is not None for value in loop.outputs[place]):
        document["outputs"] = [encode(value) for value in loop.outputs[place]]
    return document


class Division:
    """Tells for each scope into which pack it belongs, if any."""

    def __init__(self, find: Callable[[str], Scope]) -> None:
        self._find = find
        self._known: dict[str, Key | None] = {}

    def key_of(self, scope_id: str) -> Key | None:
        """The pack of a scope: that of the outermost wide loop around it."""
        if scope_id not in self._known:
            self._known[scope_id] = self._key(self._find(scope_id))
        return self._known[scope_id]

    def _key(self, scope: Scope) -> Key | None:
        if scope.parent is None:
            return None
        around = self.key_of(scope.parent)
        parent = self._find(scope.parent)
        if around is None and scope.kind == "instance" and scope.index is not None and is_wide(parent):
            return parent.id, number_of(scope.index)
        return around
