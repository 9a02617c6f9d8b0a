"""What the rules of a board's decisions refuse: each says to the person what is wrong, and what to do."""

from engine import RefusedError, Text


class DecisionError(RefusedError):
    """The decision cannot be recorded as it stands."""

    code = "decision_error"
    text = Text("Beslutet kan inte registreras som det står.", "The decision cannot be recorded as it stands.")


class BudgetExceededError(DecisionError):
    """The grants decided in this call together exceed its budget."""

    code = "budget_exceeded"
    text = Text(
        "Besluten om stöd är tillsammans större än utlysningens ram. Ändra beloppen.",
        "The grants together exceed the budget of the call. Change the amounts.",
    )


class NoMajorityError(DecisionError):
    """The votes do not carry the decision that was noted."""

    code = "no_majority"
    text = Text(
        "Rösterna bär inte beslutet. Rätta rösterna eller beslutet.",
        "The votes do not carry the decision. Correct the votes or the decision.",
    )


class AlreadyDecidedError(DecisionError):
    """The application already has a decision; it can only be changed by a rectification."""

    code = "already_decided"
    text = Text(
        "Ansökan har redan ett beslut. Det ändras bara genom rättelse.",
        "The application already has a decision. It can only be changed by a rectification.",
    )


class DecisionMissingError(DecisionError):
    """No person has decided this matter yet."""

    code = "decision_missing"
    text = Text(
        "Ärendet är inte beslutat av någon ännu. Fatta beslutet först.",
        "Nobody has decided this matter yet. Take the decision first.",
    )


class MeetingNotOpenError(DecisionError):
    """The meeting does not exist or has already been held."""

    code = "meeting_not_open"
    text = Text(
        "Sammanträdet finns inte eller har redan hållits. Välj ett annat.",
        "The meeting does not exist or has already been held. Choose another one.",
    )


class SummonsSentError(DecisionError):
    """The summons has already been sent."""

    code = "summons_sent"
    text = Text(
        "Kallelsen är redan skickad. Skriv varför ärendet läggs till sent, eller välj ett senare sammanträde.",
        "The summons has already been sent. Say why the matter is added late, or choose a later meeting.",
    )


class UnknownApplicationError(DecisionError):
    """The registry number does not belong to an application in this matter."""

    code = "unknown_application"
    text = Text(
        "Diarienumret hör inte till någon ansökan i ärendet. Rätta det.",
        "The registry number belongs to no application in this matter. Correct it.",
    )


class AppealTextMissingError(DecisionError):
    """The table of appeals has no text for this legal basis and decision."""

    code = "appeal_text_missing"
    text = Text(
        "Tabellen Överklagande saknar en rad för beslutet. Be processägaren att lägga till den.",
        "The table of appeals has no row for the decision. Ask the process owner to add it.",
    )


class NoticeTooEarlyError(DecisionError):
    """The notice cannot be posted before the minutes are adjusted."""

    code = "notice_too_early"
    text = Text(
        "Protokollet kan anslås tidigast den dag då det är justerat. Rätta dagen.",
        "The minutes can be posted no earlier than the day on which they are adjusted. Correct the day.",
    )
