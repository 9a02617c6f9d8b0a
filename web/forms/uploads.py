"""Uploads of a form's files: kept through the registry, and found again only by those who may."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import FileStorage

from engine.model import Actor
from web.services import Services
from workflows.registry import UnknownDocumentError, Upload, accept_upload, record_upload, uploads_with


@dataclass(frozen=True, slots=True)
class FormUploads:
    """The files of one form that `actor` fills in.

    `already_there` are the ids that the saved draft or the case refers to: they may be sent back whoever uploaded
    them; any other id must be of an upload of the actor's own.
    """

    services: Services
    actor: Actor
    already_there: Collection[str] = ()

    def keep(self, upload: FileStorage) -> Mapping[str, Any]:
        """Store the upload. Raises UploadRefusedError."""
        stored = accept_upload(self.services.files, upload.stream, file_name=upload.filename or "")
        with self.services.engine.work(actor=self.actor) as work:
            return _reference(record_upload(work.session, stored, at=work.now, by=self.actor.id))

    def known(self, ids: Collection[str]) -> Mapping[str, Mapping[str, Any]]:
        """The references with these ids that belong to this form; others are left out."""
        with self.services.engine.reading() as session:
            found: list[Upload] = []
            for each in ids:
                try:
                    found += uploads_with(session, [each])
                except UnknownDocumentError:
                    continue
        return {each.id: _reference(each) for each in found if self._belongs(each)}

    def _belongs(self, upload: Upload) -> bool:
        return upload.id in self.already_there or upload.uploaded_by == self.actor.id


def _reference(upload: Upload) -> Mapping[str, Any]:
    file = upload.file
    about = {"name": file.file_name, "size": file.size, "media_type": file.media_type, "sha256": file.sha256}
    return {"id": upload.id, **about}
