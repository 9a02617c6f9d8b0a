"""The codes of what was assumed or ignored to make a drawing runnable."""

from collections.abc import Mapping

from engine.definitions.codes.code import Code
from engine.model import Text

ASSUMPTIONS: Mapping[str, Code] = {
    "assumed_executable": Code("assumed", Text("Processen gjordes körbar.", "The process was made executable.")),
    "assumed_id": Code(
        "assumed", Text("Ett element utan id fick id ”{id}”.", 'An element without an id got the id "{id}".')
    ),
    "assumed_new_id": Code(
        "assumed",
        Text(
            "Det andra elementet med id ”{id}” fick id ”{new}”.",
            'The second element with the id "{id}" got the id "{new}".',
        ),
    ),
    "assumed_choice": Code(
        "assumed",
        Text(
            "Vägarna ut ur ”{name}” saknar villkor: en person väljer mellan {options}.",
            'The ways out of "{name}" have no conditions: a person chooses among {options}.',
        ),
    ),
    "assumed_default": Code(
        "assumed",
        Text("Vägen ”{flow}” ut ur ”{name}” är standard.", 'The way "{flow}" out of "{name}" is the default.'),
    ),
    "assumed_manual": Code(
        "assumed",
        Text(
            "”{name}” saknar utförande: rollen {role} gör den för hand.",
            '"{name}" has no implementation: the role {role} does it by hand.',
        ),
    ),
    "assumed_start": Code("assumed", Text("Ärendet börjar med ”{name}”.", 'The case begins with "{name}".')),
    "assumed_message": Code(
        "assumed",
        Text(
            "”{name}” saknar meddelande: det heter ”{message}”.", '"{name}" has no message: it is called "{message}".'
        ),
    ),
    "assumed_signal": Code(
        "assumed",
        Text("”{name}” saknar signal: den heter ”{signal}”.", '"{name}" has no signal: it is called "{signal}".'),
    ),
    "assumed_abstract": Code(
        "assumed",
        Text("”{name}” är en användaruppgift.", '"{name}" is a user task.'),
    ),
    "assumed_translated": Code(
        "assumed",
        Text("{foreign} lästes som {own}.", "{foreign} was read as {own}."),
    ),
    "assumed_inclusive": Code(
        "assumed",
        Text(
            "Det komplexa vägvalet ”{name}” saknar villkor och körs som ett inklusivt.",
            'The complex gateway "{name}" has no condition and runs as an inclusive one.',
        ),
    ),
    "assumed_quantity": Code(
        "assumed", Text("”{name}” tar och ger ett ärende i taget.", '"{name}" takes and gives one token at a time.')
    ),
    "assumed_condition_removed": Code(
        "assumed",
        Text("Ett villkor på ett flöde från {kind} togs bort.", "A condition on a flow from {kind} was removed."),
    ),
    "assumed_once": Code(
        "assumed",
        Text(
            "”{name}” säger inte för vad den upprepas: den görs en gång. Svara ”en per …” för att ändra det.",
            '"{name}" does not say for what it repeats: it is done once. Answer "one per ..." to change that.',
        ),
    ),
    "ignored_data": Code(
        "ignored",
        Text(
            "Datapilarna vid ”{name}” visas bara: ärendets variabler är gemensamma.",
            'The data arrows of "{name}" are only shown: the variables of a case are common to it.',
        ),
    ),
    "ignored_reference": Code(
        "ignored",
        Text(
            "{attribute} pekade på ”{target}”, som inte finns.",
            '{attribute} referred to "{target}", which does not exist.',
        ),
    ),
    "ignored_flow": Code(
        "ignored",
        Text("Flödet ”{id}” leder ingenstans och visas bara.", 'The flow "{id}" leads nowhere and is only shown.'),
    ),
}
