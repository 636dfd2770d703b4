"""The table of what the CRM holds of our quotes, as we believe and last saw it."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from app.store.columns import Json, Moment
from app.store.tables import metadata

crm_copies = Table(
    "crm_copies",
    metadata,
    Column("quote_id", ForeignKey("quotes.id", ondelete="CASCADE"), primary_key=True),
    Column("connection", String, nullable=False),
    # ``nowhere``, ``announced`` or ``written``.
    Column("place", String, nullable=False),
    Column("crm_quote", String, nullable=False),
    Column("key", String, nullable=False),
    # The told fields as the CRM and we last agreed on them, and those where a person chose the CRM's.
    Column("agreed", Json, nullable=False),
    Column("conceded", Json, nullable=False),
    Column("findings", Json, nullable=False),
    # Of the last look, and who looked; empty before the first.
    Column("looked_at", Moment),
    Column("looked_by", String, nullable=False),
    Column("crm_changed_at", Moment),
    Column("crm_changed_by", String, nullable=False),
    # Somebody announces it at this moment: nobody else writes it until then.
    Column("claimed_until", Moment),
    Column("worst", Integer, nullable=False),
    Index(None, "connection", "looked_at"),
    Index(None, "connection", "worst"),
)
