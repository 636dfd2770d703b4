"""Taking back what was done to a quote last, wherever on it that was, and doing it again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Final

from app.actions.call import Call, audited
from app.actions.quote_history import Deed, Step, readable_release, step_of, to_redo, to_undo
from app.actions.reading import editable_quote, expected_revision
from app.actions.releases import release_of
from app.actions.restoring import on_other_release, rearranged
from app.actions.undo_change import NothingToRedo, NothingToUndo, redo_change, undo_change
from app.actions.views import LineView
from app.catalog import Release
from app.errors import Refused
from app.quoting import Quote, QuoteState, state_of
from app.services import Services
from app.store import QuoteChanged, Transaction, audit, moves, quotes, states_of_many, steps
from app.store.moves import KeptMove
from app.store.steps import KeptStep


class ReleaseUnreadable(Refused):
    code: ClassVar[str] = "move_release_unreadable"


_CHANGED: Final = "The quote was changed meanwhile, perhaps in another window. Look at it again."


@dataclass(frozen=True, slots=True)
class Done:
    """The quote as it is now, and what was undone or done again."""

    quote: Quote
    step: Step


@dataclass(frozen=True, slots=True)
class _Way:
    """Back or forth: how the deed is found, done for a line, and where it leads to for a move."""

    verb: str
    of_step: str
    undone: bool
    found: Callable[[Transaction, Quote], Deed | None]
    on_line: Callable[..., LineView]
    state: Callable[[KeptMove], QuoteState]
    noted: Callable[[Transaction, Quote, KeptMove], None]
    nothing: Callable[[], Refused]


_BACK: Final = _Way(
    verb="undo_move",
    of_step="undo_step",
    undone=False,
    found=to_undo,
    on_line=undo_change,
    state=lambda move: move.before,
    noted=moves.undone,
    nothing=lambda: NothingToUndo("There is no change of this quote that could be undone."),
)
_FORTH: Final = _Way(
    verb="redo_move",
    of_step="redo_step",
    undone=True,
    found=to_redo,
    on_line=redo_change,
    state=lambda move: move.after,
    noted=moves.redone,
    nothing=lambda: NothingToRedo("There is no undone change of this quote that could be made again."),
)


def undo_on_quote(services: Services, call: Call, quote_id: str, *, expected: int | None = None) -> Done:
    """The last change of any of its lines, the last step of many, or the last move.

    Raises QuoteMissing, NothingToUndo, ReleaseUnreadable, StatusForbids, QuoteChanged.
    """
    return _gone(services, call, quote_id, way=_BACK, expected=expected)


def redo_on_quote(services: Services, call: Call, quote_id: str, *, expected: int | None = None) -> Done:
    """What was undone last.

    Raises QuoteMissing, NothingToRedo, ReleaseUnreadable, StatusForbids, QuoteChanged.
    """
    return _gone(services, call, quote_id, way=_FORTH, expected=expected)


def _gone(services: Services, call: Call, quote_id: str, *, way: _Way, expected: int | None) -> Done:
    with services.database.reading() as tx:
        quote = editable_quote(tx, call, quote_id)
        revision = expected_revision(quote, expected)
        deed = way.found(tx, quote)
        if deed is None:
            raise way.nothing()
        step = step_of(services, tx, quote, deed, undone=way.undone)
        release = _release(services, tx, quote, deed, way=way)
    if step is None:
        raise way.nothing()
    if isinstance(deed, int):
        return Done(way.on_line(services, call, quote_id, deed, expected=revision).quote, step)
    if revision != quote.revision:
        raise QuoteChanged(_CHANGED, facts={"expected": expected})
    # Made before the transaction that writes, as a move is planned before it.
    if isinstance(deed, KeptStep):
        return Done(_of_step(services, call, quote, deed, way=way, release=release), step)
    return Done(_of_move(services, call, quote, deed, way=way, release=release), step)


def _release(services: Services, tx: Transaction, quote: Quote, deed: Deed, *, way: _Way) -> Release:
    """The one that the lines are on afterwards. Raises ReleaseUnreadable."""
    if not isinstance(deed, KeptMove):
        return release_of(services, tx, quote)
    found = readable_release(services, tx, way.state(deed).release)
    if found is None:
        raise ReleaseUnreadable(
            "The release on the other side of the move cannot be read here any more, so the quote stays on "
            "the one it is on."
        )
    return found


def _of_step(
    services: Services, call: Call, quote: Quote, step: KeptStep, *, way: _Way, release: Release
) -> Quote:
    """Raises QuoteChanged."""
    with services.database.reading() as tx:
        known = states_of_many.of_revision(tx, quote, step.revision, undone=way.undone)
    target = step.after if way.undone else step.before
    states = {n: one.state for n, one in known.items()}
    after = rearranged(quote, release, target, states=states, kept=step.lines, at=call.at)
    with services.database.transaction() as tx:
        _check_same(tx, call, quote)
        now = {line.n: state_of(line) for line in quote.lines}
        states_of_many.turned(tx, quote, known, now, undone=not way.undone)
        steps.turned(tx, quote, after, step, undone=not way.undone)
        quotes.update(tx, after, expected=quote.revision)
        audit.write(tx, audited(call, way.of_step, quote.id, step=step.said))
    return after


def _of_move(
    services: Services, call: Call, quote: Quote, move: KeptMove, *, way: _Way, release: Release
) -> Quote:
    """Raises QuoteChanged."""
    after = on_other_release(quote, release, way.state(move), at=call.at)
    with services.database.transaction() as tx:
        _check_same(tx, call, quote)
        way.noted(tx, quote, move)
        quotes.update(tx, after, expected=quote.revision)
        facts = {"from": quote.release, "to": after.release}
        audit.write(tx, audited(call, way.verb, quote.id, **facts))
    return after


def _check_same(tx: Transaction, call: Call, quote: Quote) -> None:
    if editable_quote(tx, call, quote.id) != quote:
        raise QuoteChanged(_CHANGED)
