"""Working out what is left of lines: parts lists as far as they are not remembered."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.amounts import Money
from app.catalog import Release
from app.pricing import Made, MarginShare, Unknown, margin_share
from app.quoting import Line, Quote
from app.services import Services


@dataclass(slots=True)
class Search:
    """``left``: parts lists that may still be worked out; ``waiting``: lines that it was not enough for."""

    services: Services
    quote: Quote
    release: Release
    left: int
    waiting: int = 0

    def of(self, line: Line) -> MarginShare | None:
        known = self.services.margins.known(line, self.release.fingerprint)
        if not isinstance(known, Unknown):
            return known
        cost = self._cost(line)
        if isinstance(cost, Unknown):
            self.waiting += 1
            return None
        net = line.price.net
        thresholds = self.release.pricing.margin_light
        left = None if cost is None else net - cost * line.quantity
        share = None if left is None else margin_share(left, net, thresholds=thresholds)
        self.services.margins.keep(line, self.release.fingerprint, share)
        return share

    def _cost(self, line: Line) -> Money | Unknown | None:
        product = self.release.product(line.product)
        if not line.complete or product.assembly is None:
            return None
        made = Made(
            self.release.fingerprint,
            product.key,
            product.era,
            line.values,
            self.quote.currency,
            line.quantity,
        )
        cost = self.services.costs.known(made.key)
        if isinstance(cost, Unknown) and self.left > 0:
            self.left -= 1
            return self.services.costs.worked_out(made.key, made, product)
        return cost


def margin_percent(services: Services, quote: Quote, release: Release) -> Decimal | None:
    """Of what is offered, however many parts lists are to be worked out for it; None if it is not known."""
    search = Search(services, quote, release, len(quote.lines))
    offered = {line.n: share for line in quote.offered if (share := search.of(line)) is not None}
    total = total_of(quote, offered, release)
    return total.percent if total else None


def total_of(quote: Quote, found: Mapping[int, MarginShare], release: Release) -> MarginShare | None:
    offered = [line.n for line in quote.offered]
    if not offered or any(n not in found for n in offered):
        return None
    margin = sum((found[n].margin for n in offered), Money.zero(quote.currency))
    return margin_share(margin, quote.total, thresholds=release.pricing.margin_light)
