"""Whole models: what they need, import and offer, and what is refused."""

from decimal import Decimal
from pathlib import Path

import pytest

from engine.dmn import CircularRequirementError, DmnReadError, ExpressionError, UnknownDecisionError, load
from tests.engine.dmn.tables import definitions, table

ATTACKS = Path("/work/shared/data/attack-files")


def _decision(identity: str, text: str, *needs: str) -> str:
    required = "".join(f"<informationRequirement>{need}</informationRequirement>" for need in needs)
    expression = f"<literalExpression><text>{text}</text></literalExpression>"
    return f'<decision id="{identity}" name="{identity}">{required}{expression}</decision>'


def test_a_decision_gets_the_decisions_it_needs() -> None:
    model = load(
        definitions(
            '<inputData id="i" name="sökt belopp"><variable name="sökt belopp" typeRef="number"/></inputData>'
            + _decision("half", "sökt belopp / 2", '<requiredInput href="#i"/>')
            + _decision("more", "half + 1", '<requiredDecision href="#half"/>')
        )
    )
    assert model.decide("more", {"sökt belopp": 10}) == Decimal(6)
    assert model.explain("more", {"sökt belopp": 10}).decisions == {"half": Decimal(5), "more": Decimal(6)}
    assert model.decide("more", {"sökt belopp": "ten"}) is None


def test_an_input_that_the_model_does_not_declare_is_still_seen() -> None:
    assert load(definitions(_decision("d", "amount * 2"))).decide("d", {"amount": 2}) == Decimal(4)


def test_an_imported_model_is_reached_by_the_name_of_its_import() -> None:
    imported = definitions(_decision("base", "20"), namespace="urn:base", name="base model")
    model = load(
        definitions(
            '<import namespace="urn:base" name="common rules" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>'
            + _decision("d", "common rules.base + 1", '<requiredDecision href="urn:base#base"/>')
        ),
        {"base.dmn": imported},
    )
    assert model.decide("d") == Decimal(21)


def test_what_is_not_there_is_named() -> None:
    with pytest.raises(UnknownDecisionError, match="nothing") as caught:
        load(definitions(_decision("d", "1"))).decide("nothing")
    assert caught.value.swedish == "Modellen m har inget beslut som heter nothing"
    with pytest.raises(UnknownDecisionError, match="d has no decision table"):
        load(definitions(_decision("d", "1"))).analyse("d")
    with pytest.raises(DmnReadError, match="no element x"):
        load(definitions(_decision("d", "1", '<requiredDecision href="#x"/>')))


def test_decisions_that_need_each_other_are_refused() -> None:
    with pytest.raises(CircularRequirementError):
        load(
            definitions(
                _decision("a", "1", '<requiredDecision href="#b"/>')
                + _decision("b", "1", '<requiredDecision href="#a"/>')
            )
        )


def test_an_expression_that_is_not_feel_is_a_problem_and_refused_when_strict() -> None:
    content = definitions(_decision("d", "1 +"))
    model = load(content)
    assert [problem.line for problem in model.problems] == [1]
    assert model.decide("d") is None
    with pytest.raises(ExpressionError) as caught:
        load(content, strict=True)
    assert caught.value.swedish == (
        "Rad 1 i filen: Uttrycket slutar för tidigt (rad 1, kolumn 4); här väntades ett värde"
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<a", "well-formed"),
        (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><definitions>&e;</definitions>', "DOCTYPE"),
        ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x><definitions/>'.encode("utf-16"), "DOCTYPE"),
        (b"<definitions/>", "not a DMN model"),
        (definitions(""), "no decision"),
        (definitions('<decision id="d"/>'), "no name"),
        (definitions(_decision("d", "1") + _decision("d", "2")), "the id d"),
        (definitions(table([("x", "number")], [("-", "1")], policy="BEST")), "hit policy BEST"),
        (definitions(table([("x", "number")], [("-", "1")], aggregation="AVG")), "aggregation AVG"),
        (definitions(table([("x", "number")], [("-",)])), "does not fill"),
        (definitions('<decision name="d"><literalExpression expressionLanguage="groovy"/></decision>'), "groovy"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_run_is_refused_with_the_reason(content: bytes, message: str) -> None:
    with pytest.raises(DmnReadError, match=message) as caught:
        load(content)
    assert caught.value.swedish != str(caught.value)


@pytest.mark.skipif(not ATTACKS.is_dir(), reason="the attack files are not on this machine")
@pytest.mark.parametrize(
    "name", ["d01_xxe", "d02_output_code", "d05_circular", "d08_no_decision", "d09_unknown_hit_policy"]
)
def test_an_attack_file_is_refused(name: str) -> None:
    with pytest.raises(DmnReadError):
        load((ATTACKS / f"{name}.dmn").read_bytes(), strict=True)


@pytest.mark.skipif(not ATTACKS.is_dir(), reason="the attack files are not on this machine")
def test_a_table_without_a_matching_rule_gives_null() -> None:
    model = load((ATTACKS / "d07_no_match.dmn").read_bytes(), strict=True)
    assert model.decide(model.decisions[0].id, {"amount": -1}) is None


def test_cells_are_checked_against_their_columns() -> None:
    model = load(definitions(table([("x", "string")], [('"a"', "1"), ("> 5", "2")])))
    assert [problem.element_id for problem in model.check()] == ["r2"]


def test_an_imported_type_is_used_by_its_qualified_name() -> None:
    kind = '<typeRef>string</typeRef><allowedValues><text>"a", "b"</text></allowedValues>'
    imported = definitions(f'<itemDefinition name="Kind">{kind}</itemDefinition>', namespace="urn:types")
    given = '<inputData id="i" name="x"><variable name="x" typeRef="shared.Kind"/></inputData>'
    head = '<import namespace="urn:types" name="shared" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>'
    needs = '<requiredInput href="#i"/>'
    model = load(
        definitions(head + given + _decision("d", "x", needs) + _decision("e", "x instance of shared.Kind", needs)),
        {"types.dmn": imported},
    )
    assert [model.decide("d", {"x": value}) for value in ("a", "z", 1)] == ["a", None, None]
    assert model.decide("e", {"x": "a"}) is True
