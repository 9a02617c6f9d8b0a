"""The requirements that name a decision table or a rule of law, each as its sentence says (domain.md, R-xx)."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from engine.dmn import Analysis, load
from engine.dmn.elements import Decision, DecisionTable
from workflows.application.errors import OutcomeMissingError
from workflows.application.outcomes import Standing, outcome_of
from workflows.decision.appeals import appeal_of
from workflows.decision.errors import AppealTextMissingError
from workflows.decision.rules import last_appeal_day
from workflows.letters import shipped

CUTOFF = datetime(2021, 11, 29, 23, 0, tzinfo=UTC)
TABLES = {
    "D-TIME": ("handling/time", ["time"]),
    "D-ELIG": ("handling/eligibility", ["obstacles"]),
    "D-AID": ("handling/state_aid", ["aid_route", "de_minimis"]),
    "D-DELEG": ("delegated_decision/delegation", ["delegation"]),
    "D-APPEAL": ("board_decision/appeal", ["appeal"]),
    "D-OUTCOME": ("application/outcome", ["outcome"]),
    "D-EXT": ("extension/extension", ["extension"]),
}
EVERY_TABLE = [(name, path, decision) for name, (path, decisions) in TABLES.items() for decision in decisions]


def decide(table: str, decision: str, **inputs: Any) -> Any:
    return load(shipped(f"{table}.dmn"), strict=True).decide(decision, inputs)


def obstacles(**changes: Any) -> list[str]:
    facts = {
        "legal_form": "aktiebolag",
        "areas": ["DIG"],
        "sought_sek": 2_300_000,
        "min_sek": 500_000,
        "max_sek": 3_000_000,
        "intensity": Decimal("50.00"),
        "max_intensity": 50,
        "legal_basis": "SFS2022_1468_12",
    }
    return [found["code"] for found in decide("handling/eligibility", "eligibility", **facts | changes)]


def aid(**changes: Any) -> Any:
    facts: dict[str, Any] = {
        "is_undertaking": True,
        "legal_basis": "SFS2022_1468_12",
        "has_investment": False,
        "sought_sek": 2_300_000,
        "aid_date": date(2021, 12, 31),
        "max_intensity": 50,
    }
    return decide("handling/state_aid", "state_aid", **facts | changes)


# The tables themselves


@pytest.mark.parametrize(("name", "path", "decision"), EVERY_TABLE)
def test_each_rule_has_its_source_and_the_days_it_is_in_force(name: str, path: str, decision: str) -> None:
    logic = _table(path, decision)
    assert logic.annotation_names == ("Källa", "Gäller från", "Gäller till")
    for rule in logic.rules:
        source, begins, ends = rule.annotations
        assert source, (name, rule.id)
        assert date.fromisoformat(begins) < (date.fromisoformat(ends) if ends else date.max), (name, rule.id)


@pytest.mark.parametrize(("name", "path", "decision"), EVERY_TABLE)
def test_no_table_has_a_gap_an_overlap_or_a_rule_that_never_decides(name: str, path: str, decision: str) -> None:
    found = load(shipped(f"{path}.dmn"), strict=True).analyse(decision)
    assert found == Analysis([], [], [], [], is_complete=True), name


@pytest.mark.parametrize("path", [path for path, _ in TABLES.values()])
def test_no_cell_is_at_odds_with_its_column(path: str) -> None:
    assert load(shipped(f"{path}.dmn"), strict=True).check() == []


def _table(path: str, decision: str) -> DecisionTable:
    element = next(one for one in load(shipped(f"{path}.dmn")).decisions if one.id == decision)
    assert isinstance(element, Decision)
    assert isinstance(element.logic, DecisionTable)
    return element.logic


# D-TIME


@pytest.mark.parametrize(
    ("received", "outcome"),
    [
        (datetime(2021, 11, 29, 22, 59, 59, 999_000, tzinfo=UTC), "in_time"),
        (datetime(2021, 11, 29, 23, 0, tzinfo=UTC), "late"),
    ],
)
def test_r01_the_last_millisecond_is_in_time_and_midnight_is_late(received: datetime, outcome: str) -> None:
    assert decide("handling/time", "time", received_at=received, cutoff=CUTOFF)["outcome"] == outcome


def test_r02_what_was_posted_in_time_is_in_time_with_a_note() -> None:
    opened = datetime(2021, 11, 30, 9, 0, tzinfo=UTC)
    found = decide("handling/time", "time", received_at=opened, cutoff=CUTOFF, posted_in_time=True)
    assert found["outcome"] == "in_time"
    assert "post" in found["note"]


# D-DELEG


@pytest.mark.parametrize(
    "facts",
    [
        {"principal": True},
        {"delegate_conflicted": True},
        {"eu_funding": True},
        {"matter": {"kind": "grant", "amount_sek": 500_000}},
        {"matter": {"kind": "letter_of_intent", "amount_sek": 1}},
        {"matter": {"kind": "something_else", "amount_sek": 1}},
    ],
)
def test_r17_what_belongs_to_the_board_is_not_the_directors(facts: dict[str, Any]) -> None:
    matter = {"matter": {"kind": "dismissal", "amount_sek": 1}}
    assert decide("delegated_decision/delegation", "delegation", **matter | facts)["decider"] == "board"


# D-APPEAL


@pytest.mark.parametrize(
    ("counted_from", "last_day"),
    [
        (date(2021, 12, 17), date(2022, 1, 7)),
        (date(2021, 12, 3), date(2021, 12, 27)),
        (date(2021, 12, 10), date(2022, 1, 3)),
    ],
)
def test_r24_three_weeks_end_on_the_next_working_day(counted_from: date, last_day: date) -> None:
    assert last_appeal_day(counted_from) == last_day


def test_r24_the_notice_counts_for_the_boards_own_matters_and_the_receipt_for_the_others() -> None:
    own = appeal_of(shipped, basis="EGNA_MEDEL", decision="granted")
    recovery = appeal_of(shipped, basis="SFS2022_1468_12", decision="recovery")
    assert (own.counted_from, own.weeks, recovery.counted_from, recovery.weeks) == ("notice", 3, "receipt", 3)


def test_r25_a_rejection_under_2022_1468_says_that_it_may_not_be_appealed() -> None:
    found = appeal_of(shipped, basis="SFS2022_1468_12", decision="rejected")
    assert found.may_appeal is False
    assert found.text == "Beslutet får inte överklagas enligt 37 § förordningen (2022:1468)."


@pytest.mark.parametrize(("basis", "decision"), [("SFS2022_1468_12", "letter_of_intent"), ("OKÄND", "granted")])
def test_r25_a_wrong_combination_has_no_text_and_cannot_be_saved(basis: str, decision: str) -> None:
    with pytest.raises(AppealTextMissingError):
        appeal_of(shipped, basis=basis, decision=decision)


# D-ELIG


def test_r29_a_project_that_began_before_the_application_is_not_eligible_and_the_paragraph_is_shown() -> None:
    (found,) = decide("handling/eligibility", "eligibility", not_started=False)
    assert (found["code"], found["source"]) == ("started_before_application", "Förordning (2022:1468) 6 § 1")


def test_r30_fifty_per_cent_passes_and_a_hundredth_more_fails() -> None:
    assert obstacles(intensity=Decimal("50.00")) == []
    assert obstacles(intensity=Decimal("50.01")) == ["intensity_above_ceiling"]


@pytest.mark.parametrize("has_investment", [True, False])
@pytest.mark.parametrize("aid_date", [date(2021, 12, 31), date(2023, 7, 1), date(2026, 1, 1)])
def test_r30_the_regional_bonus_is_never_added(aid_date: date, has_investment: bool) -> None:
    assert aid(aid_date=aid_date, has_investment=has_investment, max_intensity=65)["ceiling"] == 50


def test_r31_de_minimis_aid_needs_the_declaration_of_earlier_aid() -> None:
    assert obstacles(legal_basis="DE_MINIMIS", de_minimis_complete=False) == ["no_de_minimis_declaration"]
    assert obstacles(legal_basis="DE_MINIMIS", de_minimis_complete=True) == []
    assert obstacles(legal_basis="SFS2022_1468_12", de_minimis_complete=False) == []


def test_r33_without_consent_to_publication_nothing_is_granted() -> None:
    assert obstacles(publication_consent=False) == ["no_publication_consent"]
    assert obstacles(publication_consent=True) == []


# D-AID


@pytest.mark.parametrize(
    ("aid_date", "register"), [(date(2025, 12, 31), "none"), (date(2026, 1, 1), "de_minimis_register")]
)
def test_r37_de_minimis_aid_is_registered_from_2026_and_kept_ten_years(aid_date: date, register: str) -> None:
    found = aid(legal_basis="DE_MINIMIS", aid_date=aid_date)
    assert found["register"] == register
    assert found["de_minimis"]["kept_until"] == aid_date.replace(year=aid_date.year + 10)


@pytest.mark.parametrize(
    ("decided_on", "version", "ceiling_eur", "counted_eur"),
    [
        (date(2024, 2, 2), "2023/2831", 300_000, 0),
        (date(2024, 2, 1), "2023/2831", 300_000, 0),
        (date(2024, 1, 31), "2023/2831", 300_000, 180_000),
        (date(2023, 12, 31), "1407/2013", 200_000, 180_000),
        (date(2023, 1, 1), "1407/2013", 200_000, 180_000),
    ],
)
def test_r38_earlier_aid_counts_by_the_rules_of_the_day(
    decided_on: date, version: str, ceiling_eur: int, counted_eur: int
) -> None:
    earlier = [
        {"source": "Staten", "amount_eur": Decimal(180_000), "decided_on": date(2021, 2, 1)},
        {"source": "Staten", "amount_eur": None, "decided_on": date(2023, 1, 1)},
        {"source": "Staten", "amount_eur": Decimal(90_000), "decided_on": date(2020, 12, 31)},
    ]
    found = aid(legal_basis="DE_MINIMIS", aid_date=decided_on, de_minimis=earlier)["de_minimis"]
    assert (found["version"], found["ceiling_eur"], found["counted_eur"]) == (version, ceiling_eur, counted_eur)


def test_r38_other_routes_count_no_de_minimis_aid_and_store_their_own_version() -> None:
    found = aid(de_minimis=[{"amount_eur": 1, "decided_on": date(2021, 1, 1)}])
    assert (found["route"], found["version"], found["de_minimis"]) == ("GBER27_OPERATING", "GBER 27, 2014", None)


@pytest.mark.parametrize(
    ("aid_date", "register"), [(date(2023, 6, 30), "tam_500000_eur"), (date(2023, 7, 1), "tam_100000_eur")]
)
def test_r39_the_threshold_of_transparency_is_the_one_in_force(aid_date: date, register: str) -> None:
    assert aid(aid_date=aid_date)["register"] == register


# D-OUTCOME


@pytest.mark.parametrize(
    ("standing", "code", "is_reserve"),
    [
        (Standing(is_withdrawn=True, is_on_time=False), "closed", False),
        (Standing(is_on_time=False), "dismissed", False),
        (Standing(is_complete=False), "dismissed", False),
        (Standing(obstacles=2), "rejected", False),
        (Standing(is_qualified=False), "rejected", False),
        (Standing(placement="granted"), "granted", False),
        (Standing(placement="partial"), "partially_granted", False),
        (Standing(placement="reserve"), "rejected", True),
    ],
)
def test_r16_a_table_proposes_and_decides_nothing(standing: Standing, code: str, is_reserve: bool) -> None:
    found = outcome_of(shipped, standing)
    assert (found.code, found.is_reserve) == (code, is_reserve)


def test_a_table_that_the_owner_left_without_a_rule_for_the_case_is_said_to_lack_it() -> None:
    content = shipped("application/outcome.dmn")
    first, _, rest = content.partition(b'<rule id="rule_8">')
    _, _, end = rest.partition(b"</rule>")
    with pytest.raises(OutcomeMissingError):
        outcome_of(lambda _name: first + end, Standing(placement="reserve"))


# D-EXT


@pytest.mark.parametrize(("reviews_done", "outcome"), [(2, "extend"), (1, "investigate")])
def test_r51_a_missing_review_of_the_action_plan_enters_the_advice_on_extension(
    reviews_done: int, outcome: str
) -> None:
    data = {"reviews_done": reviews_done, "reviews_required": 2, "reports_on_time": True, "budget_use": 90}
    found = decide("extension/extension", "extension", evaluation_grade="A", irregularity=False, goal_data=data)
    assert found["outcome"] == outcome
