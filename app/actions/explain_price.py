"""Why a quote costs what it costs: the steps of its lines added up, and what is left of it."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from app.actions.call import Call
from app.actions.reading import readable_quote, sees_cost
from app.actions.releases import release_of
from app.amounts import Money
from app.catalog import Release
from app.pricing import Step, margin
from app.quoting import Quote, waterfall_of
from app.services import Services


@dataclass(frozen=True, slots=True)
class QuotePriceView:
    """``margin`` is None for whom costs are not told, and where one of them is not known (yet)."""

    quote: Quote
    steps: tuple[Step, ...]
    margin: Money | None

    @property
    def margin_percent(self) -> Decimal:
        """Of the total, to two decimals."""
        total = self.quote.total.amount
        if self.margin is None or not total:
            return Decimal(0)
        return (100 * self.margin.amount / total).quantize(Decimal("0.01"), ROUND_HALF_UP)


def explain_price(services: Services, call: Call, quote_id: str) -> QuotePriceView:
    """Raises QuoteMissing, ReleaseMissing."""
    with services.database.reading() as tx:
        quote = readable_quote(services, tx, call, quote_id)
        release = release_of(services, tx, quote)
        shown = sees_cost(services, tx, call, quote)
    return QuotePriceView(quote, waterfall_of(quote), quote_margin(quote, release) if shown else None)


def quote_cost(quote: Quote, release: Release) -> Money | None:
    """What it costs to make what is offered. None where that is not known of a line."""
    left = quote_margin(quote, release)
    return None if left is None else quote.total - left


def quote_margin(quote: Quote, release: Release) -> Money | None:
    """Of what is offered: net less what it costs to make. None where that is not known of a line."""
    whole = Money.zero(quote.currency)
    for line in quote.offered:
        product = release.product(line.product)
        found = margin(product, line.values, line.price) if line.complete else None
        if found is None:
            return None
        whole = whole + found
    return whole
