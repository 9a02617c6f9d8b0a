"""What statuses and kinds are called, and the shape that goes with each."""

from collections.abc import Mapping

from flask_babel import lazy_gettext

from web.roles import role_name as role_name

APPLICATION_STATES: Mapping[str, tuple[str, str]] = {
    "received": ("todo", lazy_gettext("Inkommen")),
    "in_review": ("active", lazy_gettext("Granskas")),
    "completion_requested": ("waiting", lazy_gettext("Väntar på sökanden")),
    "in_assessment": ("active", lazy_gettext("Bedöms")),
    "ready_for_ranking": ("done", lazy_gettext("Klar för rangordning")),
    "rejection_to_board": ("rejected", lazy_gettext("Avslag föreslås")),
    "to_delegate": ("active", lazy_gettext("Till beslut på delegation")),
    "withdrawn": ("closed", lazy_gettext("Återkallad")),
    "decided": ("done", lazy_gettext("Beslutad")),
}
OUTCOMES: Mapping[str, tuple[str, str]] = {
    "granted": ("granted", lazy_gettext("Beviljad")),
    "partly_granted": ("granted", lazy_gettext("Delvis beviljad")),
    "reserve": ("reserve", lazy_gettext("Reserv")),
    "rejected": ("rejected", lazy_gettext("Avslag")),
    "dismissed": ("dismissed", lazy_gettext("Avvisad")),
    "closed": ("closed", lazy_gettext("Avskriven")),
    "lapsed": ("closed", lazy_gettext("Förfallen")),
}
RANK_SHAPES: Mapping[str, str] = {
    "granted": "granted", "partly_granted": "granted", "reserve": "reserve", "rejected": "rejected",
}  # fmt: skip
CASE_STATES: Mapping[str, tuple[str, str]] = {
    "active": ("active", lazy_gettext("Pågår")),
    "completed": ("done", lazy_gettext("Avslutat")),
    "terminated": ("closed", lazy_gettext("Avbrutet")),
    "failed": ("stop", lazy_gettext("Driftfel")),
    "suspended": ("waiting", lazy_gettext("Vilar")),
}
CALL_STATES: Mapping[str, tuple[str, str]] = {
    "draft": ("draft", lazy_gettext("Utkast")),
    "coming": ("todo", lazy_gettext("Kommande")),
    "open": ("active", lazy_gettext("Öppen för ansökan")),
    "closed": ("active", lazy_gettext("Stängd, handläggs")),
    "decided": ("granted", lazy_gettext("Beslutad")),
    "archived": ("done", lazy_gettext("Arkiverad")),
}
MEETING_STATES: Mapping[str, tuple[str, str]] = {
    "planned": ("todo", lazy_gettext("Planerat")),
    "held": ("done", lazy_gettext("Hållet")),
    "cancelled": ("closed", lazy_gettext("Inställt")),
}
MATTER_STATES: Mapping[str, tuple[str, str]] = {
    "drafted": ("draft", lazy_gettext("Utkast")),
    "proposed": ("todo", lazy_gettext("Föreslaget")),
    "scheduled": ("todo", lazy_gettext("På dagordningen")),
    "summoned": ("active", lazy_gettext("Kallat")),
    "decided": ("active", lazy_gettext("Beslutat, ej justerat")),
    "adjusted": ("active", lazy_gettext("Justerat")),
    "posted": ("done", lazy_gettext("Anslaget")),
}
BOARD_OUTCOMES: Mapping[str, str] = {
    "as_proposed": lazy_gettext("Enligt förslaget"),
    "changed": lazy_gettext("Ändrat beslut"),
    "rejected": lazy_gettext("Avslag"),
    "adjourned": lazy_gettext("Bordlagt"),
    "referred_back": lazy_gettext("Återremitterat"),
}
DELEGATED_GROUPS: Mapping[str, tuple[str, str]] = {
    "to_decide": ("todo", lazy_gettext("Att besluta")),
    "decided": ("active", lazy_gettext("Beslutade, ej skickade")),
    "to_report": ("waiting", lazy_gettext("Att anmäla till nämnden")),
    "reported": ("done", lazy_gettext("Anmälda")),
}
DELEGATED_KINDS: Mapping[str, str] = {
    "dismissal": lazy_gettext("Avvisning"),
    "rejection": lazy_gettext("Avslag"),
    "closure": lazy_gettext("Avskrivning"),
    "letter_of_intent": lazy_gettext("Avsiktsförklaring"),
}
DIRECTIONS: Mapping[str, str] = {
    "in": lazy_gettext("In"),
    "out": lazy_gettext("Ut"),
    "internal": lazy_gettext("Internt"),
}
ATTENDANCE: Mapping[str, tuple[str, str]] = {
    "present": ("done", lazy_gettext("På plats")),
    "remote": ("done", lazy_gettext("Distans")),
    "serving": ("active", lazy_gettext("Tjänstgör")),
    "observing": ("todo", lazy_gettext("Närvarar")),
    "absent": ("closed", lazy_gettext("Frånvarande")),
}
_UNKNOWN = ("todo", "")


def shaped(words: Mapping[str, tuple[str, str]], code: str) -> tuple[str, str]:
    """The shape and the word of a code; the code itself where it has no word."""
    shape, word = words.get(code, _UNKNOWN)
    return shape, str(word or code)
