"""The Swedish words for the codes of decisions, as letters and pages show them."""

from collections.abc import Mapping
from types import MappingProxyType

from engine import Text

RULES: Mapping[str, str] = MappingProxyType(
    {
        "SFS2022_1468_12": "Förordning (2022:1468) om statligt stöd för regional utveckling, 12 §",
        "SFS2022_1468_23": "Förordning (2022:1468), 23 § (prioritering)",
        "SFS2003_596": "Förordning (2003:596) om bidrag för projektverksamhet",
        "GBER_27": "Artikel 27 i gruppundantagsförordningen (651/2014)",
        "DE_MINIMIS": "Förordning (EU) 2023/2831 om stöd av mindre betydelse",
        "KL_6": "Kommunallagen (2017:725) 6 kap.",
        "CALL_TEXT": "Utlysningens villkor",
    }
)
BASES: Mapping[str, str] = MappingProxyType(
    {
        "SFS2022_1468_12": "Beslutet grundas på 12 § förordningen (2022:1468) om statligt stöd för "
        "regional utveckling.",
        "SFS2003_596": "Beslutet grundas på förordningen (2003:596) om bidrag för projektverksamhet.",
        "DE_MINIMIS": "Beslutet grundas på förordningen (2022:1468) och reglerna om stöd av mindre betydelse.",
        "NO_AID": "Beslutet grundas på utlysningens villkor. Stödet är inte statligt stöd enligt artikel 107.1 FEUF.",
        "EGNA_MEDEL": "Beslutet grundas på utlysningens villkor. Stödet ges ur regionens egna medel.",
    }
)
FUNDING: Mapping[str, str] = MappingProxyType(
    {
        "anslag_1_1": "statens anslag 1:1 Regionala utvecklingsåtgärder",
        "egna_medel": "regionens egna medel",
        "eu": "EU-medel",
    }
)
STATE_AID: Mapping[str, str] = MappingProxyType(
    {
        "SFS2022_1468_12": "Stödet ges med stöd av artikel 27 i kommissionens förordning (EU) nr 651/2014. Stödnivån "
        "är högst 50 procent av de stödberättigande kostnaderna. Uppgifter om stödet kan offentliggöras.",
        "SFS2003_596": "Stödet avser ett avgränsat projekt och är inte driftsstöd.",
        "DE_MINIMIS": "Stödet är ett stöd av mindre betydelse. Tala om det när ni söker annat sådant stöd.",
        "NO_AID": "Stödet är inte statligt stöd.",
        "EGNA_MEDEL": "Stödet är inte statligt stöd.",
    }
)
OUTCOMES: Mapping[str, Text] = MappingProxyType(
    {
        "granted": Text("Bevilja", "Grant"),
        "partly_granted": Text("Bevilja delvis", "Grant in part"),
        "reserve": Text("Reserv", "Reserve"),
        "rejected": Text("Avslå", "Reject"),
        "below_threshold": Text("Avslå, kvalitet", "Reject, quality"),
    }
)
DECIDED: Mapping[str, Text] = MappingProxyType(
    {
        "granted": Text("Beviljad", "Granted"),
        "reserve": Text("Reserv", "Reserve"),
        "rejected": Text("Avslag", "Rejected"),
        "dismissed": Text("Avvisad", "Dismissed"),
        "closed": Text("Avskriven", "Closed"),
        "lapsed": Text("Förfallen", "Lapsed"),
    }
)
BOARD_OUTCOMES: Mapping[str, Text] = MappingProxyType(
    {
        "as_proposed": Text("Nämnden beslutar enligt förslaget.", "The board decides as proposed."),
        "changed": Text(
            "Nämnden beslutar enligt förslaget med följande ändringar.",
            "The board decides as proposed with the following changes.",
        ),
        "rejected": Text("Nämnden avslår förslaget.", "The board rejects the proposal."),
        "adjourned": Text("Nämnden bordlägger ärendet.", "The board adjourns the matter."),
        "referred_back": Text("Nämnden återremitterar ärendet.", "The board refers the matter back."),
    }
)
ATTENDANCE: Mapping[str, Text] = MappingProxyType(
    {
        "present": Text("på plats", "present"),
        "remote": Text("på distans", "remote"),
        "serving": Text("tjänstgörande ersättare", "serving substitute"),
        "observing": Text("ersättare som inte tjänstgör", "substitute, not serving"),
        "absent": Text("frånvarande", "absent"),
    }
)
SCENARIOS: Mapping[str, Text] = MappingProxyType(
    {
        "area_first": Text("områdestäckning", "area cover"),
        "pure_score": Text("ren poäng", "pure score"),
    }
)
