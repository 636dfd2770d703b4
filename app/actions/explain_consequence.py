"""Why an attribute is as it is and can be nothing else: from which choices it follows, by which rules."""

from app.actions.call import Call
from app.actions.reading import readable_quote
from app.actions.releases import configurator, release_of
from app.configuration import Consequence
from app.services import Services


def explain_consequence(
    services: Services, call: Call, quote_id: str, n: int, *, attribute: str
) -> Consequence | None:
    """``None`` when it could be something else. Raises QuoteMissing, LineMissing, ChoiceUnknown."""
    with services.database.reading() as tx:
        quote = readable_quote(tx, call, quote_id)
        release = release_of(services, tx, quote)
    line = quote.line(n)
    found = configurator(release, release.product(line.product)).why(line.choices, attribute)
    return None if found is None else found.in_language(call.session.language)
