"""The canonical form of an offer: one text for one offer, whose SHA-256 vouches for all that was offered.

Specified for third parties in docs/verify.md. A change of it needs another ``FORM``: stored hashes stay.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Final

from app.amounts import Money, Percent
from app.catalog import Release, Value, clauses_for
from app.catalog.pricing import RateTable
from app.pricing import Discount, Off, Step, TargetAmount, TargetPrice
from app.quoting.details import Details, Header
from app.quoting.quote import Line, Quote

FORM: Final = "quotewright-offer-1"


@dataclass(frozen=True, slots=True)
class Offeror:
    """Who offers, as the document says it: the brand of the connection, else the seller of the catalog."""

    name: str
    address: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parties:
    """Who offers to whom and what for, in the words that there were for it then."""

    seller: Offeror
    account: str
    opportunity: str


def canonical_offer(
    quote: Quote, *, parties: Parties, release: Release, at: datetime
) -> Mapping[str, object]:
    """All that is offered, as plain JSON. ``release`` is the quote's own, ``at`` the moment of its issue.

    The id is random, so nobody can find what was offered by trying contents against a hash.
    """
    return {
        "form": FORM,
        "id": quote.id,
        "number": quote.number,
        "edition": quote.edition,
        "issued": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "valid_until": quote.valid_until.isoformat(),
        "seller": _seller(parties.seller),
        "contact": quote.owner_name,
        "customer": {
            "account": parties.account,
            "account_id": quote.account,
            "opportunity": parties.opportunity,
            "opportunity_id": quote.opportunity,
            "tier": quote.customer_tier,
        },
        "catalog": {
            "release": quote.release,
            "day": quote.catalog_day.isoformat(),
            "rates": _rates(release.pricing.rates_on(quote.catalog_day)),
        },
        "currency": quote.currency,
        "terms": list(clauses_of(quote, release)),
        **_header(quote.header),
        "lines": [_line(line) for line in quote.lines],
        "totals": {"list": figure(quote.list_total.amount), "net": figure(quote.total.amount)},
    }


def canonical_text(offer: Mapping[str, object]) -> bytes:
    """The bytes that are hashed: UTF-8, members in order of their names, no spaces (RFC 8785)."""
    text = json.dumps(offer, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    # Half a surrogate pair, which JSON of others may bring, is no text: it counts as a question mark.
    return text.encode(errors="replace")


def digest_of(content: bytes) -> str:
    """64 hexadecimal digits."""
    return sha256(content).hexdigest()


def figure(number: Decimal | int) -> str:
    """As text without exponent and without needless zeros: ``-1250.5``, ``100``, ``0``."""
    text = format(Decimal(number), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("", "-0") else text


def _seller(seller: Offeror) -> Mapping[str, object]:
    return {
        "name": seller.name,
        "address": list(seller.address),
        "contacts": list(seller.contacts),
        "footer": list(seller.footer),
    }


def _rates(table: RateTable | None) -> Mapping[str, object] | None:
    """Which table counts; what is in it the release says."""
    return None if table is None else {"base": table.base, "day": table.day.isoformat()}


def clauses_of(quote: Quote, release: Release) -> tuple[str, ...]:
    """The terms of its region, in the language of the catalog, whichever the document is in."""
    own = release.language
    held = clauses_for(release.terms, region=quote.header.region, language=own, own=own)
    return tuple(text for text, _ in held)


def _header(header: Header) -> Mapping[str, object]:
    return {
        "region": header.region,
        "codes": list(header.codes),
        "discount": None if header.discount is None else _discount(header.discount),
        "groups": list(header.groups),
        "note": header.note,
    }


def _line(line: Line) -> Mapping[str, object]:
    price = line.price
    return {
        "n": line.n,
        "product": line.product,
        "code": line.code,
        "name": line.name,
        "configuration": {key: _value(value) for key, value in line.values.items()},
        "quantity": figure(line.quantity),
        **_details(line.details),
        "discount": None if line.discount is None else _discount(line.discount),
        "steps": [_step(step) for step in price.steps],
        "unit_list": figure(price.unit_list.amount),
        "unit_net": figure(price.unit_net.amount),
        "list": figure(price.list.amount),
        "net": figure(price.net.amount),
        "recurs": price.recurs,
        "cycles": figure(price.cycles),
    }


def _details(details: Details) -> Mapping[str, object]:
    term = details.term
    return {
        "term": None if term is None else [term.start.isoformat(), term.end.isoformat()],
        "standing": details.standing.value,
        "instead_of": details.instead_of,
        "group": details.group,
        "note": details.note,
    }


def _value(value: Value) -> str | bool:
    """A number as a figure: the catalog's release says which attributes are numbers."""
    return value if isinstance(value, bool | str) else figure(value)


def _discount(discount: Discount) -> Mapping[str, object]:
    return {**_off(discount.off), "reason": discount.reason}


def _off(off: Off) -> Mapping[str, str]:
    match off:
        case Percent(value=share):
            return {"percent": figure(share)}
        case TargetPrice(unit=unit):
            return {"target": figure(unit.amount)}
        case TargetAmount(line=line):
            return {"line": figure(line.amount)}
        case Money(amount=amount):
            return {"amount": figure(amount)}


def _step(step: Step) -> Mapping[str, object]:
    """Without its words, which may be reworded, and without what it was computed from, which may be cost."""
    return {
        "kind": step.kind,
        "rule": step.rule,
        "effect": figure(step.effect.amount),
        "after": figure(step.after.amount),
    }
