"""Where a line stands: what was chosen, what follows, what is still possible, what it costs."""

from app.actions.call import Call
from app.actions.reading import readable_quote
from app.actions.releases import configurator, release_of
from app.actions.views import LineView
from app.services import Services
from app.store import line_states


def show_line(services: Services, call: Call, quote_id: str, n: int) -> LineView:
    """Raises QuoteMissing, LineMissing, ReleaseMissing."""
    with services.database.reading() as tx:
        quote = readable_quote(services, tx, call, quote_id)
        release = release_of(services, tx, quote)
        line = quote.line(n)
        past = line_states.around(tx, quote, n)
    product = release.product(line.product)
    configuration = configurator(release, product).configure(line.choices)
    return LineView(quote, line, configuration, product, past.before, past.after)
