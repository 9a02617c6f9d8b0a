"""What can be wrong with a letter: its template, or a value that is missing when it is written."""

from dataclasses import dataclass

from engine import Text

NOT_UTF8 = Text("Mallen är inte kodad som UTF-8", "The template is not encoded as UTF-8")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a template: the file as named by the caller, the line counted from 1, and the expression there."""

    file: str
    line: int
    expression: str

    def __str__(self) -> str:
        return f"{self.file or 'mallen'}, rad {self.line}: {{{{ {self.expression} }}}}"

    @property
    def english(self) -> str:
        """The same in English."""
        return f"{self.file or 'the template'}, line {self.line}: {{{{ {self.expression} }}}}"


class LetterError(Exception):
    """The letter could not be written. `fault` says why, `text` also where."""

    code = "letter_error"

    def __init__(self, fault: Text, place: Place) -> None:
        self.text = Text(f"{fault.sv} ({place})", f"{fault.en} ({place.english})")
        super().__init__(self.text.sv)
        self.fault = fault
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
