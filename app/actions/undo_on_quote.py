"""Taking back what was done to a quote last, wherever on it that was, and doing it again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar, Final

from app.actions.call import Call, audited
from app.actions.lines import made_line, terms_of
from app.actions.quote_history import Deed, Step, readable_release, step_of, to_redo, to_undo
from app.actions.reading import editable_quote, expected_revision
from app.actions.releases import configurator
from app.actions.undo_change import NothingToRedo, NothingToUndo, redo_change, undo_change
from app.actions.views import LineView
from app.catalog import Release
from app.configuration import Configuration
from app.errors import Refused
from app.quoting import KeptLine, Line, Quote, QuoteState
from app.services import Services
from app.store import QuoteChanged, Transaction, audit, moves, quotes
from app.store.moves import KeptMove


class ReleaseUnreadable(Refused):
    code: ClassVar[str] = "move_release_unreadable"


@dataclass(frozen=True, slots=True)
class Done:
    """The quote as it is now, and what was undone or done again."""

    quote: Quote
    step: Step


@dataclass(frozen=True, slots=True)
class _Way:
    """Back or forth: how the deed is found, done for a line, and where it leads to for a move."""

    verb: str
    undone: bool
    found: Callable[[Transaction, Quote], Deed | None]
    on_line: Callable[..., LineView]
    state: Callable[[KeptMove], QuoteState]
    noted: Callable[[Transaction, Quote, KeptMove], None]
    nothing: Callable[[], Refused]


_BACK: Final = _Way(
    verb="undo_move",
    undone=False,
    found=to_undo,
    on_line=undo_change,
    state=lambda move: move.before,
    noted=moves.undone,
    nothing=lambda: NothingToUndo("There is no change of this quote that could be undone."),
)
_FORTH: Final = _Way(
    verb="redo_move",
    undone=True,
    found=to_redo,
    on_line=redo_change,
    state=lambda move: move.after,
    noted=moves.redone,
    nothing=lambda: NothingToRedo("There is no undone change of this quote that could be made again."),
)


def undo_on_quote(services: Services, call: Call, quote_id: str, *, expected: int | None = None) -> Done:
    """The last change of any of its lines, or the last move.

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
        release = _release(services, tx, way.state(deed)) if isinstance(deed, KeptMove) else None
    if step is None:
        raise way.nothing()
    if not isinstance(deed, KeptMove) or release is None:
        return Done(way.on_line(services, call, quote_id, deed, expected=revision).quote, step)
    # Made before the transaction that writes, as a move is planned before it.
    after = _remade(quote, release, way.state(deed), call=call)
    with services.database.transaction() as tx:
        if revision != quote.revision or editable_quote(tx, call, quote_id) != quote:
            raise QuoteChanged(
                "The quote was changed meanwhile, perhaps in another window. Look at it again.",
                facts={"expected": expected},
            )
        way.noted(tx, quote, deed)
        quotes.update(tx, after, expected=quote.revision)
        facts = {"from": quote.release, "to": after.release}
        audit.write(tx, audited(call, way.verb, quote.id, **facts))
    return Done(after, step)


def _release(services: Services, tx: Transaction, state: QuoteState) -> Release:
    found = readable_release(services, tx, state.release)
    if found is None:
        raise ReleaseUnreadable(
            "The release on the other side of the move cannot be read here any more, so the quote stays on "
            "the one it is on."
        )
    return found


def _remade(quote: Quote, release: Release, state: QuoteState, *, call: Call) -> Quote:
    """The lines follow from what was decided about them, on their release and its day."""
    there = replace(
        quote.on_release(release.fingerprint, lines=(), at=call.at, moved_at=state.moved_at),
        currency=state.currency,
        header=replace(quote.header, discount=state.discount),
    )
    seen = release.at(there.catalog_day)
    known: dict[object, Configuration] = {}
    lines = tuple(_line(one, there, seen, known=known) for one in state.lines)
    return replace(there, lines=lines)


def _line(kept: KeptLine, quote: Quote, release: Release, *, known: dict[object, Configuration]) -> Line:
    product = release.product(kept.product)
    # Quotes repeat lines; each set of choices is configured once.
    same = (product.key, *sorted((key, repr(value)) for key, value in kept.state.choices.items()))
    if same not in known:
        known[same] = configurator(release, product).configure(kept.state.choices)
    return made_line(
        product,
        known[same],
        n=kept.n,
        quantity=kept.state.quantity,
        terms=terms_of(quote, release),
        discount=kept.state.discount,
        details=kept.state.details,
        place=kept.place,
    )
