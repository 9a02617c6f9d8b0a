"""Where SpiffWorkflow's own stepping does something else than the standard says, and what it cannot run at all."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    """What SpiffWorkflow tells of a diagram of `test_patterns.py` after its moves, and why it is not so here.

    `tells` are the elements completed and the tasks open after the move number `move`.
    """

    name: str
    theirs: str
    ours: str
    why: str
    move: int
    tells: tuple[Sequence[str], Sequence[str]]


DIFFERENCES = (
    Difference(
        "15 instances without prior knowledge",
        "a non-interrupting boundary event happens once; a second message is lost",
        "each message starts one more",
        "13.5.3: a non-interrupting event may occur several times while its activity is active",
        2,
        ((), ("a", "more")),
    ),
    Difference(
        "18 milestone",
        "a condition that another branch makes true is not seen: the branch has data of its own",
        "the branches share the variables of their scope",
        "10.4.1: data lives in the scope of its process; 10.5.4: a condition that becomes true is caught",
        2,
        (("a", "e1"), ()),
    ),
    Difference(
        "20 cancel case",
        "an interrupting event sub-process of the process leaves the other tasks open",
        "nothing of the process is left but the event sub-process",
        "13.5.4: an interrupting event sub-process terminates what is active in its parent",
        1,
        (("hs", "he", "h"), ("a", "b")),
    ),
)
BESIDE = (
    (
        "two branches that append to one list",
        "the lists are merged by index and an item is lost",
        "both items are there",
        "10.4.1: branches share their scope's data",
    ),
    (
        "one conditional flow from an activity",
        "it is taken whatever its condition",
        "no true condition and no default is an incident",
        "13.3.1: a conditional flow is taken only if its condition is true",
    ),
    (
        "an error end in a sub-process",
        "the interrupted sub-process is told as completed",
        "it is told as cancelled",
        "13.3.2: an interrupted activity is failing, never completed",
    ),
    (
        "abstract task",
        "is offered to people",
        "passes through",
        "10.3.3 and 13.3.3: an abstract task completes as soon as it is entered",
    ),
)
CANNOT: dict[str, str] = {
    "9 structured discriminator": "complex gateway",
    "28 blocking discriminator": "complex gateway",
    "29 cancelling discriminator": "complex gateway",
    "30 structured partial join": "complex gateway",
    "17 interleaved parallel routing": "ad-hoc sub-process",
    "39 critical section, 40 interleaved routing": "ad-hoc sub-process",
    "34 static partial join for instances": "the standard's attributes of instances in a completion condition",
    "16 deferred choice": "a time as the standard writes it, without quotation marks",
}
