"""Many lines at once: one discount for all, one quantity for all, or all of them off the quote."""

from collections.abc import Callable, Iterable

from app.actions.arranging import Arranged, arranged
from app.actions.call import Call
from app.actions.discounts import read_discount
from app.actions.lines import counted, discounted
from app.actions.selection import Selection, changed_lines, chosen_lines
from app.catalog import Release
from app.quoting import Line, Quote, without_lines
from app.services import Services


def discount_lines(
    services: Services,
    call: Call,
    quote_id: str,
    selection: Selection,
    *,
    discount: object,
    expected: int | None = None,
) -> Arranged:
    """As ``read_discount`` reads it; None takes discounts away.

    Raises QuoteMissing, SelectionInvalid, LineMissing, GroupMissing, DiscountInvalid, StatusForbids,
    QuoteChanged.
    """

    def changed(quote: Quote, release: Release) -> Quote:
        given = read_discount(discount, quote.currency)
        chosen = chosen_lines(quote, release, selection)
        return _each(quote, chosen, lambda line: discounted(line, given), call=call)

    return arranged(
        services,
        call,
        quote_id,
        verb="discount_lines",
        said=lambda before, after: f"{changed_lines(before, after)}: {_words(discount)}",
        change=changed,
        expected=expected,
    )


def count_lines(
    services: Services,
    call: Call,
    quote_id: str,
    selection: Selection,
    *,
    quantity: object,
    expected: int | None = None,
) -> Arranged:
    """Raises QuoteMissing, SelectionInvalid, LineMissing, GroupMissing, QuantityInvalid, DiscountInvalid,
    StatusForbids, QuoteChanged.
    """

    def changed(quote: Quote, release: Release) -> Quote:
        def one(line: Line) -> Line:
            return counted(line, release.product(line.product), quantity)

        return _each(quote, chosen_lines(quote, release, selection), one, call=call)

    return arranged(
        services,
        call,
        quote_id,
        verb="count_lines",
        said=lambda before, after: f"{changed_lines(before, after)}: quantity {quantity}",
        change=changed,
        expected=expected,
    )


def remove_lines(
    services: Services, call: Call, quote_id: str, selection: Selection, *, expected: int | None = None
) -> Arranged:
    """Raises QuoteMissing, SelectionInvalid, LineMissing, GroupMissing, StatusForbids, QuoteChanged."""
    return arranged(
        services,
        call,
        quote_id,
        verb="remove_lines",
        said=lambda before, after: f"{len(before.lines) - len(after.lines)} lines removed",
        change=lambda quote, release: without_lines(
            quote, [line.n for line in chosen_lines(quote, release, selection)], at=call.at
        ),
        expected=expected,
    )


def _each(quote: Quote, lines: Iterable[Line], change: Callable[[Line], Line], *, call: Call) -> Quote:
    made = {line.n: change(line) for line in lines}
    return quote.arranged(tuple(made.get(line.n, line) for line in quote.lines), at=call.at)


def _words(discount: object) -> str:
    return "no discount" if discount is None else "discount"
