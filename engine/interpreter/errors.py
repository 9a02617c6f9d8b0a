"""What can stop a step: each names the element, so that the incident can."""

from engine.errors import EngineError, LimitExceededError


class StepError(EngineError):
    """A step of the process could not be taken."""

    code = "step_failed"

    def __init__(self, message: str | None = None, *, element_id: str | None = None) -> None:
        super().__init__(message)
        self.element_id = element_id


class NoPathError(StepError):
    """No outgoing flow has a true condition, and there is no default flow."""

    code = "no_path"


class ConditionError(StepError):
    """A condition is neither true nor false: it reads a variable that has no value, or gives something else."""

    code = "undecided_condition"


class ExpressionError(StepError):
    """An expression cannot be used."""

    code = "expression_failed"


class LoopError(StepError):
    """A repeated activity does not say how many times it is to run."""

    code = "loop_failed"


class TimerError(StepError):
    """A timer does not give a point in time."""

    code = "timer_failed"


class NoStartError(StepError):
    """The process cannot be started there."""

    code = "no_start"


class CalledProcessError(StepError):
    """The called process is not deployed."""

    code = "called_process_missing"


class NothingToDoError(StepError):
    """An automatic step does not say what it is to do."""

    code = "no_implementation"


class NotWaitingError(StepError):
    """The case does not wait for this any more."""

    code = "not_waiting"


class BudgetExceededError(LimitExceededError):
    """A budget was exceeded; the step was rolled back. `budget` names it."""

    def __init__(self, budget: str, limit: float, *, element_id: str | None = None) -> None:
        super().__init__(f"The case went past its budget of {budget}: {limit:g}.")
        self.budget = budget
        self.limit = limit
        self.element_id = element_id
