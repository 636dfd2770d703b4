"""What of a call people may look at: no token, no secret, and nothing that is very long."""

import re
from typing import Final

from .calls import Payload
from .wire import Reply, Request

_LONGEST: Final = 20_000
_SECRET: Final = ("/services/oauth2/", "/services/Soap/u/", "/services/Soap/c/", "/id/")
_SESSION: Final = re.compile(r"(<[^<>]*sessionId>)[^<]*(<)", re.IGNORECASE)


def payload_of(request: Request, reply: Reply) -> Payload | None:
    """None where signing in is all there is to it."""
    if request.path.startswith(_SECRET):
        return None
    asked = f"?{request.query}" if request.query else ""
    body = _text(request.body)
    return Payload(f"{asked}\n{body}".strip(), _text(reply.body))


def _text(data: bytes) -> str:
    if b"\x00" in data[:_LONGEST]:
        return f"{len(data):,} bytes"
    text = data[: _LONGEST * 4].decode("utf-8", "replace")
    more = f"\n… {len(data):,} bytes" if len(text) > _LONGEST or len(data) > _LONGEST * 4 else ""
    return _SESSION.sub(r"\1…\2", text[:_LONGEST]) + more
