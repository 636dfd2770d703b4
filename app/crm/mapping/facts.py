"""What is known of a quote, its lines and its opportunity when it is written: the words of a mapping."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from app.crm.offer import Head, Offer, OfferLine


class Kind(StrEnum):
    """``JSON`` is text whose braces may be spelled in another way; ``RECORD`` the id of a record."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    RECORD = "record"
    JSON = "json"


class JsonText(str):
    """Text that has to arrive meaning the same, not spelled the same."""

    __slots__ = ()


class Reference(str):
    """The id of a record, or what stands for one that the same call makes: written as it is."""

    __slots__ = ()


Fact = str | int | Decimal | date | datetime | bool
Facts = Mapping[str, Fact | None]

TOLD: Final = MappingProxyType(
    {
        "quote.valid_until": Kind.DATE,
        "quote.stage": Kind.TEXT,
        "quote.status": Kind.TEXT,
        "quote.status_at": Kind.MOMENT,
        "quote.approval": Kind.TEXT,
    }
)
"""They follow the quote's life after it was written, too."""

QUOTE: Final = MappingProxyType(
    {
        "quote.id": Kind.RECORD,
        "quote.key": Kind.TEXT,
        "quote.name": Kind.TEXT,
        "quote.number": Kind.TEXT,
        "quote.revision": Kind.NUMBER,
        "quote.release": Kind.TEXT,
        "quote.fingerprint": Kind.TEXT,
        "quote.link": Kind.TEXT,
        "quote.currency": Kind.TEXT,
        "quote.price_book": Kind.RECORD,
        "quote.total": Kind.NUMBER,
        "quote.list_total": Kind.NUMBER,
        "quote.discount": Kind.NUMBER,
        "quote.discount_percent": Kind.NUMBER,
        "quote.margin_percent": Kind.NUMBER,
        "quote.line_count": Kind.NUMBER,
        "quote.author": Kind.TEXT,
        **TOLD,
        "opportunity.id": Kind.RECORD,
        "opportunity.name": Kind.TEXT,
        "opportunity.account": Kind.RECORD,
        "opportunity.account_name": Kind.TEXT,
        "opportunity.customer_tier": Kind.TEXT,
    }
)
"""Amounts are in the quote's currency. ``discount`` is list total less total; ``margin_percent`` is known
only where whoever writes may see it; ``line_count`` and the amounts only once there are lines.
"""

LINE: Final = MappingProxyType(
    {
        "line.key": Kind.TEXT,
        "line.n": Kind.NUMBER,
        "line.code": Kind.TEXT,
        "line.product": Kind.TEXT,
        "line.item_number": Kind.TEXT,
        "line.group": Kind.TEXT,
        "line.description": Kind.TEXT,
        "line.quantity": Kind.NUMBER,
        "line.unit_net": Kind.NUMBER,
        "line.unit_list": Kind.NUMBER,
        "line.net": Kind.NUMBER,
        "line.discount_percent": Kind.NUMBER,
        "line.discount_reason": Kind.TEXT,
        "line.configuration": Kind.JSON,
        "line.price_entry": Kind.RECORD,
        "line.crm_product": Kind.RECORD,
    }
)
"""Amounts in the quote's currency; ``price_entry`` and ``crm_product`` are where the article stands there."""


def facts_of(offer: Offer | Head, *, quote: str) -> Facts:
    """``quote``: the id of its record, or a reference to it; empty while there is none."""
    about = offer.about
    return {
        "quote.id": Reference(quote) if quote else None,
        "quote.key": offer.key,
        "quote.name": offer.name,
        "quote.number": about.number,
        "quote.revision": offer.revision,
        "quote.release": offer.release,
        "quote.fingerprint": offer.fingerprint,
        "quote.link": offer.link,
        "quote.currency": offer.currency,
        "quote.price_book": offer.price_book_id,
        "quote.author": about.author,
        **(_amounts(offer) if isinstance(offer, Offer) else {}),
        **told_facts(offer.told),
        "quote.valid_until": offer.valid_until,
        "opportunity.id": offer.opportunity,
        "opportunity.name": about.opportunity_name,
        "opportunity.account": about.account,
        "opportunity.account_name": about.account_name,
        "opportunity.customer_tier": about.customer_tier,
    }


def told_facts(told: Mapping[str, str]) -> dict[str, Fact | None]:
    return {f"quote.{name}": text for name, text in told.items()}


def _amounts(offer: Offer) -> dict[str, Fact | None]:
    about, total = offer.about, offer.total.amount
    listed = about.list_total.amount if about.list_total else None
    return {
        "quote.total": total,
        "quote.list_total": listed,
        "quote.discount": None if listed is None else listed - total,
        "quote.discount_percent": _share(listed, total),
        "quote.margin_percent": about.margin_percent,
        "quote.line_count": len(offer.lines),
    }


def _share(listed: Decimal | None, total: Decimal) -> Decimal | None:
    if not listed:
        return None
    return ((listed - total) * 100 / listed).quantize(Decimal("0.0001"))


def line_facts(line: OfferLine, offer: Offer) -> Facts:
    entry = offer.entries[line.code]
    return {
        "line.key": line.key,
        "line.n": line.n,
        "line.code": line.code,
        "line.product": line.product,
        "line.item_number": line.item_number,
        "line.group": line.group,
        "line.description": line.description,
        "line.quantity": line.quantity,
        "line.unit_net": line.unit_net.amount,
        "line.unit_list": line.unit_list.amount,
        "line.net": (line.unit_net * line.quantity).amount,
        "line.discount_percent": Decimal(line.discount_percent) if line.discount_percent else "",
        "line.discount_reason": line.discount_reason,
        "line.configuration": JsonText(line.configuration),
        "line.price_entry": entry.entry_id,
        "line.crm_product": entry.product_id,
    }
