"""The web process: settings -> services -> the WSGI application.

Served by ``granian --interface wsgi --factory app.main:create_app``.
"""

from flask import Flask

from app.settings import read_settings
from app.web import make_app
from app.web.logs import configure_logs
from app.wiring import open_services


def create_app() -> Flask:
    """Raises Misconfigured naming every gap, CatalogInvalid."""
    configure_logs()
    settings = read_settings()
    return make_app(open_services(settings), secret_key=settings.secret_key)
