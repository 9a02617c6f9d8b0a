"""The elements of a model and of its imports, compiled, and how one gets the values of those it needs."""

from collections.abc import Callable, Iterable, Mapping

import engine.dmn.compile_table  # noqa: F401 - makes decision tables known to compile_logic
from engine.dmn.compile_logic import Place, build_function, compile_logic, promised
from engine.dmn.elements import (
    Decision,
    DecisionService,
    Document,
    Element,
    InputData,
    KnowledgeModel,
    Requirement,
)
from engine.dmn.errors import CircularRequirementError, DmnProblem, DmnReadError
from engine.dmn.explanation import DecisionRun, Key
from engine.dmn.types import Types
from engine.feel.budget import Run
from engine.feel.compile_operators import Code
from engine.feel.errors import ValueProblemError
from engine.feel.scope import Scope
from engine.feel.values import Function, settle

_MISSING = object()


class Graph:
    """All elements by namespace and id, with their compiled logic."""

    def __init__(self, main: Document, imported: Mapping[str, Document]) -> None:
        self.problems: list[DmnProblem] = []
        self._documents = {**imported, main.namespace: main}
        self._types: dict[str, Types] = {}
        self._elements: dict[Key, Element] = {
            (namespace, identity): element
            for namespace, document in self._documents.items()
            for identity, element in document.elements.items()
        }
        self._check_requirements()
        self._declared = {element.name for element in self._elements.values() if isinstance(element, InputData)}
        self._code: dict[Key, Code] = {}
        for key, element in self._elements.items():
            self._compile(key, element)

    # Loading

    def _check_requirements(self) -> None:
        done: set[Key] = set()
        for key in self._elements:
            self._walk(key, (), done)

    def _walk(self, key: Key, path: tuple[Key, ...], done: set[Key]) -> None:
        if key in path and self._needs_other(path[path.index(key) :]):
            raise CircularRequirementError("circular", name=self._elements[key].name, element_id=key[1])
        if key in done or key in path:
            return
        for requirement in requirements_of(self._elements[key]):
            target = (requirement.namespace, requirement.id)
            if target not in self._elements:
                raise DmnReadError("no_element", id=requirement.id, element_id=key[1])
            self._walk(target, (*path, key), done)
        done.add(key)

    def _needs_other(self, cycle: tuple[Key, ...]) -> bool:
        """Functions may call themselves and each other; decisions may not need themselves."""
        return not any(isinstance(self._elements[key], KnowledgeModel | DecisionService) for key in cycle)

    def types_of(self, namespace: str) -> Types:
        """The types known in a document."""
        if namespace not in self._types:
            document = self._documents[namespace]
            imported = {
                name: self.types_of(target)
                for target, name in document.imports.items()
                if target in self._documents and target != namespace
            }
            self._types[namespace] = Types(document.types, imported)
        return self._types[namespace]

    def _compile(self, key: Key, element: Element) -> None:
        place = Place(self.types_of(key[0]), self._names_for(key, element), self.problems)
        if isinstance(element, Decision) and element.logic is not None:
            code = compile_logic(element.logic, place)
            self._code[key] = promised(code, element.logic, element.type_ref, place)
        elif isinstance(element, KnowledgeModel) and element.logic is not None:
            self._code[key] = build_function(element.logic, place)

    def _names_for(self, key: Key, element: Element) -> frozenset[str]:
        names = {element.name}
        for requirement in requirements_of(element):
            names.add(self._elements[requirement.namespace, requirement.id].name)
            prefix = self._documents[key[0]].imports.get(requirement.namespace, "")
            names.update({prefix} - {""})
        return self.types_of(key[0]).member_names() | names

    # Answering

    def answer(self, key: Key, run: DecisionRun) -> object:
        """The value of a decision, or of a function called with the run's inputs."""
        element = self._elements[key]
        if isinstance(element, Decision):
            return self._decide(key, element, run)
        function = self._function(key, element, run)
        arguments = [settle(run.inputs.get(name, _MISSING)) for name in function.parameters]
        missing = [name for name in function.parameters if name not in run.inputs]
        if missing:
            run.note(f"{element.name} needs {', '.join(missing)}", 0)
            return None
        try:
            return function.invoke(run, arguments)
        except ValueProblemError as problem:
            run.note(str(problem), 0)
            return None

    def named_values(self, run: DecisionRun) -> dict[str, object]:
        """The decisions that were made in a run, by name."""
        made = ((self._elements[key], value) for key, value in run.known.items())
        return {element.name: value for element, value in made if isinstance(element, Decision)}

    def _decide(self, key: Key, element: Decision, run: DecisionRun) -> object:
        if key in run.known:
            return run.known[key]
        code = self._code.get(key)
        scope = self._scope(key, element, run)
        outside, run.decision, run.types = (run.decision, run.types), element.name, self.types_of(key[0]).named
        try:
            value = code(scope) if code is not None else None
        finally:
            run.decision, run.types = outside
        run.known[key] = value
        return value

    def _scope(self, key: Key, element: Element, run: DecisionRun) -> Scope:
        """What the element needs, by name; around it the inputs that the model does not declare."""
        undeclared = {name: value for name, value in run.inputs.items() if name not in self._declared}
        return Scope(self._needed(key, element, run), Scope(undeclared, None, run), run)

    def _needed(self, key: Key, element: Element, run: DecisionRun) -> dict[str, object]:
        values: dict[str, object] = {}
        for requirement in requirements_of(element):
            target = (requirement.namespace, requirement.id)
            needed = self._elements[target]
            prefix = self._documents[key[0]].imports.get(requirement.namespace, "")
            holder = values
            if prefix and requirement.namespace != key[0]:
                inner = values.setdefault(prefix, {})
                holder = inner if isinstance(inner, dict) else values
            holder[needed.name] = self._value(target, needed, run)
        return values

    def _value(self, key: Key, element: Element, run: DecisionRun) -> object:
        if isinstance(element, InputData):
            return self._input(key, element, run)
        if isinstance(element, Decision):
            return self._decide(key, element, run)
        return self._function(key, element, run)

    def _input(self, key: Key, element: InputData, run: DecisionRun) -> object:
        if key in run.given:
            return run.given[key]
        if key not in run.known:
            value = settle(run.inputs.get(element.name))
            run.known[key] = self._converted(value, element.type_ref, key, run)
        return run.known[key]

    def _converted(self, value: object, reference: str, key: Key, run: Run) -> object:
        try:
            return self.types_of(key[0]).convert(value, reference)
        except ValueProblemError as problem:
            run.note(f"{self._elements[key].name}: {problem}", 0)
            return None

    # Functions

    def _function(self, key: Key, element: Element, run: DecisionRun) -> Function:
        if key not in run.known:
            made = (
                self._service_function(key, element)
                if isinstance(element, DecisionService)
                else self._knowledge_function(key, element, run)
            )
            run.known[key] = made
        found = run.known[key]
        if not isinstance(found, Function):
            raise ValueProblemError(f"{element.name} is not a function")
        return found

    def _knowledge_function(self, key: Key, element: Element, run: DecisionRun) -> Function:
        values: dict[str, object] = {}
        code = self._code.get(key)
        made = code(Scope(values, None, run)) if code is not None else None
        if not isinstance(made, Function):
            return Function(element.name, (), lambda _run, _arguments: None)
        named = Function(element.name, made.parameters, self._typed_call(key, element, made))
        run.known[key] = values[element.name] = named
        values.update(self._needed(key, element, run))
        return named

    def _typed_call(self, key: Key, element: Element, made: Function) -> Callable[[Run, list[object]], object]:
        reference = element.type_ref

        def invoke(run: Run, arguments: list[object]) -> object:
            return self._converted(made.invoke(run, arguments), reference, key, run)

        return made.invoke if not reference or self.types_of(key[0]).is_function(reference) else invoke

    def _service_function(self, key: Key, service: DecisionService) -> Function:
        parameters = [(item.namespace, item.id) for item in (*service.input_data, *service.input_decisions)]
        names = tuple(self._elements[parameter].name for parameter in parameters)

        def invoke(run: Run, arguments: list[object]) -> object:
            if not isinstance(run, DecisionRun):
                raise ValueProblemError(f"{service.name} can only be called inside a model")
            given = {
                parameter: self.types_of(parameter[0]).convert(value, self._elements[parameter].type_ref)
                for parameter, value in zip(parameters, arguments, strict=True)
            }
            outside = run.given, run.known
            run.given, run.known = given, dict(given)
            try:
                return self._converted(self._serve(service, run), service.type_ref, key, run)
            finally:
                run.given, run.known = outside

        return Function(service.name, names, invoke)

    def _serve(self, service: DecisionService, run: DecisionRun) -> object:
        outputs = [(item.namespace, item.id) for item in service.outputs]
        values = {self._elements[output].name: self._value(output, self._elements[output], run) for output in outputs}
        return next(iter(values.values())) if len(values) == 1 else values


def requirements_of(element: Element) -> Iterable[Requirement]:
    """What an element needs directly."""
    if isinstance(element, Decision | KnowledgeModel):
        return element.requirements
    if isinstance(element, DecisionService):
        return (*element.outputs, *element.input_decisions, *element.input_data)
    return ()
