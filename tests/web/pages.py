"""What a page must be, whoever wrote it: well-formed, labelled, and without inline style or script."""

from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

_LABELLED = {"input", "select", "textarea"}
_UNLABELLED_TYPES = {"hidden", "submit", "button", "image", "reset"}
_REFERENCES = ("aria-describedby", "aria-labelledby", "aria-controls")


@dataclass(frozen=True)
class Page:
    """A parsed page."""

    root: Element

    def elements(self, name: str) -> list[Element]:
        """All elements with a name."""
        return list(self.root.iter(name))

    def text(self) -> str:
        """The text that a reader sees, white space squeezed."""
        return " ".join("".join(self.root.find("body").itertext()).split())  # type: ignore[union-attr]

    def by_id(self, element_id: str) -> Element:
        """The element with an id."""
        return next(each for each in self.root.iter() if each.get("id") == element_id)


def parse(html: str) -> Page:
    """Parse strictly: any error of the HTML standard's parser fails."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return Page(parser.parse(html))


def check_page(response: Any) -> Page:
    """Check a response that is a whole page, and return it for further looks."""
    assert response.mimetype == "text/html", response.mimetype
    page = parse(response.get_data(as_text=True))
    problems = [*_head_problems(page), *_inline_problems(page), *_id_problems(page), *_label_problems(page)]
    assert not problems, "\n".join(problems)
    return page


def check_fragment(html: str) -> Page:
    """Check a part of a page, as htmx gets it."""
    page = parse(f'<!doctype html><html lang="sv"><head><title>x</title></head><body>{html}</body></html>')
    problems = [*_inline_problems(page), *_label_problems(page)]
    assert not problems, "\n".join(problems)
    return page


def _head_problems(page: Page) -> list[str]:
    found = []
    if not page.root.get("lang"):
        found.append("html has no lang")
    if len(page.elements("h1")) != 1:
        found.append(f"{len(page.elements('h1'))} h1")
    if len(page.elements("main")) != 1:
        found.append(f"{len(page.elements('main'))} main")
    title = page.elements("title")[0].text or ""
    if not title.endswith(" – Utlysa") or title.startswith(" "):
        found.append(f"title is {title!r}")
    return found


def _inline_problems(page: Page) -> list[str]:
    found = []
    for each in page.root.iter():
        if not isinstance(each.tag, str):
            continue
        found += [f"{each.tag} has {name}" for name in each.attrib if name == "style" or name.startswith("on")]
        if each.tag == "style" or (each.tag == "script" and not each.get("src")):
            found.append(f"inline {each.tag}")
        if (each.get("href") or "").strip().lower().startswith("javascript:"):
            found.append("javascript: address")
    return found


def _id_problems(page: Page) -> list[str]:
    ids = [each.get("id") for each in page.root.iter() if each.get("id")]
    found = [f"id {each} twice" for each in {each for each in ids if ids.count(each) > 1}]
    known = set(ids)
    for each in page.root.iter():
        for name in _REFERENCES:
            missing = [target for target in (each.get(name) or "").split() if target not in known]
            found += [f"{each.tag} {name} points at nothing: {target}" for target in missing]
        href = each.get("href") or ""
        if each.tag == "a" and href.startswith("#") and href[1:] not in known:
            found.append(f"link to {href}, which is not on the page")
    return found


def _label_problems(page: Page) -> list[str]:
    labelled = {each.get("for") for each in page.elements("label")}
    inside = {id(inner) for label in page.elements("label") for inner in label.iter()}
    found = []
    for each in page.root.iter():
        if each.tag not in _LABELLED or each.get("type") in _UNLABELLED_TYPES:
            continue
        named = each.get("aria-label") or each.get("aria-labelledby") or each.get("id") in labelled
        if not named and id(each) not in inside:
            found.append(f"{each.tag} {each.get('name') or each.get('id')} has no label")
    return found
