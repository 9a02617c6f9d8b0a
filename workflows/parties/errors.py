"""The errors of accounts and organisations: one for each failure that a caller can act on."""


class PartyError(Exception):
    """The account or organisation could not be used like that."""

    code = "party_error"

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").strip().splitlines()[0])


class UnknownAccountError(PartyError):
    """There is no account with that name."""

    code = "unknown_account"


class UnknownOrganisationError(PartyError):
    """There is no organisation with that number."""

    code = "unknown_organisation"


class WeakPasswordError(PartyError):
    """The password is too short: use at least 12 characters, for instance a few words."""

    code = "weak_password"


class InvalidOrgNumberError(PartyError):
    """That is not an organisation number: ten digits, of which the last one checks the others."""

    code = "invalid_org_number"


class InvalidPeriodError(PartyError):
    """The period ends before it begins."""

    code = "invalid_period"


class UnknownTokenError(PartyError):
    """There is no token with that id."""

    code = "unknown_token"
