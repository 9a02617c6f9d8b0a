"""What is done after a commit for applications: an amended call's dates reach the cases of its applications."""

from collections.abc import Callable, Mapping
from typing import Final

from engine import Actor, Engine, Job, JobContext, JobHandler, Workspace
from workflows.application.case_data import terms_of
from workflows.application.queries import application
from workflows.call.queries import funding_call

MOVE_DATES: Final = "move_dates"


def move_dates(work: Workspace, application_id: str, *, version: int) -> None:
    """Ask for an application's case to get the dates of its call, amended to `version`."""
    key = f"{MOVE_DATES}:{application_id}:{version}"
    work.enqueue(MOVE_DATES, {"application_id": application_id}, key=key, case_id=application_id)


def application_handlers(engine: Callable[[], Engine]) -> Mapping[str, JobHandler]:
    """The handlers by kind; `engine` gives the engine, which is made after its handlers."""

    def move(job: Job, _context: JobContext) -> None:
        """The case's timers follow its variables: it waits until the new cut-off. A settled case keeps its dates."""
        application_id = str(job.payload["application_id"])
        with engine().reading() as session:
            found = application(session, application_id)
            terms = terms_of(funding_call(session, found.call_id))
        if not found.is_settled:
            moved = {"cutoff": terms["cutoff"], "aid_date": terms["aid_date"]}
            engine().set_variables(application_id, moved, actor=Actor.system(), idempotency_key=job.key)

    return {MOVE_DATES: move}
