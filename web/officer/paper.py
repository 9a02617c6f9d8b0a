"""A registered or coming letter as part of a page: its body, cleaned, one step down in headings."""

import nh3
from lxml import html
from lxml.html import HtmlElement
from markupsafe import Markup

_TAGS = frozenset({
    *("a", "b", "br", "caption", "dd", "div", "dl", "dt", "em", "h2", "h3", "h4", "h5", "i", "li", "ol", "p"),
    *("section", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "hr"),
})  # fmt: skip
_ATTRIBUTES = {
    "a": {"href"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "*": {"class", "lang"},
}
_RENAMED = {"h1": "h2", "h2": "h3", "h3": "h4", "h4": "h5", "header": "div", "footer": "div", "main": "div"}


def paper_body(page: str) -> Markup:
    """The body of a complete page, without anything that runs or loads."""
    body = html.document_fromstring(page).find("body")
    if body is None:
        return Markup("")
    for element in body.iter():
        if isinstance(element, HtmlElement) and element.tag in _RENAMED:
            element.tag = _RENAMED[element.tag]
    inner = "".join(html.tostring(child, encoding="unicode") for child in body)
    return Markup(nh3.clean(inner, tags=_TAGS, attributes=_ATTRIBUTES))  # noqa: S704 - cleaned in this line
