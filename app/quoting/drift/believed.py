"""What we believe of a quote in the CRM."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.quoting.drift.held import HeldLine


class Place(StrEnum):
    """Where we believe it is. ``announced``: its head alone, while somebody is asked to agree."""

    NOWHERE = "nowhere"
    ANNOUNCED = "announced"
    WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class Believed:
    """``key``: what the record carries; ``last``: the told fields as the CRM and we last agreed on them;
    ``now``: what they should be now. ``newest``: no later edition of the offer stands on the opportunity.
    """

    place: Place
    key: str
    crm_quote: str
    currency: str
    total: Decimal
    lines: tuple[HeldLine, ...]
    last: Mapping[str, str]
    now: Mapping[str, str]
    newest: bool
