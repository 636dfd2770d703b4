"""A note on the whole quote, in the seller's words; an empty one takes it away."""

from dataclasses import replace

from app.actions.arranging import arranged
from app.actions.call import Call
from app.actions.note_line import read_note
from app.quoting import Quote
from app.services import Services


def note_quote(
    services: Services, call: Call, quote_id: str, note: object, *, expected: int | None = None
) -> Quote:
    """Raises QuoteMissing, DetailsInvalid, StatusForbids, QuoteChanged."""
    text = read_note(note)

    def noted(quote: Quote) -> Quote:
        return quote.arranged(quote.lines, at=call.at, header=replace(quote.header, note=text))

    return arranged(
        services,
        call,
        quote_id,
        verb="note_quote",
        said=lambda _before, _after: "Note on the quote" if text else "Note on the quote taken away",
        change=lambda quote, _release: noted(quote),
        expected=expected,
    ).after
