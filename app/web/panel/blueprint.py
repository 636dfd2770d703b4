"""The panel's blueprint with all its routes."""

from flask import Blueprint

from app.web.panel import comparing, configuring, explaining, lines, moving, offers

panel = Blueprint("panel", __name__, url_prefix="/panel")
for part in (offers, lines, configuring, explaining, moving, comparing):
    panel.register_blueprint(part.routes)
