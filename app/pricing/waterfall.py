"""The price waterfall: from list price to net price, each step with its rule and its effect."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, TypeAlias, overload

from app.amounts import Money
from app.pricing.exact import EXACT, ONE, ZERO

StepKind: TypeAlias = Literal[
    "list",
    "option",
    "formula",
    "volume",
    "slab",
    "block",
    "cost_plus",
    "percent_of_total",
    "term",
    "contract",
    "quantity",
    "customer",
    "schedule",
    "bundle",
    "promotion",
    "free",
    "manual",
    "floor",
    "rounding",
    "header",
]


@dataclass(frozen=True, slots=True)
class Step:
    """``effect`` is what this step adds to the whole line (negative: a discount), ``after`` the line then.

    ``rule`` names its origin (``price book EUR``, ``quantity tier from 10``), ``input`` what it was computed
    from; ``label`` is for people.
    """

    kind: StepKind
    label: str
    rule: str
    effect: Money
    after: Money
    input: str = ""


class Waterfall(Sequence[Step]):
    """The steps of one line, put into words when somebody looks. Equal to any sequence of equal steps."""

    __slots__ = ("_made",)

    def __init__(self) -> None:
        self._made: tuple[Step, ...] | None = None

    @property
    @abstractmethod
    def effects(self) -> tuple[Decimal, ...]:
        """What each step of the catalog adds, all options together being one."""

    @abstractmethod
    def kinds(self) -> Iterator[tuple[StepKind, Decimal]]:
        """What each step adds, by its kind, without putting anything into words."""

    @abstractmethod
    def worded(self) -> tuple[Step, ...]: ...

    @property
    def made(self) -> tuple[Step, ...]:
        if self._made is None:
            self._made = self.worded()
        return self._made

    @overload
    def __getitem__(self, place: int) -> Step: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Step, ...]: ...
    def __getitem__(self, place: int | slice) -> Step | tuple[Step, ...]:
        return self.made[place]

    def __len__(self) -> int:
        return len(self.made)

    def __iter__(self) -> Iterator[Step]:
        return iter(self.made)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Waterfall):
            return self is other or (self.effects == other.effects and self.made == other.made)
        return self.made == other if isinstance(other, tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.effects)

    def __repr__(self) -> str:
        return repr(self.made)


def effects_of(steps: Sequence[Step]) -> tuple[Decimal, ...]:
    """As those of a waterfall."""
    if isinstance(steps, Waterfall):
        return steps.effects
    return summed((step.kind, step.effect.amount) for step in steps)


@dataclass(frozen=True, slots=True)
class ByHand:
    """What people took off a line: ``before`` is the amount before the first discount, ``own`` what the
    line's discount took and ``header`` its part of the quote's, neither negative.
    """

    before: Decimal
    own: Decimal
    header: Decimal


def by_hand(price: "LinePrice") -> ByHand:
    """Before rounding as far as the line's own discount goes."""
    before, own, header, amount = None, ZERO, ZERO, ZERO
    for kind, effect in _kinds(price.steps):
        if kind == "manual":
            before = amount if before is None else before
            own = EXACT.subtract(own, effect)
        elif kind == "header":
            header = EXACT.subtract(header, effect)
        amount = EXACT.add(amount, effect)
    return ByHand(EXACT.add(price.net.amount, header) if before is None else before, own, header)


def _kinds(steps: Sequence[Step]) -> Iterator[tuple[StepKind, Decimal]]:
    if isinstance(steps, Waterfall):
        return steps.kinds()
    return ((step.kind, step.effect.amount) for step in steps)


def summed(steps: Iterable[tuple[str, Decimal]]) -> tuple[Decimal, ...]:
    """By kind and effect: options that follow each other as one."""
    effects: list[Decimal] = []
    before = ""
    for kind, effect in steps:
        if kind == before == "option":
            effects[-1] = EXACT.add(effects[-1], effect)
        else:
            effects.append(effect)
        before = kind
    return tuple(effects)


@dataclass(frozen=True, slots=True)
class LinePrice:
    """The price of one line.

    ``net`` is what the customer pays for the line, rounded once, ``listed`` what its units cost by list with
    their options, exactly. Of a recurring price ``recurs`` says how often it is charged, and ``cycles`` how
    often both hold it.
    """

    quantity: int
    listed: Money
    net: Money
    steps: Sequence[Step]
    recurs: Literal["month", "year"] | None = None
    cycles: Decimal = ONE

    @property
    def unit_list(self) -> Money:
        """List price with options of one unit, rounded; of one cycle if it recurs."""
        units = self.cycles * self.quantity
        return Money(EXACT.divide(self.listed.amount, units), self.listed.currency).rounded()

    @property
    def unit_net(self) -> Money:
        """Rounded for showing: quantity times it may be some cents beside ``net``."""
        return Money(EXACT.divide(self.net.amount, Decimal(self.quantity)), self.net.currency).rounded()

    @property
    def effects(self) -> tuple[Decimal, ...]:
        return effects_of(self.steps)

    @property
    def list(self) -> Money:
        """Over the whole term of a recurring price."""
        return (self.unit_list * self.quantity * self.cycles).rounded()

    @property
    def per_cycle(self) -> Money:
        """What a recurring price is on average each time it is charged, for showing only."""
        return Money(EXACT.divide(self.net.amount, self.cycles), self.net.currency).rounded()

    @property
    def discount(self) -> Money:
        """What was taken off list, in money."""
        return self.list - self.net

    @property
    def discount_percent(self) -> Decimal:
        """The whole discount as a percentage of list, to four decimals, for showing only."""
        listed = self.list.amount
        if not listed:
            return Decimal(0)
        share = 100 * (listed - self.net.amount) / listed
        return share.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)
