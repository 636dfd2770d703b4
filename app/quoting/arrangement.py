"""Which lines a quote has, in which order, and what is said of it as a whole: not what lines are about."""

from dataclasses import dataclass
from datetime import date

from app.quoting.details import Header
from app.quoting.quote import Quote


@dataclass(frozen=True, slots=True)
class Arrangement:
    """``order``: numbers of lines."""

    header: Header
    valid_until: date
    order: tuple[int, ...]


def arrangement_of(quote: Quote) -> Arrangement:
    return Arrangement(quote.header, quote.valid_until, tuple(line.n for line in quote.lines))
