"""The errors of mails: one for each failure that a caller can act on."""

from engine import PermanentFailureError, TemporaryFailureError


class MailError(Exception):
    """The mail could not be sent."""

    code = "mail_error"

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").strip().splitlines()[0])


class MailRefusedError(MailError, PermanentFailureError):
    """The mail server refuses the address or the mail for good: a person must look at it."""

    code = "mail_refused"


class MailDelayedError(MailError, TemporaryFailureError):
    """The mail server cannot take the mail now; it is tried again for three days."""

    code = "mail_delayed"


class UnknownMailError(MailError):
    """There is no such mail."""

    code = "unknown_mail"
