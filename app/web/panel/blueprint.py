"""The panel's blueprint with all its routes."""

from flask import Blueprint

from app.web.panel import configuring, explaining, lines, moving, offers, prices, row_deeds

panel = Blueprint("panel", __name__, url_prefix="/panel")
for part in (offers, lines, row_deeds, prices, configuring, explaining, moving):
    panel.register_blueprint(part.routes)
