"""Seals of submitted quotes, and the hashes of the documents that were made of them. Nothing ever changes."""

import zlib
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import RowMapping, Select, insert, select

from app.errors import Misconfigured
from app.quoting import QuoteId, Seal, digest_of
from app.store.database import Transaction
from app.store.document_tables import document_prints, offer_seals


class SealAltered(Misconfigured):
    """The stored text does not give the hash that it is stored under: somebody changed the database."""

    code: ClassVar[str] = "seal_altered"


def insert_seal(tx: Transaction, seal: Seal) -> None:
    row = {
        "digest": seal.digest,
        "code": seal.code.replace("-", ""),
        "quote_id": seal.quote,
        "revision": seal.revision,
        "connection": seal.connection,
        "number": seal.number,
        "sealed_at": seal.sealed_at,
        "content": zlib.compress(seal.content),
    }
    tx.execute(insert(offer_seals), [row])


def latest(tx: Transaction, quote_id: QuoteId) -> Seal | None:
    """Of the last submission. Raises SealAltered."""
    of_quote = select(offer_seals).where(offer_seals.c.quote_id == quote_id)
    return _first(tx, of_quote.order_by(offer_seals.c.revision.desc()).limit(1))


def of_digest(tx: Transaction, digest: str) -> Seal | None:
    """Raises SealAltered."""
    return _first(tx, select(offer_seals).where(offer_seals.c.digest == digest))


def of_code(tx: Transaction, code: str, *, number: str) -> Seal | None:
    """Raises SealAltered."""
    return _first(tx, select(offer_seals).where(offer_seals.c.code == code, offer_seals.c.number == number))


def note_print(tx: Transaction, seal: Seal, document: bytes, *, at: datetime) -> None:
    """This file was handed out for that offer."""
    row = {"digest": digest_of(document), "seal": seal.digest, "made_at": at}
    tx.add_if_absent(document_prints, row)


def of_print(tx: Transaction, document: bytes) -> Seal | None:
    """Of which offer the file was made, byte for byte. Raises SealAltered."""
    made = select(document_prints.c.seal).where(document_prints.c.digest == digest_of(document))
    found = tx.execute(made).scalar_one_or_none()
    return None if found is None else of_digest(tx, found)


def _first(tx: Transaction, found: Select[Any]) -> Seal | None:
    row = tx.execute(found).mappings().first()
    return None if row is None else _value(row)


def _value(row: RowMapping) -> Seal:
    content = _unpacked(row["content"])
    if digest_of(content) != row["digest"]:
        raise SealAltered(
            f"What is stored of offer {row['number']} is not what was sealed. Restore it from a backup."
        )
    return Seal(
        digest=row["digest"],
        quote=QuoteId(row["quote_id"]),
        revision=row["revision"],
        connection=row["connection"],
        number=row["number"],
        sealed_at=row["sealed_at"],
        content=content,
    )


def _unpacked(packed: bytes) -> bytes:
    try:
        return zlib.decompress(packed)
    except zlib.error:
        return b""
