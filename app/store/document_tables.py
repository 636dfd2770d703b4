"""Tables about documents: what was sealed and printed, how documents look."""

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from app.store.columns import Moment
from app.store.tables import metadata

# What was offered, as it was hashed: written with the submission and never changed.
offer_seals = Table(
    "offer_seals",
    metadata,
    Column("digest", String(64), primary_key=True),
    # The first digits of the hash, which people read off a document.
    Column("code", String(16), nullable=False, index=True),
    Column("quote_id", ForeignKey("quotes.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("connection", String, nullable=False),
    Column("number", String, nullable=False),
    Column("sealed_at", Moment, nullable=False),
    Column("content", LargeBinary, nullable=False),
    UniqueConstraint("quote_id", "revision"),
)

# The hash of every file that was ever handed out for a sealed offer.
document_prints = Table(
    "document_prints",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("seal", ForeignKey("offer_seals.digest"), nullable=False),
    Column("made_at", Moment, nullable=False),
)
