"""The tables of what was installed in CRM orgs."""

from sqlalchemy import Column, String, Table

from app.store.columns import Json, Moment
from app.store.tables import metadata

installations = Table(
    "installations",
    metadata,
    Column("org", String, primary_key=True),
    Column("connection", String, primary_key=True),
    # What the connector was made with, so that a later version is made with the same.
    Column("options", Json, nullable=False),
    Column("at", Moment, nullable=False),
)

installed_components = Table(
    "installed_components",
    metadata,
    Column("org", String, primary_key=True),
    Column("connection", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("name", String, primary_key=True),
    # Digests: of our own text, and of what the org gave back right after it took that. Empty: not seen yet.
    Column("ours", String(64), nullable=False),
    Column("held", String(64), nullable=False),
    # Of the text that was sent and whose end nobody has seen; empty as a rule.
    Column("sent", String(64), nullable=False),
)
