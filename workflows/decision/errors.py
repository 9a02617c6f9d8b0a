"""What can go wrong when a board decides and its decisions are recorded."""


class DecisionError(Exception):
    """The decision cannot be recorded as it stands."""

    code = "decision_error"

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").strip().splitlines()[0])


class BudgetExceededError(DecisionError):
    """The grants decided in this call together exceed its budget."""

    code = "budget_exceeded"


class NoMajorityError(DecisionError):
    """The votes do not carry the decision that was noted."""

    code = "no_majority"


class AlreadyDecidedError(DecisionError):
    """The application already has a decision; it can only be changed by a rectification."""

    code = "already_decided"


class DecisionMissingError(DecisionError):
    """No person has decided this matter yet."""

    code = "decision_missing"


class MeetingNotOpenError(DecisionError):
    """The meeting does not exist or has already been held."""

    code = "meeting_not_open"


class SummonsSentError(DecisionError):
    """The summons has already been sent: give the reason why the matter is added late."""

    code = "summons_sent"


class UnknownApplicationError(DecisionError):
    """The registry number does not belong to an application in this matter."""

    code = "unknown_application"


class AppealTextMissingError(DecisionError):
    """The table of appeals has no text for this legal basis and decision."""

    code = "appeal_text_missing"


class NoticeTooEarlyError(DecisionError):
    """The notice cannot be posted before the minutes are adjusted."""

    code = "notice_too_early"
