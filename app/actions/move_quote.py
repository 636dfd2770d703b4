"""A quote goes over to the release in force: first what that would change, then the change, all at once."""

from typing import ClassVar, Final

from app.actions.call import Call, audited
from app.actions.moving import LineMove, QuoteMove, planned_move
from app.actions.reading import editable_quote, expected_revision
from app.actions.releases import release_in_force, release_of
from app.catalog import Release
from app.errors import Misconfigured, Missing, Refused, Stale
from app.quoting import Quote
from app.services import Services
from app.store import QuoteChanged, Transaction, audit, moves, quotes

_MOST_NOTED: Final = 100


class ReleaseIsCurrent(Refused):
    code: ClassVar[str] = "release_current"


class ReleaseChanged(Stale):
    code: ClassVar[str] = "release_changed"


def preview_move(services: Services, call: Call, quote_id: str) -> QuoteMove:
    """Nothing is changed. Raises QuoteMissing, StatusForbids, ReleaseIsCurrent, CurrencyUnsupported."""
    with services.database.reading() as tx:
        quote = editable_quote(tx, call, quote_id)
        target = release_in_force(services, tx, quote, at=call.at)
        origin = known_release_of(services, tx, quote)
    if origin is not None and origin.is_offered_alike(target):
        raise ReleaseIsCurrent("The quote is on the release in force already. There is nothing to move.")
    return planned_move(quote, origin=origin, target=target, at=call.at)


def move_quote(
    services: Services, call: Call, quote_id: str, *, release: str | None = None, expected: int | None = None
) -> QuoteMove:
    """``release`` is the fingerprint that the caller was shown the changes for.

    Raises what ``preview_move`` raises, QuoteChanged, and ReleaseChanged if another one is in force by now.
    """
    # Planned before the transaction that writes: with many lines it takes longer than others should wait.
    move = preview_move(services, call, quote_id)
    if release not in (None, move.target.fingerprint):
        raise ReleaseChanged("Another release came into force meanwhile. Look again at what would change.")
    with services.database.transaction() as tx:
        quote = editable_quote(tx, call, quote_id)
        if expected_revision(quote, expected) != move.before.revision or quote != move.before:
            raise QuoteChanged(
                "The quote was changed meanwhile, perhaps in another window. Look at it again, then move it.",
                facts={"expected": expected},
            )
        quotes.update(tx, move.after, expected=quote.revision)
        moves.moved(tx, quote, move.after)
        audit.write(tx, audited(call, "move_quote", quote.id, **_noted(move)))
    return move


def known_release_of(services: Services, tx: Transaction, quote: Quote) -> Release | None:
    """The quote's own release; ``None`` where it is not stored or cannot be read any more."""
    try:
        return release_of(services, tx, quote)
    except (Missing, Misconfigured):
        return None


def _noted(move: QuoteMove) -> dict[str, object]:
    changed = [one for one in move.lines if one.changes]
    return {
        "from": move.before.release,
        "to": move.after.release,
        "lines_changed": len(changed),
        "lines": [_noted_line(one) for one in changed[:_MOST_NOTED]],
    }


def _noted_line(move: LineMove) -> dict[str, object]:
    return {
        "line": move.before.n,
        "gone": move.after is None,
        "given_up": [one.attribute for one in move.given_up],
    }
