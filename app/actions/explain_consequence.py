"""Why an attribute can be nothing else, or a number reaches no further: by which choices and rules."""

from app.actions.call import Call
from app.actions.reading import readable_quote
from app.actions.releases import configurator, release_of
from app.configuration import Consequence, End
from app.services import Services


def explain_consequence(
    services: Services, call: Call, quote_id: str, n: int, *, attribute: str, end: End | None = None
) -> Consequence | None:
    """``None`` when it could be something else, or could be beyond that ``end`` of what is possible.

    Raises QuoteMissing, LineMissing, ChoiceUnknown."""
    with services.database.reading() as tx:
        quote = readable_quote(services, tx, call, quote_id)
        release = release_of(services, tx, quote)
    line = quote.line(n)
    engine = configurator(release, release.product(line.product))
    if end is None:
        found = engine.why(line.choices, attribute)
    else:
        found = engine.why_end(line.choices, attribute, end)
    return None if found is None else found.in_language(call.session.language)
