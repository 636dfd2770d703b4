"""Who would be asked, how far it is to the next approval, and what would avoid the present ones."""

from dataclasses import dataclass
from decimal import localcontext
from typing import Final

from app.approvals.costs import Costs
from app.approvals.near import NextThreshold, next_thresholds
from app.approvals.need import Need, without_costs
from app.approvals.needs import needs_in, offer_of
from app.approvals.policies import policy_of
from app.approvals.ways_out import MOST_PRICED, Search, WayOut, ways_out
from app.catalog import Release
from app.pricing.exact import EXACT
from app.quoting import Quote


@dataclass(frozen=True, slots=True)
class Preview:
    """``ways`` are those that were looked for; ``complete``: whether that was all of them. ``currency``: that
    of amounts in facts and thresholds.
    """

    needs: tuple[Need, ...] = ()
    next: tuple[NextThreshold, ...] = ()
    ways: tuple[WayOut, ...] = ()
    complete: bool = True
    currency: str = ""

    @property
    def asks(self) -> tuple[Need, ...]:
        """Those that a person has to agree to."""
        return tuple(need for need in self.needs if not need.auto)

    def without_costs(self) -> "Preview":
        """For those who may not see costs: a figure of such a rule, or a way around it, would tell them."""
        secret = {need.rule for need in self.needs if need.tells_cost}
        return Preview(
            without_costs(self.needs),
            tuple(one for one in self.next if not one.tells_cost),
            tuple(way for way in self.ways if secret.isdisjoint((*way.removes, *way.adds))),
            self.complete,
            self.currency,
        )


NOTHING: Final = Preview()


def preview_of(quote: Quote, release: Release, *, costs: Costs, most: int = MOST_PRICED) -> Preview:
    """``release`` as it is on the quote's day; the quote is priced. For ways out at most so many of its lines
    are priced again, each time they are: with none, who is asked is told alone, which is quick.

    Raises ProductUnknown.
    """
    if not release.approvals.rules or not quote.lines:
        return NOTHING
    policy = policy_of(release)
    with localcontext(EXACT):
        offer = offer_of(quote, release, policy, costs=costs)
        needs = needs_in(offer, policy)
        near = next_thresholds(offer, policy, fired=[need.rule for need in needs])
        search = Search(offer, policy, costs, most // len(quote.lines))
        ways, complete = ways_out(search, needs) if needs and most else ((), not needs)
    return Preview(needs, near, ways, complete, policy.currency)
