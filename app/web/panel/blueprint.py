"""The panel's blueprint with all its routes."""

from flask import Blueprint

from app.web.panel import configuring, explaining, lines, moving, offers, prices

panel = Blueprint("panel", __name__, url_prefix="/panel")
for part in (
    offers.routes,
    lines.routes,
    configuring.routes,
    explaining.routes,
    moving.routes,
    prices.routes,
):
    panel.register_blueprint(part)
