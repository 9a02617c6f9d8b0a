"""The style sheets, scripts and fonts: served with a hash in the address, compressed once, kept for a year."""

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Flask, request, send_from_directory, url_for
from werkzeug.wrappers import Response

from web.policy import Public, policy

FOLDER = Path(__file__).parent / "static"
_COMPRESSED = {".css", ".js", ".svg", ".txt"}
_YEAR_SECONDS = 31_536_000

blueprint = Blueprint("assets", __name__)


def init_assets(app: Flask) -> None:
    """Serve the files and give templates `asset("dist/app.css")`."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals["asset"] = asset


def asset(name: str) -> str:
    """The address of a file, which changes with its content."""
    return url_for("assets.file", name=name, v=_version(name, (FOLDER / name).stat().st_mtime_ns))


@blueprint.get("/static/<path:name>")
@policy(Public())
def file(name: str) -> Response:
    """One file."""
    # The style sheet names the font without a hash: a new font gets a new name.
    is_lasting = "v" in request.args or name.endswith(".woff2")
    response = send_from_directory(FOLDER, name, max_age=_YEAR_SECONDS if is_lasting else None)
    response.headers["Vary"] = "Accept-Encoding"
    path = FOLDER / name
    if response.status_code == 200 and path.suffix in _COMPRESSED and request.accept_encodings["gzip"]:
        response.close()
        response.direct_passthrough = False
        response.set_data(_gzipped(name, path.stat().st_mtime_ns))
        response.headers["Content-Encoding"] = "gzip"
    return response


@lru_cache(maxsize=64)
def _version(name: str, changed_at_ns: int) -> str:  # noqa: ARG001 - the time makes a changed file a new key
    return hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:12]


@lru_cache(maxsize=64)
def _gzipped(name: str, changed_at_ns: int) -> bytes:  # noqa: ARG001 - the same
    return gzip.compress((FOLDER / name).read_bytes(), compresslevel=9, mtime=0)
