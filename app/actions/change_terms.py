"""What a quote's prices follow from beside its lines: a discount on it, promotion codes, the region."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from app.actions.arranging import arranged
from app.actions.call import Call
from app.actions.change_line import KEEP
from app.actions.discounts import read_discount
from app.actions.reading import editable_quote
from app.actions.releases import release_of
from app.catalog import Release
from app.errors import Refused
from app.pricing import DiscountInvalid, TargetAmount, TargetPrice
from app.quoting import Header, Quote
from app.quoting.priced import repriced
from app.services import Services

MOST_CODES: Final = 20


class CodeUnknown(Refused):
    code: ClassVar[str] = "promotion_code_unknown"


class RegionUnknown(Refused):
    code: ClassVar[str] = "region_unknown"


@dataclass(frozen=True, slots=True)
class TermsChange:
    """Raw, as a form or JSON gives it. ``KEEP`` leaves as it is; a ``discount`` of ``None`` is taken away."""

    discount: object = KEEP
    codes: object = KEEP
    region: object = KEEP


@dataclass(frozen=True, slots=True)
class QuoteBeside:
    """A quote as it is, and as it would be."""

    before: Quote
    after: Quote


def change_terms(
    services: Services, call: Call, quote_id: str, *, change: TermsChange, expected: int | None = None
) -> Quote:
    """All that is named, or nothing; every line is priced anew.

    Raises QuoteMissing, DiscountInvalid, AmountInvalid, CodeUnknown, RegionUnknown, StatusForbids,
    QuoteChanged.
    """

    return arranged(
        services,
        call,
        quote_id,
        verb="change_terms",
        said=lambda before, after: _said(before.header, after.header),
        change=lambda quote, release: _changed(quote, release, change, call=call),
        expected=expected,
    ).after


def preview_terms(services: Services, call: Call, quote_id: str, *, change: TermsChange) -> QuoteBeside:
    """What they would make of the quote; nothing is stored. Raises what ``change_terms`` raises."""
    with services.database.reading() as tx:
        quote = editable_quote(tx, call, quote_id)
        release = release_of(services, tx, quote)
    return QuoteBeside(quote, _changed(quote, release, change, call=call))


def _changed(quote: Quote, release: Release, change: TermsChange, *, call: Call) -> Quote:
    header = _header(quote, release, change)
    if header == quote.header:
        return quote
    return repriced(quote.arranged(quote.lines, at=call.at, header=header), release)


def _header(quote: Quote, release: Release, change: TermsChange) -> Header:
    header = quote.header
    if change.discount is not KEEP:
        header = replace(header, discount=read_discount(change.discount, quote.currency))
        if header.discount is not None and isinstance(header.discount.off, TargetPrice | TargetAmount):
            raise DiscountInvalid("A discount on the whole quote is a percentage or an amount.")
    if change.codes is not KEEP:
        header = replace(header, codes=_codes(change.codes, release))
    if change.region is not KEEP:
        header = replace(header, region=_region(change.region, release))
    return header


def _codes(given: object, release: Release) -> tuple[str, ...]:
    known: Mapping[str, str] = {
        code.casefold(): code for step in release.pricing.steps for code in step.reach.codes
    }
    if not isinstance(given, list) or len(given) > MOST_CODES:
        raise CodeUnknown(f"Promotion codes are a list of at most {MOST_CODES} texts.")
    read = [known.get(one.strip().casefold()) if isinstance(one, str) else None for one in given]
    if None in read:
        raise CodeUnknown("The catalog has no promotion with one of these codes. Check how it is written.")
    return tuple(dict.fromkeys(one for one in read if one is not None))


def _region(given: object, release: Release) -> str:
    """Empty for none."""
    regions = release.pricing.regions
    if not isinstance(given, str) or (given and given not in regions):
        named = ", ".join(regions) or "none"
        raise RegionUnknown(f"The catalog does not price for that region. It knows {named}.")
    return given


def _said(before: Header, after: Header) -> str:
    parts = []
    if before.discount != after.discount:
        parts.append("Discount on the quote" if after.discount else "No discount on the quote")
    if before.codes != after.codes:
        parts.append(f"Promotion {', '.join(after.codes)}" if after.codes else "No promotion code")
    if before.region != after.region:
        parts.append(f"Region {after.region}" if after.region else "No region")
    return ", ".join(parts)
