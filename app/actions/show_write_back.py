"""Where the write-back of a quote stands."""

from app.actions.call import Call
from app.actions.reading import readable_quote
from app.actions.submitting import write_back_of
from app.quoting import WriteBack
from app.services import Services


def show_write_back(services: Services, call: Call, quote_id: str) -> WriteBack:
    """Raises QuoteMissing, and WriteBackMissing for a quote that was never submitted."""
    with services.database.reading() as tx:
        quote = readable_quote(services, tx, call, quote_id)
        return write_back_of(tx, quote)
