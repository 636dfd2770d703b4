"""The panel's blueprint with all its routes."""

from flask import Blueprint

from app.web.panel import (
    adding,
    approving,
    arranging,
    comparing,
    configuring,
    console,
    explaining,
    favourites,
    goals,
    life,
    lines,
    moving,
    offers,
    previewing,
    prices,
    row_deeds,
    sharing,
    terms,
)

panel = Blueprint("panel", __name__, url_prefix="/panel")
for part in (offers, lines, configuring, explaining, moving, life, favourites, previewing, prices):
    panel.register_blueprint(part.routes)
for part in (arranging, adding, sharing, comparing, row_deeds, terms, goals, console, approving):
    panel.register_blueprint(part.routes)
