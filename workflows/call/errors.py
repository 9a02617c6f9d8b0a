"""What can be wrong with a command on a call: one class for each failure that a caller can act on."""

from collections.abc import Sequence

from engine import Text


class CallError(Exception):
    """The call could not be changed."""

    code = "call_error"

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").strip().splitlines()[0])


class UnknownCallError(CallError):
    """There is no such call, or it is not published."""

    code = "unknown_call"


class NoMeetingError(CallError):
    """The call has no information meeting that can be joined any more."""

    code = "no_meeting"


class MeetingFullError(CallError):
    """The information meeting has no places left."""

    code = "meeting_full"


class AmendmentRefusedError(CallError):
    """The call cannot be amended in that way."""

    code = "amendment_refused"

    def __init__(self, reasons: Sequence[Text]) -> None:
        super().__init__("; ".join(reason.en for reason in reasons))
        self.reasons = tuple(reasons)
