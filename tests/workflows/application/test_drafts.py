"""Drafts: whose they are, saving them, and what stops a submission."""

from collections.abc import Callable
from pathlib import Path

import pytest

from engine import Engine, InvalidDataError, VirtualClock
from tests.workflows.application.example import amounts
from tests.workflows.product import HUBB, LABB, Product
from workflows.application import drafts
from workflows.application.errors import (
    CallNotOpenError,
    DraftChangedError,
    DraftSubmittedError,
    NotYourOrganisationError,
    UnknownDraftError,
)
from workflows.registry import StoredFile, record_upload


@pytest.fixture
def product(engine_factory: Callable[..., Engine], clock: VirtualClock, files: Path) -> Product:
    return Product(engine_factory, clock, files)


def test_a_draft_is_its_organisations_and_nobody_elses(product: Product) -> None:
    # given
    draft_id = product.draft(product.open_call())
    # then
    with product.engine.reading() as session:
        assert drafts.read_draft(session, draft_id, actor=product.actor("sokande.2")).title == "Koppla ihop länet"
        assert [found.id for found in drafts.drafts_of(session, actor=product.actor("sokande.1"))] == [draft_id]
        for other in ("sokande.3", "handlaggare.1", "systemforvaltare.1"):
            assert drafts.drafts_of(session, actor=product.actor(other)) == []
            with pytest.raises(UnknownDraftError):
                drafts.read_draft(session, draft_id, actor=product.actor(other))


def test_a_draft_begins_with_what_is_known(product: Product) -> None:
    call_id = product.open_call()
    with product.engine.work(actor=product.actor("sokande.1")) as work:
        begun = drafts.start_draft(work, call_id, HUBB)
    assert (begun.data["org_nr"], begun.data["applicant_name"]) == (HUBB.org_nr, HUBB.name)
    assert [row["type"] for row in begun.data["costs"]][:2] == ["staff", "services"]


def test_an_organisation_has_one_open_draft_in_a_call(product: Product) -> None:
    call_id = product.open_call()
    with product.engine.work(actor=product.actor("sokande.1")) as work:
        first = drafts.start_draft(work, call_id, HUBB)
    with product.engine.work(actor=product.actor("sokande.2")) as work:
        assert drafts.start_draft(work, call_id, HUBB) == first


def test_nobody_begins_a_draft_for_another_organisation(product: Product) -> None:
    call_id = product.open_call()
    with pytest.raises(NotYourOrganisationError), product.engine.work(actor=product.actor("sokande.1")) as work:
        drafts.start_draft(work, call_id, LABB)


def test_nobody_begins_a_draft_after_the_cutoff(product: Product) -> None:
    call_id = product.open_call()
    product.at("2021-11-30T00:00+01:00")
    with pytest.raises(CallNotOpenError), product.engine.work(actor=product.actor("sokande.1")) as work:
        drafts.start_draft(work, call_id, HUBB)


def test_what_somebody_else_saved_is_never_overwritten(product: Product) -> None:
    # given
    draft_id = product.draft(product.open_call())
    with product.engine.work(actor=product.actor("sokande.2")) as work:
        theirs = drafts.save_draft(work, draft_id, {"title": "Deras"}, 2)
    # when
    with pytest.raises(DraftChangedError) as refused, product.engine.work(actor=product.actor("sokande.1")) as work:
        drafts.save_draft(work, draft_id, {"title": "Mitt"}, 2)
    # then
    assert (refused.value.revision, refused.value.saved_by) == (theirs.revision, "sokande.2")
    with product.engine.reading() as session:
        assert drafts.read_draft(session, draft_id, actor=product.actor("sokande.1")).title == "Deras"


def test_a_draft_can_be_thrown_away_until_it_is_submitted(product: Product) -> None:
    # given
    call_id = product.open_call()
    kept = product.draft(call_id)
    product.submit(kept)
    dropped = product.draft(call_id)
    # when
    with product.engine.work(actor=product.actor("sokande.1")) as work:
        drafts.drop_draft(work, dropped)
    # then
    with pytest.raises(DraftSubmittedError), product.engine.work(actor=product.actor("sokande.1")) as work:
        drafts.drop_draft(work, kept)
    with product.engine.reading() as session:
        assert drafts.drafts_of(session, actor=product.actor("sokande.1")) == []


def test_unequal_sums_and_empty_fields_stop_a_submission_together(product: Product) -> None:
    # given
    financing = amounts("kind", [("sought", 2_300_000)])
    draft_id = product.draft(product.open_call(), title="", financing=financing)
    # when
    with pytest.raises(InvalidDataError) as refused:
        product.submit(draft_id)
    # then
    assert {error.path for error in refused.value.errors} == {"title", "financing"}
    assert product.engine.cases(process_key="application") == []


def test_nobody_submits_for_an_organisation_that_the_draft_is_not_for(product: Product) -> None:
    draft_id = product.draft(product.open_call())
    with product.engine.work(actor=product.actor("sokande.1")) as work:
        draft = drafts.read_draft(work.session, draft_id, actor=work.actor)
        drafts.save_draft(work, draft_id, {**draft.data, "org_nr": LABB.org_nr}, draft.revision)
    with pytest.raises(InvalidDataError) as refused:
        product.submit(draft_id)
    assert [error.path for error in refused.value.errors] == ["org_nr"]


def test_a_file_of_somebody_else_is_not_read_through_a_form(product: Product) -> None:
    # given
    draft_id = product.draft(product.open_call())
    with product.engine.work(actor=product.actor("sokande.3")) as work:
        file = StoredFile("0" * 64, 10, "application/pdf", "hemlig.pdf")
        upload = record_upload(work.session, file, at=work.now, by="sokande.3")
    with product.engine.work(actor=product.actor("sokande.1")) as work:
        draft = drafts.read_draft(work.session, draft_id, actor=work.actor)
        drafts.save_draft(work, draft_id, {**draft.data, "cover_letter": {"id": upload.id}}, draft.revision)
    # when
    with pytest.raises(InvalidDataError) as refused:
        product.submit(draft_id)
    # then
    assert [error.path for error in refused.value.errors] == ["cover_letter"]
