"""Before anybody is asked: who would be, why, how far the next approval is, and what would avoid it."""

from dataclasses import dataclass
from typing import Final

from app.actions import Call
from app.actions.approvals import ApprovalPreview, preview_approvals
from app.quoting import Quote
from app.services import Services

MOST_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class ShownAsk:
    name: str
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """``near``: sentences of how far other approvals are; ``more``: people asked beyond those shown;
    ``avoidable``: whether there is a discount that could be less.
    """

    asks: tuple[ShownAsk, ...]
    more: int
    near: tuple[str, ...]
    avoidable: bool


def forecast_of(services: Services, call: Call, quote: Quote) -> Forecast:
    """Told with each change, so nothing is looked for that would take long."""
    found = preview_approvals(services, call, quote.id, most=0)
    asks = found.preview.asks
    return Forecast(
        asks=tuple(ShownAsk(need.name, found.who(need.approver), need.why) for need in asks[:MOST_SHOWN]),
        more=max(0, len(asks) - MOST_SHOWN),
        near=tuple(one.sentence for one in found.preview.next[:MOST_SHOWN]),
        avoidable=found.avoidable,
    )


@dataclass(frozen=True, slots=True)
class ShownWay:
    """``removes``, ``adds``: names of what is not asked then, or only then."""

    text: str
    removes: tuple[str, ...]
    adds: tuple[str, ...]


def ways_shown(found: ApprovalPreview) -> tuple[ShownWay, ...]:
    names = {rule.key: rule.name for rule in found.release.approvals.rules}
    return tuple(
        ShownWay(
            way.sentence,
            tuple(names.get(key, key) for key in way.removes),
            tuple(names.get(key, key) for key in way.adds),
        )
        for way in found.preview.ways[:MOST_SHOWN]
    )
