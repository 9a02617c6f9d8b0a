"""The codes of files, forms and tables."""

from collections.abc import Mapping

from engine.definitions.codes.code import Code, error, warning
from engine.model import Text

FILES: Mapping[str, Code] = {
    "bundle_empty": error(
        "Paketet har inget diagram. Lägg till en .bpmn-fil.", "The bundle has no diagram. Add a .bpmn file."
    ),
    "bundle_several_diagrams": error(
        "Paketet har flera diagram: {name}. Lägg dem i var sin mapp.",
        "The bundle has several diagrams: {name}. Put each in a folder of its own.",
    ),
    "bundle_too_large": error(
        "Paketet är större än {limit} byte eller har fler än {files} filer. Ta bort det som inte behövs.",
        "The bundle is larger than {limit} bytes or has more than {files} files. Remove what is not needed.",
    ),
    "file_name_invalid": error(
        "Filnamnet ”{name}” kan inte användas. Använd bokstäver, siffror, punkt, bindestreck och understreck.",
        'The file name "{name}" cannot be used. Use letters, digits, points, hyphens and underscores.',
    ),
    "file_unreadable": error("{sv}", "{en}"),
    "doctype_forbidden": error("{sv}", "{en}"),
    "limit_exceeded": error("{sv}", "{en}"),
    "table_invalid": error(
        "Beslutstabellen kan inte läsas: {reason_sv}. Rätta den.",
        "The decision table cannot be read: {reason}. Correct it.",
    ),
    "table_cell_wrong": warning(
        "En cell i beslutstabellen kan aldrig stämma: {reason_sv}. Rätta den.",
        "A cell of the decision table can never hold: {reason}. Correct it.",
    ),
    "table_gap": Code(
        "advice",
        Text(
            "Beslutstabellen har ingen regel för {example}. Lägg till en, eller ett värde som gäller annars.",
            "The decision table has no rule for {example}. Add one, or a value that holds otherwise.",
        ),
    ),
    "table_overlap": warning(
        "Regel {one} och regel {other} i beslutstabellen träffar båda för {example}. Skilj dem åt.",
        "Rules {one} and {other} of the decision table both match for {example}. Tell them apart.",
    ),
    "table_rule_never": warning(
        "Regel {rule} i beslutstabellen avgör aldrig, inte ens för {example}. Flytta den uppåt eller ta bort den.",
        "Rule {rule} of the decision table never decides, not even for {example}. Move it up, or remove it.",
    ),
    "case_invalid": error(
        "Exempelfallet är inte giltig JSON. Rätta filen.", "The example case is not valid JSON. Correct the file."
    ),
}
