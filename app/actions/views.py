"""What the verbs answer with, beside the business's own values."""

from dataclasses import dataclass, field
from decimal import Decimal

from app.actions.call import PanelSession
from app.actions.strategies import Strategy
from app.amounts import Money
from app.assembly import Costed, CutList, Item, item_number
from app.catalog import Product
from app.configuration import Configuration, Conflict, Conflicts, Repair
from app.crm import Opportunity
from app.pricing import LinePrice, margin
from app.quoting import Line, LineState, Quote


@dataclass(frozen=True, slots=True)
class SignedIn:
    session: PanelSession
    opportunity: Opportunity


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a complete line leaves, and in how many days it is made; None where that is not known."""

    margin: Money | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Completed:
    """How the rest of a line was decided, and what the line costs before and after.

    ``proven``: nothing is better for the strategy with the user's choices; None where there is no better or
    worse. ``within``: how much better another way may be at most, in the currency or in days; None where that
    is not known. ``decided`` counts the answers given. ``example`` is the number of the quote whose line was
    to be come near to, ``differences`` the answers that are not as in it. What the line leaves and how long
    it takes stands beside what they would be by the catalog's defaults.
    """

    strategy: Strategy
    proven: bool | None
    decided: int
    before: Money
    after: Money
    example: str | None = None
    differences: int | None = None
    within: Decimal | None = None
    outcome: Outcome = Outcome()
    by_defaults: Outcome = Outcome()


@dataclass(frozen=True, slots=True)
class LineView:
    """A line with all that its page shows: what is still possible, and the quote around it.

    ``before`` and ``after`` are the states that undoing and doing again lead to. Only the call that completes
    the line gives ``completed``.
    """

    quote: Quote
    line: Line
    configuration: Configuration
    product: Product
    before: LineState | None = None
    after: LineState | None = None
    completed: Completed | None = field(default=None, compare=False)

    @property
    def item_number(self) -> str:
        """Empty until the line is complete, and for a product without assembly."""
        return item_number(self.product, self.line.values) if self.line.complete else ""

    @property
    def margin(self) -> Money | None:
        """Of the whole line: net less what it costs to make. None where that is not known (yet)."""
        return margin(self.product, self.line.values, self.line.price) if self.line.complete else None


@dataclass(frozen=True, slots=True)
class AssemblyView:
    """What a line is made of: one unit as a tree, cut lists for all. Costs are for the owner alone."""

    quote: Quote
    line: Line
    item: Item
    cut_lists: tuple[CutList, ...]
    costed: Costed
    own: bool

    @property
    def margin(self) -> Money | None:
        cost = self.costed.cost
        return None if cost is None else self.line.price.net - cost * self.line.quantity


@dataclass(frozen=True, slots=True)
class PricedRepair:
    """A way out with its price: of the whole line, and against what it costs now.

    What is known of the catalog, and to whom it may be told, decides what else is said; None says nothing.
    ``margin``: how the line's margin changes; ``days``: how its lead time does. Both are those of complete
    lines: ``by_defaults`` says that what is open, before or after, counts as the defaults would decide it.
    ``approvals``: who would have to agree; nothing decides that yet.
    """

    repair: Repair
    price: LinePrice | None
    difference: Money | None
    margin: Money | None = None
    days: int | None = None
    by_defaults: bool = False
    approvals: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a value is impossible, and what would allow it. ``reasons``: all, where they were wanted."""

    conflict: Conflict
    repairs: tuple[PricedRepair, ...]
    reasons: Conflicts | None = None
