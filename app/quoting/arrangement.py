"""Which lines a quote has, in which order, under which groups: what lines are about is not part of it."""

from dataclasses import dataclass

from app.quoting.quote import Quote


@dataclass(frozen=True, slots=True)
class Arrangement:
    """``order``: numbers of lines."""

    groups: tuple[str, ...]
    order: tuple[int, ...]


def arrangement_of(quote: Quote) -> Arrangement:
    return Arrangement(quote.header.groups, tuple(line.n for line in quote.lines))
