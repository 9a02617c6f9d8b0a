"""Deploys what process owners change: as a new version, with what they say of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine import Definition, Problem
from engine.model import Text
from web.i18n import text
from web.process_owner.blueprint import COMMENTED
from web.services import services
from web.sessions import current_actor

LONGEST_COMMENT = 500


def deploy(key: str, files: Mapping[str, bytes], *, comment: str, base_version: int | None) -> Definition:
    """Save as a new version, which new cases use. Raises DeploymentRejectedError, VersionConflictError."""
    engine, actor = services().engine, current_actor()
    deployment = engine.deploy(files, actor=actor, base_version=base_version)
    saved = next((one for one in deployment.definitions if one.key == key), deployment.definitions[0])
    engine.log(COMMENTED, {"key": saved.key, "version": saved.version, "comment": comment}, actor=actor)
    return saved


def told(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Problems in the reader's language, as values for a page or a script."""
    return [
        {
            "severity": one.severity,
            "code": one.code,
            "element_id": one.element_id,
            "line": one.line,
            "file": one.file,
            "message": text(Text(one.message, one.message_en)),
        }
        for one in problems
    ]
