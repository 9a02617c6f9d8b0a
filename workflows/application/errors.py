"""What can be wrong with a command on an application: one class for each failure that a caller can act on."""


class ApplicationError(Exception):
    """The application could not be changed."""

    code = "application_error"

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").strip().splitlines()[0])


class UnknownApplicationError(ApplicationError):
    """There is no such application, or you may not see it."""

    code = "unknown_application"


class UnknownDraftError(ApplicationError):
    """There is no such draft, or it is not yours."""

    code = "unknown_draft"


class DraftChangedError(ApplicationError):
    """Somebody else has saved the draft in the meantime."""

    code = "draft_changed"

    def __init__(self, message: str | None = None, *, revision: int, saved_by: str) -> None:
        super().__init__(message)
        self.revision = revision
        self.saved_by = saved_by


class DraftSubmittedError(ApplicationError):
    """The draft has been submitted and can no longer be changed."""

    code = "draft_submitted"

    def __init__(self, message: str | None = None, *, application_id: str | None = None) -> None:
        super().__init__(message)
        self.application_id = application_id


class CallNotOpenError(ApplicationError):
    """The call does not take applications now."""

    code = "call_not_open"


class NotYourOrganisationError(ApplicationError):
    """You do not act for that organisation."""

    code = "not_your_organisation"


class NotAskedForError(ApplicationError):
    """Nothing is asked of this application now."""

    code = "not_asked_for"


class OutcomeMissingError(ApplicationError):
    """The table of outcomes has no rule for the application. Ask the process owner to add it."""

    code = "outcome_missing"
