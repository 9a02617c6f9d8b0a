"""In time or late, sums, intensity, and what is found before a submission."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.workflows.application.example import amounts, application_data
from tests.workflows.call.example import a_call
from workflows.application.findings import findings_of
from workflows.application.rules import figures_of, intensity_of, is_on_time
from workflows.application.values import Finding

CALL = a_call()
TODAY = date(2021, 11, 29)


def found(**changes: Any) -> dict[str, Finding]:
    return {finding.code: finding for finding in findings_of(application_data(**changes), CALL, today=TODAY)}


@pytest.mark.parametrize(
    ("received", "in_time"),
    [
        ("2021-11-29T23:59:59.999+01:00", True),
        ("2021-11-30T00:00:00.000+01:00", False),
        ("2021-11-29T22:59:59.999+00:00", True),
        ("2021-11-29T23:00:00.000+00:00", False),
        ("2021-11-29T23:58:40+01:00", True),
        ("2021-11-30T00:07:12+01:00", False),
    ],
)
def test_the_cutoff_itself_is_too_late_wherever_the_clock_stands(received: str, in_time: bool) -> None:
    assert is_on_time(datetime.fromisoformat(received), cutoff=CALL.cutoff) is in_time


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        is_on_time(datetime(2021, 11, 29), cutoff=CALL.cutoff)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("sought", "costs", "share"),
    [
        (2_500_000, 5_000_000, "50.00"),
        (2_400_000, 4_900_000, "48.98"),
        (1_400_000, 2_000_000, "70.00"),
        (2_300_000, 4_640_000, "49.57"),
        (2_500_001, 5_000_000, "50.01"),
    ],
)
def test_an_intensity_has_two_decimals_and_is_rounded_up(sought: int, costs: int, share: str) -> None:
    assert str(intensity_of(sought, costs)) == share


def test_a_share_of_nothing_is_an_error() -> None:
    with pytest.raises(ZeroDivisionError):
        intensity_of(1, 0)


def test_the_sums_are_taken_as_typed_and_as_entered() -> None:
    typed = figures_of(application_data())
    entered = figures_of(
        {
            "costs": [{"type": "staff", "amount_sek": "4 600\N{NO-BREAK SPACE}000 kr"}, {"amount_sek": ""}, "?"],
            "financing": [{"kind": "sought", "amount_sek": "2300000"}, {"kind": "private", "amount_sek": "abc"}],
        }
    )
    assert (typed.costs_sek, typed.financing_sek, typed.sought_sek) == (4_600_000, 4_600_000, 2_300_000)
    assert typed.intensity == Decimal("50.00")
    assert (entered.costs_sek, entered.financing_sek, entered.sought_sek) == (4_600_000, 2_300_000, 2_300_000)
    assert figures_of({}).intensity is None


def test_an_application_without_faults_is_not_remarked_upon() -> None:
    assert found() == {}


def test_unequal_sums_stop_a_submission_and_say_by_how_much() -> None:
    # when
    finding = found(financing=amounts("kind", [("sought", 2_300_000), ("own_cash", 2_160_000)]))["costs_differ"]
    # then
    assert finding.severity == "error"
    assert finding.text.sv.replace("\N{NO-BREAK SPACE}", " ") == (
        "Kostnaderna är 4 600 000 kr och finansieringen 4 460 000 kr. Det saknas 140 000 kr."
    )


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("not_legal_person", {"legal_form": "enskild_firma"}),
        ("starts_before_submission", {"start_date": date(2021, 11, 28)}),
        ("outside_support_period", {"end_date": date(2023, 1, 1)}),
        ("few_sectors", {"actors": [{"sector": "public"}, {"sector": "public"}]}),
        ("few_meetings", {"areas": ["DIG", "JSV"]}),
        ("few_meetings", {"mobilising_meetings": [{"area": "DIG", "date": date(2022, 3, 1)}]}),
        (
            "overhead_above_cap",
            {"costs": amounts("type", [("staff", 2_400_000), ("overhead", 360_001), ("other", 1_839_999)])},
        ),
        ("amount_outside_limits", {"financing": amounts("kind", [("sought", 350_000), ("own_cash", 4_250_000)])}),
        ("intensity_above_ceiling", {"financing": amounts("kind", [("sought", 2_300_047), ("own_cash", 2_299_953)])}),
        ("no_publication_consent", {"publication_consent": "no"}),
        ("no_cover_letter", {"cover_letter": None}),
        ("personal_number", {"summary": "Kontakta 19811218-9876 om projektet."}),
    ],
)
def test_what_is_unusual_only_warns(code: str, changes: dict[str, Any]) -> None:
    findings = found(**changes)
    assert code in findings
    assert findings[code].severity == "warning"


@pytest.mark.parametrize("text", ["Organisation 232100-0214", "Belopp 1234567890", "Telefon 063-14 75 00"])
def test_other_numbers_are_not_taken_for_personal_numbers(text: str) -> None:
    assert "personal_number" not in found(summary=text)
