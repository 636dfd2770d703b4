"""Why a value is impossible, and the ways out with their price."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.actions.call import Call
from app.actions.choices import read_value
from app.actions.outcomes import outcome_by_defaults
from app.actions.reading import readable_quote
from app.actions.releases import configurator, release_of
from app.actions.views import Outcome, PricedRepair, Refusal
from app.amounts import Money
from app.catalog import Product
from app.configuration import Configuration, Configurator, Repair
from app.pricing import Deal, DiscountInvalid, price_weights
from app.quoting import Line, can_see_cost
from app.quoting.priced import deal_of, terms_of
from app.services import Services

MOST_REASONS = 20


def explain_choice(
    services: Services,
    call: Call,
    quote_id: str,
    n: int,
    *,
    attribute: str,
    value: object,
    most_reasons: int = 1,
) -> Refusal | None:
    """``None`` when the value is possible. Raises QuoteMissing, LineMissing, ChoiceUnknown.

    The ways out come with the fewest changes first, of equally many the one after which the line costs least.
    How the margin changes is told to whom costs are told.
    ``most_reasons``, up to 20, is how many reasons are wanted: one is found at once, others take longer.
    """
    with services.database.reading() as tx:
        quote = readable_quote(services, tx, call, quote_id)
        release = release_of(services, tx, quote)
    line = quote.line(n)
    product = release.product(line.product)
    wished = read_value(value, attribute, product=product)
    engine = configurator(release, product)
    conflict = engine.why_not(line.choices, attribute, wished)
    if conflict is None:
        return None
    others = None
    if most_reasons > 1:
        limit = min(most_reasons, MOST_REASONS)
        others = engine.all_why_not(line.choices, attribute, wished, limit=limit)
    weights = price_weights(product, terms_of(quote, release))
    repairs = engine.repairs(line.choices, attribute, wished, weights=weights)
    deal = deal_of(quote, release, line)
    tells_margin = can_see_cost(call.actor, quote, opportunity=call.session.opportunity)
    pricing = _Pricing(engine, product, line, deal, tells_margin)
    language = call.session.language
    return Refusal(
        conflict.in_language(language), pricing.priced(repairs), others and others.in_language(language)
    )


@dataclass(frozen=True, slots=True)
class _Pricing:
    """Of the ways out of one line. ``tells_margin``: to whom they are told may see costs."""

    engine: Configurator
    product: Product
    line: Line
    deal: Deal
    tells_margin: bool

    def priced(self, repairs: Iterable[Repair]) -> tuple[PricedRepair, ...]:
        now = self._outcome(self.engine.configure(self.line.choices))
        return tuple(self._priced(repair, now) for repair in repairs)

    def _priced(self, repair: Repair, now: Outcome) -> PricedRepair:
        """A way out on which the line's discount no longer fits is shown without a price."""
        after = self.engine.change(self.line.choices, repair.changes)
        try:
            price = self.deal.price(self.product, after.values)
        except DiscountInvalid:
            return PricedRepair(repair, None, None)
        then = self._outcome(after)
        margin = _change(now.margin, then.margin) if self.tells_margin else None
        days = None if then.days is None or now.days is None else then.days - now.days
        return PricedRepair(
            repair,
            price,
            price.net - self.line.price.net,
            margin=margin,
            days=days,
            by_defaults=not (self.line.complete and after.complete)
            and (margin is not None or days is not None),
        )

    def _outcome(self, state: Configuration) -> Outcome:
        return outcome_by_defaults(self.engine, self.product, state, deal=self.deal)


def _change(before: Money | None, after: Money | None) -> Money | None:
    return None if before is None or after is None else after - before
