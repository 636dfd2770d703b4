"""A quote as it goes to the CRM, and what can be said about it before it is sent."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.actions.mapped_facts import NOTHING_BESIDE, Beside
from app.amounts import Money
from app.catalog import as_json
from app.crm import About, Head, Offer, OfferDocument, OfferLine, Opening, PriceEntry, check_offer
from app.pricing import in_units
from app.quoting import Line, Quote, WriteBack
from app.services import Services

_NOT_MADE_YET = OfferDocument("quote.pdf", b"%PDF")


def entries_of(quote: Quote, opening: Opening) -> dict[str, PriceEntry]:
    """The CRM's price book entries in the quote's currency, by article code."""
    return {entry.code: entry for entry in opening.entries if entry.currency == quote.currency}


def preflight(quote: Quote, opening: Opening, write_back: WriteBack, *, link: str) -> None:
    """What the CRM would refuse, found without a call and before the document is made.

    Raises CrmRefused naming every gap and its remedy.
    """
    check_offer(offer_of(quote, opening, write_back, document=_NOT_MADE_YET, link=link))


def link_of(services: Services, quote: Quote) -> str:
    return f"{services.public_url}/canvas/{quote.connection}"


def offer_of(
    quote: Quote,
    opening: Opening,
    write_back: WriteBack,
    *,
    document: OfferDocument,
    link: str,
    told: Mapping[str, str] | None = None,
    announced: str = "",
    beside: Beside = NOTHING_BESIDE,
) -> Offer:
    """``told`` and ``announced`` as an ``Offer`` has them."""
    return Offer(
        key=write_back.key,
        name=_name(quote, opening),
        revision=write_back.revision,
        release=quote.release[:12],
        fingerprint=quote.release,
        link=link,
        opportunity=quote.opportunity,
        price_book_id=opening.opportunity.price_book_id,
        currency=quote.currency,
        valid_until=quote.valid_until,
        total=quote.total,
        lines=tuple(
            row for line in quote.offered for row in _offer_lines(line, write_back, beside.item_numbers)
        ),
        told=told or {},
        announced=announced,
        document=document,
        entries=entries_of(quote, opening),
        about=beside.about,
    )


def head_of(quote: Quote, opening: Opening, *, link: str, told: Mapping[str, str], about: About) -> Head:
    """As it is announced, before anything may be written."""
    return Head(
        key=f"{quote.id}-announced",
        name=_name(quote, opening),
        revision=quote.revision,
        release=quote.release[:12],
        fingerprint=quote.release,
        link=link,
        opportunity=quote.opportunity,
        price_book_id=opening.opportunity.price_book_id,
        currency=quote.currency,
        valid_until=quote.valid_until,
        told=told,
        about=about,
    )


def crm_lines(quote: Quote, *, key: str) -> Iterator[tuple[str, int, Money]]:
    """Key, quantity and unit price of each line as the CRM gets it, for the write-back of that key."""
    for line in quote.offered:
        for part, (quantity, unit) in enumerate(in_units(line.price)):
            yield _line_key(key, line, part), quantity, unit


def _name(quote: Quote, opening: Opening) -> str:
    return f"{quote.number} {opening.opportunity.name}"[:80]


def _line_key(key: str, line: Line, part: int) -> str:
    return f"{key}-{line.n}" + ("-2" if part else "")


def _offer_lines(line: Line, write_back: WriteBack, item_numbers: Mapping[int, str]) -> Iterator[OfferLine]:
    """One; two, that add up to the cent, for a price that is no whole unit price times the quantity."""
    number = item_numbers.get(line.n, "")
    for part, (quantity, unit) in enumerate(in_units(line.price)):
        made = _offer_line(line, write_back, quantity=quantity, unit=unit, part=part)
        yield replace(made, item_number=number) if number else made


def _offer_line(line: Line, write_back: WriteBack, *, quantity: int, unit: Money, part: int) -> OfferLine:
    configuration = {
        "product": line.product,
        "choices": {key: as_json(value) for key, value in line.choices.items()},
        "values": {key: as_json(value) for key, value in line.values.items()},
    }
    return OfferLine(
        key=_line_key(write_back.key, line, part),
        code=line.code,
        description=line.description,
        quantity=quantity,
        unit_net=unit,
        unit_list=line.price.unit_list,
        discount_percent=str(line.price.discount_percent),
        discount_reason=line.discount.reason if line.discount else "",
        configuration=json.dumps(configuration, separators=(",", ":"), ensure_ascii=False, sort_keys=True),
        n=line.n,
        product=line.product,
        group=line.details.group,
    )
