"""What reading a file can fail with."""

from engine.errors import EngineError


class UnreadableDiagramError(EngineError):
    """The file is not a diagram that can be read."""

    code = "unreadable_diagram"

    def __init__(self, line: int, message: str, message_en: str = "", *, reason: str = "xml") -> None:
        super().__init__(message)
        self.line = line
        self.message = message
        self.message_en = message_en or message
        self.reason = reason
