"""The codes of the standard's rules about what a process holds: references, data, tasks and events."""

from collections.abc import Mapping

from engine.definitions.codes.code import Code, error

STANDARD: Mapping[str, Code] = {
    "reference_kind_wrong": error(
        "{attribute} pekar på ”{target}”, som är {found}. Peka på något av sorten {wanted}.",
        '{attribute} refers to "{target}", which is a {found}. Refer to one of: {wanted}.',
    ),
    "import_type_unknown": error(
        "Importen är av sorten ”{type}”. Ange BPMN 2.0, DMN, XML Schema eller WSDL.",
        'The import is of the type "{type}". Give that of BPMN 2.0, DMN, XML Schema or WSDL.',
    ),
    "import_missing": error(
        "Den importerade filen ”{location}” finns inte i paketet eller går inte att läsa. Lägg till den, eller ta bort "
        "importen.",
        'The imported file "{location}" is not in the bundle or cannot be read. Add it, or remove the import.',
    ),
    "import_namespace_differs": error(
        "Importen säger namnrymden ”{namespace}” men filen ”{location}” har ”{found}”. Skriv samma.",
        'The import says the namespace "{namespace}", but the file "{location}" has "{found}". Write the same.',
    ),
    "extension_not_understood": error(
        "Tillägget {name} måste förstås av den som kör filen, och det gör inte motorn. Ta bort mustUnderstand, "
        "eller tillägget.",
        "The extension {name} must be understood by whoever runs the file, and the engine does not. Remove "
        "mustUnderstand, or the extension.",
    ),
    "expression_empty": error(
        "{kind} är tomt. Skriv ett uttryck, eller ta bort det.", "The {kind} is empty. Write one, or remove it."
    ),
    "public_executable": error(
        "En publik process kan inte vara körbar. Sätt processType till Private, eller isExecutable till false.",
        "A public process cannot be executable. Set processType to Private, or isExecutable to false.",
    ),
    "flow_not_immediate": error(
        "isImmediate får inte vara false i en körbar process. Ta bort attributet.",
        "isImmediate cannot be false in an executable process. Remove the attribute.",
    ),
    "condition_alone": error(
        "Flödet ”{name}” är det enda ut ur aktiviteten men har ett villkor. Ta bort villkoret, eller dra ett flöde "
        "till.",
        'The flow "{name}" is the only one out of its activity but has a condition. Remove it, or draw another flow.',
    ),
    "lane_node_elsewhere": error(
        "Banan nämner ”{target}”, som ligger i en annan process. Ta bort det ur banan.",
        'The lane lists "{target}", which lies in another process. Remove it from the lane.',
    ),
    "resource_parameter_wrong": error(
        "Parametern ”{target}” hör inte till resursen ”{resource}”. Välj en av resursens egna.",
        'The parameter "{target}" does not belong to the resource "{resource}". Choose one of its own.',
    ),
    "resource_parameter_missing": error(
        "Resursen ”{resource}” kräver parametern ”{target}”. Ange ett värde för den.",
        'The resource "{resource}" requires the parameter "{target}". Give it a value.',
    ),
    "message_differs_from_operation": error(
        "”{name}” anger ett annat meddelande än operationen har. Ange samma.",
        '"{name}" names another message than its operation has. Name the same.',
    ),
    "script_format_missing": error(
        "Skriptet säger inte vilket språk det är skrivet i. Ange scriptFormat.",
        "The script does not say in which language it is written. Give scriptFormat.",
    ),
    "instances_event_missing": error(
        "behavior är Complex men complexBehaviorDefinition saknas. Ange vad som ska kastas, och när.",
        "behavior is Complex, but complexBehaviorDefinition is missing. Give what is to be thrown, and when.",
    ),
    "loop_data_wrong": error(
        "{attribute} ska peka på {wanted}, inte på ”{target}”. Välj ett annat värde.",
        '{attribute} must refer to {wanted}, not to "{target}". Choose another.',
    ),
    "compensation_handler_several": error(
        "Kompensationshändelsen ”{name}” är knuten till flera aktiviteter. Behåll en, eller samla dem i en delprocess.",
        'The compensation event "{name}" is tied to several activities. Keep one, or put them into a sub-process.',
    ),
    "compensation_target_elsewhere": error(
        "”{name}” kompenserar ”{target}”, som ligger på en annan nivå. Peka på en aktivitet bredvid.",
        '"{name}" compensates "{target}", which lies on another level. Refer to an activity beside it.',
    ),
    "event_definition_nested": error(
        "”{target}” hör till en annan händelse och kan inte delas. Lägg definitionen direkt i filens definitions.",
        '"{target}" belongs to another event and cannot be shared. Put the definition directly into definitions.',
    ),
    "event_data_wrong": error(
        "Händelsen ”{name}” har data som inte svarar mot det som den skickar eller tar emot. Ge varje definition sin.",
        'The event "{name}" has data that do not match what it sends or receives. Give each definition its own.',
    ),
    "event_gateway_start_kind": error(
        "Ett parallellt händelsevägval som startar ärenden får bara vänta på meddelanden, inte ”{name}”. Ändra steget.",
        'A parallel event-based gateway that starts cases waits for messages only, not for "{name}". Change the step.',
    ),
}


DATA: Mapping[str, Code] = {
    "data_set_not_subset": error(
        "{attribute} nämner ”{target}”, som inte är med i {whole}. Lägg till det där också.",
        '{attribute} lists "{target}", which is not among the {whole}. Add it there too.',
    ),
    "data_not_own": error(
        "{attribute} nämner ”{target}”, som hör till ett annat element. Välj ett av elementets egna.",
        '{attribute} refers to "{target}", which belongs to another element. Choose one of its own.',
    ),
    "data_not_in_set": error(
        "”{id}” ingår inte i någon {set}. Lägg till det i en.", '"{id}" is in no {set}. Add it to one.'
    ),
    "data_sets_unpaired": error(
        "{attribute} nämner ”{target}”, som inte nämner tillbaka. Nämn dem i båda.",
        '{attribute} refers to "{target}", which does not refer back. Write it in both.',
    ),
    "data_direction_wrong": error(
        "”{target}” är {kind} för det hela: utdata läses inte inifrån, och indata skrivs inte. Välj annat.",
        '"{target}" is a {kind} of the whole: outputs are not read inside, and inputs not written. Choose another.',
    ),
    "data_sources_several": error(
        "Dataflödet har flera källor men ingen omvandling. Skriv en transformation, eller behåll en källa.",
        "The data association has several sources but no transformation. Write one, or keep one source.",
    ),
    "data_items_differ": error(
        "Dataflödets ändar är av olika sort ({source} och {target}). Skriv en omvandling, eller gör dem lika.",
        "The ends of the data association are of different items ({source} and {target}). Transform, or make them "
        "alike.",
    ),
    "data_collection_differs": error(
        "isCollection är inte som i ”{target}”. Skriv samma.", 'isCollection is not as in "{target}". Write the same.'
    ),
    "data_reference_empty": error(
        "”{name}” säger inte vilket dataobjekt det står för. Ange dataObjectRef.",
        '"{name}" does not say which data object it stands for. Give dataObjectRef.',
    ),
    "data_reference_with_item": error(
        "En referens till ett dataobjekt har ingen egen itemSubjectRef. Skriv den på dataobjektet.",
        "A reference to a data object has no itemSubjectRef of its own. Write it on the data object.",
    ),
    "data_object_with_state": error(
        "Ett dataobjekt har inget eget tillstånd. Skriv dataState på referensen till det.",
        "A data object has no state of its own. Write dataState on the reference to it.",
    ),
    "data_out_of_scope": error(
        "”{target}” ligger i en process eller delprocess som inte nås härifrån. Flytta det utåt.",
        '"{target}" lies in a process or sub-process that cannot be reached from here. Move it outwards.',
    ),
    "task_data_wrong": error(
        "Uppgiften ”{name}” har data som inte svarar mot dess meddelande: {wanted}. Rätta dem.",
        'The data of the task "{name}" do not match its message: {wanted_en}. Correct them.',
    ),
    "call_data_differ": error(
        "”{name}” har andra in- och utdata än ”{target}”, som den anropar. Skriv samma.",
        '"{name}" has other inputs and outputs than "{target}", which it calls. Write the same.',
    ),
}
