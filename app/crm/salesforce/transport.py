"""HTTP to one org: https to its own host only, no redirects, no cookies, bounded in time and size.

Nothing is taken from the environment: a proxy or a certificate authority is named by whoever starts us, and a
``.netrc`` cannot replace a user's token. What goes wrong is a ``requests.RequestException``.
"""

import io
from dataclasses import dataclass, replace
from http.cookiejar import DefaultCookiePolicy
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter

from app.telemetry import crm_call

_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Transport:
    """How to reach the outside. Seconds and bytes; ``ca_file`` replaces the public certificate authorities.

    A user waits for what is read; a worker waits for what is written, where giving up early only means to
    ask again. Each bounds the wait for the first byte, and twice as much the whole answer.
    """

    ca_file: str = ""
    proxy: str = ""
    connect_seconds: float = 5.0
    read_seconds: float = 20.0
    write_seconds: float = 120.0
    answer_bytes: int = 16 * 1024 * 1024
    connections: int = 16


class AnswerTooLong(requests.RequestException):
    """More bytes, or more seconds, than any answer of the API needs."""


class Roads:
    """The kept-open connections of a process, safe to share between threads."""

    def __init__(self, transport: Transport, adapter: HTTPAdapter | None = None) -> None:
        self.transport = transport
        self._adapter = adapter or HTTPAdapter(pool_maxsize=transport.connections, max_retries=0)

    def hurried(self, seconds: float) -> "Roads":
        """The same connections, with less patience for what is read."""
        return Roads(replace(self.transport, read_seconds=seconds), self._adapter)

    def reading(self, address: str, *, connection: str) -> "PinnedSession":
        """A session for one call to ``https://host[:port]``: no other user sees what it leaves behind."""
        limits = self.transport
        return PinnedSession(address, limits, self._adapter, seconds=limits.read_seconds, of=connection)

    def writing(self, address: str, *, connection: str) -> "PinnedSession":
        """As ``reading``, with the patience that a write takes."""
        limits = self.transport
        return PinnedSession(address, limits, self._adapter, seconds=limits.write_seconds, of=connection)

    def close(self) -> None:
        self._adapter.close()


class PinnedSession(requests.Session):
    """A session that speaks to one address and to no other. ``of``: the connection that it serves."""

    def __init__(
        self, address: str, transport: Transport, adapter: HTTPAdapter, *, seconds: float, of: str
    ) -> None:
        super().__init__()
        self._address = address
        self._connection = of
        self._limits = transport
        self._seconds = seconds
        self.adapters.clear()
        self.mount("https://", adapter)
        self.trust_env = False
        self.verify = transport.ca_file or True
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        if transport.proxy:
            self.proxies = {"https": transport.proxy}

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        """The answer, wholly read. Raises requests.RequestException."""
        target = urlsplit(request.url or "")
        if f"{target.scheme}://{target.netloc}" != self._address:
            raise requests.exceptions.InvalidURL("not the address of this session")
        limits = self._limits
        options |= {
            "allow_redirects": False,
            "stream": True,
            "timeout": (limits.connect_seconds, self._seconds),
        }
        started = monotonic()
        with crm_call(self._connection, request.method or "", target.path) as call:
            with super().send(request, **options) as response:
                content = _read(response, limits=limits, until=started + 2 * self._seconds)
            headers = response.headers
            call.answered(
                response.status_code,
                limit=headers.get("Sforce-Limit-Info", ""),
                retry_after=headers.get("Retry-After", ""),
            )
        response.raw = io.BytesIO(content)
        return response


def _read(response: requests.Response, *, limits: Transport, until: float) -> bytes:
    parts: list[bytes] = []
    length = 0
    try:
        while part := response.raw.read(_CHUNK, decode_content=True):
            parts.append(part)
            length += len(part)
            if length > limits.answer_bytes or monotonic() > until:
                raise AnswerTooLong("the answer has no end")
    except urllib3.exceptions.HTTPError:
        raise requests.exceptions.ChunkedEncodingError("the answer broke off") from None
    return b"".join(parts)
