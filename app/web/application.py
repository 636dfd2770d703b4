"""Putting the web application together: every blueprint with its guard, and what every answer carries."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from flask import Flask

from app.services import Services
from app.web import limits
from app.web.api import add_api
from app.web.assets import STATIC, assets, use_assets
from app.web.edge import Edge
from app.web.errors import register_errors
from app.web.framing import framing
from app.web.guards import Guard, attach, guarded
from app.web.health import health
from app.web.launch import launch, refused_page
from app.web.letters import letters
from app.web.logs import log_requests
from app.web.panel import opening, panel
from app.web.panel.errors import render_error
from app.web.panel.page import use_shell
from app.web.session import hold
from app.web.verify import verify


def make_app(
    services: Services,
    *,
    secret_key: str,
    clock: Callable[[], datetime] | None = None,
    metrics_token: str = "",
    static: Path = STATIC,
) -> Flask:
    """The WSGI application. ``clock`` replaces the time of day in tests. Raises ValueError for a weak key."""
    app = Edge("app.web", public_url=services.public_url)
    app.config.update(MAX_CONTENT_LENGTH=limits.BODY, MAX_FORM_MEMORY_SIZE=limits.BODY, MAX_FORM_PARTS=1000)
    app.json.sort_keys = False  # type: ignore[attr-defined]  # Flask types the provider by its interface only
    app.url_map.merge_slashes = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    hold(app, services, secret_key=secret_key, clock=clock, metrics_token=metrics_token)
    log_requests(app)
    framing(app, public_url=services.public_url)
    guarded(app)
    use_assets(app, static)
    use_shell(app)
    attach(app, launch, Guard.PUBLIC)
    attach(app, health, Guard.PUBLIC)
    attach(app, assets, Guard.PUBLIC)
    attach(app, verify, Guard.PUBLIC)
    attach(app, letters, Guard.PUBLIC)
    attach(app, opening, Guard.ARRIVAL)
    attach(app, panel, Guard.SESSION)
    add_api(app)
    register_errors(app, page=refused_page, fragment=render_error)
    return app
