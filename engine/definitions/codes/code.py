"""What a code of a problem is: its severity, and its message in Swedish and English, which says what to do."""

from dataclasses import dataclass

from engine.model import Severity, Text


@dataclass(frozen=True, slots=True)
class Code:
    """The severity and message of one kind of problem; the texts have places such as `{name}`."""

    severity: Severity
    text: Text


def error(sv: str, en: str) -> Code:
    """A problem that stops the deployment."""
    return Code("error", Text(sv, en))


def warning(sv: str, en: str) -> Code:
    """A problem that may be meant."""
    return Code("warning", Text(sv, en))
