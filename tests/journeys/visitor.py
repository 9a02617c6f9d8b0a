"""A program that visits the site as a browser without scripts does: cookies, the forgery token, plain forms."""

import json
import re
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from typing import IO, Any

_TOKEN = re.compile(r'<meta name="csrf-token" content="([^"]+)"')
_PATIENCE_S = 20


@dataclass(frozen=True)
class Answer:
    """What the server answered."""

    status: int
    text: str
    headers: Mapping[str, str] = field(default_factory=dict)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """An answer 303 is the acknowledgement itself: it is looked at, not followed."""

    def redirect_request(self, *_: Any) -> None:
        return None


class _EveryStatus(urllib.request.HTTPErrorProcessor):
    """No status is an exception: the test looks at it."""

    def http_response(self, request: Any, response: IO[bytes]) -> IO[bytes]:
        return response


class Visitor:
    """A role account's session over HTTP. Raises OSError (or http.client's errors) while the server is away."""

    def __init__(self, address: str, account: str) -> None:
        self.address, self.account = address, account
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar()), _NoRedirects(), _EveryStatus()
        )
        self._token = self._read_token("/demo/roller")
        entered = self.post("/demo/roller", {"account_id": account})
        assert entered.status == 303, entered
        self._token = self._read_token("/om/hjalp")

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._send(path, None, {})

    def post(self, path: str, fields: Mapping[str, Any]) -> Answer:
        """Send a form."""
        body = urllib.parse.urlencode([("csrf_token", self._token), *posted(fields)]).encode()
        return self._send(path, body, {})

    def command(self, path: str, content: Mapping[str, Any], *, key: str) -> Answer:
        """Send a command to the REST API with an idempotency key."""
        headers = {"Content-Type": "application/json", "X-CSRFToken": self._token, "Idempotency-Key": key}
        return self._send(path, json.dumps(content).encode(), headers)

    def _read_token(self, path: str) -> str:
        found = _TOKEN.search(self.get(path).text)
        return found.group(1) if found else ""

    def _send(self, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        # The address is that of the test's own server.
        request = urllib.request.Request(self.address + path, data=body, headers=dict(headers))  # noqa: S310
        with self._opener.open(request, timeout=_PATIENCE_S) as response:
            return Answer(response.status, response.read().decode("utf-8", "replace"), dict(response.headers))


def posted(fields: Mapping[str, Any], start: str = "") -> Iterator[tuple[str, str]]:
    """Values as a form posts them: `rows-0-name` for the rows, several fields of one name for several choices."""
    for key, value in fields.items():
        name = f"{start}{key}"
        if isinstance(value, Mapping):
            yield from posted(value, f"{name}-")
        elif isinstance(value, list):
            for number, each in enumerate(value):
                if isinstance(each, Mapping):
                    yield from posted(each, f"{name}-{number}-")
                else:
                    yield name, str(each)
        else:
            yield name, _text(value)


def _text(value: Any) -> str:
    return "true" if value is True else "" if value is None else str(value)
