"""The administrator sees every token and can end it."""

from engine import Actor
from tests.web.installation import Site
from tests.web.pages import check_page
from workflows.parties import create_token

PAGE = "/drift/nycklar"


def test_tokens_are_listed_without_their_secrets_and_can_be_revoked(site: Site) -> None:
    visitor = site.visitor("admin.1")
    assert "Ingen nyckel är skapad" in check_page(visitor.get(PAGE)).text()
    with site.engine.work(actor=Actor.system()) as work:
        added, secret = create_token(work.session, "handlaggare.1", at=work.now, name="rapport")
    page = check_page(visitor.get(PAGE))
    assert "handlaggare.1" in page.text()
    assert "rapport" in page.text()
    assert secret not in visitor.get(PAGE).get_data(as_text=True)
    assert visitor.post(f"{PAGE}/aterkalla", {"token_id": added.id}).status_code == 303
    assert "Återkallad" in check_page(visitor.get(PAGE)).text()
    client = site.app.test_client()
    assert client.get("/api/v1/tasks", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_the_page_is_whole_in_english_and_leads_from_the_accounts(site: Site) -> None:
    visitor = site.visitor("admin.1", language="en")
    check_page(visitor.get(PAGE))
    assert f'href="{PAGE}"' in visitor.get("/drift/konton").get_data(as_text=True)


def test_only_administrators_look_and_what_is_not_there_is_not_found(site: Site) -> None:
    assert site.visitor("handlaggare.1").get(PAGE).status_code == 403
    assert site.visitor("admin.1").post(f"{PAGE}/aterkalla", {"token_id": "none"}).status_code == 404
