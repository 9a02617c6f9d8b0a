"""An installation that starts again keeps what was changed in it."""

from dataclasses import replace
from pathlib import Path

import pytest

from engine import Actor
from workflows.bootstrap import ROLES, build, install
from workflows.parties import own_organisation, save_own_organisation
from workflows.settings import Settings


def test_the_settings_give_the_organisation_once_and_then_it_is_the_administrators(tmp_path: Path) -> None:
    settings = Settings(
        secret_key="k" * 32,
        database_url=f"sqlite:///{tmp_path / 'utlysa.db'}",
        files_dir=tmp_path / "files",
    )
    product = build(settings)
    install(product)
    with product.engine.work(actor=Actor.system()) as work:
        first = own_organisation(work.session)
        save_own_organisation(work.session, replace(first, phone="063-00 00 00"))
    install(product)
    with product.engine.reading() as session:
        again = own_organisation(session)
    versions = [each.version for each in product.engine.definitions()]
    product.engine.close()
    assert first == settings.own_organisation()
    assert again == replace(first, phone="063-00 00 00")
    assert set(versions) == {1}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_role_may_be_called_by_its_name_in_a_lane(tmp_path: Path, language: str) -> None:
    product = build(Settings(secret_key="k" * 32, database_url="sqlite://", files_dir=tmp_path))
    product.engine.migrate()
    names = {code: name.in_language(language) for code, name in ROLES.items()}
    lanes = [f'<lane name="{name.upper()}"><flowNodeRef>do_{code}</flowNodeRef></lane>' for code, name in names.items()]
    tasks = "".join(f'<userTask id="do_{code}" name="Gör"/>' for code in names)
    xml = (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:x">'
        f'<process id="p" isExecutable="true"><laneSet>{"".join(lanes)}</laneSet>{tasks}</process></definitions>'
    )
    product.engine.deploy({"p.bpmn": xml.encode()}, actor=Actor.system())
    case = product.engine.start("p", actor=Actor.system())
    opened = {task.element_id: task.role for task in product.engine.tasks(case.id)}
    product.engine.close()
    assert opened == {f"do_{code}": code for code in ROLES}
