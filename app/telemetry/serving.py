"""The figures of a process that answers no requests, on a port of their own."""

import secrets
import threading
from collections.abc import Callable, Iterable
from typing import Any, Final
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from app.telemetry.measures import CONTENT_TYPE, exposition

_NEAR: Final = "127.0.0.1"


class _Silent(WSGIRequestHandler):
    # A caller that opens a connection and says nothing must not hold the port for ever.
    timeout = 10

    def log_message(self, *_told: object) -> None:
        """Whoever collects figures asks every few seconds; that is no news."""


def serve_measures(port: int, *, host: str, token: str) -> WSGIServer:
    """In a thread of its own. Only this machine is answered, unless a token is set. Raises OSError."""
    server = make_server(host if token else _NEAR, port, _application(token), handler_class=_Silent)
    threading.Thread(target=server.serve_forever, name="measures", daemon=True).start()
    return server


def _application(token: str) -> Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]:
    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        given = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
        known = not token or secrets.compare_digest(given.encode(errors="replace"), token.encode())
        if environ["PATH_INFO"] != "/metrics" or environ["REQUEST_METHOD"] != "GET" or not known:
            start("404 Not Found", [("Content-Type", "text/plain")])
            return [b"Not found.\n"]
        start("200 OK", [("Content-Type", CONTENT_TYPE)])
        return [exposition()]

    return answer
