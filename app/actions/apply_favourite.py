"""A favourite as a new line of a quote: first what of it is no longer possible there, then the line."""

from dataclasses import dataclass

from app.actions.arranging import keep_step
from app.actions.call import Call, audited
from app.actions.lines import made_line
from app.actions.moving import GivenUp, given_up
from app.actions.reading import editable_quote, expected_revision
from app.actions.releases import configurator, release_of, sold_product
from app.actions.views import LineView
from app.configuration import carried_over
from app.quoting import Favourite, Quote, check_can_use, check_quantity, favourite_id, next_place
from app.quoting.priced import priced
from app.services import Services
from app.store import Transaction, audit, favourites, quotes


@dataclass(frozen=True, slots=True)
class Applied:
    """The line as it is, or would be; ``lost`` are choices that the quote's release does not allow."""

    view: LineView
    favourite: Favourite
    lost: tuple[GivenUp, ...]


def preview_favourite(
    services: Services, call: Call, quote_id: str, *, favourite: str, quantity: object = 1
) -> Applied:
    """Nothing is changed. Raises what ``apply_favourite`` raises."""
    with services.database.reading() as tx:
        quote = editable_quote(tx, call, quote_id)
        return _applied(services, tx, call, quote, _usable(tx, call, favourite), quantity=quantity)


def apply_favourite(
    services: Services,
    call: Call,
    quote_id: str,
    *,
    favourite: str,
    quantity: object = 1,
    expected: int | None = None,
) -> Applied:
    """Raises QuoteMissing, FavouriteMissing, ProductUnknown, ProductWithdrawn, ProductNewer, QuantityInvalid,
    StatusForbids, QuoteChanged.
    """
    with services.database.transaction() as tx:
        quote = editable_quote(tx, call, quote_id)
        applied = _applied(services, tx, call, quote, _usable(tx, call, favourite), quantity=quantity)
        keep_step(tx, quote, applied.view.quote, said=f"Line {applied.view.line.n} added from a favourite")
        quotes.update(tx, applied.view.quote, expected=expected_revision(quote, expected))
        facts = {"favourite": applied.favourite.id, "given_up": [one.attribute for one in applied.lost]}
        audit.write(tx, audited(call, "apply_favourite", quote.id, line=applied.view.line.n, **facts))
    return applied


def _usable(tx: Transaction, call: Call, favourite: str) -> Favourite:
    found = favourites.load(tx, favourite_id(favourite))
    check_can_use(call.actor, found)
    return found


def _applied(
    services: Services, tx: Transaction, call: Call, quote: Quote, favourite: Favourite, *, quantity: object
) -> Applied:
    product = sold_product(services, tx, quote, favourite.product, at=call.at)
    count = check_quantity(quantity, maximum=product.maximum_quantity)
    release = release_of(services, tx, quote)
    found = carried_over(configurator(release, product), favourite.choices)
    line = made_line(
        product,
        found.configuration,
        n=quote.next_line,
        quantity=count,
        currency=quote.currency,
        discount=None,
        place=next_place(quote.lines),
    )
    after = priced(quote.with_line(line, at=call.at), release)
    view = LineView(after, after.line(line.n), found.configuration, product)
    return Applied(view, favourite, given_up(found))
