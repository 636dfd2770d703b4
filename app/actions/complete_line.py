"""Filling in the rest of a line: the catalog's defaults where they are possible, own choices untouched."""

from app.actions.call import Call, audited
from app.actions.change_line import stored_line
from app.actions.lines import made_line, terms_of
from app.actions.reading import editable_quote
from app.actions.releases import configurator, release_of
from app.actions.views import LineView
from app.services import Services
from app.store import audit


def complete_line(
    services: Services, call: Call, quote_id: str, n: int, *, expected: int | None = None
) -> LineView:
    """Raises QuoteMissing, LineMissing, StatusForbids, QuoteChanged."""
    with services.database.transaction() as tx:
        quote = editable_quote(tx, call, quote_id)
        release = release_of(services, tx, quote)
        line = quote.line(n)
        product = release.product(line.product)
        engine = configurator(release, product)
        configuration = engine.configure(engine.complete(line.choices))
        made = made_line(
            product,
            configuration,
            n=n,
            quantity=line.quantity,
            terms=terms_of(quote, release),
            discount=line.discount,
        )
        view = stored_line(
            tx, call, quote, made, configuration=configuration, product=product, expected=expected
        )
        audit.write(tx, audited(call, "complete_line", quote.id, line=n))
    return view
