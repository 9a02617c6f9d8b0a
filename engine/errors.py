"""The error tree: one class for each failure that a caller can act on; the docstring is the default message."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from engine.model import Text

if TYPE_CHECKING:
    from engine.model import FieldError, Problem


class EngineError(Exception):
    """The engine could not do what was asked."""

    code = "engine_error"

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").strip().splitlines()[0])


class NotFoundError(EngineError):
    """There is nothing with that id, or you may not see it."""

    code = "not_found"


class AccessDeniedError(EngineError):
    """You do not have the role that this needs."""

    code = "access_denied"


class ConflictOfInterestError(AccessDeniedError):
    """You are excluded from this case because of a conflict of interest."""

    code = "conflict_of_interest"


class TaskAlreadyCompletedError(EngineError):
    """The task is already completed."""

    code = "task_already_completed"

    def __init__(self, message: str | None = None, *, by: str | None = None, at: datetime | None = None) -> None:
        super().__init__(message)
        self.by = by
        self.at = at


class TaskNotOpenError(EngineError):
    """The task is no longer open: the case has moved on."""

    code = "task_not_open"


class TaskClaimedError(EngineError):
    """Somebody else has claimed the task."""

    code = "task_claimed"

    def __init__(self, message: str | None = None, *, by: str | None = None) -> None:
        super().__init__(message)
        self.by = by


class CaseNotActiveError(EngineError):
    """The case is not active."""

    code = "case_not_active"


class InvalidDataError(EngineError):
    """The form has errors; nothing was saved."""

    code = "invalid_data"

    def __init__(self, errors: "Sequence[FieldError]" = (), message: str | None = None) -> None:
        super().__init__(message)
        self.errors = tuple(errors)


class InvalidValueError(EngineError):
    """A variable has a value that cannot be stored."""

    code = "invalid_value"


class RefusedError(EngineError):
    """A rule of the domain refuses what was asked; nothing was changed.

    Raised by an operation, it comes back to the person who gave the command, whose task stays open; a timer or a
    message has nobody to tell, so there it becomes an incident. `text` is the whole answer: what is wrong and what to
    do. Each rule has a class of its own with its usual text.
    """

    code = "refused"
    text: Text = Text(
        "Det går inte som det står nu. Inget har ändrats.", "It cannot be done as it stands now. Nothing was changed."
    )

    def __init__(self, text: Text | None = None) -> None:
        self.text = text or self.text
        super().__init__(self.text.sv)


class LimitExceededError(EngineError):
    """A budget was exceeded; the step was rolled back."""

    code = "limit_exceeded"


class DeploymentRejectedError(EngineError):
    """The bundle has problems that stop it from being deployed."""

    code = "deployment_rejected"

    def __init__(self, problems: "Sequence[Problem]", message: str | None = None) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class VersionConflictError(EngineError):
    """Somebody else has saved a newer version in the meantime."""

    code = "version_conflict"


class MessageNotExpectedError(EngineError):
    """No case waits for this message and it starts none."""

    code = "message_not_expected"


class OperationFailedError(EngineError):
    """An automatic step failed; nothing was changed, and an incident was recorded."""

    code = "operation_failed"


class IdempotencyKeyReusedError(EngineError):
    """The idempotency key was used before, for another command."""

    code = "idempotency_key_reused"


class UnavailableError(EngineError):
    """The database does not answer. Nothing was changed as far as is known; try again with the same idempotency key."""

    code = "unavailable"


class BpmnError(Exception):
    """Raised by an operation to throw an error event in the diagram."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(message or code)
        self.code = code
        self.message = message
