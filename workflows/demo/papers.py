"""Writes every document of an installation to a folder, by registry number."""

from pathlib import Path

from workflows.bootstrap import Product
from workflows.registry import Document, diary_cases, document_bytes, document_pdf, documents_of

_MOST_CASES = 10_000


def write_papers(product: Product, folder: Path) -> int:
    """Write each registered document, pages also as PDF; returns how many documents there are."""
    with product.engine.reading() as session:
        cases = diary_cases(session, public=False, limit=_MOST_CASES)
        found = [paper for case in cases for paper in documents_of(session, registry_number=case.registry_number)]
        for paper in found:
            place = _place(folder, paper)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(document_bytes(session, product.files, paper.id))
            if paper.is_html:
                place.with_suffix(".pdf").write_bytes(document_pdf(session, product.files, paper.id))
    return len(found)


def _place(folder: Path, paper: Document) -> Path:
    """`RUN-604-2021/3 D6 Mottagningsbekräftelse.html`: what a file system takes of the number and the title."""
    title = "".join(letter if letter.isalnum() or letter in " -" else " " for letter in paper.title)
    name = " ".join(f"{paper.item} {paper.kind} {title}".split())[:100]
    return folder / paper.registry_number.replace("/", "-") / f"{name}{Path(paper.file_name).suffix}"
