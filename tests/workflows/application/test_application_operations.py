"""An application from its submission to the proposal, the withdrawal or the ranking, on both databases."""

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine import Engine, InvalidDataError, MessageNotExpectedError, VirtualClock
from tests.workflows.product import HUBB, LABB, Product
from workflows.application import commands, drafts, queries
from workflows.application.errors import CallNotOpenError, NotAskedForError, UnknownApplicationError
from workflows.application.model import application_versions
from workflows.application.rules import sha256_of
from workflows.application.steps import steps_of
from workflows.call.asking import request_amendment
from workflows.call.queries import funding_call
from workflows.notifications import mail_list
from workflows.registry import StoredFile, document_html, documents_of, record_upload, registry_case

CHECKED = {"registration_ok": True, "case_title_text": "Ansökan om stöd"}
ALL_OK: dict[str, Any] = {f"item_{number}": "ok" for number in range(1, 11)}
LACKING = {**ALL_OK, "item_8": "missing", "item_8_comment": "Missivet saknas."}
REQUEST = {"respond_by": datetime(2021, 12, 6, 11, 0, tzinfo=UTC), "consequence": "Ansökan kan avvisas."}


@pytest.fixture
def product(engine_factory: Callable[..., Engine], clock: VirtualClock, files: Path) -> Product:
    return Product(engine_factory, clock, files)


@pytest.fixture
def call_id(product: Product) -> str:
    return product.open_call()


def submitted(product: Product, call_id: str, at: str = "2021-11-29T23:58:40+01:00", **changes: Any) -> str:
    product.at(at)
    return product.submit(product.draft(call_id, **changes))


def in_review(product: Product, call_id: str, **changes: Any) -> str:
    """An application whose completeness is to be checked, on 1 December."""
    application_id = submitted(product, call_id, **changes)
    product.at("2021-12-01T09:00+01:00")
    product.do("check_registration", "registrator.1", CHECKED, application_id)
    product.do("declare_conflict", "handlaggare.1", {"conflict": "no"}, application_id)
    return application_id


def asked(product: Product, call_id: str) -> str:
    """An application whose applicant is asked for its cover letter."""
    application_id = in_review(product, call_id)
    product.do("check_completeness", "handlaggare.1", LACKING, application_id)
    product.do("request_completion", "handlaggare.1", REQUEST, application_id)
    return application_id


def test_a_submission_is_stamped_frozen_registered_and_acknowledged(product: Product, call_id: str) -> None:
    # when
    application_id = submitted(product, call_id)
    # then
    with product.engine.reading() as session:
        found = queries.application(session, application_id)
        receipt = queries.receipt_of(session, application_id, cutoff=funding_call(session, call_id).cutoff)
        kept = session.execute(application_versions.select()).mappings().one()
        documents = documents_of(session, case_id=application_id)
        mails = [mail for mail in mail_list(session) if mail.case_id == application_id]
    assert (found.registry_number, found.status, found.is_on_time) == ("RUN/599/2021", "received", True)
    assert found.received_at == datetime(2021, 11, 29, 22, 58, 40, tzinfo=UTC)
    assert (found.sought_sek, found.total_costs_sek, found.intensity) == (2_300_000, 4_600_000, Decimal("50.00"))
    assert receipt.sha256 == hashlib.sha256(kept["snapshot"].encode()).hexdigest() == sha256_of(kept["data"])
    assert [document.kind for document in documents] == ["D4", "D6"]
    assert receipt.document is not None
    assert receipt.document.kind == "D6"
    assert {mail.recipient for mail in mails} == {"kontakt@hubb.example", "sokande.1@559999-9041.example"}
    assert product.engine.case(application_id).business_key == "RUN/599/2021"


def test_the_registered_application_reads_in_the_forms_order(product: Product, call_id: str) -> None:
    # given
    application_id = submitted(product, call_id)
    # when
    with product.engine.reading() as session:
        document = documents_of(session, case_id=application_id, kinds=["D4"])[0]
        page = document_html(session, document.id)
    # then
    wanted = ["2. Projektet", "Koppla ihop länet", "Bakgrund och behov", "<caption>Mål", "Jämställdhet", "8. Bilagor"]
    places = [page.index(text, page.index("<main")) for text in wanted]
    assert places[0] < places[2] < places[3] < places[4] < places[5]
    assert "Inga uppgifter." in page[places[5] :]
    assert "2\N{NO-BREAK SPACE}300\N{NO-BREAK SPACE}000" in page.replace("&nbsp;", "\N{NO-BREAK SPACE}")


def test_submitting_twice_is_one_submission(product: Product, call_id: str) -> None:
    draft_id = product.draft(call_id)
    assert product.submit(draft_id) == product.submit(draft_id)
    with product.engine.reading() as session:
        assert len(queries.applications_of(session, call_id)) == 1


def test_the_files_of_an_application_become_documents(product: Product, call_id: str) -> None:
    # given
    draft_id = product.draft(call_id)
    with product.engine.work(actor=product.actor("sokande.2")) as work:
        file = StoredFile("a" * 64, 10, "application/pdf", "missiv.pdf")
        upload = record_upload(work.session, file, at=work.now, by="sokande.2")
        draft = drafts.read_draft(work.session, draft_id, actor=work.actor)
        content = {**draft.data, "cover_letter": {"id": upload.id, "name": "missiv.pdf"}}
        drafts.save_draft(work, draft_id, content, draft.revision)
    # when
    application_id = product.submit(draft_id)
    # then
    with product.engine.reading() as session:
        receipt = queries.receipt_of(session, application_id, cutoff=funding_call(session, call_id).cutoff)
    assert [(file.file_name, file.direction) for file in receipt.files] == [("missiv.pdf", "in")]


def test_a_new_version_before_the_cutoff_takes_the_first_ones_place(product: Product, call_id: str) -> None:
    # given
    application_id = submitted(product, call_id, at="2021-11-20T12:00+01:00")
    product.at("2021-11-21T12:00+01:00")
    with product.engine.work(actor=product.actor("sokande.1")) as work:
        again = drafts.reopen(work, application_id)
        drafts.save_draft(work, again.id, {**again.data, "title": "Ny titel"}, again.revision)
    # when
    assert product.submit(again.id) == application_id
    # then
    with product.engine.reading() as session:
        found = queries.application(session, application_id)
        assert [version.version for version in queries.versions_of(session, application_id)] == [1, 2]
        titles = [queries.sections_of(session, application_id, version=number)[1].items[0] for number in (1, 2)]
    assert (found.title, found.version, found.registry_number) == ("Ny titel", 2, "RUN/599/2021")
    assert [item.text.sv for item in titles] == ["Koppla ihop länet", "Ny titel"]
    assert product.engine.case(application_id).variables["title"] == "Ny titel"


def test_a_new_version_is_not_taken_after_the_cutoff(product: Product, call_id: str) -> None:
    application_id = submitted(product, call_id, at="2021-11-20T12:00+01:00")
    with product.engine.work(actor=product.actor("sokande.1")) as work:
        again = drafts.reopen(work, application_id)
    product.at("2021-11-30T00:00+01:00")
    with pytest.raises(CallNotOpenError):
        product.submit(again.id)


def test_a_moved_deadline_lets_those_who_have_submitted_submit_again(product: Product, call_id: str) -> None:
    # given
    application_id = submitted(product, call_id, at="2021-11-20T12:00+01:00")
    request_amendment(
        product.engine,
        call_id,
        change="Mer tid.",
        reason="Driftstörning.",
        new_deadline_date=date(2021, 12, 6),
        new_decision_date=None,
        actor=product.actor("utlysning.1"),
    )
    # when
    product.at("2021-12-02T12:00+01:00")
    with product.engine.work(actor=product.actor("sokande.1")) as work:
        again = drafts.reopen(work, application_id)
    # then
    assert product.submit(again.id) == application_id
    assert product.engine.tasks(application_id) == []
    product.at("2021-12-07T00:00+01:00")
    assert product.task_id("check_registration", application_id)


def test_others_do_not_see_an_application_as_theirs(product: Product, call_id: str) -> None:
    application_id = submitted(product, call_id)
    with product.engine.reading() as session:
        assert queries.own_application(session, application_id, actor=product.actor("sokande.2")).id == application_id
        assert [found.id for found in queries.my_applications(session, actor=product.actor("sokande.1"))] == [
            application_id
        ]
        assert queries.my_applications(session, actor=product.actor("sokande.3")) == []
        with pytest.raises(UnknownApplicationError):
            queries.own_application(session, application_id, actor=product.actor("sokande.3"))


def test_a_late_application_is_registered_and_proposed_to_be_dismissed(product: Product, call_id: str) -> None:
    # given
    draft_id = product.draft(call_id, "sokande.3", LABB)
    product.at("2021-11-30T00:07:12+01:00")
    # when
    application_id = product.submit(draft_id, "sokande.3")
    product.at("2021-11-30T08:00+01:00")
    product.do("check_registration", "registrator.1", CHECKED, application_id)
    text = "Ansökan kom in sju minuter efter gränsen. Ingen driftstörning är loggad."
    product.do(
        "propose_dismissal", "handlaggare.1", {"dismissal_ground": "late", "dismissal_text": text}, application_id
    )
    # then
    variables = product.engine.task_variables(product.task_id("declare_officer_conflict", application_id))
    assert variables["on_time"]["outcome"] == "late"
    assert (variables["matter"]["kind"], variables["matter"]["amount_sek"]) == ("dismissal", 2_300_000)
    with product.engine.reading() as session:
        proposal = queries.proposal_of(session, application_id)
        assert queries.application(session, application_id).is_settled
    assert proposal is not None
    assert (proposal.kind, proposal.ground, proposal.reason) == ("dismissal", "late", text)


def test_a_late_application_that_was_posted_in_time_is_tried(product: Product, call_id: str) -> None:
    # given
    draft_id = product.draft(call_id)
    product.at("2021-11-30T10:00+01:00")
    application_id = product.submit(draft_id)
    product.engine.run_due()
    # when
    posted = {**CHECKED, "posted_in_time": True, "posted_reason": "Poststämplad den 26 november."}
    product.do("check_registration", "registrator.1", posted, application_id)
    # then
    on_time = product.engine.task_variables(product.task_id("declare_conflict", application_id))["on_time"]
    assert (on_time["outcome"], on_time["note"]) == (
        "in_time",
        "Inkom med post och anses ha kommit in före gränsen.",
    )


def test_what_the_registrar_writes_reaches_the_diary(product: Product, call_id: str) -> None:
    # given
    application_id = submitted(product, call_id)
    product.at("2021-12-01T09:00+01:00")
    checked = {"registration_ok": True, "case_title_text": "Ansökan om klusterstöd", "secrecy_mark": True}
    product.do("check_registration", "registrator.1", checked, application_id)
    # when
    product.do("declare_conflict", "handlaggare.1", {"conflict": "no"}, application_id)
    product.do("check_completeness", "handlaggare.1", ALL_OK, application_id)
    # then
    with product.engine.reading() as session:
        known = registry_case(session, "RUN/599/2021")
    assert known.title == "Ansökan om klusterstöd"
    assert known.secrecy


def test_a_logged_outage_before_the_cutoff_counts_for_the_applicant(product: Product, call_id: str) -> None:
    draft_id = product.draft(call_id)
    with product.engine.work(actor=product.actor("systemforvaltare.1")) as work:
        commands.log_outage(
            work,
            began_at=datetime(2021, 11, 29, 22, 30, tzinfo=UTC),
            ended_at=datetime(2021, 11, 29, 23, 5, tzinfo=UTC),
            note="Databasen svarade inte.",
        )
    product.at("2021-11-30T00:07:12+01:00")
    application_id = product.submit(draft_id)
    product.at("2021-11-30T08:00+01:00")
    product.do("check_registration", "registrator.1", CHECKED, application_id)
    on_time = product.engine.task_variables(product.task_id("declare_conflict", application_id))["on_time"]
    assert on_time["outcome"] == "in_time"
    assert "driftstörning" in on_time["note"]


def test_an_officer_with_a_conflict_is_excluded_and_another_goes_on(product: Product, call_id: str) -> None:
    # given
    application_id = submitted(product, call_id)
    product.at("2021-12-01T09:00+01:00")
    product.do("check_registration", "registrator.1", CHECKED, application_id)
    # when
    data = {"conflict": "yes", "conflict_reason": "Närstående i styrelsen."}
    product.do("declare_conflict", "handlaggare.1", data, application_id)
    # then
    assert product.engine.tasks(application_id, actor=product.actor("handlaggare.1")) == []
    product.do("declare_conflict", "handlaggare.2", {"conflict": "no"}, application_id)
    assert product.task_id("check_completeness", application_id)


def test_the_applicant_completes_only_what_was_asked_for(product: Product, call_id: str) -> None:
    # given
    application_id = asked(product, call_id)
    with product.engine.work(actor=product.actor("sokande.1")) as work:
        file = StoredFile("b" * 64, 10, "application/pdf", "missiv.pdf")
        upload = record_upload(work.session, file, at=work.now, by="sokande.1")
    answer = {"number": 8, "text": "Bifogas.", "files": [{"id": upload.id, "name": "missiv.pdf"}]}
    changes = {"cover_letter": {"id": upload.id, "name": "missiv.pdf"}, "title": "Smygändrad"}
    # when
    product.at("2021-12-03T10:00+01:00")
    commands.answer_completion(
        product.engine,
        application_id,
        answers=[{**answer, "changes": changes}],
        note="Tack.",
        actor=product.actor("sokande.1"),
    )
    # then
    with product.engine.reading() as session:
        content = queries.content_of(session, application_id)
        request = queries.completion_requests_of(session, application_id)[0]
        kinds = [document.kind for document in documents_of(session, case_id=application_id)]
        versions = [version.cause for version in queries.versions_of(session, application_id)]
    assert (content["title"], content["cover_letter"]["name"]) == ("Koppla ihop länet", "missiv.pdf")
    assert (request.answer_note, request.items[0]["comment"]) == ("Tack.", "Missivet saknas.")
    assert kinds == ["D4", "D6", "D7", "D7S", "BIL"]
    assert versions == ["submitted", "completed"]
    assert product.task_id("review_answer", application_id)
    with pytest.raises(NotAskedForError):
        commands.answer_completion(
            product.engine, application_id, answers=[], note="", actor=product.actor("sokande.1")
        )


def test_a_completed_budget_must_add_up(product: Product, call_id: str) -> None:
    # given
    application_id = in_review(product, call_id)
    product.do(
        "check_completeness",
        "handlaggare.1",
        {**ALL_OK, "item_5": "missing", "item_5_comment": "Summan stämmer inte."},
        application_id,
    )
    product.do("request_completion", "handlaggare.1", REQUEST, application_id)

    def answer(own_cash: str) -> None:
        rows = [("sought", "2 000 000"), ("own_cash", own_cash)]
        financing = [{"kind": kind, "amount_sek": amount, "status": "confirmed"} for kind, amount in rows]
        commands.answer_completion(
            product.engine,
            application_id,
            answers=[{"number": 5, "text": "", "changes": {"financing": financing}}],
            note="",
            actor=product.actor("sokande.1"),
        )

    # when
    with pytest.raises(InvalidDataError) as refused:
        answer("2 500 000")
    answer("2 600 000")
    # then
    assert [error.path for error in refused.value.errors] == ["financing"]
    with product.engine.reading() as session:
        found = queries.application(session, application_id)
    assert (found.sought_sek, found.intensity) == (2_000_000, Decimal("43.48"))
    assert product.engine.task_variables(product.task_id("review_answer", application_id))["sought_sek"] == 2_000_000


def test_an_answer_cannot_carry_a_file_of_somebody_else(product: Product, call_id: str) -> None:
    application_id = asked(product, call_id)
    with product.engine.work(actor=product.actor("sokande.3")) as work:
        file = StoredFile("c" * 64, 10, "application/pdf", "hemlig.pdf")
        upload = record_upload(work.session, file, at=work.now, by="sokande.3")
    with pytest.raises(InvalidDataError):
        commands.answer_completion(
            product.engine,
            application_id,
            answers=[{"number": 8, "text": "", "files": [{"id": upload.id}]}],
            note="",
            actor=product.actor("sokande.1"),
        )


def test_the_applicant_is_reminded_and_silence_leads_to_a_proposal_not_a_decision(
    product: Product, call_id: str
) -> None:
    # given
    application_id = asked(product, call_id)
    # when
    product.at("2021-12-03T09:00+01:00")
    with product.engine.reading() as session:
        reminded = queries.completion_requests_of(session, application_id)[0].reminded_at
    product.at("2021-12-06T12:00+01:00")
    # then
    assert reminded == datetime(2021, 12, 3, 8, 0, tzinfo=UTC)
    assert product.task_id("propose_dismissal", application_id)
    with product.engine.reading() as session:
        assert queries.open_request(session, application_id, now=product.clock.now()) is None
        assert queries.application(session, application_id).outcome is None


def test_the_report_of_requests_shows_who_was_asked_for_what(product: Product, call_id: str) -> None:
    application_id = asked(product, call_id)
    with product.engine.reading() as session:
        report = queries.completion_report(session, call_id)
    assert [(found.id, request.round, [item["number"] for item in request.items]) for found, request in report] == [
        (application_id, 1, [8])
    ]


def test_an_ineligible_application_is_proposed_to_be_rejected_with_its_obstacles(
    product: Product, call_id: str
) -> None:
    # given
    application_id = in_review(product, call_id, legal_form="enskild_firma", not_started="no")
    # when
    product.do("check_completeness", "handlaggare.1", ALL_OK, application_id)
    product.do(
        "propose_rejection",
        "handlaggare.1",
        {
            "rejection_reason": "Sökanden är inte en juridisk person.",
            "rejection_rules": "Utlysningen, Vem kan söka?",
            "rejection_circumstances": "Ansökan är lämnad av en enskild näringsverksamhet.",
        },
        application_id,
    )
    # then
    with product.engine.reading() as session:
        proposal = queries.proposal_of(session, application_id)
    assert proposal is not None
    assert [obstacle["code"] for obstacle in proposal.obstacles] == ["not_legal_person", "started_before_application"]


def test_a_withdrawn_application_is_registered_and_settled(product: Product, call_id: str) -> None:
    # given
    application_id = in_review(product, call_id)
    # when
    commands.withdraw(product.engine, application_id, reason="Ändrade planer.", actor=product.actor("sokande.1"))
    # then
    with product.engine.reading() as session:
        found = queries.application(session, application_id)
        kinds = [document.kind for document in documents_of(session, case_id=application_id)]
    assert (found.status, found.is_settled, kinds) == ("withdrawn", True, ["D4", "D6", "D5"])
    assert product.engine.case(application_id).variables["matter"]["kind"] == "closure"
    assert product.engine.tasks(application_id, element_id="check_completeness") == []


def test_nobody_else_withdraws_an_application(product: Product, call_id: str) -> None:
    application_id = in_review(product, call_id)
    with pytest.raises(UnknownApplicationError):
        commands.withdraw(product.engine, application_id, reason="", actor=product.actor("sokande.3"))


def test_the_applicant_sees_where_the_case_is(product: Product, call_id: str) -> None:
    def shown(application_id: str) -> dict[str, str]:
        with product.engine.reading() as session:
            call = funding_call(session, call_id)
            found = steps_of(session, application_id, call, now=product.clock.now())
        return {step.code: step.status for step in found}

    application_id = submitted(product, call_id, at="2021-11-20T12:00+01:00")
    assert shown(application_id)["submitted"] == "now"
    product.at("2021-12-01T09:00+01:00")
    assert shown(application_id)["registered"] == "now"
    product.do("check_registration", "registrator.1", CHECKED, application_id)
    product.do("declare_conflict", "handlaggare.1", {"conflict": "no"}, application_id)
    product.do("check_completeness", "handlaggare.1", LACKING, application_id)
    product.do("request_completion", "handlaggare.1", REQUEST, application_id)
    assert shown(application_id) == {
        "submitted": "done",
        "registered": "done",
        "review": "now",
        "assessment": "todo",
        "decision": "todo",
        "notice": "todo",
    }


def test_the_steps_that_are_still_to_come_say_when(product: Product, call_id: str) -> None:
    application_id = in_review(product, call_id)

    def notes(board_at: datetime | None) -> dict[str, str]:
        with product.engine.reading() as session:
            call = funding_call(session, call_id)
            steps = steps_of(session, application_id, call, now=product.clock.now(), board_at=board_at)
        return {step.code: step.note.sv.replace("\N{NO-BREAK SPACE}", " ") for step in steps}

    assert notes(datetime(2021, 12, 15, 12, tzinfo=UTC)) == {
        "submitted": "",
        "registered": "",
        "review": "",
        "assessment": "Före onsdag 15 december 2021.",
        "decision": "Onsdag 15 december 2021, planerat sammanträde.",
        "notice": "Med e-post och här, när protokollet från sammanträdet är justerat.",
    }
    assert notes(None)["decision"] == "Senast fredag 31 december 2021, planerat."


def test_a_decision_is_noted_on_the_application(product: Product, call_id: str) -> None:
    application_id = in_review(product, call_id)
    with product.engine.work(actor=product.actor("handlaggare.1")) as work:
        commands.note_decision(work, application_id, outcome="granted", granted_sek=2_300_000, decided_at=work.now)
    with product.engine.reading() as session:
        found = queries.application(session, application_id)
        call = funding_call(session, call_id)
        steps = steps_of(session, application_id, call, now=product.clock.now())
    assert (found.status, found.outcome, found.granted_sek) == ("decided", "granted", 2_300_000)
    assert {step.status for step in steps} == {"done"}


def test_the_figures_of_a_call_count_its_applications(product: Product, call_id: str) -> None:
    submitted(product, call_id)
    late = (
        product.draft(call_id, "sokande.3", LABB)
        if product.clock.now() < datetime(2021, 11, 29, 23, tzinfo=UTC)
        else ""
    )
    product.at("2021-11-30T00:07:12+01:00")
    product.submit(late, "sokande.3")
    with product.engine.reading() as session:
        figures = queries.statistics_of(session, call_id)
    assert (figures.received, figures.in_time, figures.sought_sek) == (2, 1, 4_600_000)
    assert (figures.by_area, figures.by_municipality) == ({"DIG": 2}, {"Östersund": 2})


def test_an_application_that_is_decided_cannot_be_withdrawn(product: Product, call_id: str) -> None:
    application_id = in_review(product, call_id)
    product.engine.terminate(application_id, "Avslutat", actor=product.actor("handlaggare.1"))
    with pytest.raises(MessageNotExpectedError):
        commands.withdraw(product.engine, application_id, reason="", actor=product.actor("sokande.1"))


def test_the_organisation_of_the_case_is_the_applicants(product: Product, call_id: str) -> None:
    application_id = submitted(product, call_id)
    assert product.engine.case(application_id).variables["org_identity"] == HUBB.identity
