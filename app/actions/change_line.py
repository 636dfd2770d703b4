"""Changing a line: its choices, its quantity, its discount. All of it or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from app.actions.call import Call, audited
from app.actions.choices import read_choices
from app.actions.discounts import read_discount
from app.actions.lines import made_line
from app.actions.reading import editable_quote, expected_revision
from app.actions.releases import configurator, release_of
from app.actions.views import LineView
from app.catalog import Product, Release
from app.configuration import Configuration
from app.pricing import price_weights
from app.quoting import Line, Quote, check_quantity, state_of
from app.quoting.allowed import check_discounts
from app.quoting.priced import priced, terms_of
from app.services import Services
from app.store import Transaction, audit, line_states, quotes


class Keep:
    """Says that a part of the line stays as it is (``None`` means: take it away)."""


KEEP: Final = Keep()


@dataclass(frozen=True, slots=True)
class LineChange:
    """Raw, as a form or JSON gives it. In ``choices`` a value ``None`` takes a choice back."""

    choices: Mapping[str, object] = field(default_factory=dict)
    quantity: object = KEEP
    discount: object = KEEP


def change_line(
    services: Services, call: Call, quote_id: str, n: int, *, change: LineChange, expected: int | None = None
) -> LineView:
    """Raises QuoteMissing, LineMissing, ChoiceUnknown, ChoiceImpossible, QuantityInvalid, DiscountInvalid,
    QuoteChanged.
    """
    with services.database.transaction() as tx:
        quote = editable_quote(tx, call, quote_id)
        release = release_of(services, tx, quote)
        line = quote.line(n)
        product = release.product(line.product)
        wanted = read_choices(change.choices, product)
        weights = price_weights(product, terms_of(quote, release))
        configuration = configurator(release, product).change(line.choices, wanted, weights=weights)
        made = _changed(quote, line, product=product, configuration=configuration, change=change)
        view = changed_line(
            tx, call, quote, made, release=release, configuration=configuration, expected=expected
        )
        check_discounts(quote, view.quote, release, roles=call.actor.roles)
        audit.write(tx, audited(call, "change_line", quote.id, line=n, attributes=sorted(change.choices)))
    return view


def changed_line(
    tx: Transaction,
    call: Call,
    quote: Quote,
    line: Line,
    *,
    release: Release,
    configuration: Configuration,
    expected: int | None,
) -> LineView:
    """Puts a changed line onto its quote, so that the change can be undone. Raises as ``stored_line``."""
    before = state_of(quote.line(line.n))
    if before != state_of(line):
        line_states.left(tx, quote, line.n, state=before)
    view = stored_line(tx, call, quote, line, release=release, configuration=configuration, expected=expected)
    if before != state_of(line):
        return replace(view, before=before)
    past = line_states.around(tx, quote, line.n)
    return replace(view, before=past.before, after=past.after)


def stored_line(
    tx: Transaction,
    call: Call,
    quote: Quote,
    line: Line,
    *,
    release: Release,
    configuration: Configuration,
    expected: int | None,
) -> LineView:
    """Puts a made line onto its quote, prices and stores both.

    Raises StatusForbids, QuoteChanged, and as ``priced``.
    """
    changed = priced(quote.with_line(line, at=call.at), release)
    quotes.update(tx, changed, expected=expected_revision(quote, expected))
    return LineView(changed, changed.line(line.n), configuration, release.product(line.product))


def _changed(
    quote: Quote,
    line: Line,
    *,
    product: Product,
    configuration: Configuration,
    change: LineChange,
) -> Line:
    quantity = line.quantity if change.quantity is KEEP else change.quantity
    discount = line.discount if change.discount is KEEP else read_discount(change.discount, quote.currency)
    return made_line(
        product,
        configuration,
        n=line.n,
        quantity=check_quantity(quantity, maximum=product.maximum_quantity),
        currency=quote.currency,
        discount=discount,
        details=line.details,
        place=line.place,
    )
