"""The demo's ports: looked at before anything is started, so that the message can name the flag to change."""

import socket
from collections.abc import Mapping

from app.bootstrap.console import Problem


def check_ports(ports: Mapping[str, int]) -> None:
    """Raise Problem if a port (by its flag) is out of range, given twice or taken."""
    seen: dict[int, str] = {}
    for flag, port in ports.items():
        if not 1 <= port <= 65535:
            raise Problem(f"{flag} {port}: a port is a number from 1 to 65535.")
        if port in seen:
            raise Problem(f"{seen[port]} and {flag} are both {port}; give each its own port.")
        seen[port] = flag
    taken = [(flag, port) for flag, port in ports.items() if not _is_free(port)]
    if taken:
        lines = [f"Port {port} is taken; choose another with {flag}." for flag, port in taken]
        raise Problem("\n".join(lines) + "\nIf a demo is still running, stop it first.")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As servers do: a port whose last connections are just closing is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise Problem(f"Port {port} is reserved for the system; choose one above 1023.") from None
        except OSError:
            return False
        return True
