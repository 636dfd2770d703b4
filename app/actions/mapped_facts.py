"""What a connection's mapping may ask for beside what each quote needs: worked out only where it does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from app.actions.margin_search import margin_percent
from app.actions.releases import release_of
from app.assembly import item_number
from app.catalog import Release
from app.crm import About, Crm, Opening
from app.quoting import Quote
from app.services import Services

_MARGIN: Final = "quote.margin_percent"
_ITEM_NUMBER: Final = "line.item_number"


@dataclass(frozen=True, slots=True)
class Beside:
    """``item_numbers`` by the numbers of lines."""

    about: About = field(default_factory=About)
    item_numbers: Mapping[int, str] = field(default_factory=dict)


def beside(services: Services, crm: Crm, *, quote: Quote, opening: Opening) -> Beside:
    """For whoever owns the quote and therefore may see its margin."""
    opportunity, asked = opening.opportunity, crm.asks_for
    release = _release(services, quote) if asked & {_MARGIN, _ITEM_NUMBER} else None
    about = About(
        number=quote.number,
        author=quote.owner_name,
        opportunity_name=opportunity.name,
        account=opportunity.account,
        account_name=opportunity.account_name,
        customer_tier=opportunity.customer_tier,
        list_total=quote.list_total,
        margin_percent=margin_percent(services, quote, release) if release and _MARGIN in asked else None,
    )
    return Beside(about, _item_numbers(quote, release) if release and _ITEM_NUMBER in asked else {})


def _release(services: Services, quote: Quote) -> Release:
    with services.database.reading() as tx:
        return release_of(services, tx, quote)


def _item_numbers(quote: Quote, release: Release) -> dict[int, str]:
    return {
        line.n: item_number(release.product(line.product), line.values)
        for line in quote.offered
        if line.complete
    }


NOTHING_BESIDE: Final = Beside()
