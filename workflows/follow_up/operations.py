"""The operations that the diagrams call `follow_up.…`."""

from collections.abc import Mapping

from engine import Operation
from workflows.follow_up import lapsing, planning, reporting

OPERATIONS: Mapping[str, Operation] = {
    "follow_up.plan": Operation(planning.plan),
    "follow_up.record_commitment": Operation(planning.record_commitment),
    "follow_up.lapse": Operation(lapsing.lapse),
    "follow_up.register_plan": Operation(reporting.register_plan),
    "follow_up.record_report": Operation(reporting.record_report),
    "follow_up.close": Operation(reporting.close),
}
