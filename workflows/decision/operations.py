"""The operations that the diagrams call `decision.…`."""

from collections.abc import Mapping

from engine import Operation
from workflows.decision import board_steps, dispatch_steps, ranking_steps

OPERATIONS: Mapping[str, Operation] = {
    "decision.propose_ranking": Operation(ranking_steps.propose_ranking),
    "decision.record_ranking": Operation(ranking_steps.record_ranking),
    "decision.record_proposal": Operation(board_steps.record_proposal),
    "decision.schedule": Operation(board_steps.schedule),
    "decision.summon": Operation(board_steps.summon),
    "decision.verify_meeting": Operation(board_steps.verify_meeting),
    "decision.record_minutes": Operation(board_steps.record_minutes),
    "decision.record_notice": Operation(board_steps.record_notice),
    "decision.record_call_decisions": Operation(dispatch_steps.record_call_decisions, is_decision=True),
    "decision.dispatch": Operation(dispatch_steps.dispatch, is_decision=True),
}
