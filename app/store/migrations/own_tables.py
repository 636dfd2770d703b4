"""Which tables migrations speak of."""

from app.store.tables import metadata


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Other programs may keep tables in the same database; comparing must not propose to drop them."""
    return kind != "table" or name in metadata.tables
