"""Whether somebody may give the discounts that they gave."""

from collections.abc import Collection
from decimal import Decimal

from app.catalog import Release
from app.pricing import allowance_of, check_allowed, header_allowance, taken_off
from app.quoting.priced import terms_of
from app.quoting.quote import Quote


def check_discounts(before: Quote, after: Quote, release: Release, *, roles: Collection[str]) -> None:
    """Of a priced quote, those of lines and of the whole that are others than before.

    Raises DiscountInvalid, DiscountAboveLimit.
    """
    given = {line.n: line.discount for line in before.lines}
    terms = terms_of(after, release)
    for line in after.lines:
        if line.discount is not None and line.discount != given.get(line.n):
            allowance = allowance_of(line, release.product(line.product), terms)
            check_allowed(allowance, line.discount, taken_off(line.price), roles=roles)
    if after.header.discount is not None and after.header.discount != before.header.discount:
        percent = _off_the_whole(after)
        check_allowed(header_allowance(terms), after.header.discount, percent, roles=roles)


def _off_the_whole(quote: Quote) -> Decimal:
    """In percent of what the quote comes to before it."""
    off = sum(
        (step.effect.amount for line in quote.offered for step in line.price.steps if step.kind == "header"),
        Decimal(0),
    )
    whole = quote.total.amount - off
    return -100 * off / whole if whole else Decimal(0)
