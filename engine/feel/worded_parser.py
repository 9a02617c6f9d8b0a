"""Reads the expressions that start with a word: `if`, `for`, `some` and `every`."""

from engine.feel.names import NameTable
from engine.feel.primary_parser import PrimaryParser
from engine.feel.syntax import For, If, Iterator, Node, Quantified


class WordedParser(PrimaryParser):
    """A cursor that reads conditions and loops."""

    def worded(self) -> Node | None:
        """Step over an expression that starts with a word of the language; None at any other."""
        word = self.token.text
        if word == "if":
            return self._if()
        if word == "for":
            return self._for()
        if word in {"some", "every"}:
            return self._quantified()
        return None

    def _if(self) -> Node:
        start = self.expect("if").start
        condition = self.expression()
        self.expect("then")
        then = self.expression()
        self.expect("else")
        return If(start, condition, then, self.expression())

    def _for(self) -> Node:
        start = self.expect("for").start
        with self.scope("partial") as known:
            iterators = self._iterators(known)
            self.expect("return")
            return For(start, iterators, self.expression())

    def _quantified(self) -> Node:
        word = self.expect("some", "every")
        with self.scope() as known:
            iterators = self._iterators(known)
            self.expect("satisfies")
            return Quantified(word.start, word.text, iterators, self.expression())

    def _iterators(self, known: NameTable) -> tuple[Iterator, ...]:
        iterators: list[Iterator] = []
        while True:
            start = self.token.start
            name = self.declared_name("in")
            self.expect("in")
            source = self.expression()
            end = self.expression() if self.accept("..") else None
            iterators.append(Iterator(start, name, source, end))
            known.add(name)
            if not self.accept(","):
                return tuple(iterators)
