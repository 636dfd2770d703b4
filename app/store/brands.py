"""Brands, and what was chosen for the document of a quote, as plain content.

A brand is kept under the hash of its content for good: a connection and quotes that are out refer to it.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, TypeAlias

from sqlalchemy import delete, select

from app.actor import ConnectionName
from app.quoting import QuoteId
from app.store.brand_tables import brand_uses, brands, document_choices
from app.store.database import Transaction

BrandContent: TypeAlias = Mapping[str, Any]


def keep(tx: Transaction, connection: ConnectionName, content: BrandContent) -> None:
    """The connection's brand from now on."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=True)
    digest = sha256(text.encode()).hexdigest()
    tx.add_if_absent(brands, {"digest": digest, "content": dict(content)})
    tx.save(brand_uses, {"connection": connection, "digest": digest})


def digest_of(tx: Transaction, connection: ConnectionName) -> str:
    """Of the connection's brand; empty for none."""
    found: str | None = tx.execute(
        select(brand_uses.c.digest).where(brand_uses.c.connection == connection)
    ).scalar_one_or_none()
    return found or ""


def load(tx: Transaction, digest: str) -> BrandContent | None:
    """None for the digest of none."""
    found: Mapping[str, Any] | None = tx.execute(
        select(brands.c.content).where(brands.c.digest == digest)
    ).scalar_one_or_none()
    return found


def forget(tx: Transaction, connection: ConnectionName) -> None:
    """The connection has none any more. Quotes that are out keep theirs."""
    tx.execute(delete(brand_uses).where(brand_uses.c.connection == connection))


def keep_choice(tx: Transaction, quote: QuoteId, content: Mapping[str, Any]) -> None:
    """Replaces the one that the quote had."""
    tx.save(document_choices, {"quote_id": quote, "content": dict(content)})


def choice(tx: Transaction, quote: QuoteId) -> Mapping[str, Any]:
    """Empty where nothing was chosen."""
    found: Mapping[str, Any] | None = tx.execute(
        select(document_choices.c.content).where(document_choices.c.quote_id == quote)
    ).scalar_one_or_none()
    return found or {}
