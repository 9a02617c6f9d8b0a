"""The rules of a budget as its writer sees them while the amounts are entered: kept, broken, or not begun."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from engine import Text
from workflows.application.findings import budget_findings, limit_findings
from workflows.application.rules import figures_of
from workflows.application.values import Figures
from workflows.call.values import FundingCall
from workflows.letters.wording import ceiling_text, money_text, percent_text


@dataclass(frozen=True, slots=True)
class BudgetRule:
    """A rule of the budget and whether it is kept; a `warning` stops nothing."""

    code: str
    status: Literal["kept", "warning", "error"]
    text: Text


def budget_rules(data: Mapping[str, Any], call: FundingCall) -> tuple[BudgetRule, ...]:
    """Each rule of the budget over the amounts so far, in words; nothing before the first amount is entered."""
    figures = figures_of(data)
    if not figures.costs_sek and not figures.financing_sek:
        return ()
    found = {one.code: one for one in (*budget_findings(data, figures), *limit_findings(figures, call))}
    rules = [BudgetRule(one.code, one.severity, one.text) for one in found.values()]
    rules += [BudgetRule(code, "kept", text) for code, text in _kept(figures, call).items() if code not in found]
    order = ("costs_differ", "intensity_above_ceiling", "amount_outside_limits", "overhead_above_cap")
    return tuple(sorted(rules, key=lambda rule: order.index(rule.code)))


def _kept(figures: Figures, call: FundingCall) -> dict[str, Text]:
    """What is said of a rule that is kept; of the flat rate only where it is broken."""
    costs, sought = figures.costs_sek, figures.sought_sek
    texts = {
        "costs_differ": Text(
            f"Kostnader och finansiering är lika, {money_text(costs)}.",
            f"Costs and financing are equal, {money_text(costs, language='en')}.",
        )
    }
    if sought:
        texts["amount_outside_limits"] = Text(
            f"Sökt stöd är {money_text(sought)}, mellan lägsta och högsta stöd.",
            f"The support sought is {money_text(sought, language='en')}, between the lowest and the highest.",
        )
    if sought and figures.intensity is not None:
        texts["intensity_above_ceiling"] = Text(
            f"Sökt stöd är {percent_text(figures.intensity)} av kostnaderna. "
            f"Taket är {ceiling_text(call.max_intensity)}.",
            f"The support sought is {percent_text(figures.intensity, language='en')} of the costs. "
            f"The ceiling is {ceiling_text(call.max_intensity, language='en')}.",
        )
    return texts
