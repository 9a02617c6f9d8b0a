"""Access tokens: whoever shows one to the REST API acts as its account in that request."""

from typing import Final

from flask import Flask, request
from werkzeug.exceptions import Unauthorized

from web.services import services
from web.sessions import sign_in_for_request

API: Final = "/api/v1/"
_SCHEME: Final = "Bearer"


def is_vouched_for() -> bool:
    """Whether the request shows a token, which no other site can make a browser send: its cookie does not count."""
    return request.path.startswith(API) and request.headers.get("Authorization", "").startswith(f"{_SCHEME} ")


def init_tokens(app: Flask) -> None:
    """Look at the token before anything asks who is there."""
    app.before_request(_sign_in)


def _sign_in() -> None:
    """Raises Unauthorized for a token that does not hold, and for any other word: it must not be taken for one."""
    if not request.path.startswith(API) or "Authorization" not in request.headers:
        return
    scheme, _, secret = request.headers["Authorization"].partition(" ")
    known = services()
    found = known.accounts.account_of_token(secret.strip(), at=known.clock.now()) if scheme == _SCHEME else None
    if found is None:
        raise Unauthorized
    sign_in_for_request(found)
