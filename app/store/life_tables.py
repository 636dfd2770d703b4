"""The tables of quotes' lives beside the quotes: what became of them, and what is kept to use again."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from app.store.columns import Json, Moment, Prose
from app.store.tables import metadata

quote_deeds = Table(
    "quote_deeds",
    metadata,
    Column("quote_id", ForeignKey("quotes.id", ondelete="CASCADE"), primary_key=True),
    # That of the quote after the deed.
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("user_id", String, nullable=False),
    Column("user_name", Prose, nullable=False),
    Column("deed", String, nullable=False),
    Column("before", String, nullable=False),
    Column("after", String, nullable=False),
    Column("reason", Prose, nullable=False),
)

favourites = Table(
    "favourites",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("connection", String, nullable=False),
    Column("org", String, nullable=False),
    Column("owner", String, nullable=False),
    Column("owner_name", Prose, nullable=False),
    Column("name", Prose, nullable=False),
    Column("product", String, nullable=False),
    Column("product_name", Prose, nullable=False),
    Column("choices", Json, nullable=False),
    # The fingerprint of the release that the choices were made on.
    Column("release", String, nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    UniqueConstraint("connection", "owner", "name"),
    Index(None, "connection", "org", "shared"),
)
