"""Quotes that this process loaded or stored last, so that a click on a long one need not read all its lines.

A remembered quote is used only if the stored row still has its revision and moment of change, both read in
the same transaction: it can be old, it cannot be wrong.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime

from app.quoting import Quote, QuoteId

# A line takes up to 10 KB of memory. Two quotes of the most lines are remembered.
_MOST_LINES = 4_500


class RecentQuotes:
    """Shared by the threads of a process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._quotes: OrderedDict[QuoteId, Quote] = OrderedDict()
        self._lines = 0

    def find(self, quote_id: QuoteId, *, revision: int, changed_at: datetime) -> Quote | None:
        with self._lock:
            quote = self._quotes.get(quote_id)
            if quote is None or (quote.revision, quote.changed_at) != (revision, changed_at):
                return None
            self._quotes.move_to_end(quote_id)
            return quote

    def keep(self, quotes: Iterable[Quote]) -> None:
        """Only what is committed."""
        with self._lock:
            for quote in quotes:
                self._forget(quote.id)
                self._quotes[quote.id] = quote
                self._lines += _weight(quote)
            while self._lines > _MOST_LINES:
                self._forget(next(iter(self._quotes)))

    def _forget(self, quote_id: QuoteId) -> None:
        gone = self._quotes.pop(quote_id, None)
        if gone is not None:
            self._lines -= _weight(gone)


def _weight(quote: Quote) -> int:
    return len(quote.lines) + 1
