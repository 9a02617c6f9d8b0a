"""What the check of a letter or a mail says, by code: each stops the deployment, in Swedish and English."""

from collections.abc import Mapping

from engine import Problem, Text

CODES: Mapping[str, Text] = {
    "letter_attribute_forbidden": Text(
        "Attributet {name} får inte användas på <{tag}> i brev. Ta bort det.",
        "The attribute {name} cannot be used on <{tag}> in letters. Remove it.",
    ),
    "letter_expression_invalid": Text(
        "Uttrycket ”{expression}” kan inte läsas: {fault}. Rätta det.",
        'The expression "{expression}" cannot be read: {fault}. Correct it.',
    ),
    "letter_tag_forbidden": Text(
        "<{tag}> får inte användas i brev. Ta bort det.", "<{tag}> cannot be used in letters. Remove it."
    ),
    "letter_unreadable": Text(
        "Mallen kan inte läsas: {fault}. Rätta den.", "The template cannot be read: {fault}. Correct it."
    ),
}
_LONGEST_VALUE = 200


def problem(code: str, *, file: str, line: int, fault: Text | None = None, **values: str) -> Problem:
    """A problem with its message; the values fill the message's places."""
    shown = {name: value[:_LONGEST_VALUE] for name, value in values.items()}
    said = fault or Text("", "")
    sv = CODES[code].sv.format(fault=said.sv.rstrip("."), **shown)
    en = CODES[code].en.format(fault=said.en.rstrip("."), **shown)
    return Problem("error", code, None, line, sv, en, file=file)
