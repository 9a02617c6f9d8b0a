"""Prints pages with WeasyPrint: tagged PDF, the style of letters, nothing from outside."""

import threading
from typing import Final

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from workflows.registry.print_style import PRINT_STYLE

# One page at a time: printing takes much memory, and the text layout's libraries share their font cache.
_PRESS: Final = threading.Lock()


class ReachesOutError(Exception):
    """A document may not load anything from outside itself."""


class _NothingOutside(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Refuses every address: letters are whole in themselves."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002
        """Refuse."""
        raise FatalURLFetchingError(f"A document may not load {url}")


def print_page(html: str) -> bytes:
    """A complete page as tagged PDF (PDF/UA-1). Raises ReachesOutError."""
    fonts = FontConfiguration()
    style = CSS(string=PRINT_STYLE, font_config=fonts, url_fetcher=_NothingOutside())
    try:
        page = HTML(string=html, url_fetcher=_NothingOutside())
        with _PRESS:
            return bytes(page.write_pdf(stylesheets=[style], font_config=fonts, pdf_tags=True, pdf_variant="pdf/ua-1"))
    except FatalURLFetchingError as error:
        # WeasyPrint lets this one through its own handlers by making it no ordinary exception.
        raise ReachesOutError(str(error)) from error
