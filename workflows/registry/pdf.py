"""Documents as PDF, made after the commit."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Final, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import Job, JobContext, Workspace
from workflows.registry.contents import PDF
from workflows.registry.documents import document, document_html
from workflows.registry.errors import RegistryError, UnknownDocumentError
from workflows.registry.files import FileStore
from workflows.registry.model import Document, document_pdfs

RENDER_PDF: Final = "render_pdf"


class PdfUnavailableError(RegistryError):
    """PDF files cannot be made on this machine: Pango is missing (Debian: apt-get install libpangoft2-1.0-0)."""

    code = "pdf_unavailable"


def html_to_pdf(html: str) -> bytes:
    """A complete page as tagged PDF with the print style of letters. Raises PdfUnavailableError."""
    return _printer()(html)


@cache
def _printer() -> Callable[[str], bytes]:
    """The printer, loaded when the first PDF is made: it takes long, and its system libraries may be missing."""
    try:
        return cast("Callable[[str], bytes]", import_module("workflows.registry.printing").print_page)
    except OSError as error:
        raise PdfUnavailableError from error


def request_pdf(work: Workspace, made: Document) -> None:
    """Ask for the document's PDF after the commit."""
    work.enqueue(RENDER_PDF, {"document_id": made.id}, key=f"{RENDER_PDF}:{made.id}", case_id=made.case_id)


def pdf_handler(store: FileStore) -> Callable[[Job, JobContext], None]:
    """The handler of `render_pdf` jobs, which keeps the PDFs in `store`."""

    def render(job: Job, context: JobContext) -> None:
        document_id = str(job.payload["document_id"])
        with context.work() as work:
            is_rendered = _pdf_sha256(work.session, document_id) is not None
            html = "" if is_rendered else document_html(work.session, document_id)
        if is_rendered:
            return
        content = html_to_pdf(html)
        sha256 = store.put(content)
        with context.work() as work:
            if _pdf_sha256(work.session, document_id) is None:
                work.session.execute(
                    document_pdfs.insert().values(
                        document_id=document_id, sha256=sha256, size=len(content), rendered_at=context.now
                    )
                )

    return render


@dataclass(frozen=True, slots=True)
class Printable:
    """A document that can be had as PDF: from the file store (`sha256`), or by printing its page (`html`)."""

    sha256: str | None = None
    html: str = ""

    def to_pdf(self, store: FileStore) -> bytes:
        """The PDF. Needs no transaction. Raises FileMissingError, FileDamagedError, PdfUnavailableError."""
        return store.read(self.sha256) if self.sha256 else html_to_pdf(self.html)


def printable(session: Session, document_id: str) -> Printable:
    """Where the document's PDF comes from: the stored one, its page if that is not printed yet, or a PDF that came in.

    Raises UnknownDocumentError for a document that is neither a page nor a PDF.
    """
    found = document(session, document_id)
    if found.media_type == PDF:
        return Printable(sha256=found.sha256)
    if not found.is_html:
        raise UnknownDocumentError(f"{found.number} is not text that can be printed")
    sha256 = _pdf_sha256(session, document_id)
    return Printable(sha256=sha256) if sha256 else Printable(html=document_html(session, document_id))


def document_pdf(session: Session, store: FileStore, document_id: str) -> bytes:
    """The document as PDF. Raises what `printable` and `to_pdf` raise."""
    return printable(session, document_id).to_pdf(store)


def _pdf_sha256(session: Session, document_id: str) -> str | None:
    return session.scalar(select(document_pdfs.c.sha256).where(document_pdfs.c.document_id == document_id))
