"""The field mapping of a connection: its own, or one that ships with the product."""

from pathlib import Path
from typing import Final

from app.crm.mapping import FieldMapping, read_mapping
from app.crm.port import Connection

SHIPPED: Final = ("quotes", "offers", "products")
"""Quotes as the org has them; objects of our own in their place; products of the opportunity itself."""

_FOLDER: Final = Path(__file__).resolve().parent / "mappings"
_TEXTS: Final = {name: (_FOLDER / f"{name}.yaml").read_text(encoding="utf-8") for name in SHIPPED}


def shipped_mapping(name: str) -> str:
    """The text of one of ``SHIPPED``."""
    return _TEXTS[name]


def mapping_of(connection: Connection) -> FieldMapping:
    """Raises MappingInvalid."""
    return read_mapping(connection.mapping or _TEXTS["quotes"])
