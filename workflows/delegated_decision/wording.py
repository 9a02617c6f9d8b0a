"""The Swedish words for the codes of delegated decisions."""

from collections.abc import Mapping
from types import MappingProxyType

from engine import Text

OUTCOMES: Mapping[str, Text] = MappingProxyType(
    {
        "granted": Text("Bifall", "Approved"),
        "rejected": Text("Avslag", "Rejected"),
        "dismissed": Text("Avvisning", "Dismissed"),
        "closed": Text("Avskrivning", "Closed"),
    }
)
LETTER_TITLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "dismissed": ("D15", "Ansökan avvisas"),
        "rejected": ("D14", "Ansökan avslås"),
        "closed": ("D16", "Ärendet avskrivs"),
    }
)
SUMMARIES: Mapping[str, Text] = MappingProxyType(
    {
        "granted": Text(
            "Vi skickar avsiktsförklaringen som ni bad om, och beslutet om den.",
            "We are sending the letter of intent that you asked for, and the decision about it.",
        ),
        "rejected": Text("Er begäran avslås.", "Your request is rejected."),
        "dismissed": Text("Er ansökan avvisas. Den prövas inte i sak.", "Your application is dismissed."),
        "closed": Text("Ärendet avskrivs, eftersom ni har återkallat ansökan.", "The case is closed."),
    }
)
COUNTRIES: Mapping[str, Text] = MappingProxyType(
    {
        "SE": Text("Sverige", "Sweden"),
        "NO": Text("Norge", "Norway"),
        "FI": Text("Finland", "Finland"),
        "DK": Text("Danmark", "Denmark"),
        "EU": Text("Annat land i EU", "Another EU country"),
        "XX": Text("Annat land", "Another country"),
    }
)
