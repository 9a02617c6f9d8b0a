"""An assessment from the appointment to the protocol, on both databases."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine import AccessDeniedError, ConflictOfInterestError, Engine, VirtualClock
from tests.workflows.product import Product
from workflows.application.queries import application
from workflows.assessment.queries import (
    all_assessments_of,
    assessments_of,
    conflicts_of,
    protocol_of,
    protocols_of_call,
    submitted_of,
)
from workflows.registry import documents_of

REASON = "Ansökan visar med underlag hur aktörerna samverkar och vilka mål som de ska nå under året."
NO_CONFLICT = {"conflict": "no", "secrecy_accepted": True}
CONFLICT = {"conflict": "yes", "conflict_reason": "Styrelsesuppleant hos sökanden."}


@pytest.fixture
def product(engine_factory: Callable[..., Engine], clock: VirtualClock, files: Path) -> Product:
    return Product(engine_factory, clock, files)


@pytest.fixture
def application_id(product: Product) -> str:
    """An application for which assessors are to be appointed."""
    call_id = product.open_call()
    product.at("2021-11-29T10:15+01:00")
    found = product.submit(product.draft(call_id))
    product.at("2021-12-01T09:00+01:00")
    checked = {"registration_ok": True, "case_title_text": "Ansökan om stöd"}
    product.do("check_registration", "registrator.1", checked, found)
    product.do("declare_conflict", "handlaggare.1", {"conflict": "no"}, found)
    product.do("check_completeness", "handlaggare.1", {f"item_{number}": "ok" for number in range(1, 11)}, found)
    return found


def appoint(product: Product, application_id: str, first: str = "bedomare.1", second: str = "bedomare.2") -> None:
    product.do("appoint_assessors", "utlysning.1", {"assessor_1": first, "assessor_2": second}, application_id)


def score(
    product: Product, application_id: str, who: str, scores: tuple[int, ...], *, recommendation: str = "grant"
) -> None:
    data: dict[str, Any] = {"strengths": "Tydliga mål.", "weaknesses": "Få.", "recommendation": recommendation}
    for number, value in enumerate(scores, start=1):
        data |= {f"score_{number}": str(value), f"reason_{number}": REASON}
    product.do("score_application", who, data, application_id)


def assess(product: Product, application_id: str, who: str, scores: tuple[int, ...], **more: Any) -> None:
    product.do("declare_assessor_conflict", who, NO_CONFLICT, application_id)
    score(product, application_id, who, scores, **more)


def write_protocol(product: Product, application_id: str, scores: tuple[int, ...], *conditions: str) -> None:
    data: dict[str, Any] = {f"consensus_{number}": str(value) for number, value in enumerate(scores, start=1)}
    data |= {"consensus_motivation": REASON, "conditions": [{"text": text} for text in conditions]}
    product.do("write_protocol", "handlaggare.1", data, application_id)


def test_two_that_agree_lead_to_a_protocol_and_the_ranking(product: Product, application_id: str) -> None:
    # when
    appoint(product, application_id)
    assess(product, application_id, "bedomare.1", (5, 5, 4, 4))
    assess(product, application_id, "bedomare.2", (5, 4, 4, 4))
    write_protocol(product, application_id, (5, 5, 4, 4), "Delrapport i juni.")
    # then
    with product.engine.reading() as session:
        found = application(session, application_id)
        protocol = protocol_of(session, application_id)
        documents = documents_of(session, case_id=application_id)
        assert [one.application_id for one in protocols_of_call(session, found.call_id)] == [application_id]
    assert protocol is not None
    assert (protocol.total, protocol.scores, protocol.is_qualified) == (Decimal(91), [5, 5, 4, 4], True)
    assert (protocol.difference, protocol.differs, protocol.conditions) == (Decimal(5), False, ["Delrapport i juni."])
    assert found.status == "ready_for_ranking"
    assert documents[-1].kind == "D8"
    assert not documents[-1].visible_to_applicant


def test_an_assessor_is_blind_until_both_have_submitted(product: Product, application_id: str) -> None:
    def seen_by(who: str) -> list[str]:
        with product.engine.reading() as session:
            return [one.assessor for one in assessments_of(session, application_id, actor=product.actor(who))]

    # given
    appoint(product, application_id)
    assess(product, application_id, "bedomare.1", (5, 5, 4, 4))
    # then
    assert seen_by("bedomare.1") == ["bedomare.1"]
    assert seen_by("bedomare.2") == []
    assert seen_by("handlaggare.1") == []
    with product.engine.reading() as session:
        assert [one.assessor for one in submitted_of(session, application_id)] == ["bedomare.1"]
    # when
    product.clock.set(datetime(2021, 12, 2, 8, 0, tzinfo=UTC))
    assess(product, application_id, "bedomare.2", (5, 5, 4, 4))
    # then
    assert seen_by("bedomare.2") == seen_by("handlaggare.1") == ["bedomare.1", "bedomare.2"]
    assert seen_by("bedomare.3") == seen_by("sokande.1") == seen_by("systemforvaltare.1") == []


def test_nobody_assesses_in_anothers_place(product: Product, application_id: str) -> None:
    appoint(product, application_id)
    task_id = product.task_id("declare_assessor_conflict", application_id, assignee="bedomare.1")
    with pytest.raises(AccessDeniedError):
        product.engine.complete(task_id, NO_CONFLICT, actor=product.actor("bedomare.2"))


def test_an_assessor_with_a_conflict_is_excluded_and_replaced(product: Product, application_id: str) -> None:
    # given
    appoint(product, application_id)
    product.do("declare_assessor_conflict", "bedomare.2", CONFLICT, application_id)
    # when
    product.do("replace_assessor", "utlysning.1", {"new_assessor": "bedomare.3"}, application_id)
    assess(product, application_id, "bedomare.1", (4, 5, 4, 4))
    assess(product, application_id, "bedomare.3", (4, 5, 4, 4))
    # then
    with product.engine.reading() as session:
        assert [one.assessor for one in all_assessments_of(session, application_id)] == ["bedomare.1", "bedomare.3"]
        conflicts = conflicts_of(session, application_id)
    assert [(one.person, one.role, one.reason) for one in conflicts] == [
        ("bedomare.2", "assessor", "Styrelsesuppleant hos sökanden.")
    ]
    assert product.engine.tasks(application_id, actor=product.actor("bedomare.2")) == []
    with pytest.raises(ConflictOfInterestError):
        product.engine.claim(product.task_id("write_protocol", application_id), actor=product.actor("bedomare.2"))


def test_assessments_that_differ_are_resolved_by_a_third(product: Product, application_id: str) -> None:
    # given
    appoint(product, application_id)
    assess(product, application_id, "bedomare.1", (5, 5, 4, 4))
    assess(product, application_id, "bedomare.2", (3, 3, 3, 3), recommendation="reject")
    # when
    third = {"resolution": "third", "third_assessor": "bedomare.3"}
    product.do("choose_resolution", "utlysning.1", third, application_id)
    product.do("declare_third_conflict", "bedomare.3", NO_CONFLICT, application_id)
    data: dict[str, Any] = {"strengths": "Ja.", "weaknesses": "Få.", "recommendation": "grant"}
    for number in range(1, 5):
        data |= {f"score_{number}": "4", f"reason_{number}": REASON}
    product.do("score_third", "bedomare.3", data, application_id)
    write_protocol(product, application_id, (4, 4, 4, 4))
    # then
    with product.engine.reading() as session:
        protocol = protocol_of(session, application_id)
        totals = {one.assessor: one.total for one in all_assessments_of(session, application_id)}
    assert protocol is not None
    assert (protocol.total, protocol.difference, protocol.resolution) == (Decimal(80), Decimal(31), "third")
    assert totals == {"bedomare.1": Decimal(91), "bedomare.2": Decimal(60), "bedomare.3": Decimal(80)}


def test_assessments_that_differ_are_resolved_by_a_meeting(product: Product, application_id: str) -> None:
    # given
    appoint(product, application_id)
    assess(product, application_id, "bedomare.1", (4, 4, 4, 4))
    assess(product, application_id, "bedomare.2", (4, 4, 4, 4), recommendation="grant_with_conditions")
    # when
    product.do("choose_resolution", "utlysning.1", {"resolution": "consensus"}, application_id)
    product.do("hold_consensus", "handlaggare.1", {"meeting_notes": "Enades om villkor."}, application_id)
    write_protocol(product, application_id, (4, 4, 4, 4), "Styrgrupp med två sektorer.")
    # then
    with product.engine.reading() as session:
        protocol = protocol_of(session, application_id)
    assert protocol is not None
    assert (protocol.resolution, protocol.meeting_notes, protocol.differs) == ("consensus", "Enades om villkor.", True)
