"""Two officers complete the same task: who comes second is told who was first and when, and keeps what was written."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.runtime.diagrams import ONE_TASK
from tests.web.installation import Site, open_site


@pytest.fixture
def site(installed: Path, tmp_path: Path) -> Iterator[Site]:
    """An installation with a task that any officer may do."""
    opened = open_site(installed, tmp_path / "site")
    opened.engine.deploy({"p.bpmn": ONE_TASK})
    yield opened
    opened.engine.close()


@pytest.mark.parametrize(
    ("language", "said"), [("sv", "handlaggare.1 gjorde det före dig, "), ("en", "handlaggare.1 did it before you, ")]
)
def test_the_second_is_told_who_and_when(site: Site, language: str, said: str) -> None:
    task_id = site.engine.tasks(site.engine.start("one_task").id)[0].id
    site.engine.complete(task_id, {"note": "först"}, actor=site.actor("handlaggare.1"))
    second = site.visitor("handlaggare.2", language=language)
    headers = {"X-CSRFToken": second.token()}
    refused = second.client.post(f"/api/v1/tasks/{task_id}/complete", json={"data": {"note": "sedan"}}, headers=headers)
    assert refused.status_code == 409
    detail = refused.get_json()["detail"]
    assert said in detail
    assert "2021" in detail
    assert site.engine.case(task_id.partition("-")[0]).variables == {"note": "först"}


def test_what_the_second_wrote_is_on_the_page(site: Site) -> None:
    task_id = site.engine.tasks(site.engine.start("one_task").id)[0].id
    second = site.visitor("handlaggare.2")
    site.engine.complete(task_id, {"note": "först"}, actor=site.actor("handlaggare.1"))
    refused = second.post(f"/uppgifter/{task_id}", {"note": "Min långa motivering"})
    assert refused.status_code == 409
    page = refused.get_data(as_text=True)
    assert "handlaggare.1 gjorde det före dig, " in page
    assert "Min långa motivering" in page
