"""What taking a quote back to another release needs: all else of its lines follows from this."""

from dataclasses import dataclass
from datetime import datetime

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
    release: str
    moved_at: datetime | None
    lines: tuple[KeptLine, ...]

    def has_lines_of(self, quote: Quote) -> bool:
        """Whether the quote is on this release since this move, and has these lines, whatever is in them."""
        if (quote.release, quote.moved_at) != (self.release, self.moved_at):
            return False
        return [(line.n, line.product) for line in quote.lines] == [
            (line.n, line.product) for line in self.lines
        ]


def state_of_quote(quote: Quote) -> QuoteState:
    lines = tuple(KeptLine(line.n, line.product, state_of(line), line.place) for line in quote.lines)
    return QuoteState(quote.release, quote.moved_at, lines)
