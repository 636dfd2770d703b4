"""Flask as it is used here: without cookies, without coroutines, at one public address.

Flask works these three out anew with each request, which is a quarter of what a small answer costs.
"""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Flask, Request
from flask.sessions import NullSession, SessionInterface, SessionMixin
from werkzeug.routing import MapAdapter

from app.web.visit import Visit


class NoCookies(SessionInterface):
    """Flask's own session is a cookie. There is none, and whoever writes to it fails."""

    def open_session(self, app: Flask, request: Request) -> SessionMixin:
        return _NO_SESSION

    def is_null_session(self, obj: object) -> bool:
        return True


_NO_SESSION: Final = NullSession()


class Edge(Flask):
    """``public_url``: what addresses are built with, whatever host a request names."""

    request_class = Visit
    session_interface = NoCookies()

    def __init__(self, name: str, *, public_url: str) -> None:
        super().__init__(name, static_folder=None)
        self._public = urlsplit(public_url)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        if request is None:
            return None
        return MapAdapter(
            self.url_map,
            self._public.netloc,
            script_name=request.root_path,
            subdomain="",
            url_scheme=self._public.scheme,
            path_info=request.path,
            default_method=request.method,
            query_args=request.query_string.decode(errors="replace"),
        )
