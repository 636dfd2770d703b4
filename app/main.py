"""The web process: settings -> services -> the WSGI application.

Served by ``granian --interface wsgi --factory app.main:create_app``.
"""

from flask import Flask

from app.actions import Publish
from app.settings import read_settings
from app.store.catalogs import catalogs_folder
from app.telemetry import configure_logs
from app.telemetry.traces import configure_traces
from app.web import make_app
from app.web.catalog_watch import CatalogWatch
from app.web.stop_signal import hear_stop_signals
from app.wiring import open_services


def create_app() -> Flask:
    """Raises Misconfigured naming every gap, CatalogInvalid."""
    settings = read_settings()
    hear_stop_signals()
    configure_logs(form=settings.log_form, process="web")
    configure_traces(settings.traces, process="web")
    services = open_services(settings)
    folder = settings.catalogs or catalogs_folder()
    CatalogWatch(services, folder, policy=Publish(settings.publish)).start()
    return make_app(services, secret_key=settings.secret_key, metrics_token=settings.metrics_token)
