"""Stored quotes priced anew, each with its own release: the same cents, or it is told which are not.

Nothing is changed. What moving open quotes to another release would do is the business of ``replay_quotes``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.actions.releases import release_of
from app.actions.watching import OutOfTime, Watch
from app.actor import ConnectionName
from app.amounts import Money
from app.errors import AppError, Outside
from app.quoting import Quote, QuoteId
from app.quoting.priced import priced
from app.services import Services
from app.store import stored_quotes

MOST_TOLD: Final = 200


@dataclass(frozen=True, slots=True)
class OtherPrice:
    """A line that comes out at another price. Equal amounts: by other steps."""

    n: int
    before: Money
    after: Money


@dataclass(frozen=True, slots=True)
class RepricedQuote:
    """One that does not come out the same. ``failure``: why it cannot be priced any more."""

    number: str
    connection: str
    release: str
    lines: tuple[OtherPrice, ...] = ()
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Repricing:
    """Of ``wanted`` quotes ``done`` were priced anew, ``same`` of them alike to the cent and the step.

    ``told``: those that were not, at most 200.
    """

    wanted: int
    done: int
    same: int
    told: tuple[RepricedQuote, ...]


def reprice_quotes(
    services: Services,
    *,
    connection: ConnectionName | None = None,
    since: datetime | None = None,
    watch: Watch,
) -> Repricing:
    """All of them, or those of a connection, or those changed since; the last changed first.

    Raises DatabaseUnavailable. Ends early where ``watch`` says so.
    """
    with services.database.reading() as tx:
        wanted = stored_quotes.since(tx, since, connection=connection)
    done = same = 0
    told: list[RepricedQuote] = []
    try:
        for n, quote_id in enumerate(wanted):
            watch("quotes", "priced anew", n, len(wanted))
            found = _repriced(services, quote_id)
            done += 1
            if found is None:
                same += 1
            elif len(told) < MOST_TOLD:
                told.append(found)
    except OutOfTime:
        pass
    return Repricing(len(wanted), done, same, tuple(told))


def _repriced(services: Services, quote_id: QuoteId) -> RepricedQuote | None:
    """None for one that comes out the same."""
    with services.database.reading() as tx:
        quote = stored_quotes.read(tx, quote_id)
        try:
            again = priced(quote, release_of(services, tx, quote))
        except Outside:
            raise
        except AppError as failure:
            return RepricedQuote(quote.number, quote.connection, quote.release, failure=failure.detail)
    lines = tuple(_differing(quote, again))
    return RepricedQuote(quote.number, quote.connection, quote.release, lines) if lines else None


def _differing(quote: Quote, again: Quote) -> Iterator[OtherPrice]:
    for before, after in zip(quote.lines, again.lines, strict=True):
        if before.price != after.price:
            yield OtherPrice(before.n, before.price.net, after.price.net)
