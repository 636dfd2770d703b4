"""What the verbs answer with, beside the business's own values."""

from dataclasses import dataclass

from app.actions.call import PanelSession
from app.amounts import Money
from app.catalog import Product
from app.configuration import Configuration, Conflict, Repair
from app.crm import Opportunity
from app.pricing import LinePrice
from app.quoting import Line, Quote


@dataclass(frozen=True, slots=True)
class SignedIn:
    session: PanelSession
    opportunity: Opportunity


@dataclass(frozen=True, slots=True)
class LineView:
    """A line with all that its page shows: what is still possible, and the quote around it."""

    quote: Quote
    line: Line
    configuration: Configuration
    product: Product


@dataclass(frozen=True, slots=True)
class PricedRepair:
    """A way out with its price: of the whole line, and against what it costs now."""

    repair: Repair
    price: LinePrice | None
    difference: Money | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a value is impossible, and what would allow it."""

    conflict: Conflict
    repairs: tuple[PricedRepair, ...]
