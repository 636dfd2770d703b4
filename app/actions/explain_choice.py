"""Why a value is impossible, and the ways out with their price."""

from functools import partial

from app.actions.call import Call
from app.actions.choices import read_value
from app.actions.lines import terms_of
from app.actions.reading import readable_quote
from app.actions.releases import configurator, release_of
from app.actions.views import PricedRepair, Refusal
from app.catalog import Product
from app.configuration import Configurator, Repair
from app.pricing import DiscountInvalid, Terms, price_line, price_weights
from app.quoting import Line
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
    ``most_reasons``, up to 20, is how many reasons are wanted: one is found at once, others take longer.
    """
    with services.database.reading() as tx:
        quote = readable_quote(tx, call, quote_id)
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
    repairs = engine.repairs(line.choices, attribute, wished, weights=price_weights(product, quote.currency))
    priced = partial(_priced, engine, product, line, terms=terms_of(quote, release))
    language = call.session.language
    return Refusal(
        conflict.in_language(language),
        tuple(priced(repair=one) for one in repairs),
        others and others.in_language(language),
    )


def _priced(
    engine: Configurator, product: Product, line: Line, *, repair: Repair, terms: Terms
) -> PricedRepair:
    """A way out on which the line's discount no longer fits is shown without a price."""
    values = engine.change(line.choices, repair.changes).values
    try:
        price = price_line(product, values, quantity=line.quantity, terms=terms, discount=line.discount)
    except DiscountInvalid:
        return PricedRepair(repair, None, None)
    return PricedRepair(repair, price, price.net - line.price.net)
