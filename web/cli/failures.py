"""Why a command was not carried out: a sentence with what to do, and the exit status."""

from typing import ClassVar


class CommandError(Exception):
    """What the command looked at is wrong."""

    status: ClassVar[int] = 1


class UsageError(CommandError):
    """The command cannot be given like this, or not on this installation."""

    status = 2
