"""What is left of a quote's lines and of its total, for those who may see what it costs to make."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.actions.call import Call
from app.actions.margin_search import Search, total_of
from app.actions.reading import sees_cost
from app.actions.releases import release_of
from app.pricing import MarginShare
from app.quoting import Quote
from app.services import Services


@dataclass(frozen=True, slots=True)
class Margins:
    """``lines``: by their numbers, those whose margin is known. ``total`` is that of what is offered, None
    unless it is known of each of its lines. ``waiting``: lines that were not looked at yet.
    """

    lines: Mapping[int, MarginShare]
    total: MarginShare | None
    waiting: int


def show_margins(services: Services, call: Call, quote: Quote, *, most: int) -> Margins | None:
    """At most so many parts lists are worked out; those of other calls are remembered.

    None for whoever may not see costs: nothing is worked out then.
    """
    with services.database.reading() as tx:
        if not sees_cost(services, tx, call, quote):
            return None
        release = release_of(services, tx, quote)
    search = Search(services, quote, release, most)
    found = {line.n: share for line in quote.lines if (share := search.of(line)) is not None}
    return Margins(found, total_of(quote, found, release), search.waiting)
