"""A note on a line, in the seller's words; an empty one takes it away."""

from dataclasses import replace

from app.actions.arranging import Arranged, arranged
from app.actions.call import Call
from app.quoting import DetailsInvalid, Line
from app.services import Services


def note_line(
    services: Services, call: Call, quote_id: str, n: int, note: object, *, expected: int | None = None
) -> Arranged:
    """Raises QuoteMissing, LineMissing, DetailsInvalid, StatusForbids, QuoteChanged."""
    text = read_note(note)
    return arranged(
        services,
        call,
        quote_id,
        verb="note_line",
        said=lambda _before, _after: f"Note on line {n}",
        change=lambda quote, _release: quote.with_line(_noted(quote.line(n), text), at=call.at),
        expected=expected,
        line=n,
    )


def read_note(given: object) -> str:
    """Lines of text, as they were typed. Raises DetailsInvalid."""
    if not isinstance(given, str) or any(not one.isprintable() for one in given.splitlines()):
        raise DetailsInvalid("A note is text of readable characters.")
    return "\n".join(line.strip() for line in given.strip().splitlines())


def _noted(line: Line, note: str) -> Line:
    return replace(line, details=replace(line.details, note=note))
