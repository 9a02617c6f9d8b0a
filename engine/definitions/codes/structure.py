"""The codes of a diagram as a whole and of its flows."""

from collections.abc import Mapping

from engine.definitions.codes.code import Code, error, warning

STRUCTURE: Mapping[str, Code] = {
    "schema_invalid": error(
        "Filen följer inte BPMN 2.0:s schema: {reason}. Rätta elementet.",
        "The file does not follow the schema of BPMN 2.0: {reason}. Correct the element.",
    ),
    "schema_order": warning(
        "Elementen står i en annan ordning än schemat har: {reason}. Det ändrar inget; spara diagrammet på nytt.",
        "The elements stand in another order than the schema has: {reason}. Nothing changes; save the diagram again.",
    ),
    "duplicate_id": error(
        "Flera element har id ”{id}”. Ge vart och ett sitt eget.",
        'Several elements have the id "{id}". Give each its own.',
    ),
    "missing_id": error("Ett element ({kind}) saknar id. Ge det ett.", "An element ({kind}) has no id. Give it one."),
    "shape_bounds_invalid": error(
        "Figurens mått är inte tal: {values}. Rita om figuren.",
        "The shape's bounds are not numbers: {values}. Redraw it.",
    ),
    "element_unknown": error(
        "Elementet {kind} kan inte köras. Ersätt det med ett som motorn stöder.",
        "The element {kind} cannot be executed. Replace it with one that the engine supports.",
    ),
    "process_missing": error("Diagrammet har ingen process. Rita en.", "The diagram has no process. Draw one."),
    "not_executable": error(
        "Ingen process är körbar. Sätt isExecutable till true på processen.",
        "No process is executable. Set isExecutable to true on the process.",
    ),
    "not_drawn": warning(
        "”{id}” är inte ritad. Lägg till den på bilden.", '"{id}" is not drawn. Add it to the picture.'
    ),
    "reference_dangling": error(
        "{attribute} pekar på ”{target}”, som inte finns. Peka på ett element som finns.",
        '{attribute} refers to "{target}", which does not exist. Refer to an element that does.',
    ),
    "flow_lists_differ": error(
        "Elementets listor över in- och utflöden stämmer inte med flödena. Spara diagrammet på nytt.",
        "The element's lists of incoming and outgoing flows do not match the flows. Save the diagram again.",
    ),
    "message_flow_invalid": error(
        "Meddelandeflödet går inom samma pool, eller till eller från något som inte utbyter meddelanden. Rita om det.",
        "The message flow stays within one pool, or joins what neither sends nor receives. Redraw it.",
    ),
    "in_two_lanes": error(
        "”{id}” ligger i två banor. Låt den ligga i en.", '"{id}" lies in two lanes. Let it lie in one.'
    ),
    "quantity_unsupported": error(
        "Start- och slutkvantiteten ska vara heltal, minst 1. Rätta dem.",
        "Start and completion quantities must be whole numbers, at least 1. Correct them.",
    ),
}


FLOWS: Mapping[str, Code] = {
    "flow_dangling": error(
        "Flödet går {end} ”{target}”, som inte finns i processen. Dra det till ett element.",
        'The flow goes {end_en} "{target}", which is not in the process. Draw it to an element.',
    ),
    "flow_crosses_border": error(
        "Flödet går över gränsen till en delprocess eller pool. Dra det innanför gränsen, eller skicka ett meddelande.",
        "The flow crosses the border of a sub-process or pool. Keep it inside, or send a message.",
    ),
    "start_has_incoming": error(
        "Ett flöde går in i starthändelsen. Dra det till nästa steg.",
        "A flow enters the start event. Draw it to the next step.",
    ),
    "end_has_outgoing": error(
        "Ett flöde går ut ur sluthändelsen. Ta bort det.", "A flow leaves the end event. Remove it."
    ),
    "boundary_has_incoming": error(
        "Ett flöde går in i kanthändelsen. Ta bort det.", "A flow enters the boundary event. Remove it."
    ),
    "boundary_without_flow": error(
        "Inget flöde går ut ur kanthändelsen. Dra ett till det som ska hända.",
        "No flow leaves the boundary event. Draw one to what is to happen.",
    ),
    "event_subprocess_has_flow": error(
        "Ett flöde går till eller från en händelsedelprocess. Ta bort det: den startas av sin händelse.",
        "A flow enters or leaves an event sub-process. Remove it: its event starts it.",
    ),
    "compensation_has_flow": error(
        "Ett flöde går till eller från en kompensationsaktivitet. Knyt den till kanthändelsen med en association.",
        "A flow enters or leaves a compensation activity. Tie it to the boundary event by an association.",
    ),
    "node_unreachable": error(
        "”{name}” kan aldrig nås. Dra ett flöde dit, eller ta bort steget.",
        '"{name}" can never be reached. Draw a flow to it, or remove it.',
    ),
    "end_without_start": error(
        "Det finns en sluthändelse men ingen starthändelse. Rita en start.",
        "There is an end event but no start event. Draw a start.",
    ),
    "subprocess_without_start": error(
        "Delprocessen har en sluthändelse men ingen start. Rita en start, eller ta bort slutet.",
        "The sub-process has an end event but no start. Draw a start, or remove the end.",
    ),
    "start_without_outgoing": error(
        "Inget flöde går ut ur starthändelsen. Dra ett till första steget.",
        "No flow leaves the start event. Draw one to the first step.",
    ),
    "end_without_incoming": error(
        "Inget flöde går in i sluthändelsen. Dra ett dit, eller ta bort den.",
        "No flow enters the end event. Draw one to it, or remove it.",
    ),
    "adhoc_content_wrong": error(
        "En ad hoc-delprocess har inga start- eller sluthändelser, och minst en aktivitet. Rätta innehållet.",
        "An ad-hoc sub-process has no start or end events, and at least one activity. Correct its content.",
    ),
    "start_without_end": warning(
        "Det finns ingen sluthändelse. Ärendet avslutas när inget återstår. Rita ett slut som säger hur det gick.",
        "There is no end event. The case ends when nothing is left to do. Draw an end to say how.",
    ),
    "starts_merge": warning(
        "Två vanliga starthändelser leder till ”{name}”, som då görs två gånger. Behåll en start om det är fel.",
        'Two plain start events lead to "{name}", which is then done twice. Keep one start if that is wrong.',
    ),
    "starts_merge_at_task": error(
        "Två vanliga starthändelser leder till uppgiften ”{name}”, som då skulle ges till någon två gånger i varje "
        "ärende. Behåll en start, eller samla flödena i en parallell grind.",
        'Two plain start events lead to the task "{name}", which would be given to somebody twice in each case. Keep '
        "one start, or join the flows in a parallel gateway.",
    ),
    "process_empty": error("Processen är tom. Rita minst ett steg.", "The process is empty. Draw at least one step."),
    "condition_forbidden": error(
        "Villkor får inte stå på flöden från {kind}. Ta bort villkoret, eller använd en vägvals-gateway.",
        "Flows from {kind} cannot have conditions. Remove the condition, or use an exclusive gateway.",
    ),
    "default_invalid": error(
        "Standardflödet ”{target}” går inte ut härifrån. Välj ett av de flöden som gör det.",
        'The default flow "{target}" does not leave here. Choose one that does.',
    ),
    "default_has_condition": warning(
        "Standardflödet har ett villkor, som aldrig prövas. Ta bort villkoret.",
        "The default flow has a condition, which is never tested. Remove the condition.",
    ),
    "loop_without_wait": error(
        "Slingan genom ”{name}” väntar aldrig och inget i den kan ändra villkoret för att lämna den. "
        "Lägg in ett steg som väntar, eller ändra villkoret.",
        'The loop through "{name}" never waits, and nothing in it can change the condition for leaving it. '
        "Put a step in it that waits, or change the condition.",
    ),
    "loop_may_not_end": warning(
        "Slingan genom ”{name}” väntar aldrig. Kontrollera att den alltid lämnas inom {steps} steg.",
        'The loop through "{name}" never waits. Make sure that it is always left within {steps} steps.',
    ),
}
