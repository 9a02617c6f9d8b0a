"""What every page is held to: axe finds nothing, wide and narrow, light and dark; nothing is cut off; no complaints."""

from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

WIDE, NARROW = 1280, 390
_HEIGHT = 900
_AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_EVERYTHING = {"runOnly": {"type": "tag", "values": _TAGS}, "resultTypes": ["violations"]}
# Between light and dark only the colours differ.
_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}


def faults_of(page: Page) -> list[str]:
    """Everything that is wrong with the open page, each in a line; the page is wide and light again afterwards."""
    page.evaluate(_AXE)
    found = [f"wide, light: {each}" for each in _violations(page, _EVERYTHING)]
    page.emulate_media(color_scheme="dark")
    found += [f"wide, dark: {each}" for each in _violations(page, _COLOURS)]
    page.set_viewport_size({"width": NARROW, "height": _HEIGHT})
    found += [f"narrow, dark: {each}" for each in _violations(page, _EVERYTHING)]
    page.emulate_media(color_scheme="light")
    return found + width_faults_of(page)


def width_faults_of(page: Page) -> list[str]:
    """What makes the open page wider than a narrow screen; the page is wide again afterwards."""
    page.set_viewport_size({"width": NARROW, "height": _HEIGHT})
    width = page.evaluate("document.documentElement.scrollWidth")
    found = [f"narrow: {width} wide: {_widest(page)}"] if width > NARROW else []
    page.set_viewport_size({"width": WIDE, "height": _HEIGHT})
    return found


def _violations(page: Page, options: dict[str, Any]) -> list[str]:
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{each['id']}: {node['html'][:160]} ({(node.get('failureSummary') or '').splitlines()[-1].strip()[:160]})"
        for each in found["violations"]
        for node in each["nodes"][:2]
    ]


def _widest(page: Page) -> str:
    """The innermost element that sticks out."""
    script = """() => [...document.querySelectorAll("body *")]
        .filter(each => each.getBoundingClientRect().right > innerWidth + 1 && !each.closest(".u-scroll"))
        .map(each => each.outerHTML.slice(0, 120)).at(-1)"""
    return str(page.evaluate(script))
