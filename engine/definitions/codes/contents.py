"""The codes of expressions, repetitions, names and decisions."""

from collections.abc import Mapping

from engine.definitions.codes.code import Code, error, warning
from engine.model import Text

EXPRESSIONS: Mapping[str, Code] = {
    "expression_invalid": error(
        "Uttrycket ”{text}” är inte FEEL: {reason_sv}. Rätta det.",
        'The expression "{text}" is not FEEL: {reason}. Correct it.',
    ),
    "expression_gives_null": warning(
        "Uttrycket ”{text}” ger inget värde: {reason_sv}. Rätta det.",
        'The expression "{text}" gives no value: {reason}. Correct it.',
    ),
    "language_unsupported": error(
        "Uttrycket är skrivet i {language}. Skriv det i FEEL.",
        "The expression is written in {language}. Write it in FEEL.",
    ),
    "condition_not_boolean": error(
        "Villkoret ”{text}” är aldrig sant eller falskt. Skriv en jämförelse.",
        'The condition "{text}" is never true or false. Write a comparison.',
    ),
    "condition_constant": warning(
        "Villkoret ”{text}” är alltid {value}. Skriv ett som beror på ärendet.",
        'The condition "{text}" is always {value}. Write one that depends on the case.',
    ),
    "variable_never_set": warning(
        "Inget före ”{text}” sätter {name}. Fråga efter värdet i ett formulär, eller rätta namnet.",
        'Nothing before "{text}" sets {name}. Ask for the value in a form, or correct the name.',
    ),
    "variable_misspelt": warning(
        "Inget formulär, ingen tabell och inget skript före ”{text}” sätter {name}{hint}. Rätta namnet.",
        'No form, table or script before "{text}" sets {name}{hint_en}. Correct the name.',
    ),
    "variable_from_start": Code(
        "advice",
        Text(
            "Inget i diagrammet före ”{text}” sätter {name}. Värdet måste ges när ärendet startas.",
            'Nothing in the diagram before "{text}" sets {name}. The value must be given when the case is started.',
        ),
    ),
    "script_missing": error(
        "Skriptuppgiften saknar uttryck. Skriv ett i FEEL.", "The script task has no expression. Write one in FEEL."
    ),
    "script_result_missing": error(
        "Skriptuppgiften säger inte vart värdet ska. Ange utlysa:resultVariable.",
        "The script task does not say where its value goes. Give utlysa:resultVariable.",
    ),
    "name_shadows": warning(
        "Variabeln ”{name}” heter som en funktion i FEEL och är lätt att förväxla med den. Välj ett annat namn.",
        'The variable "{name}" is called like a function of FEEL and easily taken for it. Choose another name.',
    ),
    "name_forbidden": error(
        "”{name}” kan inte vara namn på en variabel. {reason_sv}",
        '"{name}" cannot be the name of a variable. {reason_en}',
    ),
}


LOOPS: Mapping[str, Code] = {
    "loop_maximum_invalid": error(
        "Slingans maximum ”{text}” är inget positivt heltal. Rätta det.",
        'The loop\'s maximum "{text}" is no positive whole number. Correct it.',
    ),
    "loop_endless": error(
        "Slingan har varken villkor eller maximum, eller ett villkor som alltid är sant. Ange ett.",
        "The loop has neither condition nor maximum, or a condition that is always true. Give one.",
    ),
    "instances_without_source": error(
        "Aktiviteten ska göras flera gånger men säger inte för vad. Ange en lista eller ett antal.",
        "The activity is to be done several times but does not say for what. Give a list or a number.",
    ),
    "cardinality_invalid": error(
        "Antalet ”{text}” är inget heltal från noll. Rätta det.",
        'The number "{text}" is no whole number from zero. Correct it.',
    ),
    "cardinality_too_large": error(
        "Antalet ”{text}” är större än {limit}. Ange ett mindre.",
        'The number "{text}" is over {limit}. Give a smaller one.',
    ),
}


REFERENCES: Mapping[str, Code] = {
    "operation_missing": error(
        "”{name}” säger inte vad som ska göras{foreign}. Välj en operation.",
        '"{name}" does not say what to do{foreign_en}. Choose an operation.',
    ),
    "operation_unknown": error(
        "Operationen ”{operation}” finns inte{hint}. Välj en som finns.",
        'There is no operation "{operation}"{hint_en}. Choose one that exists.',
    ),
    "form_unknown": error(
        "Formuläret ”{form}” finns inte i paketet{hint}. Lägg till det, eller välj ett annat.",
        'The form "{form}" is not in the bundle{hint_en}. Add it, or choose another.',
    ),
    "decision_missing": error(
        "”{name}” säger inte vilken beslutstabell som gäller. Välj en.",
        '"{name}" does not say which decision table to use. Choose one.',
    ),
    "decision_unknown": error(
        "Beslutstabellen ”{decision}” finns inte{hint}. Lägg till den, eller välj en annan.",
        'There is no decision table "{decision}"{hint_en}. Add it, or choose another.',
    ),
    "role_unknown": error(
        "Rollen ”{role}” finns inte{hint}. Välj en som finns.",
        'There is no role "{role}"{hint_en}. Choose one that exists.',
    ),
    "process_unknown": error(
        "Processen ”{process}” finns inte{hint}. Ta med den, eller välj en annan.",
        'There is no process "{process}"{hint_en}. Deploy it too, or choose another.',
    ),
    "called_process_not_executable": error(
        "”{name}” startar ”{process}”, som inte är körbar. Sätt isExecutable till true på den.",
        '"{name}" calls "{process}", which is not executable. Set isExecutable to true on it.',
    ),
    "called_element_missing": error(
        "”{name}” säger inte vilken process den startar. Välj en.",
        '"{name}" does not say which process it calls. Choose one.',
    ),
    "call_recursion": error(
        "”{name}” startar en process som startar denna igen utan att vänta. Bryt cirkeln.",
        '"{name}" calls a process that calls this one again without waiting. Break the circle.',
    ),
    "performer_element_unknown": error(
        "notPerformerOf pekar på ”{target}”, som inte är en användaruppgift. Välj en som är det.",
        'notPerformerOf refers to "{target}", which is no user task. Choose one.',
    ),
    "attribute_unknown": warning(
        "Attributet utlysa:{attribute} finns inte{hint} och används inte. Rätta namnet.",
        "There is no attribute utlysa:{attribute}{hint_en}, so it is not used. Correct its name.",
    ),
    "foreign_ignored": Code(
        "advice",
        Text(
            "Tillägg från andra verktyg används inte här: {names}. De finns kvar i filen.",
            "Additions of other tools are not used here: {names}. They stay in the file.",
        ),
    ),
}


DECISIONS: Mapping[str, Code] = {
    "decision_without_person": error(
        "”{name}” verkställer ett beslut, men en väg dit går inte genom en användaruppgift där en person beslutar "
        '(kommunallagen 6:38). Lägg in en uppgift med utlysa:decision="true" på vägen {path}.',
        '"{name}" carries out a decision, but a way to it passes no user task in which a person decides '
        '(Kommunallagen 6:38). Put a task with utlysa:decision="true" on the way {path}.',
    ),
    "decision_attribute_misplaced": error(
        'utlysa:decision="{value}" hör hemma på användaruppgifter. Ta bort det här.',
        'utlysa:decision="{value}" belongs on user tasks. Remove it here.',
    ),
    "decision_before_not_allowed": error(
        "utlysa:decisionTakenBefore får bara stå på en process som enbart anropas av andra. Ta bort det, eller det som "
        "startar processen.",
        "utlysa:decisionTakenBefore may stand only on a process that others call. Remove it, or what starts the "
        "process.",
    ),
}
