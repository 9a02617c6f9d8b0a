"""In English no sentence of ours is Swedish."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import web.officer
from tests.web.installation import Site
from tests.web.officer.conftest import OpenSite
from tests.web.pages import check_page

pytestmark = pytest.mark.xdist_group("officer")
_LEAST_LETTERS = 9


def _swedish() -> list[str]:
    """Our whole sentences that are unmistakably Swedish: long enough, and not the same in English."""
    file = Path(web.officer.__file__).parent / "translations/en/LC_MESSAGES/messages.po"
    with file.open("rb") as stream:
        catalog = read_po(stream, locale="en")
    ids = [message.id for message in catalog if isinstance(message.id, str) and message.id != message.string]
    return [each for each in ids if len(each) > _LEAST_LETTERS and "%" not in each and set(each) & set("åäöÅÄÖ")]


def _paths(site: Site) -> list[tuple[str, str]]:
    call = next(case.id for case in site.engine.cases(process_key="call") if case.business_key == "RUN/598/2021")
    case = next(case for case in site.engine.cases(search="Energiväxeln") if case.definition.key == "application")
    task = site.engine.tasks(role="board_secretary")[0]
    staff = "handlaggare.1"
    tabs = ("", "/ansokningar", "/rangordning", "/sammantraden", "/fragor", "/statistik")
    return [
        *((staff, path) for path in ("/mina-uppgifter", "/arenden", "/intern/utlysningar", "/sammantraden")),
        *((staff, f"/mina-uppgifter?vy={view}") for view in ("grupp", "vantar", "klara")),
        *((staff, f"/intern/utlysningar/{call}{tab}") for tab in tabs),
        *((staff, f"/arenden/{case.id}{tab}") for tab in ("", "/dokument", "/personer")),
        *(("namndsekreterare.1", path) for path in (f"/uppgifter/{task.id}", "/sammantraden/nytt", "/intern/diarium")),
        *(("registrator.1", path) for path in ("/delegationsbeslut", "/delegationsbeslut/ny")),
    ]


@pytest.mark.parametrize("moment", ["assessing", "ranked"])
def test_no_sentence_of_ours_is_left_in_swedish(open_at: OpenSite, moment: str) -> None:
    site = open_at(moment)
    ours = _swedish()
    assert len(ours) > 100
    for who, path in _paths(site):
        page = check_page(site.visitor(who, language="en").get(path))
        assert page.root.get("lang") == "en"
        left = [each for each in ours if each in page.text()]
        assert not left, (path, left)
