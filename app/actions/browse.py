"""Looking around: the opportunity, what can be sold, and the quotes there are. Nothing is changed."""

from app.actions.call import Call
from app.actions.openings import opening_of
from app.actions.reading import readable_quote
from app.actions.releases import release_for, release_of
from app.catalog import Product
from app.crm import Opportunity
from app.quoting import Quote, Status
from app.services import Services
from app.store import QuoteSummary, quotes


def show_opportunity(services: Services, call: Call) -> Opportunity:
    """As the CRM showed it to this user when the panel was opened."""
    with services.database.reading() as tx:
        return opening_of(tx, call).opportunity


def list_products(services: Services, call: Call) -> tuple[Product, ...]:
    with services.database.reading() as tx:
        return release_for(services, tx, call.actor.connection, at=call.at).sold


def show_product(services: Services, call: Call, product: str, *, quote_id: str | None = None) -> Product:
    """As it is sold now, or as the release of that quote has it. Raises ProductUnknown, QuoteMissing."""
    with services.database.reading() as tx:
        if quote_id is not None:
            return release_of(services, tx, readable_quote(tx, call, quote_id)).product(product)
        return release_for(services, tx, call.actor.connection, at=call.at).product(product)


def list_quotes(services: Services, call: Call) -> tuple[QuoteSummary, ...]:
    """Newest first: the user's own, what is shared with them, and what others have submitted on the same
    opportunity.
    """
    with services.database.reading() as tx:
        found = quotes.of_opportunity(
            tx, connection=call.actor.connection, opportunity=call.session.opportunity
        )
    private = (Status.DRAFT, Status.FAILED)
    user = call.actor.user
    theirs = (one for one in found if user in {one.owner, *(editor.user for editor in one.editors)})
    own = {one.id for one in theirs}
    return tuple(one for one in found if one.id in own or one.status not in private)


def show_quote(services: Services, call: Call, quote_id: str) -> Quote:
    """Raises QuoteMissing."""
    with services.database.reading() as tx:
        return readable_quote(tx, call, quote_id)
