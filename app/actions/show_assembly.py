"""What a complete line is made of, and to its owner what it costs to make."""

from typing import ClassVar

from app.actions.call import Call
from app.actions.reading import readable_quote
from app.actions.releases import release_of
from app.actions.views import AssemblyView
from app.assembly import assemble, costs, cut_lists
from app.errors import Refused
from app.quoting import Line, can_see_cost
from app.services import Services


class LineIncomplete(Refused):
    code: ClassVar[str] = "line_incomplete"


def show_assembly(services: Services, call: Call, quote_id: str, n: int) -> AssemblyView:
    """Costs are for the quote's owner; whoever else may read the quote sees the list without them.

    Raises QuoteMissing, LineMissing, ReleaseSuperseded, LineIncomplete, AssemblyMissing, AssemblyInvalid,
    CutsTooMany, PieceTooLong.
    """
    with services.database.reading() as tx:
        quote = readable_quote(services, tx, call, quote_id)
        release = release_of(services, tx, quote)
    line = quote.line(n)
    _check_complete(line)
    item = assemble(release.product(line.product), line.values)
    own = can_see_cost(call.actor, quote, opportunity=call.session.opportunity)
    return AssemblyView(
        quote=quote,
        line=line,
        item=item,
        cut_lists=cut_lists(item, lot=line.quantity),
        costed=costs(item, quote.currency, lot=line.quantity),
        own=own,
    )


def _check_complete(line: Line) -> None:
    if not line.complete:
        raise LineIncomplete(
            "The parts list follows from a complete configuration. Answer what is open first."
        )
