"""Filling in the rest of a line in the way that is asked for, own choices untouched."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.actions.call import Call, audited
from app.actions.change_line import changed_line
from app.actions.lines import made_line, terms_of
from app.actions.reading import editable_quote, readable_quote
from app.actions.releases import configurator, release_of
from app.actions.strategies import Example, Grounds, Strategy, differences, offered, read_strategy, weights_of
from app.actions.views import Completed, LineView
from app.catalog import Product, Release, Value
from app.quoting import Line, Quote
from app.services import Services
from app.store import Transaction, audit, quotes


@dataclass(frozen=True, slots=True)
class _Found:
    """``proven``: None where there is nothing to prove."""

    values: Mapping[str, Value]
    proven: bool | None


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
        grounds = _grounds(tx, quote, release.product(line.product))
    found = _found(release, line, strategy=wanted, grounds=grounds)
    made_for = quote.revision if expected is None else expected
    with services.database.transaction() as tx:
        quote = editable_quote(tx, call, quote_id)
        view = _stored(tx, call, quote, line, values=found.values, release=release, expected=made_for)
        done = _completed(line, view.line, found, strategy=wanted, grounds=grounds)
        facts = {"line": n, "strategy": wanted.value, "proven": found.proven}
        audit.write(tx, audited(call, "complete_line", quote.id, **facts))
    return replace(view, completed=done)


def completion_strategies(services: Services, call: Call, quote_id: str, n: int) -> tuple[Strategy, ...]:
    """The ways in which the line can be completed. Raises QuoteMissing, LineMissing, ReleaseSuperseded."""
    with services.database.reading() as tx:
        quote = readable_quote(tx, call, quote_id)
        product = release_of(services, tx, quote).product(quote.line(n).product)
        return offered(_grounds(tx, quote, product))


def _grounds(tx: Transaction, quote: Quote, product: Product) -> Grounds:
    found = quotes.last_written_line(tx, quote, product=product.key)
    return Grounds(product, quote.currency, None if found is None else Example(found[0], found[1].values))


def _found(release: Release, line: Line, *, strategy: Strategy, grounds: Grounds) -> _Found:
    engine = configurator(release, grounds.product)
    weights = weights_of(strategy, grounds)
    if strategy is Strategy.DEFAULTS:
        return _Found(engine.complete(line.choices), None)
    completion = engine.complete_for_least(line.choices, weights)
    return _Found(completion.values, completion.proven)


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
        terms=terms_of(quote, release),
        discount=line.discount,
    )
    return changed_line(
        tx, call, quote, made, configuration=configuration, product=product, expected=expected
    )


def _completed(
    before: Line, after: Line, found: _Found, *, strategy: Strategy, grounds: Grounds
) -> Completed:
    example = grounds.example if strategy is Strategy.CLOSEST else None
    return Completed(
        strategy=strategy,
        proven=found.proven,
        decided=len(after.choices.keys() - before.choices.keys()),
        before=before.price.net,
        after=after.price.net,
        example=None if example is None else example.quote,
        differences=None if example is None else differences(after.values, example, grounds.product),
    )
