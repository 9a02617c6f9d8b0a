"""Documents: the letter on a page, its bytes shut in, and the PDF."""

from io import BytesIO

from flask import make_response, render_template, send_file
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from web.officer.blueprint import STAFF, blueprint
from web.officer.paper import paper_body
from web.officer.words import DIRECTIONS
from web.policy import policy
from web.services import services
from web.sessions import current_actor
from workflows.registry import Document, UnknownDocumentError, document_content, document_html, printable
from workflows.registry import document as registered
from workflows.registry.file_names import safe_file_name

# A letter as it was sent: it loads nothing, runs nothing, and stands in no frame.
_SHUT_IN = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'none'"
_PDF = "application/pdf"


@blueprint.get("/dokument/<document_id>")
@policy(STAFF)
def document(document_id: str) -> str:
    """A document with what the diary says of it."""
    found = _visible(document_id)
    case = services().engine.case(found.case_id)
    with services().reading() as session:
        body = paper_body(document_html(session, document_id)) if found.is_html else ""
    return render_template("officer/document.html", document=found, case=case, body=body, directions=DIRECTIONS)


@blueprint.get("/dokument/<document_id>/innehall")
@policy(STAFF)
def document_body(document_id: str) -> Response:
    """The document itself: a letter word for word, anything else as a download."""
    found = _visible(document_id)
    if not found.is_html:
        return _download(found)
    with services().reading() as session:
        response = make_response(document_html(session, document_id))
    response.headers["Content-Security-Policy"] = _SHUT_IN
    return response


@blueprint.get("/dokument/<document_id>/pdf")
@policy(STAFF)
def document_as_pdf(document_id: str) -> Response:
    """The document as PDF: made when it was registered, or now."""
    found = _visible(document_id)
    with services().reading() as session:
        source = printable(session, document_id)
    name = safe_file_name(f"{found.number.replace('/', '-')} {found.title}", ".pdf")
    return send_file(BytesIO(source.to_pdf(services().files)), mimetype=_PDF, download_name=name)


def _download(found: Document) -> Response:
    with services().reading() as session:
        content = document_content(session, found.id)
    return send_file(
        BytesIO(content.read(services().files)), mimetype=found.media_type, as_attachment=True,
        download_name=found.file_name,
    )  # fmt: skip


def _visible(document_id: str) -> Document:
    """The document, for those who may open its case. Raises NotFound for all others."""
    try:
        with services().reading() as session:
            found = registered(session, document_id)
    except UnknownDocumentError:
        raise NotFound from None
    if not services().relations.is_party(current_actor(), found.case_id):
        raise NotFound
    return found
