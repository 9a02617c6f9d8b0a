"""An installation that starts again keeps what was changed in it."""

from dataclasses import replace
from pathlib import Path

from engine import Actor
from workflows.bootstrap import build, install
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
