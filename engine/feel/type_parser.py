"""Reads the types that stand after `instance of` and after parameters."""

from engine.feel.cursor import Cursor
from engine.feel.names import joinable
from engine.feel.syntax import TypeName

_JOINED_TYPES = {
    ("date", "and", "time"): "date and time",
    ("days", "and", "time", "duration"): "days and time duration",
    ("years", "and", "months", "duration"): "years and months duration",
}


class TypeParser(Cursor):
    """A cursor that reads types."""

    def type_name(self) -> TypeName:
        """Step over a type."""
        with self.nested():
            for parts, name in _JOINED_TYPES.items():
                if all(self.ahead(offset).text == part for offset, part in enumerate(parts)):
                    self.index += len(parts)
                    return TypeName(name)
            if self.at("function"):
                return self._function_type()
            return self._simple_type()

    def _simple_type(self) -> TypeName:
        if self.token.kind != "name":
            self.fail("a type")
        parts = self._type_words()
        if self.at("<") and parts == "context":
            return self._context_type()
        if self.at("<") and parts in {"list", "range"}:
            self.index += 1
            argument = self.type_name()
            self.expect(">")
            return TypeName(parts, (argument,))
        return TypeName(parts)

    def _type_words(self) -> str:
        words = [self.token.text]
        self.index += 1
        if words == ["null"]:
            return "null"
        while joinable(self.token) or (self.at(".") and self.ahead().kind == "name"):
            words.append(self.token.text)
            self.index += 1
        return " ".join(words).replace(" . ", ".")

    def _context_type(self) -> TypeName:
        self.expect("<")
        fields: list[tuple[str, TypeName]] = []
        while not self.at(">"):
            name = self.declared_name(":")
            self.expect(":")
            fields.append((name, self.type_name()))
            if not self.accept(","):
                break
        self.expect(">")
        return TypeName("context", fields=tuple(fields))

    def _function_type(self) -> TypeName:
        self.expect("function")
        arguments: list[TypeName] = []
        if not self.accept("<"):
            return TypeName("function")
        while not self.at(">"):
            arguments.append(self.type_name())
            if not self.accept(","):
                break
        self.expect(">")
        self.expect("->")
        return TypeName("function", tuple(arguments), result=self.type_name())
