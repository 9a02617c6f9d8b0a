"""The automatic steps of a call's diagram that concern the call alone; the others are the applications'."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update

from engine import Call, Operation
from engine.calendars import WorkingCalendar
from workflows.call.calendar_file import calendar_file
from workflows.call.commands import meeting_context
from workflows.call.model import call_questions, calls
from workflows.call.queries import funding_call, sign_ups_of
from workflows.call.rules import cutoff_of, local_day, opening_of, schedule_warnings, warning_texts
from workflows.call.values import FundingCall, content_of
from workflows.letters import write_letter
from workflows.notifications import send_template
from workflows.parties import own_organisation
from workflows.registry import close_case, describe_case, register_case
from workflows.tables import new_id


def record(call: Call) -> Mapping[str, Any]:
    """Keep the drafted call, give it its registry number, and look over its schedule."""
    content = content_of(call.variables)
    deadline, time = content["deadline_date"], content["deadline_time"]
    values = {"content": content, "cutoff": cutoff_of(deadline, time), "opens_at": opening_of(content["opens_on"])}
    registry_number = call.session.scalar(select(calls.c.registry_number).where(calls.c.id == call.case_id))
    if registry_number is None:
        registry_number = _insert(call, values)
    else:
        call.session.execute(update(calls).where(calls.c.id == call.case_id).values(**values))
        describe_case(call.session, registry_number, title=content["title"])
    meeting_at = call.variables.get("meeting_at")
    warnings = schedule_warnings(
        opens_on=content["opens_on"],
        deadline_date=deadline,
        board_date=local_day(meeting_at) if meeting_at else content["decision_to"],
        calendar=WorkingCalendar(),
    )
    return {
        "call_id": call.case_id,
        "registry_number": registry_number,
        "cutoff": values["cutoff"],
        "opens_at": values["opens_at"],
        "schedule_warnings": warning_texts(warnings),
    }


def _insert(call: Call, values: Mapping[str, Any]) -> str:
    title = values["content"]["title"]
    registry_number = register_case(call.session, at=call.now, title=title, case_id=call.case_id)
    call.session.execute(
        calls.insert().values(
            id=call.case_id,
            registry_number=registry_number,
            version=1,
            status="draft",
            recorded_at=call.now,
            news_text="",
            lessons="",
            retention_class="",
            **values,
        )
    )
    call.set_business_key(registry_number)
    return registry_number


def publish(call: Call) -> Mapping[str, Any]:
    """Show the call to the public, and register its text (D1)."""
    call.session.execute(
        update(calls).where(calls.c.id == call.case_id).values(status="published", published_at=call.now)
    )
    found = funding_call(call.session, call.case_id)
    _write(call, found, "call/call_text", _text_context(found), kind="D1", title=found.title, party="Allmänheten")
    return {"published_at": call.now}


def invite(call: Call) -> Mapping[str, Any] | None:
    """Register the invitation to the information meeting (D3), and send it to those who have signed up already."""
    found = funding_call(call.session, call.case_id)
    if found.meeting is None:
        return None
    context = meeting_context(found)
    title = "Inbjudan till informationsmöte"
    _write(call, found, "call/invitation", context, kind="D3", title=title, party="Allmänheten")
    _mail_participants(call, found, "call/sign_up", key="sign_up")
    return None


def remind_participants(call: Call) -> Mapping[str, Any]:
    """Remind those who have signed up for the information meeting."""
    found = funding_call(call.session, call.case_id)
    return {"participants_reminded": _mail_participants(call, found, "call/meeting_reminder", key="meeting_reminder")}


def _mail_participants(call: Call, found: FundingCall, template: str, *, key: str) -> int:
    if found.meeting is None:
        return 0
    participants = sign_ups_of(call.session, found.id)
    file = calendar_file(found, found.meeting, at=call.now)
    for participant in participants:
        send_template(
            call,
            template,
            meeting_context(found),
            to=participant.email,
            key=f"{key}:{found.id}",
            case_id=found.id,
            attachments=[file],
        )
    return len(participants)


def publish_answers(call: Call) -> None:
    """Publish the questions and answers from the information meeting, for all applicants alike."""
    for position, row in enumerate(call.variables.get("qa") or ()):
        _add_answer(call, row["question"], row["answer"], source="meeting", position=position)


def answer_question(call: Call) -> None:
    """Answer a question: to all on the call's page, or to the asker alone with the reason kept.

    Source: R-48, equal treatment.
    """
    given = call.variables
    is_published = given.get("publish") in (True, "yes")
    reason = "" if is_published else str(given.get("individual_reason") or "")
    asker = str(given.get("asked_by") or "")
    _add_answer(
        call,
        given["question"],
        given["answer"],
        source="question",
        asked_by=asker,
        is_published=is_published,
        individual_reason=reason,
    )
    found = funding_call(call.session, call.case_id)
    if asker:
        context = {
            "title": found.title,
            "question": given["question"],
            "answer": given["answer"],
            "is_published": is_published,
        }
        send_template(call, "call/answer", context, to=asker, key=f"answer:{new_id()}", case_id=found.id)


def _add_answer(
    call: Call,
    question: str,
    answer: str,
    *,
    source: str,
    asked_by: str = "",
    is_published: bool = True,
    individual_reason: str = "",
    position: int = 0,
) -> None:
    call.session.execute(
        call_questions.insert().values(
            id=new_id(),
            call_id=call.case_id,
            question=question,
            answer=answer,
            asked_by=asked_by,
            answered_at=call.now,
            answered_by=call.actor.log_name,
            is_published=is_published,
            individual_reason=individual_reason,
            source=source,
            position=position,
        )
    )


def publish_outcome(call: Call) -> None:
    """Show the outcome on the call's page; the list itself is read from the decisions."""
    call.session.execute(
        update(calls)
        .where(calls.c.id == call.case_id)
        .values(status="decided", outcome_at=call.now, news_text=str(call.variables.get("news_text") or ""))
    )


def archive(call: Call) -> None:
    """Keep what was learnt, and close the case in the diary."""
    call.session.execute(
        update(calls)
        .where(calls.c.id == call.case_id)
        .values(
            status="archived",
            archived_at=call.now,
            lessons=str(call.variables.get("lessons") or ""),
            retention_class=str(call.variables.get("retention_class") or ""),
        )
    )
    close_case(call, funding_call(call.session, call.case_id).registry_number)


def _text_context(found: FundingCall) -> dict[str, Any]:
    return {
        "lead": found.lead,
        "purpose": found.purpose,
        "commitments": list(found.commitments),
        "sections": [{"heading": section.heading.sv, "text": section.text} for section in found.sections],
        "cutoff": found.cutoff,
        "budget_sek": found.budget_sek,
    }


def _write(
    call: Call, found: FundingCall, template: str, context: Mapping[str, Any], *, kind: str, title: str, party: str
) -> None:
    own = own_organisation(call.session)
    write_letter(
        call,
        template,
        context,
        kind=kind,
        title=title,
        registry_number=found.registry_number,
        case_id=found.id,
        party=party,
        contact=(f"E-post: {own.email}", f"Tfn: {own.phone}"),
        visible_to_applicant=True,
    )


OPERATIONS: Mapping[str, Operation] = {
    "call.record": Operation(record),
    "call.publish": Operation(publish),
    "call.invite": Operation(invite),
    "call.remind_participants": Operation(remind_participants),
    "call.publish_answers": Operation(publish_answers),
    "call.answer_question": Operation(answer_question),
    "call.publish_outcome": Operation(publish_outcome),
}
