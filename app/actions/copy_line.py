"""The same line once more, as the start of a similar one."""

from dataclasses import replace

from app.actions.arranging import keep_step
from app.actions.call import Call, audited
from app.actions.change_line import stored_line
from app.actions.reading import editable_quote
from app.actions.releases import configurator, release_of, sold_product
from app.actions.views import LineView
from app.quoting import next_place
from app.quoting.priced import unpriced
from app.services import Services
from app.store import audit


def copy_line(
    services: Services, call: Call, quote_id: str, n: int, *, expected: int | None = None
) -> LineView:
    """Choices, quantity and discount alike.

    Raises QuoteMissing, LineMissing, ProductWithdrawn, StatusForbids, QuoteChanged.
    """
    with services.database.transaction() as tx:
        quote = editable_quote(tx, call, quote_id)
        release = release_of(services, tx, quote)
        line = quote.line(n)
        price = unpriced(line.quantity, quote.currency)
        copy = replace(line, n=quote.next_line, price=price, place=next_place(quote.lines))
        product = sold_product(services, tx, quote, copy.product, at=call.at)
        configuration = configurator(release, product).configure(copy.choices)
        keep_step(tx, quote, quote.with_line(copy, at=call.at), said=f"Line {copy.n} copied from line {n}")
        view = stored_line(
            tx, call, quote, copy, release=release, configuration=configuration, expected=expected
        )
        audit.write(tx, audited(call, "copy_line", quote.id, line=n, copy=copy.n))
    return view
