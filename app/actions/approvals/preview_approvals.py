"""Who would have to agree to a quote as it stands, how far the next approval is, and what would avoid it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.actions.call import Call
from app.actions.reading import readable_quote
from app.actions.releases import release_of
from app.approvals import MOST_PRICED, Preview, costs_of, levers_of, preview_of, who
from app.catalog import Release
from app.catalog.approvals import Approver, People
from app.quoting import Quote, can_see_cost
from app.services import Services
from app.store import people


@dataclass(frozen=True, slots=True)
class ApprovalPreview:
    """``preview`` is what the caller may see of it; ``names`` of people whom its rules ask, by what they call
    them, where the CRM has shown them.
    """

    quote: Quote
    release: Release
    preview: Preview
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def avoidable(self) -> bool:
        """Whether there is a discount that could be less."""
        return any(True for _ in levers_of(self.quote))

    def who(self, approver: Approver) -> str:
        return who(approver, self.release.approvals, names=self.names)


def preview_approvals(
    services: Services, call: Call, quote_id: str, *, most: int = MOST_PRICED
) -> ApprovalPreview:
    """For what would avoid an approval at most so many lines are priced; with none, who is asked is told
    alone. Raises QuoteMissing, ReleaseMissing.
    """
    with services.database.reading() as tx:
        quote = readable_quote(services, tx, call, quote_id)
        release = release_of(services, tx, quote)
        names = people.names_of(tx, _asked(release), connection=quote.connection)
    return _told(approvals_of(call, quote, release, most=most), names)


def _asked(release: Release) -> frozenset[str]:
    rules = release.approvals.rules
    return frozenset(user for one in rules if isinstance(one.approver, People) for user in one.approver.users)


def _told(found: ApprovalPreview, names: Mapping[str, str]) -> ApprovalPreview:
    """By name also in sentences."""
    named = replace(found, names=names)
    near = tuple(replace(one, asks=named.who(one.approver)) for one in found.preview.next)
    return replace(named, preview=replace(found.preview, next=near))


def approvals_of(call: Call, quote: Quote, release: Release, *, most: int = 0) -> ApprovalPreview:
    """Of a quote that the caller may read, as it is at hand: nothing is stored or read."""
    found = preview_of(quote, release, costs=costs_of(quote, release), most=most)
    sees_cost = can_see_cost(call.actor, quote, opportunity=call.session.opportunity)
    return ApprovalPreview(quote, release, found if sees_cost else found.without_costs())
