"""The codes of what was assumed or ignored to make a drawing runnable."""

from collections.abc import Mapping

from engine.definitions.codes.code import Code
from engine.model import Text

_BASICS: Mapping[str, Code] = {
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


def _assumed(sv: str, en: str) -> Code:
    return Code("assumed", Text(sv, en))


def _ignored(sv: str, en: str) -> Code:
    return Code("ignored", Text(sv, en))


_WHEN: Mapping[str, Code] = {
    "assumed_time_asked": _assumed(
        "”{name}” säger inte när{written}: en person anger tiden när ärendet kommer dit. Ange en tid i stället.",
        '"{name}" does not say when{written_en}: a person says so when a case gets there. Or give one.',
    ),
    "assumed_started_by_hand": _assumed(
        "”{name}” säger inte när ärendet börjar: en person startar det.",
        '"{name}" does not say when a case begins: a person starts it.',
    ),
    "assumed_told": _assumed(
        "”{name}” säger inte när den inträffar: den inträffar när någon säger till med meddelandet ”{message}”.",
        '"{name}" does not say when it happens: it happens when somebody tells by the message "{message}".',
    ),
    "assumed_waits_for_person": _assumed(
        "”{name}” säger inte vad den väntar på: en person går vidare när det är dags.",
        '"{name}" does not say what it waits for: a person goes on when it is time.',
    ),
    "assumed_count_asked": _assumed(
        "”{name}” säger inte för vad den upprepas: en person anger antalet. Svara ”en per …” för att ändra det.",
        '"{name}" does not say for what it repeats: a person gives the number. Answer "one per ..." to change that.',
    ),
    "assumed_again_asked": _assumed(
        "”{name}” säger inte hur länge den upprepas: en person väljer efter varje gång.",
        '"{name}" does not say how long it repeats: a person chooses after each time.',
    ),
    "assumed_values": _assumed(
        "Villkoren efter ”{name}” läser {values}, som inget i ritningen sätter: en person fyller i det.",
        'The conditions after "{name}" read {values}, which nothing in the drawing sets: a person fills it in.',
    ),
}

_SHAPES: Mapping[str, Code] = {
    "assumed_mended": _assumed(
        "Filen gick att läsa sedan detta lagats: {sv}.", "The file could be read once this was mended: {en}."
    ),
    "assumed_layout": _assumed(
        "Filen har ingen bild: stegen ritades från vänster till höger.",
        "The file has no picture: the steps were drawn from left to right.",
    ),
    "assumed_role": _assumed("Banan ”{name}” är rollen {role}.", 'The lane "{name}" is the role {role}.'),
    "assumed_anyone": _assumed(
        "Banan ”{name}” är ingen roll här: vem som helst gör dess steg. Välj en roll för att ändra det.",
        'The lane "{name}" is no role here: anyone does its steps. Choose a role to change that.',
    ),
    "assumed_step": _assumed(
        "”{name}” ({kind}) är inget som kan köras: en person gör det.",
        '"{name}" ({kind}) is nothing that can be executed: a person does it.',
    ),
    "assumed_kind": _assumed(
        "”{name}” är ritad som {was} och körs som {now}.", '"{name}" is drawn as {was} and runs as {now}.'
    ),
    "assumed_plain": _assumed(
        "”{name}” kan inte vara av sorten {definition} här och körs utan den.",
        '"{name}" cannot be of the kind {definition} here and runs without it.',
    ),
    "assumed_host": _assumed(
        "”{name}” sitter på ”{host}”, som den är ritad på.", '"{name}" sits on "{host}", which it is drawn on.'
    ),
    "assumed_handler": _assumed(
        "”{name}” kompenseras av ”{handler}”, som flödet leder till.",
        '"{name}" is compensated by "{handler}", which the flow leads to.',
    ),
    "assumed_end": _assumed(
        "Flödet går till ”{end}”, som räknar upp det.", 'The flow goes to "{end}", which lists it.'
    ),
    "assumed_flow_moved": _assumed(
        "Ett flöde tillbaka till starten leder till det som följer på den.",
        "A flow back to the start leads to what follows it.",
    ),
    "assumed_border": _assumed(
        "Ett flöde över gränsen till en delprocess leder till eller från hela delprocessen.",
        "A flow across the border of a sub-process leads to or from the whole sub-process.",
    ),
    "assumed_chosen": _assumed(
        "Efter ”{name}” står annat än händelser att vänta på: en person väljer väg.",
        'Something else than events to wait for follows "{name}": a person chooses the way.',
    ),
    "assumed_merge": _assumed(
        "”{name}” väntar på vägar som kanske inte alla tas: den väntar på dem som tas.",
        '"{name}" waits for ways that may not all be taken: it waits for those that are.',
    ),
    "assumed_one_start": _assumed(
        "Ritningen har flera starter: en person väljer mellan {options}.",
        "The drawing has several starts: a person chooses among {options}.",
    ),
    "assumed_pause": _assumed(
        "Slingan genom ”{name}” väntar aldrig: en person går vidare varje varv.",
        'The loop through "{name}" never waits: a person goes on in each round.',
    ),
    "assumed_code": _assumed(
        "”{name}” saknar kod: den kastar ”{thrown}”.", '"{name}" has no code: it throws "{thrown}".'
    ),
    "assumed_link": _assumed(
        "Länken ”{name}” leder till den enda som saknar motpart.",
        'The link "{name}" leads to the only one without a counterpart.',
    ),
    "ignored_step": _ignored("”{name}” visas men körs inte.", '"{name}" is shown but not executed.'),
    "ignored_details": _ignored(
        "Det som står inne i ”{name}” kan inte köras och används inte.",
        'What stands inside "{name}" cannot be executed and is not used.',
    ),
    "ignored_process": _ignored(
        "Processen ”{name}” är tom och visas bara.", 'The process "{name}" is empty and only shown.'
    ),
    "nothing_to_run": Code(
        "warning",
        Text(
            "Ritningen har inga steg som kan köras ({what}). Den visas. Rita en process för att köra den.",
            "The drawing has no steps that could be executed ({what}). It is shown. Draw a process to run it.",
        ),
    ),
}

ASSUMPTIONS: Mapping[str, Code] = {**_BASICS, **_WHEN, **_SHAPES}
