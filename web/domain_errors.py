"""The domain's errors as HTTP statuses: what is not there, what a rule refuses, what was entered wrongly."""

from collections.abc import Mapping

from workflows.application.errors import (
    ApplicationError,
    NotYourOrganisationError,
    UnknownDraftError,
)
from workflows.application.errors import UnknownApplicationError as NoApplicationError
from workflows.call.errors import AmendmentRefusedError, CallError, UnknownCallError
from workflows.decision.errors import DecisionError, UnknownApplicationError
from workflows.follow_up.errors import FollowUpError
from workflows.letters.errors import LetterError, UnknownTemplateError
from workflows.notifications.errors import MailError, UnknownMailError
from workflows.parties import (
    InvalidOrgNumberError,
    InvalidPeriodError,
    PartyError,
    UnknownAccountError,
    UnknownOrganisationError,
    WeakPasswordError,
)
from workflows.registry import (
    FileDamagedError,
    FileMissingError,
    RegistryError,
    UnknownDocumentError,
    UnknownRegistryNumberError,
    UploadRefusedError,
)

STATUS_OF_DOMAIN_ERROR: Mapping[type[Exception], int] = {
    ApplicationError: 409,
    NoApplicationError: 404,
    UnknownDraftError: 404,
    NotYourOrganisationError: 403,
    CallError: 409,
    UnknownCallError: 404,
    AmendmentRefusedError: 422,
    DecisionError: 409,
    UnknownApplicationError: 404,
    FollowUpError: 409,
    LetterError: 422,
    UnknownTemplateError: 404,
    MailError: 409,
    UnknownMailError: 404,
    PartyError: 409,
    UnknownAccountError: 404,
    UnknownOrganisationError: 404,
    InvalidOrgNumberError: 422,
    InvalidPeriodError: 422,
    WeakPasswordError: 422,
    RegistryError: 409,
    UnknownDocumentError: 404,
    UnknownRegistryNumberError: 404,
    UploadRefusedError: 422,
    FileMissingError: 500,  # Something was kept and is gone: not the reader's fault.
    FileDamagedError: 500,
}
