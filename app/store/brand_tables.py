"""The tables of brands and of what was chosen for the document of a quote."""

from sqlalchemy import Column, ForeignKey, String, Table

from app.store.columns import Json
from app.store.tables import metadata

# How documents look, by the hash of the content; a connection without one is neutral.
brands = Table(
    "brands",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("content", Json, nullable=False),
)

brand_uses = Table(
    "brand_uses",
    metadata,
    Column("connection", String, primary_key=True),
    Column("digest", ForeignKey("brands.digest"), nullable=False),
)

document_choices = Table(
    "document_choices",
    metadata,
    Column("quote_id", ForeignKey("quotes.id", ondelete="CASCADE"), primary_key=True),
    Column("content", Json, nullable=False),
)
