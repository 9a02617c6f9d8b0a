"""What is kept of a case between two commands: tokens, scopes, waits and a counter, as a small readable document."""

import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from engine.interpreter import packs
from engine.interpreter.documents import dump_scope, dump_token, dump_wait, load_scope, load_token, load_wait
from engine.interpreter.packs import Contents, Division, Items, Key, Pack, decoded_of
from engine.interpreter.records import Compensation, Loop, Scope, Token, Wait
from engine.interpreter.stored import StoredValues
from engine.interpreter.values import decode, decode_values, encode, encode_values, size_of

__all__ = ["CaseState", "Compensation", "Loop", "Scope", "Token", "Wait"]


class CaseState:
    """The tokens, scopes and waits of one case, with the indexes that keep a step's work small.

    `restored` are decoded tokens and scopes at which joins may wait, `unindexed` the ids of tokens and waits that are
    not yet among the `readers` of variables.
    """

    def __init__(self) -> None:
        self.status = "new"
        self.root = ""
        self.next_id = 1
        self.size = 0
        self.steps = 0
        self.instances = 0
        self.tokens: dict[str, Token] = {}
        self.scopes: dict[str, Scope] = {}
        self.waits: dict[str, Wait] = {}
        self.correlation: dict[str, Any] = {}
        self.by_scope: dict[str, dict[str, Token]] = {}
        self.owned: dict[str, dict[str, Scope]] = {}
        self.by_holder: dict[str, dict[str, Wait]] = {}
        self.changed: set[str] = set()
        self.agenda: deque[str] = deque()
        self.joins: dict[tuple[str, str], None] = {}
        self.restored: list[Token | Scope] = []
        self.readers: dict[str, set[str]] = {}
        self.unindexed: list[str] = []
        self.wide: dict[str, Scope] = {}
        self._packs: dict[Key, Pack] = {}
        self._gone: set[str] = set()

    @classmethod
    def new(cls) -> "CaseState":
        """The state of a case that has not started."""
        return cls()

    # --- changing ---------------------------------------------------------------------------------------------------

    def make_id(self, letter: str) -> str:
        """The next id of the case."""
        number = self.next_id
        self.next_id += 1
        return f"{letter}{number}"

    def add_token(self, token: Token) -> Token:
        """Put a token into the state."""
        self.tokens[token.id] = token
        self.by_scope.setdefault(token.scope, {})[token.id] = token
        return token

    def remove_token(self, token: Token) -> None:
        """Take a token out of the state."""
        del self.tokens[token.id]
        del self.by_scope[token.scope][token.id]
        self._gone.add(token.id)

    def add_scope(self, scope: Scope) -> Scope:
        """Put a scope into the state."""
        self._enter(scope)
        self.size += _size((scope,))
        self.instances += scope.kind == "instance"
        return scope

    def _enter(self, scope: Scope) -> None:
        self.scopes[scope.id] = scope
        if scope.kind == "instance" and scope.parent is not None and scope.parent in self.scopes:
            self.scopes[scope.parent].rounds[scope.id] = None
        if scope.owner is not None:
            self.owned.setdefault(scope.owner, {})[scope.id] = scope
        if packs.is_wide(scope):
            self.wide[scope.id] = scope

    def remove_scope(self, scope: Scope) -> None:
        """Take a scope and its variables out of the state."""
        del self.scopes[scope.id]
        self.instances -= scope.kind == "instance"
        self.by_scope.pop(scope.id, None)
        self.wide.pop(scope.id, None)
        self.size -= _size((scope,))
        if scope.owner is not None:
            self.owned[scope.owner].pop(scope.id, None)
        self._gone.add(scope.id)

    def add_wait(self, wait: Wait) -> Wait:
        """Put a wait into the state."""
        self.waits[wait.id] = wait
        self.by_holder.setdefault(wait.holder, {})[wait.id] = wait
        self.unindexed.append(wait.id)
        return wait

    def remove_wait(self, wait: Wait) -> None:
        """Take a wait out of the state."""
        del self.waits[wait.id]
        del self.by_holder[wait.holder][wait.id]
        self._gone.add(wait.id)

    # --- asking -----------------------------------------------------------------------------------------------------

    def tokens_in(self, scope_id: str) -> list[Token]:
        """The tokens directly in a scope, oldest first."""
        return list(self.by_scope.get(scope_id, {}).values())

    def scopes_of(self, token_id: str) -> list[Scope]:
        """The scopes that a token owns."""
        return list(self.owned.get(token_id, {}).values())

    def waits_of(self, holder: str) -> list[Wait]:
        """What a token or scope waits for."""
        return list(self.by_holder.get(holder, {}).values())

    def rounds_of(self, scope: Scope) -> list[Scope]:
        """The open rounds of a loop, all decoded, with what the loop's lists hold."""
        for pack in [pack for pack in self._packs.values() if pack.of == scope.id]:
            self._open(pack)
        return [self.scopes[scope_id] for scope_id in scope.rounds]

    def chain(self, scope_id: str | None) -> Iterator[Scope]:
        """The scope and all around it, from the inside out."""
        while scope_id is not None:
            scope = self.scopes[scope_id]
            yield scope
            scope_id = scope.parent

    def process_of(self, scope_id: str) -> Scope:
        """The nearest scope that is a process: the case itself or a called process."""
        return next(scope for scope in self.chain(scope_id) if scope.kind == "process")

    def variables(self) -> Mapping[str, Any]:
        """The case's own variables, as they are now."""
        own = self.scopes[self.root].variables if self.root in self.scopes else {}
        return own.copy() if isinstance(own, StoredValues) else dict(own)

    @property
    def decoded(self) -> int:
        """How many tokens, scopes and waits are decoded: what a step touches, and what is in no pack."""
        return len(decoded_of(self.tokens)) + len(decoded_of(self.scopes)) + len(decoded_of(self.waits))

    # --- packs ------------------------------------------------------------------------------------------------------

    def open_round(self, scope: Scope, index: int) -> None:
        """Decode what the loop's lists hold for a round."""
        pack = self._packs.get((scope.id, packs.number_of(index)))
        if pack is not None:
            self._open(pack)

    def open_readers(self, names: set[str]) -> None:
        """Decode the packs in which something may depend on one of the variables."""
        for pack in [pack for pack in self._packs.values() if pack.reads is None or pack.reads & names]:
            self._open(pack)

    def _find(self, item_id: str) -> bool:
        """Decode the pack that holds an item; False if none does."""
        if item_id in self._gone or self._is_decoded(item_id):
            return False
        mark = f'"id":"{item_id}"'
        for pack in [pack for pack in self._packs.values() if mark in pack.text]:
            self._open(pack)
            # The mark may as well stand in somebody's data.
            if self._is_decoded(item_id):
                return True
        return False

    def _is_decoded(self, item_id: str) -> bool:
        """Whether an item of any kind is there; asking the one kind for the other's id must not search the packs."""
        return any(dict.__contains__(items, item_id) for items in (self.tokens, self.scopes, self.waits))

    def _open_all(self) -> None:
        for pack in list(self._packs.values()):
            self._open(pack)

    def _open(self, pack: Pack) -> None:
        del self._packs[pack.of, pack.number]
        for items, count in ((self.tokens, pack.tokens), (self.scopes, pack.scopes), (self.waits, pack.waits)):
            if isinstance(items, Items):
                items.decode(count)
        document = json.loads(pack.text)
        self._restore(document)
        loop = self.scopes[pack.of].loop
        if loop is not None:
            packs.spread(loop, pack.number, document, decode)

    # --- saving -----------------------------------------------------------------------------------------------------

    def dump(self) -> dict[str, Any]:
        """A document of JSON values from which `load` restores the state. `packs` are texts of the same shape."""
        core, divided = self._divide()
        loops = {scope.id for scope in core.scopes if scope.id in self.wide}
        kept = self._packs | {key: self._pack(key, contents) for key, contents in divided.items()}
        entries = [kept[key].dump() for key in sorted(kept, key=_place) if kept[key].text != "{}"]
        return {
            "status": self.status,
            "root": self.root,
            "next": self.next_id,
            "size": self.size,
            "tokens": [dump_token(token) for token in core.tokens],
            "scopes": [dump_scope(scope, has_packs=scope.id in loops) for scope in core.scopes],
            "waits": [dump_wait(wait) for wait in core.waits],
            **({"correlation": encode_values(self.correlation)} if self.correlation else {}),
            **({"instances": self.instances, "packs": entries} if entries else {}),
        }

    def _divide(self) -> tuple[Contents, dict[Key, Contents]]:
        """All that is decoded: what no pack takes, and the rest by the pack that it goes into."""
        found = Contents(decoded_of(self.tokens), decoded_of(self.scopes), decoded_of(self.waits))
        if not self.wide:
            return found, {}
        division = Division(self.scopes.__getitem__)
        core = Contents()
        divided: dict[Key, Contents] = {}
        for scope in self.wide.values():
            if division.key_of(scope.id) is None and scope.loop is not None:
                keys = ((scope.id, number) for number in range(packs.number_of(scope.loop.total or 0) + 1))
                divided |= {key: Contents() for key in keys if key not in self._packs}

        def place(scope_id: str) -> Contents:
            key = division.key_of(scope_id)
            return core if key is None else divided[key]

        for token in found.tokens:
            place(token.scope).tokens.append(token)
        for scope in found.scopes:
            place(scope.id).scopes.append(scope)
        for wait in found.waits:
            place(wait.scope).waits.append(wait)
        return core, divided

    def _pack(self, key: Key, contents: Contents) -> Pack:
        loop = self.scopes[key[0]].loop
        document = {
            "tokens": [dump_token(token) for token in contents.tokens],
            "scopes": [dump_scope(scope) for scope in contents.scopes],
            "waits": [dump_wait(wait) for wait in contents.waits],
            **(packs.part(loop, key[1], encode) if loop is not None else {}),
        }
        filled = {name: values for name, values in document.items() if values}
        return Pack(
            of=key[0],
            number=key[1],
            text=json.dumps(filled, ensure_ascii=False, separators=(",", ":")),
            tokens=len(contents.tokens),
            scopes=len(contents.scopes),
            waits=len(contents.waits),
            reads=contents.reads,
        )

    @classmethod
    def load(cls, document: Mapping[str, Any]) -> "CaseState":
        """The state that was dumped."""
        state = cls()
        state.status = document["status"]
        state.root = document["root"]
        state.next_id = document["next"]
        state.correlation = decode_values(document.get("correlation", {}))
        state._restore(document)
        # A document from before these were kept has no packs: all its scopes are here to be counted.
        state.size = document["size"] if "size" in document else _size(state.scopes.values())
        state.instances = document.get("instances") or sum(scope.kind == "instance" for scope in state.scopes.values())
        if "packs" in document:
            state._take_packs([Pack.load(item) for item in document["packs"]])
        return state

    def _take_packs(self, found: list[Pack]) -> None:
        self._packs = {(pack.of, pack.number): pack for pack in found}
        find, open_all = self._find, self._open_all
        self.tokens = Items(self.tokens, find, open_all, sum(pack.tokens for pack in found))
        self.scopes = Items(self.scopes, find, open_all, sum(pack.scopes for pack in found))
        self.waits = Items(self.waits, find, open_all, sum(pack.waits for pack in found))

    def _restore(self, document: Mapping[str, Any]) -> None:
        for item in document.get("scopes", ()):
            scope = load_scope(item)
            self._enter(scope)
            if scope.note:
                self.restored.append(scope)
        for item in document.get("tokens", ()):
            token = self.add_token(load_token(item))
            if token.waits == "ready":
                self.agenda.append(token.id)
            elif token.waits == "task":
                self.unindexed.append(token.id)
            elif token.waits == "join":
                self.restored.append(token)
        for item in document.get("waits", ()):
            self.add_wait(load_wait(item))


def _size(scopes: Iterable[Scope]) -> int:
    return sum(size_of(value) for scope in scopes for value in scope.variables.values())


def _place(key: Key) -> tuple[int, int]:
    return int(key[0][1:]), key[1]
