"""The panel's blueprint with all its routes."""

from flask import Blueprint

from app.web.panel import configuring, explaining, favourites, life, lines, moving, offers

panel = Blueprint("panel", __name__, url_prefix="/panel")
for part in (offers, lines, configuring, explaining, moving, life, favourites):
    panel.register_blueprint(part.routes)
