"""How beneficiaries, reviewers and evaluators answer the tasks of the granted projects."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from engine import UserTask, Variables
from workflows.demo import facts
from workflows.demo.moments import ZONE, office_time_after
from workflows.demo.player import Answer, Reply
from workflows.demo.replies_application import applicant_of

_PERIODS = 4


def replies() -> Mapping[str, Reply]:
    """The replies of follow_up, evaluation and extension, by element."""
    return {
        "confirm_commitment": _confirm,
        "hold_startup_meeting": _startup,
        "hold_review": _review_plan,
        "submit_report": _report,
        "review_report": _review_report,
        "write_evaluation": _evaluate,
        "request_extension": _request_extension,
        "prepare_extension": _prepare_extension,
        "decide_extension": _decide_extension,
        "submit_final_report": _final_report,
        "review_final_report": _answer("granskare.1", {"verdict": "approved"}),
    }


def _answer(account: str, data: Mapping[str, Any]) -> Reply:
    return lambda task, _variables: Answer(account, data, office_time_after(task.created_at))


def _extension(variables: Variables) -> facts.Extension:
    applicant = applicant_of(variables)
    if applicant.extension is None:
        raise ValueError(f"{applicant.id} was granted, but the script says nothing of an extension")
    return applicant.extension


def _confirm(task: UserTask, variables: Variables) -> Answer:
    at = office_time_after(task.created_at + timedelta(days=5))
    return Answer(applicant_of(variables).account_id, {"accepted": True, "signed": True}, at)


def _startup(task: UserTask, variables: Variables) -> Answer:
    at = office_time_after(task.created_at + timedelta(days=10))
    data = {
        "held_on": at.date().isoformat(),
        "participants": "Projektledning och handläggare",
        "notes": "Genomgång av villkor, rapportering och plan för mobiliserande möten.",
    }
    return Answer("handlaggare.1", data, at)


def _review_plan(task: UserTask, variables: Variables) -> Answer:
    at = office_time_after(task.created_at + timedelta(days=30))
    data = {
        "meeting_date": (at - timedelta(days=2)).date().isoformat(),
        "participants": [
            {"name": "Kommunernas näringslivskontor", "sector": "public"},
            {"name": "Medlemsföretag", "sector": "business"},
            {"name": "Universitet", "sector": "academia"},
        ],
        "vision": "År 2030 är området drivande för hållbar utveckling i hela länet.",
        "goals": [{"goal": "Tio nya samarbeten mellan företag och forskning."}],
        "needs": applicant_of(variables).need,
        "challenges": "Långa avstånd och ont om kompetens.",
        "opportunities": "Stort intresse från företagen och nya nationella program.",
        "interventions": [
            {
                "text": "Gemensam testmiljö öppnar för fler företag.",
                "owner": applicant_of(variables).name,
                "start": at.date().isoformat(),
                "status": "ongoing",
            }
        ],
        "change_log": "Insatserna är uppdaterade efter mötet.",
    }
    return Answer(applicant_of(variables).account_id, data, at)


def _report(task: UserTask, variables: Variables) -> Answer:
    data = {
        "activities": "Aktiviteterna följer planen.",
        "indicators": [{"name": "Deltagande företag", "target": "20", "value": "14"}],
        "costs_sek": _quarter_costs(variables),
        "results": "Fler företag deltar i mötena och två nya samarbeten har startat.",
    }
    return Answer(applicant_of(variables).account_id, data, office_time_after(task.created_at + timedelta(days=14)))


def _review_report(task: UserTask, variables: Variables) -> Answer:
    data = {"verdict": "approved", "approved_costs_sek": _quarter_costs(variables)}
    return Answer("granskare.1", data, office_time_after(task.created_at + timedelta(days=5)))


def _quarter_costs(variables: Variables) -> str:
    return str(int(Decimal(str(variables["total_costs_sek"])) // _PERIODS))


def _evaluate(task: UserTask, variables: Variables) -> Answer:
    extension = _extension(variables)
    data = {
        "questions": "Har klustret nått målen och utvecklat handlingsplanen tillsammans med aktörerna?",
        "method": "Genomgång av rapporter, enkät till aktörerna och intervjuer.",
        "results": "Resultaten redovisas per åtagande i bilagan.",
        "goal_attainment": extension.goal_attainment,
        "lessons": "Möten med flera sektorer ger bäst effekt när de planeras i god tid.",
        "evaluation_grade": extension.grade,
        "irregularity": False,
        "recommendation": "Se slutsatsen om förlängning.",
    }
    return Answer("utvarderare.1", data, office_time_after(task.created_at + timedelta(days=12)))


def _request_extension(task: UserTask, variables: Variables) -> Answer:
    data = {
        "wants_extension": True,
        "new_end": "2023-12-31",
        "requested_sek": _extension(variables).sek,
        "plan": "Fortsätta arbetet med handlingsplanen och öppna testmiljön för fler.",
    }
    return Answer(applicant_of(variables).account_id, data, office_time_after(task.created_at + timedelta(days=7)))


def _prepare_extension(task: UserTask, variables: Variables) -> Answer:
    extension = _extension(variables)
    data: dict[str, Any] = {
        "proposed_outcome": extension.outcome,
        "proposal_reason": "Förslaget följer utvärderingen och regeln om förlängning.",
        "conditions": [],
    }
    if extension.outcome != "do_not_extend":
        data |= {"amount_sek": extension.sek, "new_end": "2023-12-31"}
    if extension.outcome == "extend_with_conditions":
        data["conditions"] = [{"text": "En åtgärdsplan för måluppfyllelsen lämnas senast 31 mars 2023."}]
    return Answer("handlaggare.1", data, office_time_after(task.created_at + timedelta(days=3)))


def _decide_extension(task: UserTask, variables: Variables) -> Answer:
    data = {"decision": "approve", "signed": True}
    return Answer("direktor.1", data, office_time_after(task.created_at))


def _final_report(task: UserTask, variables: Variables) -> Answer:
    at = office_time_after(task.created_at.astimezone(ZONE) + timedelta(days=20))
    data = {
        "results": "Målen är nådda i den omfattning som utvärderingen visar.",
        "lessons": "Samarbetet fortsätter i ordinarie verksamhet.",
        "total_costs_sek": str(int(variables["total_costs_sek"])),
    }
    return Answer(applicant_of(variables).account_id, data, at)
