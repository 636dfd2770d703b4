"""Bringing a quote to a total, a margin or below a price: discounts on its lines, shown before they count."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from app.actions.arranging import Arranged, arranged
from app.actions.call import Call
from app.actions.explain_price import quote_cost
from app.actions.goals import GoalUnreachable, read_goal
from app.actions.lines import discounted
from app.actions.reading import editable_quote
from app.actions.releases import release_of
from app.amounts import Money
from app.catalog import Release
from app.pricing import Sought, limits_of, seek_total
from app.quoting import Quote, can_see_cost
from app.quoting.allowed import check_discounts
from app.quoting.priced import priced, products_of, terms_of
from app.services import Services


@dataclass(frozen=True, slots=True)
class GoalView:
    """What it would do: the quote as it is and as it would be. ``cost`` of all that is offered, where it is
    known and told.
    """

    before: Quote
    after: Quote
    sought: Sought
    cost: Money | None

    @property
    def margin_before(self) -> Decimal:
        return _margin(self.before, self.cost)

    @property
    def margin_after(self) -> Decimal:
        return _margin(self.after, self.cost)


def preview_goal(
    services: Services, call: Call, quote_id: str, *, goal: Mapping[str, object], reason: str
) -> GoalView:
    """Nothing is stored. Raises QuoteMissing, GoalInvalid, AmountInvalid, DiscountInvalid, StatusForbids."""
    with services.database.reading() as tx:
        quote = editable_quote(tx, call, quote_id)
        release = release_of(services, tx, quote)
    sought = _sought(call, quote, release, goal=goal, reason=reason)
    after = priced(_given(call, quote, sought), release)
    check_discounts(quote, after, release, roles=call.actor.roles)
    return GoalView(quote, after, sought, _cost(call, quote, release))


def seek_goal(
    services: Services,
    call: Call,
    quote_id: str,
    *,
    goal: Mapping[str, object],
    reason: str,
    expected: int | None = None,
) -> Arranged:
    """All of it or nothing; one step that can be undone.

    Raises QuoteMissing, GoalInvalid, GoalUnreachable, AmountInvalid, DiscountInvalid, StatusForbids,
    QuoteChanged.
    """

    def changed(quote: Quote, release: Release) -> Quote:
        sought = _sought(call, quote, release, goal=goal, reason=reason)
        if not sought.reached:
            raise _unreachable(sought)
        return _given(call, quote, sought)

    return arranged(
        services,
        call,
        quote_id,
        verb="seek_goal",
        said=lambda before, after: f"total of {before.total} brought to {after.total}",
        change=changed,
        expected=expected,
    )


def _sought(call: Call, quote: Quote, release: Release, *, goal: Mapping[str, object], reason: str) -> Sought:
    terms, products = terms_of(quote, release), products_of(quote, release)
    return seek_total(
        quote.lines,
        products,
        terms,
        goal=read_goal(goal, quote, cost=_cost(call, quote, release)),
        limits=limits_of(quote.lines, products, terms, roles=call.actor.roles),
        reason=reason,
    )


def _cost(call: Call, quote: Quote, release: Release) -> Money | None:
    sees = can_see_cost(call.actor, quote, opportunity=call.session.opportunity)
    return quote_cost(quote, release) if sees else None


def _given(call: Call, quote: Quote, sought: Sought) -> Quote:
    """The discounts on lines are in place of one on the whole."""
    lines = tuple(
        discounted(line, sought.discounts[line.n]) if line.n in sought.discounts else line
        for line in quote.lines
    )
    return quote.arranged(lines, at=call.at, header=replace(quote.header, discount=None))


def _unreachable(sought: Sought) -> GoalUnreachable:
    return GoalUnreachable(
        f"{sought.goal} cannot be reached: within what you may take off, and above the lowest prices, the "
        f"quote comes to {sought.lowest} to {sought.highest}. The nearest is {sought.total}.",
        facts={
            "goal": str(sought.goal),
            "nearest": str(sought.total),
            "lowest": str(sought.lowest),
            "highest": str(sought.highest),
        },
    )


def _margin(quote: Quote, cost: Money | None) -> Decimal:
    """In percent of the total, to two decimals; 0 where it is not known."""
    total = quote.total.amount
    if cost is None or not total:
        return Decimal(0)
    return (100 * (total - cost.amount) / total).quantize(Decimal("0.01"), ROUND_HALF_UP)
