"""What pages and problems say about each failure: what happened, and what the reader can do."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext


@dataclass(frozen=True, slots=True)
class Explanation:
    """A failure in words: what happened, and what the reader can do."""

    title: str
    advice: str


_BY_CODE: Mapping[str, Explanation] = {
    "conflict_of_interest": Explanation(
        lazy_gettext("Du är jävig i det här ärendet"),
        lazy_gettext("Någon annan måste göra det här. Försöket har antecknats i loggen."),
    ),
    "task_already_completed": Explanation(
        lazy_gettext("Uppgiften är redan klar"),
        lazy_gettext("Någon hann före. Inget av det du skrev har sparats, men du kan kopiera det härifrån."),
    ),
    "task_not_open": Explanation(
        lazy_gettext("Uppgiften är inte längre öppen"),
        lazy_gettext("Ärendet har gått vidare. Öppna ärendet för att se var det står nu."),
    ),
    "task_claimed": Explanation(
        lazy_gettext("Någon annan har tagit uppgiften"),
        lazy_gettext("Be den som har uppgiften att lämna över den till dig."),
    ),
    "case_not_active": Explanation(
        lazy_gettext("Ärendet är avslutat eller vilar"),
        lazy_gettext("Inget mer kan göras i det. Öppna ärendet för att se varför."),
    ),
    "version_conflict": Explanation(
        lazy_gettext("Någon har sparat en nyare version"),
        lazy_gettext("Öppna den nya versionen och gör om din ändring där. Det du skrev står kvar nedan."),
    ),
    "invalid_data": Explanation(
        lazy_gettext("Något i formuläret behöver rättas"),
        lazy_gettext("Inget har sparats. Gå tillbaka och rätta det som står nedan."),
    ),
    "deployment_rejected": Explanation(
        lazy_gettext("Processen kan inte publiceras ännu"),
        lazy_gettext("Rätta det som stoppar. Inget har ändrats för pågående ärenden."),
    ),
    "operation_failed": Explanation(
        lazy_gettext("Ett automatiskt steg gick inte att göra"),
        lazy_gettext("Inget är halvsparat och uppgiften är kvar. Driften har fått veta det. Försök igen om en stund."),
    ),
    "call_error": Explanation(
        lazy_gettext("Utlysningen kan inte ändras så"),
        lazy_gettext("Inget har ändrats. Öppna utlysningen för att se hur den står."),
    ),
    "no_meeting": Explanation(
        lazy_gettext("Informationsmötet går inte längre att anmäla sig till"),
        lazy_gettext("Läs frågor och svar på utlysningens sida, eller ställ en egen fråga där."),
    ),
    "meeting_full": Explanation(
        lazy_gettext("Informationsmötet är fullt"),
        lazy_gettext("Alla svar publiceras på utlysningens sida efter mötet. Ni kan ställa frågor där redan nu."),
    ),
    "amendment_refused": Explanation(
        lazy_gettext("Utlysningen kan inte ändras på det sättet"),
        lazy_gettext("Inget har ändrats och inget har skickats. Rätta det som står här och försök igen."),
    ),
    "budget_exceeded": Explanation(
        lazy_gettext("Besluten går över utlysningens ram"),
        lazy_gettext("Inget beslut har fattats. Sänk ett belopp eller flytta en ansökan till reservlistan."),
    ),
    "no_majority": Explanation(
        lazy_gettext("Förslaget fick inte majoritet"),
        lazy_gettext("Kontrollera rösterna, eller pröva ett annat förslag."),
    ),
    "already_decided": Explanation(
        lazy_gettext("Beslutet är redan fattat"),
        lazy_gettext("Öppna ärendet för att läsa det. Ett beslut som är fel rättas genom rättelse eller omprövning."),
    ),
    "meeting_not_open": Explanation(
        lazy_gettext("Sammanträdet är inte öppet"),
        lazy_gettext("Öppna sammanträdet innan ni beslutar, eller välj ett annat."),
    ),
    "summons_sent": Explanation(
        lazy_gettext("Kallelsen är redan skickad"),
        lazy_gettext("Lägg ärendet på nästa sammanträde, eller ta upp det som ett extra ärende på mötet."),
    ),
    "appeal_text_missing": Explanation(
        lazy_gettext("Text om överklagande saknas för det här beslutet"),
        lazy_gettext("Be processägaren att lägga till raden i tabellen över överklaganden. Inget har skickats."),
    ),
    "outside_delegation": Explanation(
        lazy_gettext("Beslutet får inte fattas på delegation"),
        lazy_gettext("Lämna ärendet till nämnden. Delegationsordningen säger varför."),
    ),
    "incomplete_draft": Explanation(
        lazy_gettext("Beslutet har tomma fält"),
        lazy_gettext("Fyll i det som saknas i utkastet. Inget beslut har fattats."),
    ),
    "not_decidable": Explanation(
        lazy_gettext("Förslaget kan inte avslås här"),
        lazy_gettext("Återlämna det till handläggaren, eller lämna det till nämnden."),
    ),
    "not_dispatched": Explanation(
        lazy_gettext("Ärendet kan inte avslutas ännu"),
        lazy_gettext("Beslutet ska först ha skickats till den det gäller."),
    ),
    "draft_changed": Explanation(
        lazy_gettext("Någon annan har sparat utkastet"),
        lazy_gettext(
            "Öppna utkastet för att se den nya versionen, och för in din ändring där. Det du skrev står nedan."
        ),
    ),
    "draft_submitted": Explanation(
        lazy_gettext("Ansökan är redan inskickad"),
        lazy_gettext("Utkastet kan inte ändras mer. Öppna ansökan under Mina ansökningar."),
    ),
    "call_not_open": Explanation(
        lazy_gettext("Utlysningen tar inte emot ansökningar nu"),
        lazy_gettext("Se utlysningens sida för när den är öppen. Utkastet finns kvar."),
    ),
    "not_your_organisation": Explanation(
        lazy_gettext("Du företräder inte den organisationen"),
        lazy_gettext("Be organisationen att lägga till dig, eller välj en annan organisation."),
    ),
    "not_asked_for": Explanation(
        lazy_gettext("Inget är begärt för den här ansökan nu"),
        lazy_gettext("Öppna ansökan för att se vad som gäller och vad som händer härnäst."),
    ),
    "upload_refused": Explanation(
        lazy_gettext("Filen togs inte emot"),
        lazy_gettext("Inget annat har ändrats. Välj en annan fil och försök igen."),
    ),
    "weak_password": Explanation(
        lazy_gettext("Lösenordet är för svagt"),
        lazy_gettext("Välj ett längre lösenord, gärna flera ord efter varandra."),
    ),
}
_BY_STATUS: Mapping[int, Explanation] = {
    400: Explanation(
        lazy_gettext("Sidan hade legat öppen för länge"),
        lazy_gettext("Inget har sparats. Gå tillbaka, ladda om sidan och skicka igen. Det du skrev står kvar nedan."),
    ),
    401: Explanation(
        lazy_gettext("Du behöver logga in"),
        lazy_gettext("Logga in och försök igen. Det du skrev står kvar nedan, så att du kan kopiera det."),
    ),
    403: Explanation(
        lazy_gettext("Du får inte göra det här"),
        lazy_gettext(
            "Det kräver en roll som du inte har. Försöket har antecknats. Fråga den som ansvarar för ärendet."
        ),
    ),
    404: Explanation(
        lazy_gettext("Sidan finns inte"),
        lazy_gettext("Adressen kan vara felskriven, eller så är sidan inte öppen för dig. Börja om från startsidan."),
    ),
    405: Explanation(
        lazy_gettext("Så kan sidan inte användas"),
        lazy_gettext("Gå tillbaka och använd knapparna på sidan."),
    ),
    409: Explanation(
        lazy_gettext("Det går inte som det står nu"),
        lazy_gettext("Inget har ändrats. Ladda om sidan för att se läget. Det du skrev står kvar nedan."),
    ),
    413: Explanation(
        lazy_gettext("Det du skickade är för stort"),
        lazy_gettext(
            "En bilaga får vara högst 25 MB. Dela upp filen eller spara den i mindre format, och försök igen."
        ),
    ),
    422: Explanation(
        lazy_gettext("Uppgifterna går inte att använda"),
        lazy_gettext("Inget har sparats. Gå tillbaka och rätta det som står nedan."),
    ),
    429: Explanation(
        lazy_gettext("För många försök"),
        lazy_gettext("Vänta några minuter och försök igen."),
    ),
    500: Explanation(
        lazy_gettext("Något gick fel hos oss"),
        lazy_gettext("Inget är halvsparat. Försök igen om en stund. Hör av dig med numret nedan om felet är kvar."),
    ),
    503: Explanation(
        lazy_gettext("Tjänsten är upptagen"),
        lazy_gettext("Inget har sparats. Försök igen om en stund."),
    ),
}


def explanation(status: int, code: str = "") -> Explanation:
    """What to say about a failure: by its code, else by its status."""
    return _BY_CODE.get(code) or _BY_STATUS.get(status) or _BY_STATUS[500]
