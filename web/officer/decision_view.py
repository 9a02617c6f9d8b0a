"""A delegated decision before it is signed: the paper as it will be sent, who may decide and why, what is checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup

from engine import UserTask
from web.officer.paper import paper_body
from web.services import services
from workflows.decision.errors import DecisionError
from workflows.delegated_decision.queries import DecisionPaper, WhoDecides, decision_paper, who_decides


@dataclass(frozen=True, slots=True)
class DecisionSide:
    """What the delegate sees before deciding. `prepared_by` and `reviewed_by` are role accounts, if known."""

    paper: DecisionPaper
    body: Markup
    who: WhoDecides
    prepared_by: str
    reviewed_by: str


def decision_side(task: UserTask, variables: Mapping[str, Any]) -> DecisionSide | None:
    """The paper and its checks; None while there is no draft."""
    known = services()
    officer = str(variables.get("officer") or "") or None
    done = known.engine.tasks(task.case_id, state="completed", process_key=task.process_key)
    performers = {each.element_id: each.completed_by or "" for each in done}
    files = partial(known.engine.process_file, case_id=task.case_id)
    try:
        with known.reading() as session:
            paper = decision_paper(session, files, task.case_id, officer=officer, now=known.clock.now())
    except DecisionError:
        return None
    return DecisionSide(
        paper=paper, body=paper_body(paper.html), who=who_decides(files, variables),
        prepared_by=performers.get("draft_decision", ""), reviewed_by=performers.get("review_draft", ""),
    )  # fmt: skip
