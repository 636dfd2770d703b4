"""Whether a quote is whole: only then can it be offered, or anybody be asked about it."""

from typing import ClassVar

from app.errors import Refused
from app.quoting import Quote


class QuoteEmpty(Refused):
    code: ClassVar[str] = "quote_empty"


class QuoteIncomplete(Refused):
    code: ClassVar[str] = "quote_incomplete"


def check_complete(quote: Quote) -> None:
    """Raises QuoteEmpty, QuoteIncomplete."""
    if not quote.lines:
        raise QuoteEmpty("The quote has no lines yet. Add a product first.")
    if not quote.offered:
        raise QuoteEmpty(
            "All lines are optional or alternatives, so there is nothing to put on the opportunity. Make one "
            "of them offered."
        )
    unfinished = [line.n for line in quote.lines if not line.complete]
    if unfinished:
        numbers = ", ".join(str(n) for n in unfinished[:20])
        raise QuoteIncomplete(
            f"Not everything is chosen yet in line {numbers}. Finish it, or let the defaults fill the rest.",
            facts={"lines": unfinished},
        )
