"""D-EXT: what the evaluation says of an extension."""

from typing import Any

import pytest

from engine.dmn import load
from workflows.letters import shipped


def _advice(grade: str, **changes: Any) -> str:
    data = {"reviews_done": 2, "reviews_required": 2, "reports_on_time": True, "budget_use": 80}
    data |= {name: changes.pop(name) for name in list(changes) if name in data}
    inputs = {"evaluation_grade": grade, "irregularity": False, "goal_attainment": 90, "goal_data": data, **changes}
    found = load(shipped("extension/extension.dmn")).decide("extension", inputs)
    assert found["reason"]
    return str(found["outcome"])


@pytest.mark.parametrize(
    ("grade", "advice"),
    [("A", "extend"), ("B", "extend"), ("C", "extend_with_conditions"), ("D", "do_not_extend")],
)
def test_the_grade_decides_when_nothing_speaks_against(grade: str, advice: str) -> None:
    assert _advice(grade) == advice


def test_a_missing_review_is_investigated() -> None:
    assert _advice("A", reviews_done=1) == "investigate"


def test_late_reports_and_unused_money_lead_to_conditions() -> None:
    assert _advice("B", reports_on_time=False) == "extend_with_conditions"
    assert _advice("B", budget_use=49) == "extend_with_conditions"


@pytest.mark.parametrize("change", [{"irregularity": True}, {"aid_years_used": 10}, {"budget_available": False}])
def test_irregularities_ten_years_of_aid_and_lack_of_money_end_it(change: dict[str, Any]) -> None:
    assert _advice("A", **change) == "do_not_extend"
