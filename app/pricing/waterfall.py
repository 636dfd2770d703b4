"""The price waterfall: from list price to net price, each step with its rule and its effect."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, TypeAlias

from app.amounts import Money

StepKind: TypeAlias = Literal["list", "option", "quantity", "customer", "manual", "rounding"]


@dataclass(frozen=True, slots=True)
class Step:
    """``effect`` is what this step adds for one unit (negative: a discount), ``after`` the unit price then.

    ``rule`` names its origin (``price book EUR``, ``quantity tier from 10``); ``label`` is for people.
    """

    kind: StepKind
    label: str
    rule: str
    effect: Money
    after: Money


@dataclass(frozen=True, slots=True)
class LinePrice:
    """The price of one line.

    ``unit_list`` is list price with options; ``unit_net`` what the customer pays for one, rounded once to
    the currency's minor unit; ``net`` is exactly ``unit_net × quantity``.
    """

    quantity: int
    unit_list: Money
    unit_net: Money
    steps: tuple[Step, ...]

    @property
    def list(self) -> Money:
        return self.unit_list * self.quantity

    @property
    def net(self) -> Money:
        return self.unit_net * self.quantity

    @property
    def discount(self) -> Money:
        """What was taken off list, in money."""
        return self.list - self.net

    @property
    def discount_percent(self) -> Decimal:
        """The whole discount as a percentage of list, to four decimals, for showing only."""
        if not self.unit_list:
            return Decimal(0)
        share = 100 * (self.unit_list.amount - self.unit_net.amount) / self.unit_list.amount
        return share.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)
