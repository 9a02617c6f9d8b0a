"""Registry numbers: in order, without gaps, whoever asks at the same time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from engine.store.database import Database
from workflows.registry import (
    NumberTakenError,
    UnknownRegistryNumberError,
    describe_case,
    number_gaps,
    register_case,
    registry_case,
    registry_cases_of,
    set_series,
)
from workflows.registry.model import registry_cases

AT = datetime(2021, 11, 29, 12, tzinfo=UTC)


def test_numbers_follow_each_other_in_a_series_and_year(session: Session) -> None:
    numbers = [register_case(session, at=AT, title="Ansökan", case_id=f"c{n}") for n in range(3)]
    assert numbers == ["RUN/1/2021", "RUN/2/2021", "RUN/3/2021"]
    assert register_case(session, series="RS", at=AT, title="x", case_id="c9") == "RS/1/2021"


def test_the_year_is_the_local_one(session: Session) -> None:
    new_year = datetime(2021, 12, 31, 23, 30, tzinfo=UTC)
    assert register_case(session, at=new_year, title="x", case_id="c") == "RUN/1/2022"


def test_a_series_may_go_on_from_another_diary(session: Session) -> None:
    set_series(session, "RUN", 2021, 598)
    assert register_case(session, at=AT, title="Utlysning", case_id="c") == "RUN/598/2021"
    set_series(session, "RUN", 2021, 604)
    assert register_case(session, at=AT, title="Ansökan", case_id="c") == "RUN/604/2021"
    assert [case.registry_number for case in registry_cases_of(session, "c")] == ["RUN/598/2021", "RUN/604/2021"]


def test_a_number_is_never_given_out_again(session: Session) -> None:
    register_case(session, at=AT, title="x", case_id="c")
    with pytest.raises(NumberTakenError, match="RUN/1/2021"):
        set_series(session, "RUN", 2021, 1)


def test_a_series_only_goes_forward(session: Session) -> None:
    set_series(session, "RUN", 2021, 598)
    set_series(session, "RUN", 2021, 598)
    with pytest.raises(NumberTakenError, match="RUN/597/2021"):
        set_series(session, "RUN", 2021, 597)


def test_a_missing_number_is_found(session: Session) -> None:
    """Source: I14."""
    set_series(session, "RUN", 2021, 598)
    for _ in range(2):
        register_case(session, at=AT, title="x", case_id="c")
    set_series(session, "RUN", 2021, 604)
    taken = register_case(session, at=AT, title="x", case_id="c")
    register_case(session, at=AT, title="x", case_id="c")
    assert number_gaps(session) == []
    session.execute(delete(registry_cases).where(registry_cases.c.registry_number == taken))
    assert number_gaps(session) == [taken]
    assert register_case(session, at=AT, title="x", case_id="c") == "RUN/606/2021"


def test_a_rolled_back_number_leaves_no_gap(database: Database) -> None:
    for commits in (True, False, True):
        with database.writing() as connection, Session(connection) as session:
            number = register_case(session, at=AT, title="x", case_id="c")
            if commits:
                connection.commit()
    assert number == "RUN/2/2021"


def test_fifty_at_once_get_fifty_numbers_without_gaps(database: Database) -> None:
    """Source: R-05, I14."""

    def submit(number: int) -> str:
        with database.writing() as connection, Session(connection) as session:
            given = register_case(session, at=AT, title="Ansökan", case_id=f"c{number}")
            if number % 5:
                connection.commit()
            return given if number % 5 else ""

    with ThreadPoolExecutor(10) as pool:
        given = list(filter(None, pool.map(submit, range(50))))
    assert sorted(given, key=lambda text: int(text.split("/")[1])) == [f"RUN/{n}/2021" for n in range(1, 41)]


def test_a_case_can_be_described_again(session: Session) -> None:
    number = register_case(session, at=AT, title="Ansokan", case_id="c", party="Klustret")
    describe_case(session, number, title="Ansökan", secrecy="OSL 30:23")
    case = registry_case(session, number)
    assert (case.title, case.party, case.secrecy) == ("Ansökan", "Klustret", "OSL 30:23")
    describe_case(session, number, secrecy="")
    assert registry_case(session, number).secrecy is None


def test_an_unknown_number_is_named(session: Session) -> None:
    with pytest.raises(UnknownRegistryNumberError, match="RUN/9/2021"):
        registry_case(session, "RUN/9/2021")
