"""In English the public's and the applicants' pages have no sentence of ours in Swedish."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import web
from tests.web.calling import applicant, application, ask_for_completion, call_id, draft, make_open_call, opened
from tests.web.pages import check_page

_LEAST_LETTERS = 9
# The registry's own titles of documents stand as they are registered, in Swedish.
_TITLES = frozenset({"Mottagningsbekräftelse"})


def _swedish() -> list[str]:
    """Our whole sentences that are unmistakably Swedish: long enough, and not the same in English."""
    found: list[str] = []
    for area in ("public", "applicant"):
        file = Path(web.__file__).parent / area / "translations/en/LC_MESSAGES/messages.po"
        with file.open("rb") as stream:
            catalog = read_po(stream, locale="en")
        found += [each.id for each in catalog if isinstance(each.id, str) and each.id != each.string]
    return [each for each in found if len(each) > _LEAST_LETTERS and "%" not in each and set(each) & set("åäöÅÄÖ")]


@pytest.mark.parametrize("is_asked", [False, True])
def test_no_sentence_of_ours_is_left_in_swedish(installed: Path, tmp_path: Path, is_asked: bool) -> None:
    make_open_call(installed, tmp_path / "template")
    site = opened(tmp_path / "template", tmp_path / "site")
    application_id, begun = application(site), draft(site, "sokande.9", title="")
    call = f"/utlysningar/{call_id(site)}"
    if is_asked:
        ask_for_completion(site, application_id, 5, 8)
    case = f"/ansokningar/{application_id}"
    sections = [f"/ansokningar/utkast/{begun}/section_{name}?kontrollera=1" for name in ("budget", "signature")]
    public = [("", path) for path in ("/", call, "/beslut", "/diarium", f"{call}/informationsmote/anmald")]
    own = [("sokande.4", path) for path in ("/mina-ansokningar", case, f"{case}/kvitto", f"{case}/aterkalla")]
    ours = [each for each in _swedish() if each not in _TITLES]
    assert len(ours) > 100
    for who, path in [*public, *own, *(("sokande.9", path) for path in sections)]:
        page = check_page(site.visitor(who or None, language="en").get(path))
        left = [each for each in ours if each in page.text()]
        assert not left, (path, left)
    assert applicant(site, "en").get(case).status_code == 200
    site.engine.close()
