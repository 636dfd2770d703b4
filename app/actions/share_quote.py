"""A draft is shared with a colleague of the same org, who may then change it like its owner."""

from dataclasses import dataclass

from app.actions.call import Call, audited
from app.actions.reading import editable_quote, expected_revision
from app.actor import UserId
from app.quoting import Editor, Quote, SharingInvalid, check_owns, with_editor, without_editor
from app.services import Services
from app.store import Transaction, audit, openings, quotes


@dataclass(frozen=True, slots=True)
class Sharing:
    """With whom the quote is shared, and who else could be: those who opened the panel in the org before."""

    quote: Quote
    colleagues: tuple[Editor, ...]


def show_sharing(services: Services, call: Call, quote_id: str) -> Sharing:
    """Raises QuoteMissing."""
    with services.database.reading() as tx:
        quote = editable_quote(tx, call, quote_id)
        taken = {quote.owner, *(one.user for one in quote.editors)}
        known = _colleagues(tx, call)
    return Sharing(quote, tuple(one for one in known if one.user not in taken))


def share_quote(
    services: Services, call: Call, quote_id: str, user: object, *, expected: int | None = None
) -> Quote:
    """Raises QuoteMissing, QuoteNotOwn, SharingInvalid, StatusForbids, QuoteChanged."""
    with services.database.transaction() as tx:
        quote = editable_quote(tx, call, quote_id)
        check_owns(call.actor, quote)
        editor = next((one for one in _colleagues(tx, call) if one.user == user), None)
        if editor is None:
            raise SharingInvalid(
                "This colleague has not opened the panel in this org yet. Ask them to open it once, then "
                "share."
            )
        editors = with_editor(quote.editors, editor, owner=quote.owner)
        return _stored(tx, call, quote, editors, verb="share_quote", user=editor.user, expected=expected)


def unshare_quote(
    services: Services, call: Call, quote_id: str, user: object, *, expected: int | None = None
) -> Quote:
    """An editor may also take themselves away.

    Raises QuoteMissing, QuoteNotOwn, StatusForbids, QuoteChanged.
    """
    with services.database.transaction() as tx:
        quote = editable_quote(tx, call, quote_id)
        if user != call.actor.user:
            check_owns(call.actor, quote)
        gone = next((one for one in quote.editors if one.user == user), None)
        if gone is None:
            return quote
        editors = without_editor(quote.editors, gone.user)
        return _stored(tx, call, quote, editors, verb="unshare_quote", user=gone.user, expected=expected)


def _stored(
    tx: Transaction,
    call: Call,
    quote: Quote,
    editors: tuple[Editor, ...],
    *,
    verb: str,
    user: UserId,
    expected: int | None,
) -> Quote:
    changed = quote.shared(editors, at=call.at)
    quotes.update(tx, changed, expected=expected_revision(quote, expected))
    audit.write(tx, audited(call, verb, quote.id, user=user))
    return changed


def _colleagues(tx: Transaction, call: Call) -> tuple[Editor, ...]:
    return tuple(Editor(*one) for one in openings.people(tx, connection=call.actor.connection))
