"""What is wrong with an expression, in words: English, and Swedish for those who write processes."""

from collections.abc import Mapping

_TEXTS: dict[str, tuple[str, str]] = {
    "too_long": ("An expression has at most {limit} characters", "Ett uttryck har högst {limit} tecken"),
    "cannot_stand": ("'{found}' cannot stand here", "”{found}” kan inte stå här"),
    "ends_early": ("The expression ends too early", "Uttrycket slutar för tidigt"),
    "too_deep": ("The expression is nested too deeply", "Uttrycket är nästlat i för många led"),
    "too_many_links": ("More than {limit} operators in a row", "Fler än {limit} operatorer i rad"),
    "mixed_arguments": ("Either all arguments are named or none is", "Antingen har alla argument namn eller inget"),
    "two_arguments": ("Two arguments are named {name}", "Två argument har namnet {name}"),
    "two_entries": ("The context has two entries named {name}", "Kontexten har två poster med namnet {name}"),
    "open_text": ("A text is not closed", "En text är inte avslutad"),
    "open_comment": ("A comment is not closed", "En kommentar är inte avslutad"),
    "no_meaning": ("The character {found} has no meaning here", "Tecknet {found} betyder ingenting här"),
    "unknown_name": ("There is nothing named {name} here", "Här finns inget som heter {name}"),
    "unknown_member": ("{kind} has nothing named {name}", "{kind} har inget som heter {name}"),
    "wrong_operands": (
        "{operator} does not apply to {left} and {right}",
        "{operator} går inte mellan {left} och {right}",
    ),
    "types_differ": (
        "{left} is compared with {right}, which is never true",
        "{left} jämförs med {right}, vilket aldrig är sant",
    ),
    "not_boolean": ("This is {kind} and never true or false", "Detta är {kind} och aldrig sant eller falskt"),
    "no_such_value": ('"{text}" is no {kind}', "”{text}” är inget giltigt värde av typen {kind}"),
    "wrong_result": ("This is {kind}, and {wanted} is needed", "Detta är {kind}, men det behövs {wanted}"),
    "wrong_parameters": ("{name} has the parameters {parameters}", "{name} har parametrarna {parameters}"),
    "wrong_count": ("{name} takes {parameters}", "{name} tar {parameters}"),
    "no_arguments": ("{name} takes no arguments", "{name} tar inga argument"),
    "wrong_argument": (
        "{name}: {parameter} must be {wanted}, not {kind}",
        "{name}: {parameter} ska vara {wanted}, inte {kind}",
    ),
}
_PLACE = ("(line {line}, column {column})", "(rad {line}, kolumn {column})")
_EXPECTED = ("expected {expected}", "här väntades {expected}")
_SUGGESTION = ("did you mean {suggestion}?", "menade du {suggestion}?")

_TYPE_FACTS = frozenset({"kind", "left", "right", "wanted"})
_SWEDISH_PHRASES = {
    "steps": "sina steg",
    "depth": "sitt djup av anrop",
    "size": "sin storlek",
    "seconds": "sin tid i sekunder",
    "nesting": "sin nästling",
    "a value": "ett värde",
    "a name": "ett namn",
    "a type": "en typ",
    "an operator or the end": "en operator eller slutet",
    "the end of the type": "typens slut",
    "number": "tal",
    "string": "text",
    "boolean": "sant eller falskt",
    "date": "datum",
    "time": "klockslag",
    "date and time": "datum och tid",
    "days and time duration": "tidslängd i dagar och tid",
    "years and months duration": "tidslängd i år och månader",
    "list": "lista",
    "context": "kontext",
    "range": "intervall",
    "function": "funktion",
    "null": "null",
    "duration": "tidslängd",
}


def in_english(code: str, facts: Mapping[str, str]) -> str:
    """The sentence of a code, in English."""
    return _TEXTS[code][0].format_map(facts)


def in_swedish(code: str, facts: Mapping[str, str]) -> str:
    """The sentence of a code, in Swedish; types are translated, names are not."""
    template = _TEXTS[code][1]
    words = {name: swedish_phrase(value) if name in _TYPE_FACTS else value for name, value in facts.items()}
    sentence = template.format_map(words)
    return sentence[:1].upper() + sentence[1:] if template.startswith(("{kind}", "{left}")) else sentence


def swedish_phrase(phrase: str) -> str:
    """The Swedish word for a type or for what was expected; anything else as it is."""
    known = _SWEDISH_PHRASES.get(phrase)
    if known is not None:
        return known
    return " eller ".join(_SWEDISH_PHRASES.get(part, part) for part in phrase.split(" or "))


def located(sentence: str, *, line: int, column: int, expected: str, suggestion: str, swedish: bool = False) -> str:
    """The sentence with its place, what was expected, and what may have been meant."""
    language = 1 if swedish else 0
    full = f"{sentence} {_PLACE[language].format(line=line, column=column)}"
    if expected:
        full += "; " + _EXPECTED[language].format(expected=swedish_phrase(expected) if swedish else expected)
    if suggestion:
        full += "; " + _SUGGESTION[language].format(suggestion=suggestion)
    return full
