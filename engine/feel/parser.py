"""Reads a text as a FEEL expression or as unary tests: operators by precedence, from loose to tight."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from engine.feel.errors import FeelSyntaxError
from engine.feel.names import NameTable
from engine.feel.syntax import (
    Arithmetic,
    Between,
    Call,
    Comparison,
    Filter,
    In,
    InstanceOf,
    Literal,
    Logic,
    Negation,
    Node,
    Path,
    Test,
    TypeName,
    UnaryTests,
)
from engine.feel.values import NUMBERS
from engine.feel.worded_parser import WordedParser

MAX_LINKS = 150
_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_AFTER_RANGE_END = frozenset({"", ")", "]", "}", ",", ".", "=", "!=", "<", "<=", ">", ">=", ".."})
_LITERAL_KINDS, _SYMBOL_KINDS = frozenset({"number", "text"}), frozenset({"symbol", "end"})
_CLOSERS = frozenset({"", ",", ")", "]", "}"})
_INFIX_WORDS = frozenset({"and", "or", "in", "then", "else", "return", "satisfies", "between", "instance"})


class Parser(WordedParser):
    """Reads one text."""

    def whole_expression(self) -> Node:
        """The text as one expression."""
        node = self.expression()
        self._finish()
        return node

    def whole_tests(self) -> UnaryTests:
        """The text as unary tests."""
        start = self.token.start
        if self.at("-") and self.ahead().kind == "end":
            return UnaryTests(start, (), negated=False)
        if self.at("not") and self.ahead().text == "(":
            mark = self.index
            self.index += 2
            tests = self._tests()
            self.expect(")")
            if self.token.kind == "end":
                return UnaryTests(start, tests, negated=True)
            self.index = mark
        tests = self._tests()
        self._finish()
        return UnaryTests(start, tests, negated=False)

    def _finish(self) -> None:
        if self.token.kind != "end":
            self.fail("an operator or the end")

    def _tests(self) -> tuple[Test, ...]:
        tests = [self.test()]
        while self.accept(","):
            tests.append(self.test())
        return tuple(tests)

    def test(self) -> Test:
        """Step over one unary test."""
        operator = self.accept(*_COMPARISONS)
        if operator is not None:
            return Test(operator.start, operator.text, self._additive())
        start = self.token.start
        return Test(start, "", self.expression())

    def expression(self) -> Node:
        """Step over a whole expression."""
        if self.token.kind in _LITERAL_KINDS and self.ahead().kind in _SYMBOL_KINDS and self.ahead().text in _CLOSERS:
            # A literal alone, as long lists have them, needs no look at every operator.
            return self.primary()
        with self.nested():
            if self.token.kind == "name" and self._known_name() is None:
                special = self.worded()
                if special is not None:
                    return special
            return self._disjunction()

    def _disjunction(self) -> Node:
        return self._joined("or", self._conjunction)

    def _conjunction(self) -> Node:
        return self._joined("and", self._comparison)

    def _joined(self, operator: str, operand: Callable[[], Node]) -> Node:
        operands = [operand()]
        start = self.token.start
        while self.accept(operator):
            operands.append(operand())
        return operands[0] if len(operands) == 1 else Logic(start, operator, tuple(operands))

    def _comparison(self) -> Node:
        left = self._additive()
        links = 0
        while operator := self.accept(*_COMPARISONS, "between", "in"):
            links = self._count_link(links)
            if operator.text == "between":
                low = self._additive()
                self.expect("and")
                left = Between(operator.start, left, low, self._additive())
            elif operator.text == "in":
                left = In(operator.start, left, self._in_tests())
            else:
                left = Comparison(operator.start, operator.text, left, self._additive())
        return left

    def _in_tests(self) -> tuple[Test, ...]:
        if not self.at("("):
            operator = self.accept(*_COMPARISONS)
            start = operator or self.token
            return (Test(start.start, operator.text if operator else "", self._additive()),)
        opening = self.expect("(")
        with self.nested():
            tests = [self.test()]
            if self.at("..") and not tests[0].operator:
                found = self.range_after(opening.start, tests[0].operand, included=False)
                return (Test(opening.start, "", found),)
            while self.accept(","):
                tests.append(self.test())
            self.expect(")")
        return tuple(tests)

    def _additive(self) -> Node:
        return self._chain(("+", "-"), self._multiplicative)

    def _multiplicative(self) -> Node:
        return self._chain(("*", "/"), self._power)

    def _power(self) -> Node:
        return self._chain(("**",), self._negation)

    def _chain(self, operators: tuple[str, ...], operand: Callable[[], Node]) -> Node:
        left = operand()
        links = 0
        while operator := self.accept(*operators):
            left = Arithmetic(operator.start, operator.text, left, operand())
            links = self._count_link(links)
        return left

    def _count_link(self, links: int) -> int:
        """Count what is built one inside the other without brackets, which nesting does not see."""
        if links >= MAX_LINKS:
            raise FeelSyntaxError("too_many_links", self.text, self.token.start, limit=str(MAX_LINKS))
        return links + 1

    def _negation(self) -> Node:
        sign = self.accept("-")
        if sign is None:
            return self._instance()
        with self.nested():
            operand = self._negation()
        if isinstance(operand, Literal) and isinstance(operand.value, Decimal):
            return Literal(sign.start, NUMBERS.minus(operand.value))
        if isinstance(operand, InstanceOf) and isinstance(operand.value, Literal):
            # The sign belongs to the number, which is asked for its type, and not to the answer.
            return InstanceOf(operand.position, Negation(sign.start, operand.value), operand.type)
        return Negation(sign.start, operand)

    def _instance(self) -> Node:
        left = self._postfix()
        operator = self.accept("instance")
        if operator is None:
            return left
        self.expect("of")
        return InstanceOf(operator.start, left, self.type_name())

    def range_end(self) -> Node:
        """Step over the upper end of a range."""
        return self._additive()

    def _postfix(self) -> Node:
        node = self.primary()
        links = 0
        while True:
            token = self.token
            links = self._count_link(links)
            if token.text == "(" and token.kind == "symbol":
                node = self._call(node)
            elif token.text == "[" and not self._closes_range():
                node = self._filter(node)
            elif token.text == ".":
                self.index += 1
                node = Path(token.start, node, self.member())
            else:
                return node

    def _closes_range(self) -> bool:
        after = self.ahead()
        return (after.text in _AFTER_RANGE_END and after.kind != "text") or after.text in _INFIX_WORDS

    def _filter(self, source: Node) -> Node:
        start = self.expect("[").start
        with self.scope("item"):
            condition = self.expression()
        self.expect("]")
        return Filter(start, source, condition)

    def _call(self, function: Node) -> Node:
        self.expect("(")
        arguments: list[Node] = []
        names: list[str] = []
        with self.nested():
            while not self.at(")"):
                name = self.argument_name(names)
                if name is not None:
                    names.append(name)
                arguments.append(self.expression())
                if not self.accept(","):
                    break
        closing = self.expect(")")
        if names and len(names) != len(arguments):
            raise FeelSyntaxError("mixed_arguments", self.text, closing.start)
        return Call(function.position, function, tuple(arguments), tuple(names))


def parse_expression(text: str, names: Iterable[str], functions: NameTable) -> Node:
    """The tree of an expression. Raises FeelSyntaxError."""
    return Parser(text, NameTable(names), functions).whole_expression()


def parse_tests(text: str, names: Iterable[str], functions: NameTable) -> UnaryTests:
    """The tree of unary tests. Raises FeelSyntaxError."""
    return Parser(text, NameTable(names), functions).whole_tests()


def parse_type(text: str) -> TypeName:
    """The type that a text writes. Raises FeelSyntaxError."""
    parser = Parser(text, NameTable(), NameTable())
    found = parser.type_name()
    if parser.token.kind != "end":
        parser.fail("the end of the type")
    return found
