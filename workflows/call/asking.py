"""What the public and the call manager send to a running call: questions and amendments."""

from datetime import date, timedelta

from engine import Actor, Engine
from workflows.call.errors import AmendmentRefusedError, UnknownCallError
from workflows.call.queries import funding_call
from workflows.call.rules import amendment_faults


def ask_question(engine: Engine, call_id: str, *, question: str, email: str, actor: Actor) -> None:
    """Put a question about a published call to its officers. The address is taken to be checked by the form.

    Raises UnknownCallError, also for a call that is not published.
    """
    with engine.reading() as session:
        if funding_call(session, call_id).published_at is None:
            raise UnknownCallError
    payload = {"question": question.strip(), "asked_by": email.strip().lower()}
    engine.send_message("call_question_asked", payload, case_id=call_id, actor=actor, ttl=timedelta(0))


def request_amendment(
    engine: Engine,
    call_id: str,
    *,
    change: str,
    reason: str,
    new_deadline_date: date | None,
    new_decision_date: date | None,
    actor: Actor,
) -> None:
    """Amend a published call: its diagram changes the dates, registers the change and tells everyone concerned.

    Raises UnknownCallError, also for a call that is not published; AmendmentRefusedError.
    """
    with engine.reading() as session:
        call = funding_call(session, call_id)
    if call.published_at is None:
        raise UnknownCallError
    faults = amendment_faults(
        call, now=engine.clock.now(), new_deadline_date=new_deadline_date, new_decision_date=new_decision_date
    )
    if faults:
        raise AmendmentRefusedError(faults)
    payload = {
        "change": change,
        "reason": reason,
        "new_deadline_date": new_deadline_date,
        "new_decision_date": new_decision_date,
    }
    engine.send_message("call_amended", payload, case_id=call_id, actor=actor, ttl=timedelta(0))
