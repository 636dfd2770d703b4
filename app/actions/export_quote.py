"""The lines of a quote as a workbook, to calculate with and to be read in again."""

from app.actions.call import Call
from app.actions.reading import readable_quote
from app.actions.releases import release_of
from app.quoting.line_export import exported
from app.quoting.offer_table import offer_table
from app.services import Services
from app.store.offer_sheets import write_offer


def export_quote(services: Services, call: Call, quote_id: str) -> tuple[str, bytes]:
    """File name and content. It holds no costs. Raises QuoteMissing, ReleaseMissing, ReleaseAltered."""
    with services.database.reading() as tx:
        quote = readable_quote(services, tx, call, quote_id)
        release = release_of(services, tx, quote)
    return f"{quote.number}.xlsx", write_offer(offer_table(quote), exported(quote, release))
