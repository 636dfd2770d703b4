"""What lines are on the quote for: offered, optional, or an alternative to another line."""

from app.actions.arranging import Arranged, arranged
from app.actions.call import Call
from app.quoting import Standing, StandingInvalid, swapped, with_standing
from app.services import Services


def stand_line(
    services: Services,
    call: Call,
    quote_id: str,
    n: int,
    *,
    standing: str,
    instead_of: int | None = None,
    expected: int | None = None,
) -> Arranged:
    """``instead_of``: the line that an alternative could stand in for.

    Raises QuoteMissing, LineMissing, StandingInvalid, StatusForbids, QuoteChanged.
    """
    if standing not in set(Standing):
        raise StandingInvalid("A line is offered, optional or alternative.")
    wanted = Standing(standing)
    words = f"an alternative to line {instead_of}" if instead_of is not None else wanted.value
    return arranged(
        services,
        call,
        quote_id,
        verb="stand_line",
        said=lambda _before, _after: f"Line {n} made {words}",
        change=lambda quote, _release: with_standing(quote, n, wanted, instead_of=instead_of, at=call.at),
        expected=expected,
        line=n,
        standing=wanted.value,
    )


def swap_alternative(
    services: Services, call: Call, quote_id: str, n: int, *, expected: int | None = None
) -> Arranged:
    """The alternative becomes what is offered, and what was offered an alternative to it.

    Raises QuoteMissing, LineMissing, StandingInvalid, StatusForbids, QuoteChanged.
    """
    return arranged(
        services,
        call,
        quote_id,
        verb="swap_alternative",
        said=lambda before, _after: f"Line {n} swapped with line {before.line(n).details.instead_of}",
        change=lambda quote, _release: swapped(quote, n, at=call.at),
        expected=expected,
        line=n,
    )
