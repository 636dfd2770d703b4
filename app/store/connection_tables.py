"""The table of connections to CRM orgs."""

from sqlalchemy import Column, String, Table

from app.store.columns import Json, Prose
from app.store.tables import metadata

connections = Table(
    "connections",
    metadata,
    Column("name", String, primary_key=True),
    Column("org", String, nullable=False),
    Column("consumer_key", String, nullable=False),
    Column("sealed_secrets", String, nullable=False),
    Column("instance_hosts", Json, nullable=False),
    Column("frame_ancestors", Json, nullable=False),
    Column("catalog", String, nullable=False),
    Column("price_book", Prose, nullable=False),
    Column("api_version", String, nullable=False),
    Column("only_currency", String(3), nullable=False),
    Column("roles", Json, nullable=False, server_default="{}"),
    Column("mapping", Prose, nullable=False, server_default=""),
)
