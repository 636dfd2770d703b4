"""Taking the last change of a line back, and making it again: choices, quantity and discount as they were."""

from dataclasses import replace
from typing import ClassVar

from app.actions.call import Call, audited
from app.actions.change_line import stored_line
from app.actions.lines import made_line
from app.actions.reading import editable_quote
from app.actions.releases import configurator, release_of
from app.actions.views import LineView
from app.errors import Refused
from app.quoting import LineState, Quote, fitting, state_of
from app.services import Services
from app.store import Transaction, audit, line_states


class NothingToUndo(Refused):
    code: ClassVar[str] = "nothing_to_undo"


class NothingToRedo(Refused):
    code: ClassVar[str] = "nothing_to_redo"


def undo_change(
    services: Services, call: Call, quote_id: str, n: int, *, expected: int | None = None
) -> LineView:
    """The line as it was before its last change, whoever of its author's windows made it.

    Raises QuoteMissing, LineMissing, NothingToUndo, StatusForbids, QuoteChanged.
    """
    with services.database.transaction() as tx:
        quote = editable_quote(tx, call, quote_id)
        state = line_states.undo(tx, quote, n, now=state_of(quote.line(n)))
        if state is None:
            raise NothingToUndo("There is no change of this line that could be undone.")
        view = _restored(services, tx, call, quote, n, state=state, expected=expected)
        audit.write(tx, audited(call, "undo_change", quote.id, line=n))
    return view


def redo_change(
    services: Services, call: Call, quote_id: str, n: int, *, expected: int | None = None
) -> LineView:
    """The change that was undone last, made again.

    Raises QuoteMissing, LineMissing, NothingToRedo, StatusForbids, QuoteChanged.
    """
    with services.database.transaction() as tx:
        quote = editable_quote(tx, call, quote_id)
        state = line_states.redo(tx, quote, n, now=state_of(quote.line(n)))
        if state is None:
            raise NothingToRedo("There is no undone change of this line that could be made again.")
        view = _restored(services, tx, call, quote, n, state=state, expected=expected)
        audit.write(tx, audited(call, "redo_change", quote.id, line=n))
    return view


def _restored(
    services: Services,
    tx: Transaction,
    call: Call,
    quote: Quote,
    n: int,
    *,
    state: LineState,
    expected: int | None,
) -> LineView:
    release = release_of(services, tx, quote)
    product = release.product(quote.line(n).product)
    configuration = configurator(release, product).configure(state.choices)
    made = made_line(
        product,
        configuration,
        n=n,
        quantity=state.quantity,
        currency=quote.currency,
        discount=state.discount,
        details=state.details,
        place=quote.line(n).place,
    )
    made = fitting(quote.with_line(made, at=call.at)).line(n)
    view = stored_line(tx, call, quote, made, release=release, configuration=configuration, expected=expected)
    past = line_states.around(tx, quote, n)
    return replace(view, before=past.before, after=past.after)
