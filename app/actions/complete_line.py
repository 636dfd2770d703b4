"""Filling in the rest of a line in the way that is asked for, own choices untouched."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.actions.call import Call, audited
from app.actions.change_line import changed_line
from app.actions.lines import made_line
from app.actions.outcomes import outcome, outcome_by_defaults
from app.actions.reading import editable_quote, expected_revision, readable_quote
from app.actions.releases import configurator, release_of
from app.actions.strategies import (
    Example,
    Grounds,
    Strategy,
    StrategyUnavailable,
    completion,
    differences,
    offered,
    read_strategy,
)
from app.actions.views import Completed, LineView, Outcome
from app.catalog import Product, Release, Value
from app.configuration import Best, Configurator
from app.pricing import Deal
from app.quoting import Line, Quote, can_see_cost
from app.quoting.priced import deal_of
from app.services import Services
from app.store import Transaction, audit, changes, quotes


def complete_line(
    services: Services,
    call: Call,
    quote_id: str,
    n: int,
    *,
    strategy: object = Strategy.DEFAULTS,
    expected: int | None = None,
) -> LineView:
    """Its view says what was done. Raises QuoteMissing, LineMissing, StrategyUnavailable, StatusForbids,
    QuoteChanged, and Undecided where the catalog's numbers are too many to add up.
    """
    wanted = read_strategy(strategy)
    # The best is looked for without a transaction: it may take a second, for which no other writer waits.
    with services.database.reading() as tx:
        quote = editable_quote(tx, call, quote_id)
        release = release_of(services, tx, quote)
        line = quote.line(n)
        changes.check_untouched(tx, quote, n, expected=expected_revision(quote, expected))
        grounds = _grounds(tx, call, quote, release.product(line.product))
    sees_cost = can_see_cost(call.actor, quote, opportunity=call.session.opportunity)
    if wanted is Strategy.HIGHEST_MARGIN and not sees_cost:
        raise StrategyUnavailable("Margins are for the owner of the quote. Complete the line in another way.")
    filling = _Filling(
        line=line,
        strategy=wanted,
        grounds=grounds,
        engine=configurator(release, grounds.product),
        deal=deal_of(quote, release, line),
    )
    found, by_defaults = filling.best(), filling.by_defaults()
    made_for = quote.revision
    with services.database.transaction() as tx:
        quote = editable_quote(tx, call, quote_id)
        view = _stored(tx, call, quote, line, values=found.values, release=release, expected=made_for)
        facts = {"line": n, "strategy": wanted.value, "proven": filling.proven(found)}
        audit.write(tx, audited(call, "complete_line", quote.id, **facts))
    completed = filling.told(found, view.line, by_defaults=by_defaults)
    return replace(view, completed=completed if sees_cost else _without_margins(completed))


@dataclass(frozen=True, slots=True)
class _Filling:
    """How a line is to be completed."""

    line: Line
    strategy: Strategy
    grounds: Grounds
    engine: Configurator
    deal: Deal

    def best(self) -> Best:
        return completion(self.strategy, self.grounds, self.engine, choices=self.line.choices, deal=self.deal)

    def proven(self, found: Best) -> bool | None:
        return None if self.strategy is Strategy.DEFAULTS else found.within == 0

    def by_defaults(self) -> Outcome:
        product = self.grounds.product
        now = self.engine.configure(self.line.choices)
        return outcome_by_defaults(self.engine, product, now, deal=self.deal)

    def told(self, found: Best, after: Line, *, by_defaults: Outcome) -> Completed:
        product, example = self.grounds.product, self.grounds.example
        near = example if self.strategy is Strategy.CLOSEST else None
        return Completed(
            strategy=self.strategy,
            proven=self.proven(found),
            within=found.within,
            decided=len(after.choices.keys() - self.line.choices.keys()),
            before=self.line.price.net,
            after=after.price.net,
            example=None if near is None else near.quote,
            differences=None if near is None else differences(after.values, near, product),
            outcome=outcome(product, after.values, deal=self.deal) if after.complete else Outcome(),
            by_defaults=by_defaults if after.complete else Outcome(),
        )


def completion_strategies(services: Services, call: Call, quote_id: str, n: int) -> tuple[Strategy, ...]:
    """The ways in which the line can be completed. Raises QuoteMissing, LineMissing, ReleaseSuperseded."""
    with services.database.reading() as tx:
        quote = readable_quote(services, tx, call, quote_id)
        product = release_of(services, tx, quote).product(quote.line(n).product)
        found = offered(_grounds(tx, call, quote, product))
    if can_see_cost(call.actor, quote, opportunity=call.session.opportunity):
        return found
    return tuple(one for one in found if one is not Strategy.HIGHEST_MARGIN)


def _without_margins(completed: Completed) -> Completed:
    return replace(
        completed,
        outcome=replace(completed.outcome, margin=None),
        by_defaults=replace(completed.by_defaults, margin=None),
    )


def _grounds(tx: Transaction, call: Call, quote: Quote, product: Product) -> Grounds:
    found = quotes.last_written_line(tx, quote, product=product.key, reader=call.actor.user)
    return Grounds(product, quote.currency, None if found is None else Example(found[0], found[1].values))


def _stored(
    tx: Transaction,
    call: Call,
    quote: Quote,
    line: Line,
    *,
    values: Mapping[str, Value],
    release: Release,
    expected: int,
) -> LineView:
    product = release.product(line.product)
    configuration = configurator(release, product).configure(values)
    made = made_line(
        product,
        configuration,
        n=line.n,
        quantity=line.quantity,
        currency=quote.currency,
        discount=line.discount,
        details=line.details,
        place=line.place,
    )
    return changed_line(
        tx, call, quote, made, release=release, configuration=configuration, expected=expected
    )
