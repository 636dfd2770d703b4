"""What moving every open quote to a release would do, before that release counts. Nothing is changed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from app.actions.moving import LineMove, QuoteMove, planned_move
from app.actions.watching import OutOfTime, Watch
from app.amounts import Money
from app.catalog import Release
from app.errors import AppError, Misconfigured, Missing, Outside
from app.quoting import Quote
from app.store import Database, HeldReleases, Transaction, quotes

MOST_REPLAYED: Final = 2_000
"""So many open quotes are replayed, the last changed first."""
_MOST_TOLD: Final = 200


class Effect(StrEnum):
    """What moving a quote comes to, from best to worst. ``LOSES``: a line or a choice of the user, a quantity
    or a discount cannot stay. ``STAYS``: it cannot be moved at all.
    """

    SAME = "same"
    CHANGES = "changes"
    LOSES = "loses"
    STAYS = "stays"


@dataclass(frozen=True, slots=True)
class ReplayedQuote:
    """``gone``: lines taken off; ``given_up``: choices that cannot stay, by line; ``lowered`` and
    ``undiscounted``: lines that lose quantity or discount; ``failure``: why it cannot be moved.
    """

    number: str
    connection: str
    effect: Effect
    before: Money
    after: Money | None = None
    gone: tuple[int, ...] = ()
    given_up: tuple[tuple[int, tuple[str, ...]], ...] = ()
    lowered: tuple[int, ...] = ()
    undiscounted: tuple[int, ...] = ()
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Replay:
    """``open`` quotes there are; ``effects`` counts those that were replayed. ``told``: those that do not
    come out the same, the worst first, at most 200.
    """

    open: int
    effects: Counter[Effect]
    told: tuple[ReplayedQuote, ...]

    @property
    def stranded(self) -> int:
        return self.effects[Effect.LOSES] + self.effects[Effect.STAYS]

    @property
    def left(self) -> int:
        """Those that were not replayed: too many, or no time."""
        return self.open - self.effects.total()


def replay_quotes(database: Database, release: Release, *, at: datetime, watch: Watch) -> Replay:
    """All quotes that are still worked on and sell from the release's catalog, moved in thought to it.

    ``release`` is looked at on its day. Raises DatabaseUnavailable.
    """
    with database.reading() as tx:
        waiting, count = quotes.open_of_catalog(tx, release.key, most=MOST_REPLAYED)
    effects: Counter[Effect] = Counter()
    told: list[ReplayedQuote] = []
    held = HeldReleases()
    try:
        for n, (quote_id, connection) in enumerate(waiting):
            watch("open quotes", "replayed", n, len(waiting))
            with database.reading() as tx:
                quote = quotes.load(tx, quote_id, connection=connection)
                origin = _origin(held, tx, quote)
            found = _replayed(quote, origin, release, at=at)
            effects[found.effect] += 1
            told = _worst([*told, found])
    except OutOfTime:
        pass
    return Replay(count, effects, tuple(told))


def _origin(held: HeldReleases, tx: Transaction, quote: Quote) -> Release | None:
    try:
        return held.release(tx, quote.release).at(quote.catalog_day)
    except (Missing, Misconfigured):
        return None


def _replayed(quote: Quote, origin: Release | None, release: Release, *, at: datetime) -> ReplayedQuote:
    try:
        move = planned_move(quote, origin=origin, target=release, at=at)
    except Outside:
        raise
    except AppError as failure:
        return ReplayedQuote(
            quote.number, quote.connection, Effect.STAYS, quote.total, failure=failure.detail
        )
    return _summed_up(move)


def _summed_up(move: QuoteMove) -> ReplayedQuote:
    kept = [line for line in move.lines if line.after is not None]
    return ReplayedQuote(
        number=move.before.number,
        connection=move.before.connection,
        effect=_effect(move),
        before=move.before.total,
        after=move.after.total,
        gone=_numbers(line for line in move.lines if line.after is None),
        given_up=tuple(
            (line.before.n, tuple(one.attribute for one in line.given_up)) for line in kept if line.given_up
        ),
        lowered=_numbers(line for line in kept if line.quantity_lowered),
        undiscounted=_numbers(line for line in kept if line.discount_dropped),
    )


def _effect(move: QuoteMove) -> Effect:
    if any(_loses(line) for line in move.lines):
        return Effect.LOSES
    return Effect.CHANGES if any(line.changes for line in move.lines) else Effect.SAME


def _loses(line: LineMove) -> bool:
    return line.after is None or bool(line.given_up) or line.quantity_lowered or line.discount_dropped


def _numbers(lines: Iterable[LineMove]) -> tuple[int, ...]:
    return tuple(line.before.n for line in lines)


def _worst(found: list[ReplayedQuote]) -> list[ReplayedQuote]:
    order = list(Effect)
    worth = [one for one in found if one.effect is not Effect.SAME]
    return sorted(worth, key=lambda one: -order.index(one.effect))[:_MOST_TOLD]
