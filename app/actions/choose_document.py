"""Choosing, for one quote, the language and the sections of the document that goes to the customer."""

from app.actions.call import Call, audited
from app.actions.documents import Wish, check_language, choice_content
from app.actions.reading import editable_quote
from app.documents import PUBLIC, PricesHidden
from app.quoting import Deed
from app.quoting.status import after
from app.services import Services
from app.store import audit, brands


def choose_document(services: Services, call: Call, quote_id: str, *, wish: Wish) -> None:
    """What the wish leaves open is as the brand has it. The quote and its revision stay as they are.

    Raises QuoteMissing, StatusForbids once it is submitted, LanguageUnknown, and PricesHidden: what is
    internal never goes to a customer.
    """
    if wish.language is not None:
        check_language(wish.language)
    if wish.sections is not None and not wish.sections <= PUBLIC:
        raise PricesHidden("The appendix of prices is internal. Ask for it when you make a PDF for yourself.")
    with services.database.transaction() as tx:
        quote = editable_quote(tx, call, quote_id)
        after(quote.status, Deed.EDIT)
        brands.keep_choice(tx, quote.id, choice_content(wish))
        audit.write(tx, audited(call, "choose_document", quote.id, **choice_content(wish)))
