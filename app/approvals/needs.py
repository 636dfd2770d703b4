"""Who has to agree to a quote, and why."""

from app.approvals.costs import Costs
from app.approvals.need import Need
from app.catalog import Release
from app.quoting import Quote


def needs_of(quote: Quote, release: Release, *, costs: Costs) -> tuple[Need, ...]:
    """One need for each rule that fires, by stage, then in the order of the policy. ``release`` as it is on
    the quote's day; the quote is priced.
    """
    return ()
