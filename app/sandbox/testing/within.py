"""A sandbox within the test: requests-mock answers what is sent to the vendor's hosts, without a socket."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import requests

from app.sandbox import control
from app.sandbox.in_process import ORIGIN, application_of, org_in_memory
from app.sandbox.listener import Application
from app.sandbox.org import Org
from app.sandbox.wire import Reply, Request, TooLarge, json_reply, unpacked

from .handle import Json, Sandbox, SandboxFailed

HOSTS = re.compile(r"^https?://([a-z0-9.-]+\.)?salesforce\.com(:\d+)?(/|\?|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Within(Sandbox):
    """`inside` is the org itself; `sent` are the requests that reached it, as requests-mock keeps them."""

    inside: Org
    sent: list[Any] = field(default_factory=list)

    def ask(self, method: str, path: str, body: Json | None = None) -> Json:
        text = b"" if body is None else json.dumps(body, default=str).encode()
        reply = control.answer(self.inside, Request(method, path, body=text))
        answer = json.loads(reply.body, parse_float=Decimal)
        if reply.status != 200 or not isinstance(answer, dict):
            raise SandboxFailed(f"control port: {reply.status} {answer}")
        return answer

    def reset(self) -> None:
        self.sent.clear()
        Sandbox.reset(self)


@contextmanager
def sandbox_within(**options: Any) -> Iterator[Within]:
    """`options` are those of requests_mock.Mocker, such as real_http=True to let other hosts through.

    Answers whatever goes by `requests` to a host below salesforce.com, the login hosts included.
    """
    import requests_mock

    org = org_in_memory()
    consumer = org.consumers[0]
    sandbox = Within(ORIGIN, ORIGIN, "", "", consumer.key, consumer.secret, org)
    answer = application_of(org)
    with requests_mock.Mocker(**options) as mocker:
        mocker.register_uri(requests_mock.ANY, HOSTS, content=_answering(answer, sandbox.sent))
        try:
            yield sandbox
        finally:
            org.database.close()


def _answering(answer: Application, sent: list[Any]) -> Any:
    def content(request: Any, context: Any) -> bytes:
        sent.append(request)
        reply = _replied(answer, request)
        if reply.drop:
            raise _broken(reply.drop)
        context.status_code = reply.status
        context.headers.update(reply.headers)
        return b"" if request.method == "HEAD" else reply.body

    return content


def _replied(answer: Application, request: Any) -> Reply:
    where = urlsplit(request.url)
    headers = {name.lower(): str(value) for name, value in request.headers.items()}
    headers.setdefault("host", where.netloc)
    try:
        body = unpacked(_bytes(request.body), headers.get("content-encoding", ""))
    except (TooLarge, ValueError):
        return json_reply(413, [{"errorCode": "REQUEST_TOO_LARGE", "message": "the body is too large"}])
    patience = _patience(request.timeout)
    return answer(Request(request.method, where.path or "/", where.query, headers, body, patience))


def _bytes(body: Any) -> bytes:
    """What `requests` would send: a text, bytes, a file or an iterator over bytes."""
    if body is None:
        return b""
    if isinstance(body, str):
        return body.encode()
    if hasattr(body, "read"):
        body = body.read()
    return bytes(body) if isinstance(body, bytes | bytearray) else b"".join(body)


def _patience(timeout: Any) -> float | None:
    """Seconds that the caller waits for an answer; None for ever."""
    read = timeout[1] if isinstance(timeout, tuple) else timeout
    return None if read is None else float(read)


def _broken(how: str) -> requests.RequestException:
    if how == "late":
        return requests.ReadTimeout("the sandbox did not answer in time")
    words = {"reset": "Connection reset by peer", "silence": "Remote end closed connection without response"}
    return requests.ConnectionError(words[how])
