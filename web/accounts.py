"""Accounts out of the engine's database: for log-in, for each request, and for the demo's choice of role."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine import Engine
from web.services import Absent
from workflows import parties
from workflows.parties import Account


@dataclass(frozen=True, slots=True)
class StoredAccounts:
    """The accounts that `workflows.parties` keeps."""

    engine: Engine

    def authenticate(self, user_name: str, password: str) -> Account | None:
        """The account, or None for a wrong name, a wrong password or a disabled account."""
        with self.engine.reading() as session:
            return parties.authenticate(session, user_name, password)

    def account(self, account_id: str) -> Account | None:
        """The account while it may be used; None once it is disabled."""
        with self.engine.reading() as session:
            found = parties.account(session, account_id)
        return None if found is None or found.is_disabled else found

    def account_of_token(self, secret: str, *, at: datetime) -> Account | None:
        """The account that a token stands for, while both may be used."""
        with self.engine.reading() as session:
            return parties.account_of_token(session, secret, at=at)

    def absent_accounts(self, account_id: str, *, on: date) -> Sequence[Absent]:
        """For whom the account may stand in on that day."""
        with self.engine.reading() as session:
            arranged = parties.may_stand_in_for(session, account_id, on=on)
            found = [(each, parties.account(session, each.absent_id)) for each in arranged]
        return [Absent(absent, each.roles, each.last_day) for each, absent in found if absent is not None]

    def role_accounts(self) -> Sequence[Account]:
        """Every account that may be used, by name: in the demo each stands for a role."""
        with self.engine.reading() as session:
            return parties.accounts(session)
