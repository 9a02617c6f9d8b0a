"""The codes of gateways, events and times."""

from collections.abc import Mapping

from engine.definitions.codes.code import Code, error, warning

GATEWAYS: Mapping[str, Code] = {
    "gateway_condition_missing": error(
        "Flödet ”{flow}” ut ur vägvalet saknar villkor. Skriv ett, eller gör flödet till standard.",
        'The flow "{flow}" out of the gateway has no condition. Write one, or make it the default.',
    ),
    "gateway_without_default": warning(
        "Vägvalet har inget standardflöde. Om inget villkor är sant stannar ärendet. Välj ett standardflöde.",
        "The gateway has no default flow. If no condition is true the case stops. Choose a default flow.",
    ),
    "gateway_pass_through": warning(
        "Vägvalet har en väg in och en väg ut. Ta bort det.", "The gateway has one way in and one way out. Remove it."
    ),
    "gateway_without_flows": error(
        "Vägvalet saknar flöde {end}. Dra ett, eller ta bort vägvalet.",
        "The gateway has no flow {end_en}. Draw one, or remove the gateway.",
    ),
    "gateway_direction_wrong": error(
        "Vägvalet sägs vara {direction} men är ritat på annat sätt. Rätta riktningen eller flödena.",
        "The gateway is said to be {direction} but is drawn otherwise. Correct the direction or the flows.",
    ),
    "event_gateway_target_wrong": error(
        "Efter ett händelsevägval får bara väntande händelser och mottagaruppgifter stå, inte ”{name}”. Ändra steget.",
        'An event-based gateway may lead only to catching events or receive tasks, not to "{name}". Change the step.',
    ),
    "event_gateway_target_shared": error(
        "”{name}” efter händelsevägvalet har fler flöden in. Låt bara vägvalet leda dit.",
        '"{name}" after the event-based gateway has other incoming flows. Let only the gateway lead to it.',
    ),
    "event_gateway_mixed": error(
        "Händelsevägvalet leder både till meddelandehändelser och mottagaruppgifter. Använd en av sorterna.",
        "The event-based gateway leads both to message events and to receive tasks. Use one of them.",
    ),
    "event_gateway_single": error(
        "Händelsevägvalet har bara en väg ut. Rita minst två händelser att vänta på.",
        "The event-based gateway has a single way out. Draw at least two events to wait for.",
    ),
    "instantiate_has_incoming": error(
        "”{name}” startar ärenden men har ett flöde in. Ta bort flödet, eller instantiate.",
        '"{name}" starts cases but has an incoming flow. Remove the flow, or instantiate.',
    ),
    "event_gateway_parallel": error(
        "Ett parallellt händelsevägval kan bara starta ärenden. Gör det exklusivt, eller sätt instantiate.",
        "A parallel event-based gateway can only start cases. Make it exclusive, or set instantiate.",
    ),
    "complex_without_condition": error(
        "Det komplexa vägvalet saknar aktiveringsvillkor. Skriv ett, eller använd ett annat vägval.",
        "The complex gateway has no activation condition. Write one, or use another gateway.",
    ),
    "deadlock": error(
        "Den parallella sammanslagningen väntar på grenar av ”{name}” som aldrig tas samtidigt. Byt vägval.",
        'The parallel join waits for branches of "{name}" that are never taken together. Use the same kind of gateway.',
    ),
}


EVENTS: Mapping[str, Code] = {
    "event_without_definition": error(
        "Händelsen säger inte vad den väntar på. Välj meddelande, tid, signal eller villkor.",
        "The event does not say what it waits for. Choose message, time, signal or condition.",
    ),
    "event_kind_wrong": error(
        "En händelse av sorten {kind} får inte stå här ({place}). Välj en annan sort eller plats.",
        "An event of the kind {kind} cannot stand here ({place}). Choose another kind or place.",
    ),
    "event_must_interrupt": error(
        "En händelse av sorten {kind} avbryter alltid. Gör den avbrytande.",
        "An event of the kind {kind} always interrupts. Make it interrupting.",
    ),
    "event_subprocess_starts": error(
        "En händelsedelprocess ska ha exakt en starthändelse, med en utlösare. Rätta starten.",
        "An event sub-process must have exactly one start event, with a trigger. Correct the start.",
    ),
    "event_without_outgoing": error(
        "Inget flöde går ut ur händelsen. Dra ett till nästa steg, eller gör den till en sluthändelse.",
        "No flow leaves the event. Draw one to the next step, or make it an end event.",
    ),
    "cancel_outside_transaction": error(
        "Avbryt-händelser hör till transaktioner. Gör delprocessen till en transaktion, eller byt händelse.",
        "Cancel events belong to transactions. Make the sub-process a transaction, or change the event.",
    ),
    "cancel_uncaught": warning(
        "Ingen händelse på transaktionens kant tar emot avbrottet, så vägen slutar där. Fäst en avbryt-händelse.",
        "No event on the transaction's border catches the cancellation, so the way ends there. Attach a cancel event.",
    ),
    "boundary_host_missing": error(
        "Kanthändelsen sitter inte på någon aktivitet. Fäst den på en.",
        "The boundary event sits on no activity. Attach it to one.",
    ),
    "message_missing": error(
        "”{name}” säger inte vilket meddelande det gäller. Välj ett.",
        '"{name}" does not say which message it is about. Choose one.',
    ),
    "signal_missing": error(
        "”{name}” säger inte vilken signal det gäller. Välj en.",
        '"{name}" does not say which signal it is about. Choose one.',
    ),
    "code_missing": error(
        "”{name}” kastar ett {kind} utan kod. Välj ett med en kod, så att rätt händelse fångar det.",
        '"{name}" throws an {kind} without a code. Choose one with a code, so that the right event catches it.',
    ),
    "condition_missing": error(
        "Villkorshändelsen saknar villkor. Skriv ett i FEEL.",
        "The conditional event has no condition. Write one in FEEL.",
    ),
    "link_unmatched": error(
        "Länken ”{name}” har ingen motpart i samma process eller delprocess. Rita den.",
        'The link "{name}" has no counterpart in the same process or sub-process. Draw it.',
    ),
    "link_has_flow": error(
        "En sändande länk har inget flöde ut, och en mottagande inget flöde in: länken är flödet. Ta bort flödet.",
        "A throwing link has no outgoing flow and a catching one no incoming: the link is the flow. Remove the flow.",
    ),
    "link_ambiguous": error(
        "Länken ”{name}” har flera mottagare. Behåll en.", 'The link "{name}" has several targets. Keep one.'
    ),
    "compensation_handler_missing": error(
        "Kompensationshändelsen saknar aktivitet. Knyt en kompensationsaktivitet till den.",
        "The compensation event has no activity. Tie a compensation activity to it.",
    ),
    "compensation_target_unknown": error(
        "Händelsen kompenserar ”{target}”, som inte är en aktivitet här. Välj en som finns.",
        'The event compensates "{target}", which is no activity here. Choose one that exists.',
    ),
}


TIMES: Mapping[str, Code] = {
    "timer_missing": error("Tidshändelsen saknar tid. Ange en.", "The timer event has no time. Give one."),
    "timer_invalid": error(
        "Tiden ”{text}” går inte att tolka. Skriv som 2021-11-29T23:59, P7D, R3/PT1H eller FEEL efter =.",
        'The time "{text}" cannot be read. Write it like 2021-11-29T23:59, P7D, R3/PT1H, or FEEL after =.',
    ),
    "timer_never_fires": error(
        "Tiden ”{text}” inträffar aldrig. Rätta den.", 'The time "{text}" never comes. Correct it.'
    ),
    "timer_negative": error(
        "Tiden ”{text}” är negativ. Ange en tid framåt.", 'The time "{text}" is negative. Give a time ahead.'
    ),
    "timer_too_often": error(
        "Tiden ”{text}” upprepas oftare än en gång i minuten. Ange ett längre mellanrum.",
        'The time "{text}" repeats more often than once a minute. Give a longer interval.',
    ),
    "timer_too_far": error(
        "Tiden ”{text}” ligger mer än hundra år bort. Ange en tid som går att vänta på.",
        'The time "{text}" is over a hundred years away. Give one that can be waited for.',
    ),
    "timer_kind_differs": warning(
        "”{text}” står som {kind} men är något annat. Byt sort, så att andra verktyg läser den lika.",
        '"{text}" stands as {kind} but is something else. Change the kind, so that other tools read it alike.',
    ),
    "due_invalid": error(
        "Tidsfristen ”{text}” går inte att tolka. Skriv som 5 working days, P7D eller FEEL efter =.",
        'The due date "{text}" cannot be read. Write it like 5 working days, P7D, or FEEL after =.',
    ),
    "reminder_invalid": error(
        "Påminnelsen ”{text}” går inte att tolka. Skriv som -1 working day at 09:00.",
        'The reminder "{text}" cannot be read. Write it like -1 working day at 09:00.',
    ),
}
