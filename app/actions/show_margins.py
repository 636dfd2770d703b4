"""What is left of a quote's lines and of its total, for those who may see what it costs to make."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.actions.call import Call
from app.actions.reading import sees_cost
from app.actions.releases import release_of
from app.amounts import Money
from app.catalog import Release
from app.pricing import Made, MarginShare, Unknown, margin_share
from app.quoting import Line, Quote
from app.services import Services


@dataclass(frozen=True, slots=True)
class Margins:
    """``lines``: by their numbers, those whose margin is known. ``total`` is that of what is offered, None
    unless it is known of each of its lines. ``waiting``: lines that were not looked at yet.
    """

    lines: Mapping[int, MarginShare]
    total: MarginShare | None
    waiting: int


def show_margins(services: Services, call: Call, quote: Quote, *, most: int) -> Margins | None:
    """At most so many parts lists are worked out; those of other calls are remembered.

    None for whoever may not see costs: nothing is worked out then.
    """
    with services.database.reading() as tx:
        if not sees_cost(services, tx, call, quote):
            return None
        release = release_of(services, tx, quote)
    search = _Search(services, quote, release, most)
    found = {line.n: share for line in quote.lines if (share := search.of(line)) is not None}
    return Margins(found, _total(quote, found, release), search.waiting)


@dataclass(slots=True)
class _Search:
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


def _total(quote: Quote, found: Mapping[int, MarginShare], release: Release) -> MarginShare | None:
    offered = [line.n for line in quote.offered]
    if not offered or any(n not in found for n in offered):
        return None
    margin = sum((found[n].margin for n in offered), Money.zero(quote.currency))
    return margin_share(margin, quote.total, thresholds=release.pricing.margin_light)
