"""What is no HTTP, or HTTP that lies about itself, is refused, and the next one is answered."""

import socket
from urllib.parse import urlsplit

import pytest
import requests

from tests.fixtures_sandbox import Sandbox

POST = b"POST /services/data/v67.0/composite HTTP/1.1\r\nHost: localhost\r\n"
GET = b"GET /services/data HTTP/1.1\r\n"
CASES = {
    "no http": b"nonsense\r\n\r\n",
    "another protocol": b"GET /services/data HTTP/9.9\r\nHost: localhost\r\n\r\n",
    "no host": GET + b"\r\n",
    "half a host": GET + b"Host: [::1\r\n\r\n",
    "no length": POST + b"Content-Length: abc\r\n\r\n",
    "less than nothing": POST + b"Content-Length: -5\r\n\r\n",
    "too much": POST + b"Content-Length: 99999999999\r\n\r\n",
    "less than announced": POST + b"Content-Length: 10\r\n\r\n{}",
    "chunks without a size": POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    "a chunk of less than nothing": POST + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nabc\r\n0\r\n\r\n",
    "a chunk that is too large": POST + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFF\r\nabc\r\n",
    "no gzip": POST + b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
    "a long header": GET + b"X: " + b"a" * 70_000 + b"\r\n\r\n",
    "many headers": GET + b"X: a\r\n" * 200 + b"\r\n",
    "a long address": b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
    "a token of no letters": GET + b"Host: localhost\r\nAuthorization: Bearer \xff\xfe\r\n\r\n",
    "an address of no letters": b"GET /services/data/v67.0/\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "an unknown method": b"BREW /services/data HTTP/1.1\r\nHost: localhost\r\n\r\n",
}


def _answered(origin: str, sent: bytes) -> bytes:
    where = urlsplit(origin)
    with socket.create_connection((where.hostname or "", where.port or 0), timeout=5) as opened:
        opened.sendall(sent)
        opened.shutdown(socket.SHUT_WR)
        found = b""
        try:
            while chunk := opened.recv(65_536):
                found += chunk
        except ConnectionResetError:
            # A body that nobody wants to read to its end is cut off.
            pass
        return found


@pytest.mark.parametrize("case", CASES)
def test_it_is_refused_without_a_failure_of_the_sandbox(sandbox: Sandbox, case: str) -> None:
    for origin in (sandbox.org, sandbox.control):
        answer = _answered(origin, CASES[case])
        assert b" 500 " not in answer.split(b"\r\n")[0]
        assert b"UNKNOWN_EXCEPTION" not in answer
    assert requests.get(f"{sandbox.org}/services/data", timeout=9).status_code == 200
