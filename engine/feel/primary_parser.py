"""Reads the parts of an expression that stand by themselves: literals, names, lists, contexts, ranges, functions."""

from abc import abstractmethod
from collections.abc import Sequence

from engine.feel.cursor import NAME_SIGNS
from engine.feel.errors import FeelSyntaxError
from engine.feel.literals import at_literal
from engine.feel.syntax import (
    ContextLiteral,
    FunctionLiteral,
    ListLiteral,
    Literal,
    Name,
    Node,
    RangeLiteral,
    TypeName,
)
from engine.feel.tokens import KEYWORDS, unescape
from engine.feel.type_parser import TypeParser
from engine.feel.values import NUMBERS

_CONSTANTS: dict[str, object] = {"true": True, "false": False, "null": None}
_UNARY_RANGES = frozenset({"<", "<=", ">", ">=", "=", "!="})


class PrimaryParser(TypeParser):
    """A cursor that reads primary expressions."""

    @abstractmethod
    def expression(self) -> Node:
        """Step over a whole expression."""

    @abstractmethod
    def range_end(self) -> Node:
        """Step over the upper end of a range."""

    def primary(self) -> Node:
        """Step over a literal, a name, or something in brackets."""
        token = self.token
        if token.kind == "number":
            self.index += 1
            return Literal(token.start, self._number(token.text))
        if token.kind == "text":
            self.index += 1
            return Literal(token.start, unescape(token.text))
        if token.kind == "name":
            return self._word()
        return self._bracketed()

    def _number(self, text: str) -> object:
        try:
            return NUMBERS.create_decimal(text)
        except ArithmeticError:
            return None

    def _word(self) -> Node:
        token = self.token
        if token.text in _CONSTANTS and self._known_name() is None:
            self.index += 1
            return Literal(token.start, _CONSTANTS[token.text])
        if token.text == "function" and self.ahead().text == "(":
            return self._function()
        return Name(token.start, self.name())

    def _bracketed(self) -> Node:
        token = self.token
        if token.text == "(":
            return self._parenthesis()
        if token.text == "[":
            return self._list_or_range()
        if token.text == "]":
            return self._range_from(included=False)
        if token.text == "{":
            return self._context()
        if token.text == "@" and self.ahead().kind == "text":
            self.index += 2
            return Literal(token.start, at_literal(unescape(self.tokens[self.index - 1].text)))
        self.fail("a value")
        raise AssertionError

    def _parenthesis(self) -> Node:
        opening = self.expect("(")
        if self.token.text in _UNARY_RANGES:
            return self.unary_range(opening.start)
        first = self.expression()
        if self.at(".."):
            return self.range_after(opening.start, first, included=False)
        self.expect(")")
        return first

    def unary_range(self, position: int) -> Node:
        """Step over the rest of `(< 10)`, after its bracket."""
        operator = self.expect(*_UNARY_RANGES).text
        end = self.expression()
        self.expect(")")
        closed = "=" in operator
        start = None if operator.startswith("<") else end
        return RangeLiteral(
            position,
            start,
            None if operator.startswith(">") else end,
            start_included=start is not None and closed,
            end_included=closed and not operator.startswith(">"),
            operator=operator,
        )

    def _range_from(self, *, included: bool) -> Node:
        opening = self.expect("]", "(")
        return self.range_after(opening.start, self.expression(), included=included)

    def range_after(self, position: int, start: Node, *, included: bool) -> Node:
        """Step over the rest of a range, from its two dots."""
        self.expect("..")
        end = self.range_end()
        closing = self.expect("]", ")", "[")
        return RangeLiteral(position, start, end, start_included=included, end_included=closing.text == "]")

    def _list_or_range(self) -> Node:
        opening = self.expect("[")
        items: list[Node] = []
        while not self.at("]"):
            items.append(self.list_item())
            if self.at("..") and len(items) == 1:
                return self.range_after(opening.start, items[0], included=True)
            if not self.accept(","):
                break
        self.expect("]")
        return ListLiteral(opening.start, tuple(items))

    def list_item(self) -> Node:
        """Step over one item of a list."""
        return self.expression()

    def _context(self) -> Node:
        opening = self.expect("{")
        entries: dict[str, Node] = {}
        with self.nested(), self.scope() as known:
            while not self.at("}"):
                position = self.token.start
                key = self._key()
                if key in entries:
                    raise FeelSyntaxError("two_entries", self.text, position, name=key)
                self.expect(":")
                entries[key] = self.expression()
                known.add(key)
                self.members.add(key)
                if not self.accept(","):
                    break
        self.expect("}")
        return ContextLiteral(opening.start, tuple(entries.items()))

    def _key(self) -> str:
        if self.token.kind == "text":
            self.index += 1
            return unescape(self.tokens[self.index - 1].text)
        return self.declared_name(":")

    def _function(self) -> Node:
        start = self.expect("function").start
        self.expect("(")
        parameters: list[tuple[str, TypeName | None]] = []
        while not self.at(")"):
            name = self.declared_name(":", ",", ")")
            parameters.append((name, self.type_name() if self.accept(":") else None))
            if not self.accept(","):
                break
        self.expect(")")
        external = self.accept("external") is not None
        with self.nested(), self.scope(*(name for name, _ in parameters)):
            return FunctionLiteral(start, tuple(parameters), self.expression(), external)

    def argument_name(self, taken: Sequence[str]) -> str | None:
        """Step over `name:` in front of an argument, if it is there. Raises FeelSyntaxError for a name taken before."""
        if self.token.kind != "name" or self.token.text in KEYWORDS - {"for", "in"}:
            return None
        offset = 0
        while self.ahead(offset).kind in {"name", "number"} or self.ahead(offset).text in NAME_SIGNS:
            offset += 1
        if self.ahead(offset).text != ":":
            return None
        name = " ".join(self.text[self.token.start : self.ahead(offset - 1).end].split())
        if name in taken:
            raise FeelSyntaxError("two_arguments", self.text, self.token.start, name=name)
        self.index += offset + 1
        return name
