"""What can be wrong with a letter: its template, or a value that is missing when it is written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a template: the file as named by the caller, the line counted from 1, and the expression there."""

    file: str
    line: int
    expression: str

    def __str__(self) -> str:
        return f"{self.file or 'mallen'}, rad {self.line}: {{{{ {self.expression} }}}}"


class LetterError(Exception):
    """The letter could not be written."""

    code = "letter_error"

    def __init__(self, message: str, place: Place) -> None:
        super().__init__(f"{message} ({place})")
        self.place = place


class TemplateError(LetterError):
    """The template itself is wrong."""

    code = "template_error"


class MissingValueError(LetterError):
    """A value that the letter needs is missing or blank: nothing is left blank in a letter."""

    code = "missing_value"


class UnknownTemplateError(Exception):
    """There is no template with that name."""

    code = "unknown_template"
