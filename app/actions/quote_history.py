"""What can be undone and made again on a quote as a whole: the last change of any line, the last step of
many, or its last move.
"""

from dataclasses import dataclass
from typing import TypeAlias

from app.actions.call import Call
from app.actions.move_quote import known_release_of
from app.catalog import Product, Release
from app.errors import Misconfigured, Missing
from app.quoting import LineState, Quote, can_edit, state_of
from app.services import Services
from app.store import Transaction, line_states, moves, steps
from app.store.moves import KeptMove
from app.store.steps import KeptStep


@dataclass(frozen=True, slots=True)
class LineStep:
    """A change of a line, from ``before`` to ``after``. Without its ``product`` where that cannot be read."""

    n: int
    product: Product | None
    before: LineState
    after: LineState


@dataclass(frozen=True, slots=True)
class MoveStep:
    """A move of the quote, to the release of that ``version``, empty where it is not known; or to another
    ``currency`` on the same one.
    """

    version: str
    currency: str = ""


@dataclass(frozen=True, slots=True)
class ManyStep:
    """What was done to many lines, to their order or to groups, in words."""

    said: str


Step: TypeAlias = LineStep | ManyStep | MoveStep
Deed: TypeAlias = KeptMove | KeptStep | int
"""A move, a step, or the number of the line that was changed."""


@dataclass(frozen=True, slots=True)
class History:
    """What undoing takes back, and what doing again brings back; None where there is nothing."""

    undo: Step | None = None
    redo: Step | None = None


def show_history(services: Services, call: Call, quote: Quote) -> History:
    """Nothing for whoever may not change the quote."""
    if not can_edit(call.actor, quote, opportunity=call.session.opportunity):
        return History()
    with services.database.reading() as tx:
        undo, redo = to_undo(tx, quote), to_redo(tx, quote)
        return History(
            None if undo is None else step_of(services, tx, quote, undo, undone=False),
            None if redo is None else step_of(services, tx, quote, redo, undone=True),
        )


def to_undo(tx: Transaction, quote: Quote) -> Deed | None:
    """What was done last."""
    return _later(moves.to_undo(tx, quote), steps.latest(tx, quote), line_states.latest(tx, quote))


def to_redo(tx: Transaction, quote: Quote) -> Deed | None:
    """What was undone last."""
    return _later(
        moves.to_redo(tx, quote), steps.latest_undone(tx, quote), line_states.latest_undone(tx, quote)
    )


def step_of(services: Services, tx: Transaction, quote: Quote, deed: Deed, *, undone: bool) -> Step | None:
    """In a form that can be put in words. None for a move that leads to a release which cannot be read."""
    if isinstance(deed, KeptMove):
        return _move_step(services, tx, deed, undone=undone)
    if isinstance(deed, KeptStep):
        return ManyStep(deed.said)
    release = known_release_of(services, tx, quote)
    past, line = line_states.around(tx, quote, deed), quote.line(deed)
    product = release.product(line.product) if release and release.sells(line.product) else None
    if undone:
        return None if past.after is None else LineStep(deed, product, state_of(line), past.after)
    return None if past.before is None else LineStep(deed, product, past.before, state_of(line))


def readable_release(services: Services, tx: Transaction, fingerprint: str) -> Release | None:
    try:
        return services.catalogs.release(tx, fingerprint)
    except (Missing, Misconfigured):
        return None


def _move_step(services: Services, tx: Transaction, move: KeptMove, *, undone: bool) -> MoveStep | None:
    target = readable_release(services, tx, move.after.release)
    leads_to = target if undone else readable_release(services, tx, move.before.release)
    if leads_to is None:
        return None
    if move.before.currency != move.after.currency:
        return MoveStep("", move.after.currency)
    return MoveStep("" if target is None else target.version)


def _later(
    move: KeptMove | None, step: KeptStep | None, line: line_states.LatestChange | None
) -> Deed | None:
    """What has the highest revision. A step has that of what it changed within lines."""
    found = [one for one in (step, move, line) if one is not None]
    if not found:
        return None
    last = max(found, key=lambda one: one.revision)
    return last.n if isinstance(last, line_states.LatestChange) else last
