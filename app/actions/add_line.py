"""Another product on the quote, with the choices already known."""

from collections.abc import Mapping

from app.actions.arranging import keep_step
from app.actions.call import Call, audited
from app.actions.choices import read_choices
from app.actions.lines import made_line
from app.actions.reading import editable_quote, expected_revision
from app.actions.releases import configurator, release_of, sold_product
from app.actions.views import LineView
from app.pricing import price_weights
from app.quoting import check_quantity, next_place
from app.quoting.priced import priced, terms_of
from app.services import Services
from app.store import audit, quotes


def add_line(
    services: Services,
    call: Call,
    quote_id: str,
    *,
    product: str,
    quantity: object = 1,
    choices: Mapping[str, object],
    expected: int | None = None,
) -> LineView:
    """Raises QuoteMissing, ProductUnknown, ProductWithdrawn, ProductNewer, QuantityInvalid, ChoiceUnknown,
    ChoiceImpossible, StatusForbids, QuoteChanged.
    """
    with services.database.transaction() as tx:
        quote = editable_quote(tx, call, quote_id)
        release = release_of(services, tx, quote)
        chosen = sold_product(services, tx, quote, product, at=call.at)
        count = check_quantity(quantity, maximum=chosen.maximum_quantity)
        weights = price_weights(chosen, terms_of(quote, release))
        wanted = read_choices(choices, chosen)
        configuration = configurator(release, chosen).change({}, wanted, weights=weights)
        line = made_line(
            chosen,
            configuration,
            n=quote.next_line,
            quantity=count,
            currency=quote.currency,
            discount=None,
            place=next_place(quote.lines),
        )
        changed = priced(quote.with_line(line, at=call.at), release)
        keep_step(tx, quote, changed, said=f"Line {line.n} added")
        quotes.update(tx, changed, expected=expected_revision(quote, expected))
        audit.write(tx, audited(call, "add_line", quote.id, line=line.n, product=chosen.key))
    return LineView(changed, changed.line(line.n), configuration, chosen)
