"""Writes the parts of decision models for tests."""

from typing import Any

from engine.dmn import load
from tests.engine.dmn.tables import definitions

DMN = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def literal(text: str, kind: str = "") -> str:
    """A literal expression."""
    promise = f' typeRef="{kind}"' if kind else ""
    return f"<literalExpression{promise}><text>{text}</text></literalExpression>"


def decision(name: str, logic: str, *needs: str, kind: str = "") -> str:
    """A decision with its logic and what it needs; its id is its name with `_id`."""
    promise = f' typeRef="{kind}"' if kind else ""
    return (
        f'<decision id="{name}_id" name="{name}"><variable name="{name}"{promise}/>{"".join(needs)}{logic}</decision>'
    )


def needs_input(href: str) -> str:
    """A requirement of an input."""
    return f'<informationRequirement><requiredInput href="{href}"/></informationRequirement>'


def needs_decision(href: str) -> str:
    """A requirement of a decision."""
    return f'<informationRequirement><requiredDecision href="{href}"/></informationRequirement>'


def needs_knowledge(href: str) -> str:
    """A requirement of a knowledge model or service."""
    return f'<knowledgeRequirement><requiredKnowledge href="{href}"/></knowledgeRequirement>'


def given(name: str, kind: str = "") -> str:
    """An input."""
    promise = f' typeRef="{kind}"' if kind else ""
    return f'<inputData id="{name}_id" name="{name}"><variable name="{name}"{promise}/></inputData>'


def knowledge(name: str, parameters: str, body: str, *needs: str, kind: str = "", function_kind: str = "") -> str:
    """A knowledge model; `parameters` reads `a,b:number`."""
    formal = "".join(
        f'<formalParameter name="{one.partition(":")[0]}" typeRef="{one.partition(":")[2] or "Any"}"/>'
        for one in parameters.split(",")
        if one
    )
    of_kind = f' kind="{function_kind}"' if function_kind else ""
    promise = f' typeRef="{kind}"' if kind else ""
    return (
        f'<businessKnowledgeModel id="{name}_id" name="{name}"><variable name="{name}"{promise}/>'
        f"<encapsulatedLogic{of_kind}>{formal}{body}</encapsulatedLogic>{''.join(needs)}</businessKnowledgeModel>"
    )


def imports(namespace: str, name: str) -> str:
    """An import under a name."""
    return f'<import namespace="{namespace}" name="{name}" importType="{DMN}"/>'


def decide(inside: str, asked: str = "D", /, **inputs: object) -> Any:
    """The value of a decision of a model of those parts, which has no problems."""
    model = load(definitions(inside))
    assert model.problems == []
    return model.decide(asked, inputs)


def service(name: str, inside: str, kind: str = "") -> str:
    """A decision service with what is inside it."""
    promise = f' typeRef="{kind}"' if kind else ""
    return f'<decisionService id="{name}_id" name="{name}"><variable name="{name}"{promise}/>{inside}</decisionService>'
