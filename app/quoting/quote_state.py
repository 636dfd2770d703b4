"""What taking a quote back to another release needs: all else of its lines follows from this."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.pricing import Discount
from app.quoting.line_state import LineState, state_of
from app.quoting.quote import Quote


@dataclass(frozen=True, slots=True)
class KeptLine:
    n: int
    product: str
    state: LineState
    place: int = 0


@dataclass(frozen=True, slots=True)
class QuoteState:
    """``discount`` is the one on the whole quote."""

    release: str
    moved_at: datetime | None
    currency: str
    lines: tuple[KeptLine, ...]
    discount: Discount | None = None

    def has_lines_of(self, quote: Quote) -> bool:
        """Whether the quote is on this release since this move, and has these lines, whatever is in them."""
        if (quote.release, quote.moved_at) != (self.release, self.moved_at):
            return False
        return [(line.n, line.product) for line in quote.lines] == [
            (line.n, line.product) for line in self.lines
        ]


def state_of_quote(quote: Quote) -> QuoteState:
    lines = tuple(KeptLine(line.n, line.product, state_of(line), line.place) for line in quote.lines)
    return QuoteState(quote.release, quote.moved_at, quote.currency, lines, quote.header.discount)


def next_stint(moment: datetime) -> datetime:
    """A moment beside this one, on the same day (UTC): it tells a quote's times on one release, in different
    currencies, from each other.
    """
    beside = moment + timedelta(microseconds=1)
    same_day = beside.astimezone(UTC).date() == moment.astimezone(UTC).date()
    return beside if same_day else moment - timedelta(microseconds=1)
