"""What a person is told when a file cannot be taken in."""

from engine.model import Text
from workflows.registry.errors import UploadRefusedError

_ALLOWED_SV = "Tillåtna filer är PDF, Word (docx), Excel (xlsx), PNG och JPEG."
_ALLOWED_EN = "PDF, Word (docx), Excel (xlsx), PNG and JPEG files are allowed."


def empty() -> UploadRefusedError:
    """There is nothing in the file."""
    return UploadRefusedError(
        "empty", Text("Filen är tom. Välj filen igen och ladda upp den på nytt.", "The file is empty. Choose it again.")
    )


def too_large(limit: int) -> UploadRefusedError:
    """The file is larger than `limit` bytes."""
    size = limit // 1_000_000
    return UploadRefusedError(
        "too_large",
        Text(
            f"Filen är större än {size} MB. Spara den i ett mindre format eller dela upp den.",
            f"The file is larger than {size} MB. Save it smaller, or in parts.",
        ),
    )


def not_allowed() -> UploadRefusedError:
    """The content is of no type on the list, whatever the name says."""
    return UploadRefusedError(
        "not_allowed",
        Text(f"Filtypen tas inte emot. {_ALLOWED_SV}", f"That type of file is not accepted. {_ALLOWED_EN}"),
    )


def damaged() -> UploadRefusedError:
    """The content is not whole."""
    return UploadRefusedError(
        "damaged",
        Text(
            "Filen är skadad eller ofullständig. Öppna och spara den på nytt, och ladda upp den igen.",
            "The file is damaged or incomplete. Open and save it again, then upload it once more.",
        ),
    )


def has_macros() -> UploadRefusedError:
    """The file carries a program."""
    return UploadRefusedError(
        "has_macros",
        Text(
            "Filen innehåller makron eller inbäddade program. Spara den utan dem, eller som PDF.",
            "The file contains macros or embedded programs. Save it without them, or as PDF.",
        ),
    )


def unpacks_too_large() -> UploadRefusedError:
    """The file grows beyond measure when it is opened."""
    return UploadRefusedError(
        "unpacks_too_large",
        Text(
            "Filen blir orimligt stor när den öppnas. Spara den på nytt i mindre format, eller som PDF.",
            "The file becomes unreasonably large when opened. Save it smaller, or as PDF.",
        ),
    )


def infected(name: str) -> UploadRefusedError:
    """The scanner found something."""
    return UploadRefusedError(
        "infected",
        Text(
            f"Filen innehåller skadlig kod ({name}) och har inte sparats. Kontakta er it-support.",
            f"The file contains harmful code ({name}) and was not kept. Contact your IT support.",
        ),
    )
