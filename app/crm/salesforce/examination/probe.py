"""What there is to learn of an address without a token: its name, its port, its certificate.

Every step is bounded: the resolver of the machine knows no limit of its own, so it is left behind instead.
"""

import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Final
from urllib.parse import urlsplit

_TLS_PORT: Final = 443


@dataclass(frozen=True, slots=True)
class Probed:
    """How far it came. ``resolved``: numeric addresses. ``refused``: why there is no connection.
    ``distrust``: why its certificate is not believed. ``lasts_until``: of a certificate that is.
    """

    resolved: tuple[str, ...] = ()
    refused: str = ""
    distrust: str = ""
    lasts_until: datetime | None = None


def probed(address: str, *, ca_file: str, seconds: float) -> Probed:
    """``address``: ``https://host[:port]``."""
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or _TLS_PORT
    resolved = _resolved(host, port, seconds=seconds)
    if not resolved:
        return Probed()
    try:
        with socket.create_connection((host, port), timeout=seconds) as plain:
            return _greeted(plain, host, resolved=resolved, ca_file=ca_file)
    except OSError as failure:
        return Probed(resolved, refused=_plain(failure))


def _resolved(host: str, port: int, *, seconds: float) -> tuple[str, ...]:
    found: SimpleQueue[tuple[str, ...]] = SimpleQueue()

    def look() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            answers = []
        found.put(tuple(dict.fromkeys(str(one[4][0]) for one in answers)))

    Thread(target=look, daemon=True).start()
    try:
        return found.get(timeout=seconds)
    except Empty:
        return ()


def _greeted(plain: socket.socket, host: str, *, resolved: tuple[str, ...], ca_file: str) -> Probed:
    context = ssl.create_default_context(cafile=ca_file or None)
    try:
        with context.wrap_socket(plain, server_hostname=host) as secured:
            certificate = secured.getpeercert() or {}
    except ssl.SSLCertVerificationError as failure:
        return Probed(resolved, distrust=failure.verify_message)
    except ssl.SSLError as failure:
        return Probed(resolved, distrust=failure.reason or "no TLS")
    ends = certificate.get("notAfter")
    if not isinstance(ends, str):
        return Probed(resolved)
    until = datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC)
    return Probed(resolved, lasts_until=until)


def _plain(failure: OSError) -> str:
    return (
        "it did not answer in time"
        if isinstance(failure, TimeoutError)
        else (failure.strerror or "no answer")
    )
