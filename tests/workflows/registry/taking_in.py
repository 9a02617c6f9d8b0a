"""Takes in a file and registers it, as one command of the domain, in this process or in one that may end on its way."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from engine import Actor, Engine
from engine.failpoints import FAILPOINTS
from workflows.migrations import VERSIONS
from workflows.registry import FileStore, accept_upload, record_upload, register_case, register_document

AT = datetime(2021, 11, 29, 12, tzinfo=UTC)
CONTENT = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def take_in(engine: Engine, folder: Path) -> str:
    """Keep the file, then write its rows; the number that the case got in the diary."""
    stored = accept_upload(FileStore(folder), BytesIO(CONTENT), file_name="budget.pdf")
    with engine.work(actor=Actor("sokande.1")) as work:
        record_upload(work.session, stored, at=AT, by="sokande.1")
        number = register_case(work.session, at=AT, title="Ansökan", case_id="c1", party="Klustret AB")
        register_document(
            work.session,
            registry_number=number,
            kind="D5",
            title="Budget",
            direction="in",
            at=AT,
            party="Klustret AB",
            case_id="c1",
            content=stored,
        )
        work.record("application_received", {"number": number})
    return number


def live(url: str, folder: Path, failpoint: str) -> None:
    """The same in a process of its own, with a failpoint."""
    FAILPOINTS.read(failpoint)
    engine = Engine(url, migrations=[VERSIONS])
    take_in(engine, folder)
    engine.close()
