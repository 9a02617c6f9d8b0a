"""Why a part of an expression is null, in Swedish: one sentence for each that the evaluator says in English."""

import re

from engine.feel.wording import swedish_phrase

_SENTENCES: list[tuple[str, str]] = [
    ("the condition is neither true nor false", "villkoret är varken sant eller falskt"),
    ("the condition is {}, neither true nor false", "villkoret är {0}, varken sant eller falskt"),
    ("functions of kind {} are not run", "funktioner av slaget {0} körs inte"),
    ("external functions are not run", "externa funktioner körs inte"),
    ("the value of {} is not one of those allowed", "värdet på {0} är inte ett av de tillåtna"),
    ("a result is not one of the allowed output values", "ett resultat är inte ett av de tillåtna utdatavärdena"),
    ("{} rules match where only one may", "{0} regler träffar där bara en får göra det"),
    ("the rules that match give different results", "reglerna som träffar ger olika resultat"),
    ("an aggregation needs a single output", "en sammanräkning kräver en enda utdatakolumn"),
    ("{} needs {}", "{0:name} behöver {1:name}"),
    ("{} is not a function", "{0} är ingen funktion"),
    ("{} can only be called inside a model", "{0} kan bara anropas inuti en modell"),
    ("{} does not belong to the type {}", "{0} hör inte till typen {1}"),
    ("the type {} is not known", "typen {0} är okänd"),
    ("{} is needed, not {}", "{0} behövs, inte {1}"),
    ("- does not apply to {}", "minustecken går inte framför {0}"),
    ("{} does not apply to {} and {}", "{0} går inte mellan {1} och {2}"),
    ("{} has no result for these values", "{0} har inget resultat för dessa värden"),
    ("no result for these values", "inget resultat för dessa värden"),
    ("a time with a zone and one without have no difference", "en tid med tidszon och en utan har inget avstånd"),
    ("the duration is too long", "tidslängden är för lång"),
    ("no next value", "det finns inget nästa värde"),
    ("there is no item {} in a list of {}", "det finns ingen post {0} i en lista med {1}"),
    ("there is no position {} in a list of {}", "det finns ingen plats {0} i en lista med {1}"),
    ("there is no position {} in a text of {}", "det finns ingen plats {0} i en text med {1} tecken"),
    ("there is nothing to iterate over", "det finns inget att gå igenom"),
    ("an open range has no end of members", "ett öppet intervall har inget slut"),
    ("cannot count from {} to {}", "det går inte att räkna från {0} till {1}"),
    ("null cannot be filtered", "null kan inte filtreras"),
    ("{} {} {} cannot be said", "{0} {1} {2} går inte att avgöra"),
    ("{} has no value", "{0:name} har inget värde"),
    ("the ends make no range", "ändpunkterna bildar inget intervall"),
    ("a range from {} to {}", "ett intervall från {0} till {1}"),
    ("an end of the range is null", "en av intervallets ändpunkter är null"),
    ("at least one key is needed", "minst en nyckel behövs"),
    ("the keys must be texts", "nycklarna ska vara texter"),
    ("the keys must be different texts", "nycklarna ska vara olika texter"),
    ("{} is not a context", "{0:name} är ingen kontext"),
    ("an entry has a key and a value", "en post har en nyckel (key) och ett värde (value)"),
    ("only contexts can be merged", "bara kontexter kan slås ihop"),
    ("the separators are blank, comma or point", "avgränsarna är mellanslag, komma eller punkt"),
    ("the separators must differ", "avgränsarna ska vara olika"),
    ("the list has not that many items", "listan har inte så många poster"),
    ("the match must be true or false", "jämförelsen ska ge sant eller falskt"),
    ("the items have no common order", "posterna har ingen gemensam ordning"),
    ("the values have no common order", "värdena har ingen gemensam ordning"),
    ("these values have no common order", "dessa värden har ingen gemensam ordning"),
    ("these values have no order", "dessa värden har ingen ordning"),
    ("a whole number is needed", "ett heltal behövs"),
    ("the scale must lie between {} and {}", "antalet decimaler ska ligga mellan {0} och {1}"),
    ("only positive numbers have a logarithm", "bara positiva tal har en logaritm"),
    ("the pattern matches nothing at all", "mönstret träffar också ingenting alls"),
    (
        "in a replacement, $ is written \\$ and \\ is written \\\\",
        "i en ersättning skrivs $ som \\$ och \\ som \\\\",
    ),
    ("numbers are needed, and at least one", "tal behövs, minst ett"),
    ("numbers or durations are needed, and at least one", "tal eller tidslängder behövs, minst en"),
    ("at least two numbers are needed", "minst två tal behövs"),
    ("the list is empty", "listan är tom"),
    ("the length must be at least 1", "längden ska vara minst 1"),
    ("only texts can be joined", "bara texter kan fogas ihop"),
    ("this evaluation has no clock", "här finns ingen klocka"),
    ("this evaluation has no calendar", "här finns ingen kalender"),
    ("at most {} working days can be added", "högst {0} arbetsdagar kan läggas till"),
    ("the ends of a range in a text are literals", "ändpunkterna i ett intervall i text ska vara fasta värden"),
    ("the text is too long for a range", "texten är för lång för ett intervall"),
    ("{} takes {} arguments", "{0} tar {1} argument"),
    ("{} takes {}", "{0} tar {1}"),
    ("at most {} arguments", "högst {0} argument"),
    ("{} must be {}, not {}", "{0:name} ska vara {1}, inte {2}"),
    ("{} is missing", "{0:name} saknas"),
    ("no such parameters", "det finns inga sådana parametrar"),
    ("no such arguments", "det finns inga sådana argument"),
    ("the context has no entry {}", "kontexten har ingen post {0:name}"),
    ("{} has no property {}", "{0} har ingen egenskap {1:name}"),
    ("{} is no {}", "{0} är inget giltigt värde av typen {1}"),
    ("the flags are s, m, i and x", "flaggorna är s, m, i och x"),
    ("the pattern is too large", "mönstret är för stort"),
    ("the pattern ends too early", "mönstret slutar för tidigt"),
    ("the pattern is nested too deeply", "mönstret är nästlat i för många led"),
    ("a bracket is closed that was not opened", "en parentes avslutas som inte har inletts"),
    ("a bracket is not closed", "en parentes är inte avslutad"),
    ("a start or end cannot be repeated", "en början eller ett slut kan inte upprepas"),
    ("repeated twice", "upprepat två gånger"),
    ("a repetition reads {2}, {2,} or {2,5}", "en upprepning skrivs {{2}}, {{2,}} eller {{2,5}}"),
    ("a repetition rises, to at most {}", "en upprepning är stigande, till högst {0}"),
    ("{} must be written \\{} to stand for itself", "{0} skrivs \\{1} för att stå för sig självt"),
    ("{} must be written \\{} in a character class", "{0} skrivs \\{1} i en teckenklass"),
    ("there is no group {} before this", "det finns ingen grupp {0} före detta"),
    ("\\{} has no meaning here", "\\{0} betyder ingenting här"),
    ("a character class is not closed", "en teckenklass är inte avslutad"),
    ("a range of characters must rise", "ett teckenintervall ska vara stigande"),
    ("only (?: may follow an opening bracket", "efter en inledande parentes får bara ?: följa"),
]


class _Word(str):
    """A word in a sentence: the name of a type is translated, unless the sentence asks for a `name`."""

    __slots__ = ()

    def __format__(self, use: str) -> str:
        return str(self) if use == "name" else swedish_phrase(str(self))


def _pattern(english: str) -> re.Pattern[str]:
    return re.compile("(.+)".join(map(re.escape, english.split("{}"))), re.DOTALL)


_PATTERNS = [(_pattern(english), swedish) for english, swedish in _SENTENCES]


def note_in_swedish(message: str) -> str:
    """The Swedish sentence; what stands before a colon (a function or table) is kept."""
    for pattern, swedish in _PATTERNS:
        match = pattern.fullmatch(message)
        if match is not None and not (": " in match.group(0) and _is_prefixed(message)):
            return swedish.format(*map(_Word, match.groups()))
    head, colon, rest = message.partition(": ")
    return f"{head}: {note_in_swedish(rest)}" if colon else message


def _is_prefixed(message: str) -> bool:
    """Whether a known sentence follows a colon: then the part before it is a name."""
    rest = message.partition(": ")[2]
    return any(pattern.fullmatch(rest) for pattern, _ in _PATTERNS)
