"""A proxy that leads to the sandbox alone: for clients whose login hosts are built in.

It knows `CONNECT` (RFC 9110, 9.3.6) to the vendor's hosts, and to the sandbox's own TLS address, which those
hosts name in their answers. Nothing is ever forwarded to any other place.
"""

import contextlib
import http.server
import re
import socket
import threading
from typing import Any, Final

_VENDOR: Final = re.compile(r"([a-z0-9-]+\.)+(salesforce|force)\.com", re.IGNORECASE)
_OWN: Final = ("localhost", "127.0.0.1", "::1")
_TARGET: Final = re.compile(r"\[?([A-Za-z0-9.:-]{1,253}?)\]?:([0-9]{1,5})")
_IDLE_SECONDS: Final = 300
_AT_ONCE: Final = 65_536
_REFUSED: Final = "This proxy leads to the sandbox CRM alone: to hosts of salesforce.com and force.com.\n"


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Sandbox"
    sys_version = ""
    timeout = 75
    server: "Proxy"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the name is the base class's)
        """Silent, as the listeners are."""

    def do_CONNECT(self) -> None:
        self.close_connection = True
        if not self.server.leads_to(self.path):
            self._refuse(403, _REFUSED)
            return
        try:
            behind = socket.create_connection(("127.0.0.1", self.server.tls_port), timeout=10)
        except OSError:
            self._refuse(502, "The sandbox CRM does not answer.\n")
            return
        with behind:
            self.send_response(200, "Connection established")
            self.end_headers()
            self.wfile.flush()
            _carry(self.connection, behind)

    def __getattr__(self, name: str) -> Any:
        """The base class looks for `do_<METHOD>`: whatever else is asked is refused."""
        if name.startswith("do_"):
            return lambda: self._refuse(405, "Use CONNECT: clients do, for https.\n")
        raise AttributeError(name)

    def _refuse(self, status: int, words: str) -> None:
        self.close_connection = True
        body = words.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Proxy(http.server.ThreadingHTTPServer):
    """One bound socket. `port` is the real one when 0 was asked for; `tls_port`: where all of it leads."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, host: str, port: int, *, tls_port: int) -> None:
        self.tls_port = tls_port
        super().__init__((host, port), _Handler)
        self.port: int = self.server_address[1]

    def server_bind(self) -> None:
        """Without the base class's look-up of the host's full name, which can take seconds."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()

    def leads_to(self, target: str) -> bool:
        found = _TARGET.fullmatch(target)
        if found is None:
            return False
        host, port = found[1], int(found[2])
        return bool(_VENDOR.fullmatch(host) and port == 443) or (host in _OWN and port == self.tls_port)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no event."""

    def start(self) -> None:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()


def _carry(one: socket.socket, other: socket.socket) -> None:
    """Both ways, until both sides have said all, or one is silent for long."""
    for side in (one, other):
        side.settimeout(_IDLE_SECONDS)
    back = threading.Thread(target=_pass_on, args=(other, one), daemon=True)
    back.start()
    _pass_on(one, other)
    back.join()


def _pass_on(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while told := source.recv(_AT_ONCE):
            sink.sendall(told)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)
