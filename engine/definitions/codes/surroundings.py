"""The codes of the standard's rules about what stands around processes: collaborations, choreographies, drawings."""

from collections.abc import Mapping

from engine.definitions.codes.code import Code, error, warning

COLLABORATIONS: Mapping[str, Code] = {
    "multiplicity_invalid": error(
        "Deltagarantalet {minimum}–{maximum} går inte. Ange minst 0 till minst 1, det andra inte mindre än det första.",
        "A number of participants of {minimum} to {maximum} cannot be. Give 0 or more to 1 or more, not decreasing.",
    ),
    "conversation_link_wrong": error(
        "En konversationslänk går mellan en konversation och en deltagare. Rita om den.",
        "A conversation link joins a conversation with a participant. Redraw it.",
    ),
    "conversation_participants_wrong": error(
        "Konversationen ”{name}” har en enda deltagare. Ange minst två.",
        'The conversation "{name}" has a single participant. Give at least two.',
    ),
    "participant_elsewhere": error(
        "”{target}” hör till en annan samarbetsritning. Välj något ur den egna.",
        '"{target}" belongs to another collaboration. Choose one of its own.',
    ),
    "participant_association_wrong": error(
        "{attribute} pekar på ”{target}”, som inte hör till {side}. Välj en deltagare därifrån.",
        '{attribute} refers to "{target}", which is not of {side}. Choose one that is.',
    ),
    "global_with_content": error(
        "{holder} får inte innehålla {kind}. Ta bort det.", "A {holder} cannot hold a {kind}. Remove it."
    ),
    "correlation_key_empty": error(
        "Korrelationsnyckeln har inga egenskaper. Ange minst en.", "The correlation key has no properties. Give one."
    ),
    "correlation_message_twice": error(
        "Egenskapen tas ur meddelandet ”{target}” på två sätt. Behåll ett.",
        'The property is taken from the message "{target}" in two ways. Keep one.',
    ),
    "correlation_binding_wrong": error(
        "Egenskapen ”{target}” hör inte till nyckeln, eller är bunden två gånger. Bind var och en av nyckelns.",
        'The property "{target}" is not of the key, or is bound twice. Bind each of the key\'s own.',
    ),
}


CHOREOGRAPHIES: Mapping[str, Code] = {
    "choreography_flow_wrong": error(
        "Flödet ”{name}” förenar inte två steg på samma nivå i koreografin, eller går ut ur ett slut eller in i en "
        "start. Rita om det.",
        'The flow "{name}" does not join two steps on one level of the choreography, or leaves an end or enters a '
        "start. Redraw it.",
    ),
    "choreography_event_loose": error(
        "Inget flöde går till eller från ”{name}” i koreografin. Dra ett, eller ta bort händelsen.",
        'No flow enters or leaves "{name}" in the choreography. Draw one, or remove the event.',
    ),
    "choreography_gateway_wrong": error(
        "Grinden ”{name}” har andra flöden än dess riktning, dess förval eller dess slag säger. Rätta dem.",
        'The gateway "{name}" has other flows than its direction, its default or its kind says. Correct them.',
    ),
    "choreography_content_wrong": error(
        "{kind} hör inte hemma i en koreografi. Flytta det till en process.",
        "A {kind} does not belong in a choreography. Move it to a process.",
    ),
    "choreography_participants_wrong": error(
        "Koreografisteget ”{name}” ska ha två deltagare, av vilka en börjar. Rätta dem.",
        'The choreography step "{name}" must have two participants, one of which begins. Correct them.',
    ),
    "choreography_messages_wrong": error(
        "Meddelandena i ”{name}” ska gå mellan dess deltagare, det första från den som börjar, och åt var sitt håll. "
        "Rätta dem.",
        'The messages of "{name}" must go between its participants, the first from the one that begins, and each its '
        "own way. Correct them.",
    ),
    "choreography_initiator_uninvolved": error(
        "Den som börjar ”{name}” var inte med i steget före, ”{previous}”. Låt någon som var med börja.",
        'Who begins "{name}" had no part in the step before, "{previous}". Let somebody begin who had.',
    ),
    "choreography_choice_unknown": error(
        "Efter händelsevägvalet ”{name}” ska alla steg ha samma avsändare eller samma mottagare. Ändra stegen.",
        'After the event-based gateway "{name}" all steps must have the same sender or the same receiver. Change them.',
    ),
    "choreography_event_wrong": error(
        "En händelse av sorten {event} får inte stå här i en koreografi ({kind}). Byt sort.",
        "An event of the kind {event} cannot stand here in a choreography ({kind}). Change the kind.",
    ),
}


DRAWINGS: Mapping[str, Code] = {
    "shape_size_negative": error(
        "Figurens {attribute} är negativ ({value}). Rita om figuren.",
        "The shape's {attribute} is negative ({value}). Redraw it.",
    ),
    "shape_id_duplicate": error(
        "Figurens id ”{id}” har även något annat i filen. Ge figuren ett eget.",
        'Something else in the file has the shape\'s id "{id}" too. Give the shape one of its own.',
    ),
    "drawn_without_element": error(
        "{kind} ritar inget element. Ange bpmnElement, eller ta bort figuren.",
        "The {kind} draws no element. Give bpmnElement, or remove it.",
    ),
    "drawn_twice": error(
        "”{target}” är ritad två gånger på samma bild. Ta bort den ena figuren.",
        '"{target}" is drawn twice in the same picture. Remove one of them.',
    ),
    "band_incomplete": error(
        "Ett deltagarband ska ha både participantBandKind och choreographyActivityShape, rita en deltagare och höra "
        "till ett koreografisteg. Rätta figuren.",
        "A participant band has both participantBandKind and choreographyActivityShape, draws a participant and "
        "belongs to a choreography activity. Correct the shape.",
    ),
    "shape_attribute_misplaced": warning(
        "{attribute} hör inte till figurer av {drawn}. Ta bort attributet.",
        "{attribute} does not belong on a shape of a {drawn}. Remove the attribute.",
    ),
}
