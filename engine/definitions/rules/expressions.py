"""Rules of expressions: FEEL and nothing else, conditions that can be true and false, variables that somebody sets."""

from collections.abc import Iterator, Mapping

from engine.definitions.reporting import Report
from engine.definitions.rules.formulas import Placed, formulas_of, names_given, parsed
from engine.feel import Expression, FeelBudgetError, FeelProblem, FeelSyntaxError, check, evaluate
from engine.feel.functions import BUILTINS
from engine.feel.syntax import (
    Call,
    FunctionLiteral,
    Name,
    Path,
)
from engine.forms.keys import fault_of
from engine.model import Text
from engine.reader import Document, Formula, Node, Process

_FEEL_LANGUAGES = frozenset({"", "feel", "http://www.omg.org/spec/feel/20140401", "http://www.w3.org/1999/xpath"})
_TYPE_FAULTS = frozenset({"wrong_operands", "wrong_argument", "types_differ", "unknown_member", "no_such_value"})
_FOREIGN_WORDS = {"True": "true", "False": "false", "None": "null", "undefined": "null"}


def check_expressions(document: Document, process: Process, types: Mapping[str, str], report: Report) -> None:
    """Report expressions that are not FEEL, and those that cannot do what they are for."""
    for placed in formulas_of(process):
        if _is_feel_by_name(document, placed, report):
            check_formula(placed.formula, report, element=placed.element, line=placed.line)
            expression = parsed(placed.formula)
            if expression is not None:
                _check_types(placed, expression, types, report)
    for node in process.nodes.values():
        if node.kind == "scriptTask":
            _check_script(node, report)
        _check_names(node, report)


def _is_feel_by_name(document: Document, placed: Placed, report: Report) -> bool:
    language = placed.formula.language or ("" if placed.use == "script" else document.expression_language)
    if (
        language.strip().lower().rstrip("/") in _FEEL_LANGUAGES
        or "feel" in language.lower()
        or "/spec/dmn" in language.lower()
    ):
        return True
    report.add("language_unsupported", line=placed.line, element=placed.element, language=language)
    return False


def check_formula(formula: Formula, report: Report, *, element: str | None, line: int) -> None:
    """Report a text that is not FEEL, a function that does not exist, and words of other languages."""
    try:
        expression = formula.expression
    except FeelSyntaxError as error:
        _report_fault(report, formula, Text(error.swedish, str(error)), element=element, line=line)
        return
    for reason in _faults(expression):
        _report_fault(report, formula, reason, element=element, line=line)


def _report_fault(report: Report, formula: Formula, reason: Text, *, element: str | None, line: int) -> None:
    texts = {"text": formula.text, "reason": reason.en, "reason_sv": reason.sv}
    report.add("expression_invalid", line=line, element=element, **texts)


def _faults(expression: Expression) -> Iterator[Text]:
    for word in sorted(expression.names & _FOREIGN_WORDS.keys()):
        own = _FOREIGN_WORDS[word]
        yield Text(f"{word} skrivs {own}", f"{word} is written {own}")
    for part in _parts(expression.tree):
        if isinstance(part, Call):
            called = part.function
            while isinstance(called, Path):
                called = called.source
            if isinstance(called, Name) and called.name in expression.names - BUILTINS.keys():
                yield Text(f"funktionen {called.name} finns inte", f"there is no function {called.name}")
        elif isinstance(part, FunctionLiteral) and part.external:
            yield Text("funktioner utanför FEEL får inte anropas", "functions outside FEEL cannot be called")


def _parts(part: object) -> Iterator[object]:
    """Every part of an expression's tree."""
    waiting = [part]
    while waiting:
        current = waiting.pop()
        if isinstance(current, tuple):
            waiting.extend(current)
        elif hasattr(current, "__dataclass_fields__"):
            yield current
            waiting.extend(getattr(current, name) for name in current.__dataclass_fields__)


def constant(expression: Expression) -> tuple[bool, object]:
    """Whether the expression reads nothing, and the value that it then has (None also where it costs too much)."""
    called = {
        part.function.name
        for part in _parts(expression.tree)
        if isinstance(part, Call) and isinstance(part.function, Name)
    }
    if expression.names or called & {"now", "today", "random number"}:
        return False, None
    try:
        return True, evaluate(expression)
    except FeelBudgetError:
        return True, None


def _check_types(placed: Placed, expression: Expression, types: Mapping[str, str], report: Report) -> None:
    """Report what can only become null, and conditions that are never true or false."""
    is_condition = placed.use == "condition"
    known = {name: types.get(name, "Any") for name in expression.names}
    found = check(placed.formula.text, known, "boolean" if is_condition else None)
    for problem in (problem for problem in found if problem.code in _TYPE_FAULTS):
        sv, en = _reason(problem)
        texts = {"text": placed.formula.text, "reason": en, "reason_sv": sv}
        report.add("expression_gives_null", line=placed.line, element=placed.element, **texts)
    if is_condition:
        is_never = any(problem.code == "not_boolean" for problem in found)
        _check_condition(placed, expression, report, is_never=is_never)


def _reason(problem: FeelProblem) -> tuple[str, str]:
    """What is wrong, where in the text, and what may have been meant, in Swedish and English."""
    place, near = problem.position + 1, problem.suggestion
    meant = (f"; menade du ”{near}”?", f'; did you mean "{near}"?') if near else ("", "")
    return f"{problem.swedish} (tecken {place}{meant[0]})", f"{problem.message} (character {place}{meant[1]})"


def _check_condition(placed: Placed, expression: Expression, report: Report, *, is_never: bool) -> None:
    text, line, element = placed.formula.text, placed.line, placed.element
    is_constant, value = constant(expression)
    if is_never or (is_constant and not isinstance(value, bool)):
        report.add("condition_not_boolean", line=line, element=element, text=text)
    elif is_constant:
        shown = "true" if value else "false"
        report.add("condition_constant", line=line, element=element, text=text, value=shown)


def _check_script(node: Node, report: Report) -> None:
    if node.script is None:
        report.at("script_missing", node)
        return
    if not node.result_variable and not node.data_outputs and not names_given(node):
        report.at("script_result_missing", node)


def _check_names(node: Node, report: Report) -> None:
    """Variables that a diagram sets are named as those of forms."""
    parameters = (*node.inputs, *node.outputs)
    names = [node.result_variable, *names_given(node), *(parameter.name for parameter in parameters)]
    for name in names:
        fault = fault_of(name) if name else None
        if name in BUILTINS:
            report.at("name_shadows", node, name=name)
        elif fault is not None:
            report.at("name_forbidden", node, name=name, reason_sv=fault.sv, reason_en=fault.en)
