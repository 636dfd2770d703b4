"""The price waterfall: from list price to net price, each step with its rule and its effect."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal, NamedTuple, Self, TypeAlias, overload

from app.amounts import CurrencyMismatch, Money
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
    add = EXACT.add
    for kind, effect in _kinds(price.steps):
        if kind == "manual":
            before = amount if before is None else before
            own = EXACT.subtract(own, effect)
        elif kind == "header":
            header = EXACT.subtract(header, effect)
        if before is None:
            amount = add(amount, effect)
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


class Entries(list[Any]):
    """What was done to a line: teller, effect, detail, and again. Flat, because there are very many, and put
    into words when somebody looks.
    """

    __slots__ = ("_told",)
    _told: Waterfall

    @abstractmethod
    def told(self, currency: str, quantity: int) -> Waterfall: ...

    @property
    def effects(self) -> tuple[Decimal, ...]:
        """As those of its waterfall."""
        return tuple(self[1::3])

    def steps(self, currency: str, quantity: int) -> Waterfall:
        """Always the same one."""
        try:
            return self._told
        except AttributeError:
            self._told = self.told(currency, quantity)
            return self._told


class Figures(NamedTuple):
    """Of a price, as they are kept: thousands of lines are priced while somebody waits, and a tuple of raw
    amounts is made in a fraction of the time that objects take.
    """

    quantity: int
    listed_amount: Decimal
    net_amount: Decimal
    currency: str
    taken: Entries | Sequence[Step]
    recurs: Literal["month", "year"] | None
    cycles: Decimal


class LinePrice(Figures):
    """The price of one line.

    ``net`` is what the customer pays for the line, rounded once, ``listed`` what its units cost by list with
    their options, exactly. Of a recurring price ``recurs`` says how often it is charged, and ``cycles`` how
    often both hold it.
    """

    __slots__ = ()

    def __new__(
        cls,
        quantity: int,
        listed: Money,
        net: Money,
        steps: Sequence[Step],
        recurs: Literal["month", "year"] | None = None,
        cycles: Decimal = ONE,
    ) -> Self:
        if listed.currency != net.currency:
            raise CurrencyMismatch("List price and net price of a line are in one currency.")
        return super().__new__(cls, quantity, listed.amount, net.amount, net.currency, steps, recurs, cycles)

    @property
    def steps(self) -> Sequence[Step]:
        taken = self.taken
        return taken.steps(self.currency, self.quantity) if isinstance(taken, Entries) else taken

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, LinePrice):
            return NotImplemented
        if self.net_amount != other.net_amount or self[:4] != other[:4] or self[5:] != other[5:]:
            return False
        return self.taken is other.taken or self.steps == other.steps

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __repr__(self) -> str:
        said = f"quantity={self.quantity}, listed={self.listed!r}, net={self.net!r}, steps={self.steps!r}"
        return f"LinePrice({said}, recurs={self.recurs!r}, cycles={self.cycles!r})"

    def __hash__(self) -> int:
        return hash((*self[:4], *self[5:], self.steps))

    @property
    def listed(self) -> Money:
        return Money(self.listed_amount, self.currency)

    @property
    def net(self) -> Money:
        return Money(self.net_amount, self.currency)

    @property
    def unit_list(self) -> Money:
        """List price with options of one unit, rounded; of one cycle if it recurs."""
        units = self.cycles * self.quantity
        return Money(EXACT.divide(self.listed_amount, units), self.currency).rounded()

    @property
    def unit_net(self) -> Money:
        """Rounded for showing: quantity times it may be some cents beside ``net``."""
        return Money(EXACT.divide(self.net_amount, Decimal(self.quantity)), self.currency).rounded()

    @property
    def effects(self) -> tuple[Decimal, ...]:
        taken = self.taken
        return taken.effects if isinstance(taken, Entries) else effects_of(taken)

    @property
    def list(self) -> Money:
        """Over the whole term of a recurring price."""
        return (self.unit_list * self.quantity * self.cycles).rounded()

    @property
    def per_cycle(self) -> Money:
        """What a recurring price is on average each time it is charged, for showing only."""
        return Money(EXACT.divide(self.net_amount, self.cycles), self.currency).rounded()

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
        share = 100 * (listed - self.net_amount) / listed
        return share.quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)
