"""HTTP/1.1 listeners on threads, plain and TLS, which can also cut a connection on purpose."""

import gzip
import http.server
import socket
import ssl
import struct
import sys
import threading
import traceback
from collections.abc import Callable
from typing import Any

from .wire import MAX_BODY, Reply, Request, TooLarge, json_reply, unpacked

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
Application = Callable[[Request], Reply]


def _not_yet(_request: Request) -> Reply:
    return json_reply(503, [{"errorCode": "SERVER_UNAVAILABLE", "message": "starting"}])


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Sandbox"
    sys_version = ""
    timeout = 75
    wbufsize = -1
    disable_nagle_algorithm = True
    server: "Listener"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the name is the base class's)
        """Silent: a request line may carry a code or a token; the call log is the record."""

    def _chunks(self) -> bytes:
        parts, total = [], 0
        while size := int(self.rfile.readline(64).split(b";")[0], 16):
            total += size
            if total > MAX_BODY:
                raise TooLarge
            parts.append(self.rfile.read(size))
            self.rfile.readline(8)
        while self.rfile.readline(1024).strip():
            pass
        return b"".join(parts)

    def _raw_body(self) -> bytes:
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            return self._chunks()
        length = int(self.headers.get("Content-Length") or 0)
        if not 0 <= length <= MAX_BODY:
            raise TooLarge
        return self.rfile.read(length)

    def _body(self) -> bytes:
        return unpacked(self._raw_body(), self.headers.get("Content-Encoding", ""))

    def _request(self) -> Request:
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Request(self.command, path, query, headers, self._body())

    def _answer(self) -> None:
        try:
            request = self._request()
        except TooLarge:
            self.close_connection = True
            self._send(
                json_reply(413, [{"errorCode": "REQUEST_TOO_LARGE", "message": "the body is too large"}])
            )
            return
        except ValueError:
            self.close_connection = True
            self._send(json_reply(400, [{"errorCode": "BAD_REQUEST", "message": "the body cannot be read"}]))
            return
        self._send(self.server.answer(request))

    def _send(self, reply: Reply) -> None:
        if reply.drop:
            self._cut(reply.drop)
            return
        body = reply.body
        headers = dict(reply.headers)
        if len(body) > 1400 and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, 1)
            headers["Content-Encoding"] = "gzip"
        self.send_response_only(reply.status)
        self.send_header("Server", self.version_string())
        if "Date" not in headers:
            self.send_header("Date", self.date_time_string())
        for name, value in headers.items():
            self.send_header(name, value.replace("\r", " ").replace("\n", " "))
        if reply.status not in (204, 304):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD" and reply.status not in (204, 304):
            self.wfile.write(body)
        self.wfile.flush()

    def _cut(self, how: str) -> None:
        self.close_connection = True
        if how == "reset":
            # Linger of zero seconds makes the close a TCP reset instead of an orderly end.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        else:
            self.connection.shutdown(socket.SHUT_RDWR)
        self.server.forget(self.connection)

    def __getattr__(self, name: str) -> Callable[[], None]:
        """The base class looks for `do_<METHOD>`: one deed serves them all."""
        if name.removeprefix("do_") in _METHODS:
            return self._answer
        raise AttributeError(name)


class Listener(http.server.ThreadingHTTPServer):
    """One bound socket and its application. `port` is the real one when 0 was asked for."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, host: str, port: int, *, tls: ssl.SSLContext | None = None) -> None:
        self.application: Application = _not_yet
        self._tls = tls
        super().__init__((host, port), _Handler)
        self.port: int = self.server_address[1]

    def server_bind(self) -> None:
        """Without the base class's look-up of the host's full name, which can take seconds."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        if self._tls is not None:
            # The handshake waits for the thread of this connection: a silent client must not stop the others.
            connection = self._tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        return connection, address

    def answer(self, request: Request) -> Reply:
        try:
            return self.application(request)
        except Exception:
            # The last resort: the client gets the vendor's 500, the trace goes to stderr.
            traceback.print_exc()
            words = (
                "An unexpected error occurred. Please include this ErrorId if you contact support: 1-1 (1)"
            )
            return json_reply(500, [{"errorCode": "UNKNOWN_EXCEPTION", "message": words}])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no event; anything else is shown."""
        if not isinstance(sys.exception(), (OSError, ssl.SSLError)):
            traceback.print_exc()

    def forget(self, connection: socket.socket) -> None:
        connection.close()

    def start(self, application: Application) -> None:
        self.application = application
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()
