"""Tables of what was done to quotes: steps that can be undone, and what each change changed."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table

from app.store.columns import Json, Moment, Prose
from app.store.tables import metadata

quote_steps = Table(
    "quote_steps",
    metadata,
    Column("quote_id", ForeignKey("quotes.id", ondelete="CASCADE"), primary_key=True),
    Column("stint", String(16), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("undone", Boolean, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("said", Prose, nullable=False),
    Column("before", Json, nullable=False),
    Column("after", Json, nullable=False),
    Column("lines", Json, nullable=False),
)

# What each stored change changed: with it a change meant for an older revision is told from what came since.
quote_changes = Table(
    "quote_changes",
    metadata,
    Column("quote_id", ForeignKey("quotes.id", ondelete="CASCADE"), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("since", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    # Of whoever called for it; empty for what the product did by itself.
    Column("user_id", String, nullable=False),
    Column("user_name", Prose, nullable=False),
    Column("changed", Json, nullable=False),
)
