"""The panel's blueprint with all its routes."""

from flask import Blueprint

from app.web.panel import adding, arranging, configuring, explaining, lines, moving, offers, sharing

panel = Blueprint("panel", __name__, url_prefix="/panel")
for part in (offers.routes, lines.routes, configuring.routes, explaining.routes, moving.routes):
    panel.register_blueprint(part)
for part in (arranging.routes, adding.routes, sharing.routes):
    panel.register_blueprint(part)
