"""The types of a model: whether a value belongs to one, and the conversions that the standard allows."""

from collections.abc import Callable, Mapping

from engine.dmn.elements import ItemDefinition
from engine.feel import Expression, FeelSyntaxError, parse_unary_tests
from engine.feel.budget import Run
from engine.feel.compare import kind_of
from engine.feel.errors import ValueProblemError
from engine.feel.parser import parse_type
from engine.feel.scope import Scope
from engine.feel.types import SIMPLE_TYPES, SYNONYMS, conforms, variants
from engine.feel.values import BuiltinFunction, Function

Check = Callable[[object], bool]

_ANY = frozenset({"", "Any", "any", "<Undefined>", "Undefined"})


class Types:
    """The types of one document, and of those it imports under their names there."""

    def __init__(self, definitions: Mapping[str, ItemDefinition], imported: Mapping[str, "Types"]) -> None:
        self._definitions = definitions
        self._imported = imported
        self._checks: dict[str, Check] = {}
        self._kind_checks: dict[str, Check] = {}
        self.named: dict[str, Check] = {name: self._named(name) for name in definitions}
        for prefix, types in imported.items():
            self.named.update({f"{prefix}.{name}" if prefix else name: check for name, check in types.named.items()})

    def _named(self, name: str) -> Check:
        """The question of `instance of`, which asks for the base type and leaves allowed values aside."""

        def ask(value: object) -> bool:
            return self._kinds(name)(value)

        return ask

    def _kinds(self, name: str) -> Check:
        if name not in self._kind_checks:
            self._kind_checks[name] = self._build_definition(self._definitions[name], restricted=False)
        return self._kind_checks[name]

    def member_names(self) -> frozenset[str]:
        """The names of all fields, which paths may use."""
        found: set[str] = set()
        pending = list(self._definitions.values())
        while pending:
            definition = pending.pop()
            found.update(field.name for field in definition.fields)
            pending.extend(definition.fields)
        return frozenset(found).union(*(types.member_names() for types in self._imported.values()))

    def allowed_values(self, reference: str) -> str:
        """The tests that the values of a type defined here pass; empty for none."""
        definition = self._definitions.get(reference)
        return definition.allowed if definition is not None else ""

    def is_function(self, reference: str) -> bool:
        """Whether a type defined here is that of functions."""
        definition = self._definitions.get(reference)
        return definition is not None and definition.function is not None

    def belongs(self, value: object, reference: str) -> bool:
        """Whether a value other than null belongs to a type; all values belong to a type that is not known."""
        check = self._checks.get(reference)
        if check is None:
            check = self._checks[reference] = self._build(reference)
        return value is None or check(value)

    def convert(self, value: object, reference: str) -> object:
        """The value as one of the type. Raises ValueProblemError when it is none and cannot become one."""
        if value is None or reference in _ANY or self.belongs(value, reference):
            return value
        for changed in variants(value):
            if self.belongs(changed, reference):
                return changed
        raise ValueProblemError(f"{kind_of(value)} does not belong to the type {reference}")

    def _build(self, reference: str) -> Check:
        name = SYNONYMS.get(reference.rpartition(":")[2], reference.rpartition(":")[2])
        if reference in _ANY:
            return _anything
        if name in self._definitions:
            return self._build_definition(self._definitions[name], restricted=True)
        if name in self.named:
            return self._build_imported(name)
        if name in SIMPLE_TYPES:
            return lambda value: kind_of(value) == name
        return self._build_written(name)

    def _build_imported(self, name: str) -> Check:
        prefix = next(prefix for prefix in self._imported if name.startswith(f"{prefix}.") or not prefix)
        types, inner = self._imported[prefix], name[len(prefix) + 1 :] if prefix else name
        return lambda value: types.belongs(value, inner)

    def _build_written(self, text: str) -> Check:
        try:
            wanted = parse_type(text)
        except FeelSyntaxError:
            return _anything

        def check(value: object) -> bool:
            try:
                return conforms(value, wanted, self.named)
            except ValueProblemError:
                return True

        return check

    def _build_definition(self, definition: ItemDefinition, *, restricted: bool) -> Check:
        base = self._build_base(definition, restricted=restricted)
        allowed = _build_tests(definition.allowed if restricted else "")
        whole = _build_tests(definition.constraint if restricted else "")

        def one(value: object) -> bool:
            return value is None or (base(value) and allowed(value))

        if not definition.is_collection:
            return lambda value: one(value) and whole(value)
        return lambda value: isinstance(value, list) and all(one(item) for item in value) and whole(value)

    def _build_base(self, definition: ItemDefinition, *, restricted: bool) -> Check:
        if definition.function is not None:
            return _function_check(len(definition.function))
        if not definition.fields:
            return self._build_reference(definition.type_ref, restricted=restricted)
        checks = {field.name: self._build_field(field, restricted=restricted) for field in definition.fields}
        return lambda value: (
            isinstance(value, dict) and all(name in value and check(value[name]) for name, check in checks.items())
        )

    def _build_reference(self, reference: str, *, restricted: bool) -> Check:
        if not restricted and reference in self.named:
            return self.named[reference]
        return lambda value: self.belongs(value, reference)

    def _build_field(self, field: ItemDefinition, *, restricted: bool) -> Check:
        check: list[Check] = []

        def later(value: object) -> bool:
            """Built on first use: a type may hold itself."""
            if not check:
                check.append(self._build_definition(field, restricted=restricted))
            return value is None or check[0](value)

        return later


def _anything(_value: object) -> bool:
    return True


def _function_check(parameters: int) -> Check:
    def check(value: object) -> bool:
        if isinstance(value, Function):
            return len(value.parameters) == parameters
        return isinstance(value, BuiltinFunction)

    return check


def _build_tests(text: str) -> Check:
    if not text:
        return _anything
    try:
        tests = parse_unary_tests(text)
    except FeelSyntaxError:
        return _anything
    return lambda value: passes(tests, value)


def passes(tests: Expression, value: object) -> bool:
    """Whether a value passes unary tests that use no variables."""
    return tests.run(Scope({"?": value}, None, Run())) is True
