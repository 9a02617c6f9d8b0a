"""A decision model that has been loaded: it answers questions and explains its answers."""

from collections.abc import Mapping
from datetime import datetime

from engine.dmn.analysis import Analysis, analyse
from engine.dmn.checks import check_document
from engine.dmn.elements import (
    Decision,
    DecisionService,
    DecisionTable,
    Document,
    Element,
    FunctionDefinition,
    InputData,
    KnowledgeModel,
)
from engine.dmn.errors import DmnProblem, DmnReadError, ExpressionError, UnknownDecisionError
from engine.dmn.explanation import DecisionRun, Explanation, Key, RuleMatch
from engine.dmn.graph import Graph
from engine.dmn.read_model import read_document
from engine.dmn.result_types import result_type
from engine.feel import DEFAULT_BUDGET, Budget, FeelBudgetError, FeelNote, WorkingDays
from engine.feel.result import check_result


class Model:
    """A decision model with those it imports.

    `xml` is the file byte for byte as it was given; `problems` are expressions that are not FEEL and thus give null.
    """

    def __init__(self, xml: bytes, document: Document, imported: Mapping[str, Document]) -> None:
        self.xml = xml
        self.document = document
        self._graph = Graph(document, imported)
        self.problems: list[DmnProblem] = self._graph.problems

    @property
    def name(self) -> str:
        """The name of the model."""
        return self.document.name

    @property
    def decisions(self) -> list[Decision]:
        """The decisions of the file itself, in its order."""
        return [element for element in self.document.elements.values() if isinstance(element, Decision)]

    @property
    def services(self) -> list[DecisionService]:
        """The decision services of the file itself."""
        return [element for element in self.document.elements.values() if isinstance(element, DecisionService)]

    @property
    def inputs(self) -> list[InputData]:
        """The input data of the file itself."""
        return [element for element in self.document.elements.values() if isinstance(element, InputData)]

    def decide(
        self,
        name_or_id: str,
        inputs: Mapping[str, object] | None = None,
        *,
        now: datetime | None = None,
        calendar: WorkingDays | None = None,
        budget: Budget = DEFAULT_BUDGET,
    ) -> object:
        """The value of a decision, decision service or knowledge model for inputs by their names.

        What cannot be decided is None. Raises UnknownDecisionError and FeelBudgetError.
        """
        return self._answer(name_or_id, DecisionRun(inputs or {}, now, calendar, budget=budget))

    def explain(
        self,
        name_or_id: str,
        inputs: Mapping[str, object] | None = None,
        *,
        now: datetime | None = None,
        calendar: WorkingDays | None = None,
        budget: Budget = DEFAULT_BUDGET,
    ) -> Explanation:
        """The value with the rules that matched, the decisions behind it, and why parts of it are null."""
        notes: list[FeelNote] = []
        matches: list[RuleMatch] = []
        run = DecisionRun(inputs or {}, now, calendar, notes=notes, matches=matches, budget=budget)
        value = self._answer(name_or_id, run)
        return Explanation(value, matches, self._graph.named_values(run), notes)

    def result_type(self, name_or_id: str) -> str:
        """The FEEL type of a decision's value, `Any` where the model promises none. Raises UnknownDecisionError."""
        element = self.document.elements[self._find(name_or_id)[1]]
        return result_type(element, self.document.types) if isinstance(element, Decision) else "Any"

    def check(self) -> list[DmnProblem]:
        """The `problems`, and cells that do not go with the types of their columns."""
        return self.problems + [found for found in check_document(self.document) if found not in self.problems]

    def analyse(self, name_or_id: str) -> Analysis:
        """The gaps, overlaps and unreachable rules of a decision's table. Raises UnknownDecisionError without one."""
        element = self.document.elements[self._find(name_or_id)[1]]
        logic = element.logic if isinstance(element, Decision | KnowledgeModel) else None
        table = logic.body if isinstance(logic, FunctionDefinition) else logic
        if not isinstance(table, DecisionTable):
            raise UnknownDecisionError("no_table", name=name_or_id)
        return analyse(table, self.document.types)

    def _answer(self, name_or_id: str, run: DecisionRun) -> object:
        key = self._find(name_or_id)
        try:
            return check_result(self._graph.answer(key, run), run)
        except RecursionError as error:
            raise FeelBudgetError("depth", run.budget.depth) from error

    def _find(self, name_or_id: str) -> Key:
        elements = self.document.elements
        wanted = " ".join(name_or_id.split())
        if _is_asked(elements.get(name_or_id)):
            return self.document.namespace, name_or_id
        for identity, element in elements.items():
            if element.name == wanted and _is_asked(element):
                return self.document.namespace, identity
        raise UnknownDecisionError("unknown_decision", model=self.name, name=name_or_id)


def _is_asked(element: Element | None) -> bool:
    return isinstance(element, Decision | DecisionService | KnowledgeModel)


def _imported(document: Document, given: Mapping[str, Document]) -> dict[str, Document]:
    """Of the documents at hand those that one imports, directly or through others."""
    found: dict[str, Document] = {}
    pending = list(document.imports)
    while pending:
        namespace = pending.pop()
        if namespace in given and namespace not in found and namespace != document.namespace:
            found[namespace] = given[namespace]
            pending += given[namespace].imports
    return found


def load(xml: bytes, imports: Mapping[str, bytes] | None = None, *, strict: bool = False) -> Model:
    """Load a DMN model of version 1.1 to 1.6, with the files it imports (by any name: their namespace counts).

    Files that it does not import, directly or through others, are left aside.

    Raises DmnReadError for a file that is no runnable model, CircularRequirementError, and when `strict` also
    ExpressionError for the first expression that is not FEEL; otherwise those are the model's `problems`.
    """
    document = read_document(xml)
    if not document.elements or not any(_is_asked(element) for element in document.elements.values()):
        raise DmnReadError("no_decision")
    given = {found.namespace: found for found in map(read_document, (imports or {}).values())}
    model = Model(xml, document, _imported(document, given))
    if strict and model.problems:
        raise ExpressionError(model.problems[0])
    return model
