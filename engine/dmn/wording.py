"""Why a file is no decision model that can run, in English and in Swedish."""

TEXTS: dict[str, tuple[str, str]] = {
    "too_large": ("A decision model has at most {limit} bytes", "En beslutsmodell har högst {limit} byte"),
    "too_many": ("A decision model has at most {limit} elements", "En beslutsmodell har högst {limit} element"),
    "too_deep": ("The model is nested deeper than {limit} levels", "Modellen är nästlad i fler än {limit} led"),
    "doctype": ("A decision model has no DOCTYPE", "En beslutsmodell får inte ha någon DOCTYPE"),
    "not_xml": ("The file is not well-formed XML: {reason}", "Filen är inte välformad XML: {reason}"),
    "not_dmn": (
        "The file is not a DMN model of version 1.1 to 1.6",
        "Filen är ingen DMN-modell i version 1.1 till 1.6",
    ),
    "unknown_decision": (
        "The model {model} has no decision {name}",
        "Modellen {model} har inget beslut som heter {name}",
    ),
    "no_table": ("{name} has no decision table", "{name} har ingen beslutstabell"),
    "no_decision": ("The model has no decision", "Modellen har inget beslut"),
    "no_name": ("An element has no name", "Ett element saknar namn"),
    "same_id": ("Two elements have the id {id}", "Två element har samma id: {id}"),
    "no_element": ("There is no element {id}", "Det finns inget element {id}"),
    "circular": ("{name} needs itself", "{name} behöver sig självt"),
    "language": ("The language {language} is not run; write FEEL", "Språket {language} körs inte; skriv FEEL"),
    "no_expression": ("{element} lacks an expression", "{element} saknar ett uttryck"),
    "relation_row": ("Each row of a relation fills each column", "Varje rad i en relation fyller alla kolumner"),
    "hit_policy": ("The hit policy {found} is not one of {allowed}", "Träffregeln {found} är ingen av {allowed}"),
    "aggregation": (
        "The aggregation {found} is not SUM, COUNT, MIN or MAX",
        "{found} är inte SUM, COUNT, MIN eller MAX",
    ),
    "no_output": ("The table has no output", "Tabellen har ingen utdata"),
    "rule_row": ("The rule does not fill each column", "Regeln fyller inte alla kolumner"),
}
