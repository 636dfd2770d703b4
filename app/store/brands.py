"""The brand of each connection, and what was chosen for the document of a quote, as plain content."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select

from app.actor import ConnectionName
from app.quoting import QuoteId
from app.store.database import Transaction
from app.store.document_tables import brands, document_choices


def keep(tx: Transaction, connection: ConnectionName, content: Mapping[str, Any]) -> None:
    """Replaces the one that the connection had. Raises nothing for a connection that is gone."""
    tx.save(brands, {"connection": connection, "content": dict(content)})


def load(tx: Transaction, connection: ConnectionName) -> Mapping[str, Any] | None:
    found: Mapping[str, Any] | None = tx.execute(
        select(brands.c.content).where(brands.c.connection == connection)
    ).scalar_one_or_none()
    return found


def forget(tx: Transaction, connection: ConnectionName) -> None:
    tx.execute(delete(brands).where(brands.c.connection == connection))


def keep_choice(tx: Transaction, quote: QuoteId, content: Mapping[str, Any]) -> None:
    """Replaces the one that the quote had."""
    tx.save(document_choices, {"quote_id": quote, "content": dict(content)})


def choice(tx: Transaction, quote: QuoteId) -> Mapping[str, Any] | None:
    found: Mapping[str, Any] | None = tx.execute(
        select(document_choices.c.content).where(document_choices.c.quote_id == quote)
    ).scalar_one_or_none()
    return found
