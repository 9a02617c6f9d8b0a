"""What a browser without scripts would post of a page's form, as it stands."""

from typing import Any
from xml.etree.ElementTree import Element

from tests.web.pages import Page

_UNSENT = {"submit", "button", "file", "reset", "image"}


def fields_of(page: Page, action: str = "") -> dict[str, Any]:
    """The named values of the form with that in its action (the last such form); several of one name as a list."""
    forms = [each for each in page.elements("form") if action in (each.get("action") or "")]
    found: dict[str, Any] = {}
    for control in forms[-1].iter():
        for value in _values(control):
            name = str(control.get("name"))
            found[name] = [*_listed(found[name]), value] if name in found else value
    found.pop("csrf_token", None)
    return found


def error_texts(page: Page) -> list[str]:
    """The sentences of the error summary."""
    summaries = [each for each in page.root.iter() if "ds-error-summary" in (each.get("class") or "")]
    return ["".join(link.itertext()) for each in summaries for link in each.iter("a")]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _values(control: Element) -> list[str]:
    if not control.get("name") or control.get("type") in _UNSENT:
        return []
    if control.tag == "textarea":
        return ["".join(control.itertext()).removeprefix("\n")]
    if control.tag == "select":
        options = list(control.iter("option"))
        chosen = [each for each in options if each.get("selected") is not None] or options[:1]
        return [each.get("value") or "" for each in chosen]
    if control.tag != "input":
        return []
    if control.get("type") in ("checkbox", "radio"):
        return [control.get("value") or "on"] if control.get("checked") is not None else []
    return [control.get("value") or ""]
