"""Two quotes side by side: editions of one offer, or any two that the caller may read. Nothing is changed."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.actions.call import Call
from app.actions.move_quote import known_release_of
from app.actions.reading import readable_quote
from app.amounts import Money
from app.catalog import Product, Release
from app.errors import Missing
from app.pricing import margin
from app.quoting import Quote, QuoteComparison, Side, can_see_cost, clauses_of, compared
from app.services import Services


@dataclass(frozen=True, slots=True)
class Compared:
    """``before`` and ``after``: the products of both, as their releases have them."""

    comparison: QuoteComparison
    before: Mapping[str, Product]
    after: Mapping[str, Product]


def compare_quotes(services: Services, call: Call, before: str, after: str) -> Compared:
    """Raises QuoteMissing, also for a quote that the caller may not read.

    Margins are there where both quotes are the caller's to see the cost of.
    """
    with services.database.reading() as tx:
        one, other = readable_quote(services, tx, call, before), readable_quote(services, tx, call, after)
        releases = known_release_of(services, tx, one), known_release_of(services, tx, other)
    products = _products(one, releases[0]), _products(other, releases[1])
    margins: tuple[Mapping[int, Money] | None, ...] = (None, None)
    if _sees_cost(call, one) and _sees_cost(call, other):
        margins = _margins(one, products[0]), _margins(other, products[1])
    sides = (_side(one, releases[0], margins[0]), _side(other, releases[1], margins[1]))
    return Compared(compared(*sides), *products)


def _sees_cost(call: Call, quote: Quote) -> bool:
    return can_see_cost(call.actor, quote, opportunity=call.session.opportunity)


def _side(quote: Quote, release: Release | None, margins: Mapping[int, Money] | None) -> Side:
    terms = clauses_of(quote, release) if release else ()
    if margins is None or any(line.n not in margins for line in quote.offered):
        return Side(quote, terms, margins)
    total = sum((margins[line.n] for line in quote.offered), Money.zero(quote.currency))
    return Side(quote, terms, margins, total)


def _margins(quote: Quote, products: Mapping[str, Product]) -> Mapping[int, Money]:
    """Of complete lines, where the catalog knows what they cost."""
    found: dict[int, Money] = {}
    for line in quote.lines:
        product = products.get(line.product)
        left = margin(product, line.values, line.price) if product and line.complete else None
        if left is not None:
            found[line.n] = left
    return found


def _products(quote: Quote, release: Release | None) -> Mapping[str, Product]:
    found: dict[str, Product] = {}
    for key in {line.product for line in quote.lines}:
        try:
            if release is not None:
                found[key] = release.product(key)
        except Missing:
            continue
    return found
