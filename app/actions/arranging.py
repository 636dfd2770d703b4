"""Changing many lines of a quote, their order or its groups: one transaction, one step that can be undone."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.actions.call import Call, audited
from app.actions.reading import editable_quote, expected_revision
from app.actions.releases import release_of
from app.catalog import Release
from app.quoting import Line, Quote, state_of
from app.quoting.allowed import check_discounts
from app.quoting.priced import priced
from app.services import Services
from app.store import Transaction, audit, quotes, states_of_many, steps


@dataclass(frozen=True, slots=True)
class Arranged:
    """A quote before and after its lines were arranged; ``said``: what was done, in words."""

    before: Quote
    after: Quote
    said: str = ""

    @property
    def changed(self) -> tuple[Line, ...]:
        """Lines that came or are other than before, wherever they stand."""
        known = {line.n: line for line in self.before.lines}
        return tuple(line for line in self.after.lines if _is_other(known.get(line.n), line))

    @property
    def gone(self) -> tuple[int, ...]:
        left = {line.n for line in self.after.lines}
        return tuple(line.n for line in self.before.lines if line.n not in left)


def _is_other(old: Line | None, line: Line) -> bool:
    return old is None or (old is not line and replace(old, place=line.place) != line)


def arranged(
    services: Services,
    call: Call,
    quote_id: str,
    *,
    verb: str,
    said: Callable[[Quote, Quote], str],
    change: Callable[[Quote, Release], Quote],
    expected: int | None,
    **facts: object,
) -> Arranged:
    """``said``: what was done, in words, of the quote before and after.

    Raises QuoteMissing, QuoteChanged, and what ``change`` raises. Nothing is stored where it changes nothing.
    """
    with services.database.transaction() as tx:
        quote = editable_quote(tx, call, quote_id)
        revision = expected_revision(quote, expected)
        release = release_of(services, tx, quote)
        changed = priced(change(quote, release), release)
        check_discounts(quote, changed, release, roles=call.actor.roles)
        if (changed.lines, changed.header) == (quote.lines, quote.header):
            return Arranged(quote, quote)
        words = said(quote, changed)
        keep_step(tx, quote, changed, said=words)
        quotes.update(tx, changed, expected=revision)
        audit.write(tx, audited(call, verb, quote.id, **facts))
    return Arranged(quote, changed, words)


def keep_step(tx: Transaction, before: Quote, after: Quote, *, said: str) -> None:
    """So that it can be undone: the arrangement, and the states that lines leave."""
    known = {line.n: line for line in before.lines}
    left = {
        line.n: state
        for line in after.lines
        if line.n in known
        and known[line.n] is not line
        and (state := state_of(known[line.n])) != state_of(line)
    }
    states_of_many.left(tx, before, left)
    steps.done(tx, before, after, said=said)
