"""What every answer carries: who may frame it, what a page may load, and that nobody keeps a copy."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from flask import Flask

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors "
)
_ORIGIN = re.compile(r"https?://(\*\.)?[A-Za-z0-9.-]+(:\d{1,5})?")
_YEAR_S: Final = 31_536_000
_LASTING: Final = (("Referrer-Policy", "no-referrer"), ("X-Content-Type-Options", "nosniff"))
_LASTING_BY_HTTPS: Final = (
    *_LASTING,
    ("Strict-Transport-Security", f"max-age={_YEAR_S}; includeSubDomains"),
)
_NOT_KEPT: Final = ("Cache-Control", "no-store")

Header = tuple[str, str]


def framing(app: Flask, *, public_url: str) -> None:
    """Adds the headers to every answer, errors included.

    Around Flask, not in it: most of them never change, and Flask's own headers check each value every time.
    """
    answer = app.wsgi_app
    lasting = _LASTING_BY_HTTPS if public_url.startswith("https://") else _LASTING

    def framed_answer(environ: Any, start_response: Any) -> Iterable[bytes]:
        def start(status: str, headers: list[Header], *more: Any) -> Any:
            carried = [*headers, ("Content-Security-Policy", policy(environ["werkzeug.request"].ancestors))]
            if "Cache-Control" not in dict(headers):
                carried.append(_NOT_KEPT)
            carried += lasting
            return start_response(status, carried, *more)

        return answer(environ, start)

    app.wsgi_app = framed_answer  # type: ignore[method-assign]  # how Flask wants layers around it to be put


@lru_cache(maxsize=256)
def policy(ancestors: tuple[str, ...]) -> str:
    """The Content-Security-Policy. What is no plain origin is left out: no entry can add a rule."""
    allowed = [origin for origin in ancestors if _ORIGIN.fullmatch(origin)]
    return _POLICY + (" ".join(allowed) or "'none'")
