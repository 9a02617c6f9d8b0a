"""What the writer of a budget is told of its rules, kept and broken."""

from typing import Any

from tests.workflows.application.example import amounts, application_data
from tests.workflows.call.example import a_call
from workflows.application.budget import budget_rules

CALL = a_call()


def told(**changes: Any) -> dict[str, tuple[str, str]]:
    rules = budget_rules(application_data(**changes), CALL)
    return {rule.code: (rule.status, rule.text.sv.replace("\N{NO-BREAK SPACE}", " ")) for rule in rules}


def test_nothing_is_said_before_the_first_amount() -> None:
    assert told(costs=[], financing=[{"kind": "sought", "amount_sek": ""}]) == {}


def test_rules_that_are_kept_are_told_with_their_sums() -> None:
    assert told() == {
        "costs_differ": ("kept", "Kostnader och finansiering är lika, 4 600 000 kr."),
        "intensity_above_ceiling": ("kept", "Sökt stöd är 50,00 % av kostnaderna. Taket är 50 %."),
        "amount_outside_limits": ("kept", "Sökt stöd är 2 300 000 kr, mellan lägsta och högsta stöd."),
    }


def test_unequal_sums_stop_and_a_high_flat_rate_warns() -> None:
    costs = amounts("type", [("staff", 2_400_000), ("services", 1_840_000), ("overhead", 400_000)])
    found = told(costs=costs)
    assert found["costs_differ"][0] == "error"
    assert found["overhead_above_cap"] == ("warning", "Schablon är högst 15 procent av personal, 360 000 kr.")
    assert found["intensity_above_ceiling"][0] == "kept"


def test_an_amount_outside_the_limits_warns_and_no_sum_is_no_share() -> None:
    found = told(costs=[], financing=amounts("kind", [("sought", 350_000)]))
    assert found["amount_outside_limits"][0] == "warning"
    assert "intensity_above_ceiling" not in found


def test_the_english_texts_have_english_amounts() -> None:
    texts = " ".join(rule.text.en for rule in budget_rules(application_data(), CALL))
    assert "SEK\N{NO-BREAK SPACE}4,600,000" in texts
    assert " kr" not in texts
