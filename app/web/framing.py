"""What every answer carries: who may frame it, what a page may load, and that nobody keeps a copy."""

import re
from functools import lru_cache
from typing import Final

from flask import Flask, Response, g

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors "
)
_ORIGIN = re.compile(r"https?://(\*\.)?[A-Za-z0-9.-]+(:\d{1,5})?")
_YEAR_S: Final = 31_536_000


def framed_by(ancestors: tuple[str, ...]) -> None:
    """Lets the pages of these origins frame the answer to this request. Nobody may frame any other."""
    g.frame_ancestors = ancestors


def framing(app: Flask, *, public_url: str) -> None:
    """Adds the headers to every answer, errors included."""
    lasting = [
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    if public_url.startswith("https://"):
        lasting.append(("Strict-Transport-Security", f"max-age={_YEAR_S}; includeSubDomains"))

    def add_headers(response: Response) -> Response:
        headers = response.headers
        headers["Content-Security-Policy"] = policy(g.get("frame_ancestors", ()))
        if "Cache-Control" not in headers:
            headers["Cache-Control"] = "no-store"
        headers.extend(lasting)
        return response

    app.after_request(add_headers)


@lru_cache(maxsize=256)
def policy(ancestors: tuple[str, ...]) -> str:
    """The Content-Security-Policy. What is no plain origin is left out: no entry can add a rule."""
    allowed = [origin for origin in ancestors if _ORIGIN.fullmatch(origin)]
    return _POLICY + (" ".join(allowed) or "'none'")
