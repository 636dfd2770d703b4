"""Taking a line off the quote."""

from app.actions.arranging import keep_step
from app.actions.call import Call, audited
from app.actions.reading import editable_quote, expected_revision
from app.actions.releases import release_of
from app.quoting import Quote, without_lines
from app.quoting.priced import priced
from app.services import Services
from app.store import audit, quotes


def remove_line(
    services: Services, call: Call, quote_id: str, n: int, *, expected: int | None = None
) -> Quote:
    """Alternatives to it stay, as optional lines.

    Raises QuoteMissing, LineMissing, StatusForbids, QuoteChanged, and as ``priced``.
    """
    with services.database.transaction() as tx:
        quote = editable_quote(tx, call, quote_id)
        changed = priced(without_lines(quote, {n}, at=call.at), release_of(services, tx, quote))
        keep_step(tx, quote, changed, said=f"Line {n} removed")
        quotes.update(tx, changed, expected=expected_revision(quote, expected))
        audit.write(tx, audited(call, "remove_line", quote.id, line=n))
    return changed
