"""Explanations of null: said in English and in Swedish, none left out."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.feel import FeelNote, evaluate
from engine.feel.note_wording import note_in_swedish

ENGINE = Path(__file__).parents[3] / "engine"
RAISERS = {"ValueProblemError", "note", "PatternError"}


@pytest.mark.parametrize(
    ("text", "english", "swedish"),
    [
        ("amuont + 1", "amuont has no value", "amuont har inget värde"),
        ('1 + "a"', "+ does not apply to number and string", "+ går inte mellan tal och text"),
        ('1 < "a"', "number < string cannot be said", "tal < text går inte att avgöra"),
        ("[1][2]", "there is no item 2 in a list of 1", "det finns ingen post 2 i en lista med 1"),
        (
            "upper case(1)",
            "upper case: string must be string, not number",
            "upper case: string ska vara text, inte tal",
        ),
        ("sqrt(-1)", "no result for these values", "inget resultat för dessa värden"),
        ('matches("a", "(")', "a bracket is not closed", "en parentes är inte avslutad"),
        ("now()", "this evaluation has no clock", "här finns ingen klocka"),
        ("if 1 then 2 else 3", "the condition is number, neither true nor false",
         "villkoret är tal, varken sant eller falskt"),
    ],
)  # fmt: skip
def test_a_null_is_explained_in_both_languages(text: str, english: str, swedish: str) -> None:
    notes: list[FeelNote] = []
    evaluate(text, explain=notes)
    said = {note.message.removeprefix("upper case: string: ") for note in notes}
    assert english in said
    assert swedish in {note.swedish for note in notes}


def _messages() -> Iterator[str]:
    for path in [*ENGINE.glob("feel/**/*.py"), *ENGINE.glob("dmn/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in RAISERS:
                    yield from _sentence(node.args[0])


def _sentence(argument: ast.expr) -> Iterator[str]:
    if isinstance(argument, ast.Constant):
        yield str(argument.value)
    elif isinstance(argument, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in argument.values)


def test_every_explanation_has_its_swedish_sentence() -> None:
    messages = {message for message in _messages() if message != "7: 7"}
    assert len(messages) > 60
    assert [message for message in messages if note_in_swedish(message) == message] == []
