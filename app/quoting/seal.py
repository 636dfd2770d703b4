"""The seal of a submitted quote: its canonical form and the hash of it, which its document carries."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from app.actor import ConnectionName
from app.catalog import Release
from app.quoting.canonical import FORM, Offeror, Parties, canonical_offer, canonical_text, digest_of
from app.quoting.quote import Quote, QuoteId

CODE_DIGITS: Final = 16
"""So much of the hash is printed: 64 bits, which nobody guesses at the rate that a page answers."""

_CODE = re.compile(f"[0-9a-f]{{{CODE_DIGITS}}}")
_MARK = re.compile(re.escape(FORM) + r":(\S{1,80}):([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Seal:
    """Of one submission: ``revision`` is the quote's with it. ``content`` are the canonical bytes."""

    digest: str
    quote: QuoteId
    revision: int
    connection: ConnectionName
    number: str
    sealed_at: datetime
    content: bytes

    @property
    def code(self) -> str:
        """As printed: ``3f2a-9c1b-77d0-a1e4``."""
        return "-".join(self.digest[at : at + 4] for at in range(0, CODE_DIGITS, 4))

    @property
    def offer(self) -> Mapping[str, Any]:
        """The canonical form, as plain JSON."""
        offer: Mapping[str, Any] = json.loads(self.content)
        return offer

    @property
    def parties(self) -> Parties:
        offer = self.offer
        seller, customer = offer["seller"], offer["customer"]
        texts = (tuple(seller[name]) for name in ("address", "contacts", "footer"))
        return Parties(Offeror(seller["name"], *texts), customer["account"], customer["opportunity"])

    @property
    def mark(self) -> str:
        """What a document carries inside, so that it says by itself which offer it is."""
        return f"{FORM}:{self.number}:{self.digest}"


def seal_of(quote: Quote, *, parties: Parties, release: Release, at: datetime) -> Seal:
    content = canonical_text(canonical_offer(quote, parties=parties, release=release, at=at))
    return Seal(
        digest=digest_of(content),
        quote=quote.id,
        revision=quote.revision,
        connection=quote.connection,
        number=quote.number,
        sealed_at=at,
        content=content,
    )


def read_code(text: str) -> str | None:
    """A code as somebody typed it: the digits alone; None for what cannot be one."""
    digits = re.sub(r"[\s-]", "", text).lower()
    return digits if _CODE.fullmatch(digits) else None


def read_mark(text: str) -> tuple[str, str] | None:
    """Number and hash of the first mark in a text; None without one."""
    found = _MARK.search(text)
    return None if found is None else (found[1], found[2])
