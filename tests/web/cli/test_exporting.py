"""`export`."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from engine import Actor
from tests.web.cli.conftest import Run
from tests.web.installation import settings_in
from web.cli.measures.drawings import chain
from workflows.bootstrap import build
from workflows.registry import register_case, register_document

AT = datetime(2021, 11, 1, 8, tzinfo=UTC)


@pytest.fixture
def case_id(folder: Path, run: Run, tmp_path: Path) -> str:
    """A case with a diary number and a document."""
    product = build(settings_in(folder))
    product.engine.deploy({"chain/chain.bpmn": chain(2)})
    case = product.engine.start("chain", {"amount_sek": Decimal("250000.50")})
    with product.engine.work(actor=Actor.system()) as work:
        number = register_case(work.session, series="RUN", case_id=case.id, title="Ärende", party="Part", at=AT)
        register_document(
            work.session,
            registry_number=number,
            kind="D1",
            title="Brev",
            direction="in",
            at=AT,
            party="Part",
            case_id=case.id,
            html="<p>Hej</p>",
        )
    product.engine.close()
    return case.id


def test_export_holds_history_tasks_and_documents(run: Run, case_id: str) -> None:
    outcome = run("export", case_id)
    assert (outcome.status, outcome.err) == (0, "")
    content = json.loads(outcome.out)
    assert content["case"]["id"] == case_id
    assert content["history"][0]["type"] == "case_started"
    assert [line["seq"] for line in content["history"]] == list(range(1, len(content["history"]) + 1))
    assert [(one["title"], one["size"]) for one in content["documents"]] == [("Brev", 10)]
    assert [task["element_id"] for task in content["tasks"]] == ["decide_0"]
    assert content["case"]["variables"] == {"amount_sek": "250000.50"}


def test_export_knows_a_case_by_its_registry_number_and_leaves_a_line_in_the_log(
    run: Run, folder: Path, case_id: str
) -> None:
    number = json.loads(run("export", case_id).out)["registry_cases"][0]["registry_number"]
    assert json.loads(run("export", number).out)["case"]["id"] == case_id
    product = build(settings_in(folder))
    lines = [line for line in product.engine.log_events() if line.type == "case_exported"]
    assert [line.data["case"] for line in lines] == [case_id, case_id]
    product.engine.close()


@pytest.mark.parametrize("name", ["nosuch", "RUN/1/1999"])
def test_export_of_no_case_says_so_in_one_line(run: Run, folder: Path, name: str) -> None:
    outcome = run("export", name)
    assert outcome.status == 1
    assert outcome.out == ""
    assert outcome.err.startswith("utlysa: There is no case")
    assert outcome.err.count("\n") == 1
