"""Who would have to agree to a quote as it stands, how far the next approval is, and what would avoid it."""

from dataclasses import dataclass

from app.actions.call import Call
from app.actions.reading import readable_quote
from app.actions.releases import release_of
from app.approvals import MOST_TRIED, Preview, costs_of, preview_of
from app.catalog import Release
from app.quoting import Quote, can_see_cost
from app.services import Services


@dataclass(frozen=True, slots=True)
class ApprovalPreview:
    """``preview`` is what the caller may see of it."""

    quote: Quote
    release: Release
    preview: Preview


def preview_approvals(
    services: Services, call: Call, quote_id: str, *, most: int = MOST_TRIED
) -> ApprovalPreview:
    """For what would avoid an approval the quote is priced at most so many times; with none, who is asked is
    told alone. Raises QuoteMissing, ReleaseMissing.
    """
    with services.database.reading() as tx:
        quote = readable_quote(services, tx, call, quote_id)
        release = release_of(services, tx, quote)
    return approvals_of(call, quote, release, most=most)


def approvals_of(call: Call, quote: Quote, release: Release, *, most: int = 0) -> ApprovalPreview:
    """Of a quote that the caller may read, as it is at hand: nothing is stored or read."""
    found = preview_of(quote, release, costs=costs_of(quote, release), most=most)
    sees_cost = can_see_cost(call.actor, quote, opportunity=call.session.opportunity)
    return ApprovalPreview(quote, release, found if sees_cost else found.without_costs())
