"""What kinds and states of the engine are called on the administrator's pages, and the shape of each state."""

from collections.abc import Mapping

from flask_babel import lazy_gettext

TIMERS: Mapping[str, str] = {
    "event": lazy_gettext("Väntan i processen"),
    "reminder": lazy_gettext("Påminnelse"),
    "escalation": lazy_gettext("Säg till om försening"),
    "start": lazy_gettext("Processen startar"),
}
JOB_STATES: Mapping[str, tuple[str, str]] = {
    "waiting": ("waiting", lazy_gettext("Väntar")),
    "done": ("done", lazy_gettext("Klart")),
    "failed": ("stop", lazy_gettext("Misslyckades")),
    "skipped": ("closed", lazy_gettext("Hoppades över")),
}
JOBS: Mapping[str, str] = {
    "mail": lazy_gettext("Brev"),
    "render_pdf": lazy_gettext("Dokument som PDF"),
    "deliver_message": lazy_gettext("Meddelande mellan ärenden"),
    "deliver_signal": lazy_gettext("Signal till ärenden"),
    "deliver_signal_to": lazy_gettext("Signal till ett ärende"),
    "task_reminder": lazy_gettext("Påminnelse"),
    "task_escalation": lazy_gettext("Säg till om försening"),
}
MAIL_STATES: Mapping[str, tuple[str, str]] = {
    "waiting": ("waiting", lazy_gettext("Väntar")),
    "sent": ("done", lazy_gettext("Skickat")),
    "delivered": ("done", lazy_gettext("Levererat")),
    "failed": ("stop", lazy_gettext("Misslyckades")),
    "undeliverable": ("overdue", lazy_gettext("Saknar adress")),
}
INCIDENTS: Mapping[str, str] = {
    "operation": lazy_gettext("Ett automatiskt steg misslyckades"),
    "job": lazy_gettext("Ett utskick eller jobb misslyckades"),
    "limit": lazy_gettext("En gräns överskreds"),
    "stuck": lazy_gettext("Ärendet väntar inte på något"),
    "no_path": lazy_gettext("Ingen väg vidare gäller"),
    "undecided_condition": lazy_gettext("Ett villkor gick inte att avgöra"),
    "expression_failed": lazy_gettext("En formel gick inte att räkna ut"),
    "timer_failed": lazy_gettext("En tid gick inte att räkna ut"),
    "called_process_missing": lazy_gettext("En process som skulle anropas finns inte"),
}
EVENTS: Mapping[str, str] = {
    "logged_in": lazy_gettext("Loggade in"),
    "log_in_failed": lazy_gettext("Inloggning misslyckades"),
    "logged_out": lazy_gettext("Loggade ut"),
    "role_chosen_in_demo": lazy_gettext("Valde roll i demon"),
    "access_refused": lazy_gettext("Nekades åtkomst"),
    "process_deployed": lazy_gettext("Ny version av process"),
    "process_commented": lazy_gettext("Skrev om ny version"),
    "account_saved": lazy_gettext("Sparade konto"),
    "account_disabled": lazy_gettext("Stängde konto"),
    "account_enabled": lazy_gettext("Öppnade konto"),
    "password_reset": lazy_gettext("Gav nytt lösenord"),
    "audit_verified": lazy_gettext("Granskade loggen"),
    "meeting_planned": lazy_gettext("Planerade sammanträde"),
    "meeting_cancelled": lazy_gettext("Ställde in sammanträde"),
    "message_expired": lazy_gettext("Meddelande som ingen tog emot"),
    "start_failed": lazy_gettext("Process kunde inte starta"),
    "outage_logged": lazy_gettext("Driftavbrott"),
}


def word(words: Mapping[str, str], code: str) -> str:
    """What a code is called; the code itself where it has no word."""
    return str(words.get(code, code))
