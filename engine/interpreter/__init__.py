"""The token interpreter: (state, command, environment) -> new state and effects; no I/O, no clock, no database."""

from engine.interpreter.errors import (
    BudgetExceededError,
    CalledProcessError,
    ConditionError,
    ExpressionError,
    LoopError,
    NoPathError,
    NoStartError,
    NothingToDoError,
    NotWaitingError,
    StepError,
    TimerError,
)
from engine.interpreter.state import CaseState
from engine.interpreter.stepping import Step, run

__all__ = [
    "BudgetExceededError",
    "CalledProcessError",
    "CaseState",
    "ConditionError",
    "ExpressionError",
    "LoopError",
    "NoPathError",
    "NoStartError",
    "NotWaitingError",
    "NothingToDoError",
    "Step",
    "StepError",
    "TimerError",
    "run",
]
