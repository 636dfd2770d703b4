"""The CRM's quotes of an opportunity beside what we believe of one of ours."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from app.quoting.drift.believed import Believed, Place
from app.quoting.drift.finding import Finding, Kind
from app.quoting.drift.held import HeldLine, HeldQuote


def compared(believed: Believed, found: Sequence[HeldQuote]) -> tuple[Finding, ...]:
    """``found``: those of the same quote of ours, by their key. What is told beside is merged elsewhere."""
    if not found:
        missing = believed.place is not Place.NOWHERE
        return (Finding(Kind.MISSING, "quote", believed.crm_quote, ""),) if missing else ()
    held = chosen(believed, found)
    return (
        *_doubles(held, found),
        *_unexpected(believed, held),
        *(_content(believed, held) if believed.place is not Place.ANNOUNCED else ()),
    )


def chosen(believed: Believed, found: Sequence[HeldQuote]) -> HeldQuote:
    """The one that is meant, of at least one: that with the key, else that with the id, else the oldest."""
    return min(
        found, key=lambda one: (one.key != believed.key, one.crm_quote != believed.crm_quote, one.crm_quote)
    )


def _doubles(held: HeldQuote, found: Iterable[HeldQuote]) -> Iterator[Finding]:
    for other in found:
        if other is not held:
            yield Finding(
                Kind.DOUBLED, "quote", held.number or held.crm_quote, other.number or other.crm_quote
            )


def _unexpected(believed: Believed, held: HeldQuote) -> Iterator[Finding]:
    if believed.place is Place.NOWHERE:
        yield Finding(Kind.UNEXPECTED, "quote", "", held.number or held.crm_quote)


def _content(believed: Believed, held: HeldQuote) -> Iterator[Finding]:
    yield from _lines(believed.lines, held.lines)
    for what, amount in (("total", held.total), ("grand total", held.grand_total)):
        if amount != believed.total:
            yield Finding(Kind.TOTAL, what, _money(believed.total, believed), _money(amount, believed))
    if not held.documents:
        yield Finding(Kind.DOCUMENT_MISSING, "document", "1", "0")
    if believed.newest and held.follows != held.crm_quote:
        yield Finding(Kind.NOT_FOLLOWED, "opportunity", held.crm_quote, held.follows)


def _lines(believed: Iterable[HeldLine], held: Iterable[HeldLine]) -> Iterator[Finding]:
    theirs = {line.key: line for line in held if line.key}
    for line in believed:
        other = theirs.pop(line.key, None)
        if other is None:
            yield Finding(Kind.LINE_MISSING, line.key, _words(line), "")
        elif (other.quantity, other.unit_price) != (line.quantity, line.unit_price):
            yield Finding(Kind.LINE_CHANGED, line.key, _words(line), _words(other))
    added = [*theirs.values(), *(line for line in held if not line.key)]
    for line in added:
        yield Finding(Kind.LINE_ADDED, line.key, "", _words(line))


def _words(line: HeldLine) -> str:
    price = "–" if line.unit_price is None else format(line.unit_price, "f")
    return f"{line.quantity.normalize():f} × {price}"


def _money(amount: Decimal | None, believed: Believed) -> str:
    return "–" if amount is None else f"{amount:f} {believed.currency}"
