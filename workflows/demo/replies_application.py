"""How officers and assessors answer the tasks of the applications of 2021."""

from collections.abc import Mapping
from typing import Any

from engine import UserTask, Variables
from workflows.demo import facts
from workflows.demo.moments import not_before
from workflows.demo.player import Answer, Reply

# The officers come to these last: in the demo they are still to be checked.
_CHECKED_LATER = (5, 6, 7)
_OFFICERS = ("handlaggare.1", "handlaggare.2", "handlaggare.3")
_REASONS = (
    "Ansökan svarar tydligt mot målen för styrkeområdet och visar vilka behov hos företag och kommuner som insatserna möter under året.",
    "Aktörer från flera sektorer deltar med namngivna roller. Mötesplanen är realistisk och organisationen har erfarenhet av att samordna.",
    "Målen är mätbara och aktiviteterna leder rimligen dit. Tidplanen håller om rekryteringen blir klar före sommaren.",
    "Det finns en plan för hur arbetet lever vidare efter projekttiden, och vem som tar över ansvaret för det som byggs upp.",
)


def replies() -> Mapping[str, Reply]:
    """The replies of the processes handling and assessment, by element."""
    return {
        "check_registration": _check_registration,
        "handling/declare_conflict": _no_conflict,
        "check_completeness": _check_completeness,
        "request_completion": _request_completion,
        "review_answer": _review_answer,
        "propose_rejection": _propose_rejection,
        "propose_dismissal": _propose_dismissal,
        "appoint_assessors": _appoint,
        "declare_assessor_conflict": _assessor_conflict,
        "replace_assessor": _replace,
        "score_application": _score,
        "write_protocol": _protocol,
    }


def applicant_of(variables: Variables) -> facts.Applicant:
    """The scripted applicant of a case. Raises KeyError for a case that is not of the 2021 call."""
    return _BY_IDENTITY[str(variables["org_identity"])]


_BY_IDENTITY = {f"org:{applicant.org_nr}": applicant for applicant in facts.applicants()}


def officer_of(applicant: facts.Applicant) -> str:
    """The officer who handles the application."""
    return _OFFICERS[applicant.number % len(_OFFICERS)]


def _scripted(variables: Variables) -> facts.Applicant | None:
    return _BY_IDENTITY.get(str(variables.get("org_identity")))


def _check_registration(task: UserTask, variables: Variables) -> Answer | None:
    applicant = _scripted(variables)
    if applicant is None:
        return None
    return Answer(
        "registrator.1",
        {"registration_ok": True, "case_title_text": f"Ansökan om stöd till innovationskluster: {applicant.title}"},
        not_before("2021-11-30 08:02", task.created_at, minutes=2),
    )


def _no_conflict(task: UserTask, variables: Variables) -> Answer | None:
    applicant = _scripted(variables)
    if applicant is None:
        return None
    return Answer(officer_of(applicant), {"conflict": "no"}, not_before("2021-11-30 08:31", task.created_at))


def _check_completeness(task: UserTask, variables: Variables) -> Answer | None:
    applicant = _scripted(variables)
    if applicant is None:
        return None
    data: dict[str, Any] = {}
    for number in range(1, 11):
        comment = applicant.missing.get(number)
        data[f"item_{number}"] = "missing" if comment else "ok"
        if comment:
            data[f"item_{number}_comment"] = comment
    begins = "2021-12-03 09:00" if applicant.number in _CHECKED_LATER else "2021-12-01 10:09"
    return Answer(officer_of(applicant), data, not_before(begins, task.created_at))


def _request_completion(task: UserTask, variables: Variables) -> Answer | None:
    applicant = _scripted(variables)
    if applicant is None:
        return None
    data = {
        "respond_by": "2021-12-06T12:00:00+01:00",
        "message": "Hör av er om något är oklart.",
        "consequence": "Om ni inte kompletterar kan ansökan avvisas.",
    }
    return Answer(officer_of(applicant), data, not_before("2021-12-01 10:12", task.created_at, minutes=3))


def _review_answer(task: UserTask, variables: Variables) -> Answer | None:
    applicant = _scripted(variables)
    if applicant is None:
        return None
    if applicant.expected_outcome == "avslag_stodniva":
        data = {"answer_ok": "go_on", "answer_note": "Sökanden avstår från att sänka stödnivån."}
    else:
        data = {"answer_ok": "complete"}
    return Answer(officer_of(applicant), data, not_before("2021-12-03 14:00", task.created_at))


def _propose_rejection(task: UserTask, variables: Variables) -> Answer | None:
    applicant = _scripted(variables)
    if applicant is None:
        return None
    if applicant.expected_outcome == "avslag_ej_behorig":
        data = {
            "rejection_reason": "Sökanden är inte en juridisk person.",
            "rejection_rules": "Utlysningstexten, Vem kan söka: endast juridiska personer kan få stöd.",
            "rejection_circumstances": "Ansökan är lämnad av en enskild näringsverksamhet. Enskilda näringsidkare kan inte få stöd i utlysningen.",
        }
    else:
        data = {
            "rejection_reason": "Den sökta stödnivån är högre än taket i utlysningen.",
            "rejection_rules": "Utlysningstexten, Hur mycket kan vi få i stöd: högst 50 procent av de stödberättigande kostnaderna.",
            "rejection_circumstances": "Sökt stöd är 70 procent av kostnaderna. Sökanden har fått tillfälle att sänka nivån men avstått.",
        }
    return Answer(officer_of(applicant), data, not_before("2021-12-03 14:30", task.created_at))


def _propose_dismissal(task: UserTask, variables: Variables) -> Answer | None:
    applicant = _scripted(variables)
    if applicant is None:
        return None
    if applicant.expected_outcome == "avvisas_for_sent":
        data = {
            "dismissal_ground": "late",
            "dismissal_text": "Ansökan kom in efter sista ansökningsdag. Ingen driftstörning i e-tjänsten är antecknad.",
        }
    else:
        data = {
            "dismissal_ground": "incomplete",
            "dismissal_text": "Sökanden har inte kompletterat ansökan inom den tid som angavs i begäran.",
        }
    return Answer(officer_of(applicant), data, not_before("2021-11-30 09:00", task.created_at))


def _appoint(task: UserTask, variables: Variables) -> Answer | None:
    applicant = _scripted(variables)
    if applicant is None:
        return None
    second = "bedomare.3" if applicant.is_first_assessor_in_conflict else "bedomare.2"
    data = {"assessor_1": "bedomare.1", "assessor_2": second}
    return Answer("utlysningsansvarig.1", data, not_before("2021-12-01 11:00", task.created_at))


def _assessor_conflict(task: UserTask, variables: Variables) -> Answer | None:
    applicant = _scripted(variables)
    if applicant is None or task.assignee is None:
        return None
    if applicant.is_first_assessor_in_conflict and task.assignee == "bedomare.3":
        data: dict[str, Any] = {
            "conflict": "yes",
            "conflict_reason": "Jag är styrelsesuppleant hos sökanden.",
        }
    else:
        data = {"conflict": "no", "secrecy_accepted": True}
    return Answer(task.assignee, data, not_before("2021-12-01 13:00", task.created_at))


def _replace(task: UserTask, variables: Variables) -> Answer | None:
    if _scripted(variables) is None:
        return None
    data = {"new_assessor": "bedomare.2"}
    return Answer("utlysningsansvarig.1", data, not_before("2021-12-01 15:00", task.created_at))


def _score(task: UserTask, variables: Variables) -> Answer | None:
    applicant = _scripted(variables)
    if applicant is None or task.assignee is None or not applicant.scores:
        return None
    scores = applicant.scores[0 if task.assignee == "bedomare.1" else 1]
    data: dict[str, Any] = {}
    for place, (score, reason) in enumerate(zip(scores, _REASONS, strict=True), start=1):
        data[f"score_{place}"] = str(score)
        data[f"reason_{place}"] = reason
    data |= {
        "strengths": "God förankring hos aktörerna i länet.",
        "weaknesses": "Beroende av att rekryteringen lyckas.",
        "recommendation": "reject" if applicant.expected_outcome == "avslag_kvalitet" else "grant",
    }
    return Answer(task.assignee, data, not_before("2021-12-06 15:00", task.created_at))


def _protocol(task: UserTask, variables: Variables) -> Answer | None:
    applicant = _scripted(variables)
    if applicant is None:
        return None
    data: dict[str, Any] = {
        f"consensus_{place}": str(score) for place, score in enumerate(applicant.consensus, start=1)
    }
    data["consensus_motivation"] = "Bedömarna är överens om poängen efter att ha gått igenom kriterierna ett i taget."
    data["conditions"] = []
    return Answer(officer_of(applicant), data, not_before("2021-12-07 09:00", task.created_at))
