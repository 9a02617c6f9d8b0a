"""Organisations: those that apply, and the one that runs this installation."""

import re
from dataclasses import asdict, dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from workflows.parties.errors import InvalidOrgNumberError, UnknownOrganisationError
from workflows.parties.model import Organisation, organisations
from workflows.parties.model import own_organisation as own_row

_DIGITS = 10
_ONLY = "own"


@dataclass(frozen=True, slots=True)
class OwnOrganisation:
    """The public body that runs this installation, as its letters and pages show it. Source: the call text's foot."""

    name: str = "Region Jämtland Härjedalen"
    board: str = "Regionala utvecklingsnämnden"
    address: str = "Box 654, 831 27 Östersund"
    email: str = "region@regionjh.se"
    phone: str = "063-14 75 00"
    org_nr: str = "232100-0214"
    invoice_address: str = "Box 910, 831 29 Östersund"
    unit: str = "Regional utveckling"
    service_url: str = "http://127.0.0.1:8080"


def org_number(text: str) -> str:
    """The organisation number as it is kept, `232100-0214`, from any usual way to write it (also with `16` before it).

    Raises InvalidOrgNumberError, also where the check digit is wrong.
    """
    digits = re.sub(r"[\s-]", "", text)
    digits = digits.removeprefix("16") if len(digits) == _DIGITS + 2 else digits
    if not (len(digits) == _DIGITS and digits.isascii() and digits.isdigit() and _check_sum(digits) % 10 == 0):
        raise InvalidOrgNumberError
    return f"{digits[:6]}-{digits[6:]}"


def organisation(session: Session, org_nr: str) -> Organisation:
    """The organisation with that number. Raises UnknownOrganisationError."""
    row = session.execute(select(organisations).where(organisations.c.org_nr == org_nr)).mappings().one_or_none()
    if row is None:
        raise UnknownOrganisationError(f"There is no organisation {org_nr}")
    return Organisation(**row)


def save_organisation(session: Session, saved: Organisation) -> None:
    """Create or change an organisation; its number is checked if it is Swedish. Raises InvalidOrgNumberError."""
    if saved.country == "SE" and org_number(saved.org_nr) != saved.org_nr:
        raise InvalidOrgNumberError(f"Write the number as {org_number(saved.org_nr)}")
    values = asdict(saved)
    statement = (
        update(organisations)
        .where(organisations.c.org_nr == saved.org_nr)
        .values(**values)
        .returning(organisations.c.org_nr)
    )
    if session.scalar(statement) is None:
        session.execute(organisations.insert().values(**values))


def own_organisation(session: Session) -> OwnOrganisation:
    """The organisation that runs this installation: as saved, else the defaults."""
    content = session.scalar(select(own_row.c.content).where(own_row.c.id == _ONLY))
    return OwnOrganisation(**content) if content else OwnOrganisation()


def has_own_organisation(session: Session) -> bool:
    """Whether the organisation that runs this installation has been saved."""
    return session.scalar(select(own_row.c.id).where(own_row.c.id == _ONLY)) is not None


def save_own_organisation(session: Session, saved: OwnOrganisation) -> None:
    """Change what letters and pages show of the organisation that runs this installation."""
    content = asdict(saved)
    statement = update(own_row).where(own_row.c.id == _ONLY).values(content=content)
    if session.scalar(statement.returning(own_row.c.id)) is None:
        session.execute(own_row.insert().values(id=_ONLY, content=content))


def _check_sum(digits: str) -> int:
    """Luhn: every second digit, from the first, counts twice, as the sum of its own digits."""
    return sum(sum(divmod(int(digit) * (2 - place % 2), 10)) for place, digit in enumerate(digits))
