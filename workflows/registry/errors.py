"""The registry's errors: one for each failure that a caller can act on."""

from engine.model import Text


class RegistryError(Exception):
    """The registry could not do what was asked."""

    code = "registry_error"

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").strip().splitlines()[0])


class UnknownRegistryNumberError(RegistryError):
    """There is no case with that registry number."""

    code = "unknown_registry_number"


class UnknownDocumentError(RegistryError):
    """There is no such document."""

    code = "unknown_document"


class NumberTakenError(RegistryError):
    """The series has already given out that number."""

    code = "number_taken"


class FileMissingError(RegistryError):
    """The file store has no file with that check sum."""

    code = "file_missing"


class FileDamagedError(RegistryError):
    """A stored file no longer has the content that it was stored with."""

    code = "file_damaged"


class UploadRefusedError(RegistryError):
    """The file cannot be taken in. `text` tells the person who sent it why, and what to do."""

    code = "upload_refused"

    def __init__(self, reason: str, text: Text) -> None:
        super().__init__(text.en)
        self.reason = reason
        self.text = text
