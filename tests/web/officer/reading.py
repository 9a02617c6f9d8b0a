"""Reading pages as a person does: every word, those of neighbouring cells apart."""

from tests.web.pages import Page, check_page


def words(answer: object) -> str:
    """The words of a page, checked first; a sentence is whole even where it has marked parts."""
    page: Page = check_page(answer)
    body = page.root.find("body")
    assert body is not None
    text = " ".join(" ".join(body.itertext()).split())
    for mark in ",.;:":
        text = text.replace(f" {mark}", mark)
    return text
