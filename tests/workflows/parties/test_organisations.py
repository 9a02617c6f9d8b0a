"""Organisations and substitutes."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from workflows.parties import (
    Account,
    InvalidOrgNumberError,
    InvalidPeriodError,
    Organisation,
    OwnOrganisation,
    UnknownOrganisationError,
    add_substitute,
    may_stand_in_for,
    org_number,
    organisation,
    own_organisation,
    remove_substitute,
    save_account,
    save_organisation,
    save_own_organisation,
    substitutes_of,
)


@pytest.mark.parametrize("text", ["232100-0214", "2321000214", " 232100 0214 ", "16232100-0214"])
def test_an_organisation_number_may_be_written_in_the_usual_ways(text: str) -> None:
    assert org_number(text) == "232100-0214"


@pytest.mark.parametrize("text", ["232100-0215", "232100-021", "", "abcdef-ghij", "²32100-0214", "17232100-0214"])
def test_a_wrong_organisation_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidOrgNumberError):
        org_number(text)


def test_an_organisation_is_saved_and_changed(session: Session) -> None:
    save_organisation(session, Organisation("232100-0214", "Region", legal_form="region"))
    save_organisation(session, Organisation("232100-0214", "Regionen", email="a@example.org"))
    assert organisation(session, "232100-0214") == Organisation("232100-0214", "Regionen", email="a@example.org")
    with pytest.raises(UnknownOrganisationError, match="556000"):
        organisation(session, "556000-0000")


def test_a_swedish_number_is_checked_and_a_foreign_one_is_not(session: Session) -> None:
    with pytest.raises(InvalidOrgNumberError):
        save_organisation(session, Organisation("2321000214", "Region"))
    save_organisation(session, Organisation("NO 999 888 777", "Klyngen", country="NO"))
    assert organisation(session, "NO 999 888 777").country == "NO"


def test_the_own_organisation_has_defaults_and_can_be_changed(session: Session) -> None:
    assert own_organisation(session).org_nr == "232100-0214"
    save_own_organisation(session, OwnOrganisation(name="Region X"))
    save_own_organisation(session, OwnOrganisation(name="Region Y", service_url="https://stod.example.org"))
    assert own_organisation(session) == OwnOrganisation(name="Region Y", service_url="https://stod.example.org")


def test_a_substitute_stands_in_on_the_days_of_the_period(session: Session) -> None:
    for account_id in ("direktor.1", "direktor.2"):
        save_account(session, Account(account_id, account_id), at=datetime(2021, 1, 1, tzinfo=UTC))
    added = add_substitute(
        session,
        absent_id="direktor.1",
        substitute_id="direktor.2",
        first_day=date(2021, 12, 1),
        last_day=date(2021, 12, 3),
        roles=frozenset({"director"}),
        decided_by="direktor.1",
    )
    assert may_stand_in_for(session, "direktor.2", on=date(2021, 12, 1)) == [added]
    assert may_stand_in_for(session, "direktor.2", on=date(2021, 12, 3)) == [added]
    assert may_stand_in_for(session, "direktor.2", on=date(2021, 12, 4)) == []
    assert substitutes_of(session, "direktor.1") == [added]
    remove_substitute(session, added.id)
    assert substitutes_of(session, "direktor.1", on=date(2021, 12, 1)) == []


def test_a_period_must_not_end_before_it_begins(session: Session) -> None:
    with pytest.raises(InvalidPeriodError):
        add_substitute(
            session, absent_id="a", substitute_id="b", first_day=date(2021, 12, 2), last_day=date(2021, 12, 1)
        )
