"""How a process writes its own log: a line for people, or an object for programs, on the error stream."""

import logging
import sys
from typing import Literal

import structlog
from structlog.typing import Processor

_ABOUT_THE_LINE: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)
# Local variables of a failed call may hold passwords and what applicants wrote, so no log has them.
_WITHOUT_LOCALS = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)


def write_logs(form: Literal["json", "text"]) -> None:
    """Write this process's log in that form (`UTLYSA_LOG`), the libraries' warnings too."""
    ending = _ending(form)
    structlog.configure(
        processors=[*_ABOUT_THE_LINE, *ending],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        # The stream is looked up for each line: whoever has put another in its place gets what follows.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_ABOUT_THE_LINE,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *ending],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def _ending(form: Literal["json", "text"]) -> tuple[Processor, ...]:
    if form == "json":
        return structlog.processors.ExceptionRenderer(_WITHOUT_LOCALS), structlog.processors.JSONRenderer()
    plain = structlog.dev.plain_traceback
    return (structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain),)
