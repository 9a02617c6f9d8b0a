"""Sets of characters: ranges, Unicode categories and blocks, and what is taken away from them."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

_BLOCKS = {
    "BasicLatin": (0x0000, 0x007F),
    "Latin-1Supplement": (0x0080, 0x00FF),
    "LatinExtended-A": (0x0100, 0x017F),
    "LatinExtended-B": (0x0180, 0x024F),
    "IPAExtensions": (0x0250, 0x02AF),
    "SpacingModifierLetters": (0x02B0, 0x02FF),
    "CombiningDiacriticalMarks": (0x0300, 0x036F),
    "Greek": (0x0370, 0x03FF),
    "GreekandCoptic": (0x0370, 0x03FF),
    "Cyrillic": (0x0400, 0x04FF),
    "Armenian": (0x0530, 0x058F),
    "Hebrew": (0x0590, 0x05FF),
    "Arabic": (0x0600, 0x06FF),
    "Devanagari": (0x0900, 0x097F),
    "Thai": (0x0E00, 0x0E7F),
    "Georgian": (0x10A0, 0x10FF),
    "HangulJamo": (0x1100, 0x11FF),
    "LatinExtendedAdditional": (0x1E00, 0x1EFF),
    "GreekExtended": (0x1F00, 0x1FFF),
    "GeneralPunctuation": (0x2000, 0x206F),
    "SuperscriptsandSubscripts": (0x2070, 0x209F),
    "CurrencySymbols": (0x20A0, 0x20CF),
    "LetterlikeSymbols": (0x2100, 0x214F),
    "NumberForms": (0x2150, 0x218F),
    "Arrows": (0x2190, 0x21FF),
    "MathematicalOperators": (0x2200, 0x22FF),
    "BoxDrawing": (0x2500, 0x257F),
    "CJKSymbolsandPunctuation": (0x3000, 0x303F),
    "Hiragana": (0x3040, 0x309F),
    "Katakana": (0x30A0, 0x30FF),
    "CJKUnifiedIdeographs": (0x4E00, 0x9FFF),
    "HangulSyllables": (0xAC00, 0xD7AF),
    "PrivateUse": (0xE000, 0xF8FF),
    "Emoticons": (0x1F600, 0x1F64F),
}
_CATEGORIES = frozenset(
    {
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe",
        "Pi", "Pf", "Po", "Z", "Zs", "Zl", "Zp", "S", "Sm", "Sc", "Sk", "So", "C", "Cc", "Cf", "Co", "Cn",
    }
)  # fmt: skip

Test = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class CharacterSet:
    """The characters in the ranges or passing a test; all others when negated; never those of `without`."""

    ranges: tuple[tuple[str, str], ...] = ()
    tests: tuple[Test, ...] = ()
    negated: bool = False
    without: "CharacterSet | None" = None

    def holds(self, character: str) -> bool:
        """Whether a character belongs to the set."""
        if self._lists(character) is self.negated:
            return False
        return self.without is None or not self.without.holds(character)

    def holds_in_any_case(self, character: str) -> bool:
        """Whether it belongs to the set when capitals and small letters count as the same."""
        listed = any(map(self._lists, {character, character.lower(), character.upper()}))
        if listed is self.negated:
            return False
        return self.without is None or not self.without.holds_in_any_case(character)

    def _lists(self, character: str) -> bool:
        return any(low <= character <= high for low, high in self.ranges) or any(t(character) for t in self.tests)


def property_set(name: str, *, negated: bool) -> CharacterSet | None:
    r"""The set that `\p{name}` stands for, or None when there is no such category or block."""
    if name.startswith("Is"):
        block = _BLOCKS.get(name[2:])
        return CharacterSet(ranges=((chr(block[0]), chr(block[1])),), negated=negated) if block else None
    if name not in _CATEGORIES:
        return None
    return CharacterSet(tests=(lambda character: unicodedata.category(character).startswith(name),), negated=negated)


def _is_word(character: str) -> bool:
    return unicodedata.category(character)[0] not in "PZC"


def _starts_name(character: str) -> bool:
    return character in "_:" or unicodedata.category(character)[0] == "L"


def _continues_name(character: str) -> bool:
    return character in "-._:·" or unicodedata.category(character)[0] in "LNM"


_ESCAPES: dict[str, CharacterSet] = {
    "d": CharacterSet(tests=(lambda character: unicodedata.category(character) == "Nd",)),
    "s": CharacterSet(ranges=((" ", " "), ("\t", "\n"), ("\r", "\r"))),
    "w": CharacterSet(tests=(_is_word,)),
    "i": CharacterSet(tests=(_starts_name,)),
    "c": CharacterSet(tests=(_continues_name,)),
}


def escape_set(letter: str) -> CharacterSet | None:
    r"""The set that `\d`, `\W` and the like stand for, or None."""
    plain = _ESCAPES.get(letter.lower())
    if plain is None or letter.islower():
        return plain
    return CharacterSet(ranges=plain.ranges, tests=plain.tests, negated=True)


NOT_LINE_END = CharacterSet(ranges=(("\n", "\n"), ("\r", "\r")), negated=True)
ANYTHING = CharacterSet(negated=True)
