"""The automatic steps of applications by their names in the diagrams, with the call's steps that need applications."""

from collections.abc import Mapping

from engine import Operation
from workflows.application import call_steps, closing, completing, submitting

OPERATIONS: Mapping[str, Operation] = {
    "application.register": Operation(submitting.register),
    "application.register_version": Operation(submitting.register_version),
    "application.record_completeness": Operation(completing.record_completeness),
    "application.request_completion": Operation(completing.request_completion),
    "application.remind_completion": Operation(completing.remind_completion),
    "application.record_answer": Operation(completing.record_answer),
    "application.record_proposal": Operation(closing.record_proposal),
    "application.settle": Operation(closing.settle),
    "application.withdraw": Operation(closing.withdraw),
    "call.remind_drafts": Operation(call_steps.remind_drafts),
    "call.close": Operation(call_steps.close),
    "call.count_applications": Operation(call_steps.count_applications),
    "call.amend": Operation(call_steps.amend),
    "call.archive": Operation(call_steps.archive),
}
