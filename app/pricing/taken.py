"""The waterfall of a line that was just priced."""

from collections.abc import Iterator
from decimal import Decimal

from app.amounts import Money
from app.pricing.exact import EXACT, ZERO, plain
from app.pricing.run import Wording
from app.pricing.stages.lists import Options
from app.pricing.waterfall import Entries, Step, StepKind, Waterfall


class TakenEntries(Entries):
    __slots__ = ()

    def told(self, currency: str, quantity: int) -> Waterfall:
        return Taken(self, currency, quantity)


class Taken(Waterfall):
    __slots__ = ("_currency", "_entries", "_quantity")

    def __init__(self, entries: Entries, currency: str, quantity: int) -> None:
        self._made = None
        self._entries = entries
        self._currency = currency
        self._quantity = quantity

    @property
    def effects(self) -> tuple[Decimal, ...]:
        return self._entries.effects

    def kinds(self) -> Iterator[tuple[StepKind, Decimal]]:
        entries = self._entries
        return zip([by.kind for by in entries[::3]], entries[1::3], strict=True)

    def worded(self) -> tuple[Step, ...]:
        steps, after = [], ZERO
        for kind, effect, said in self._told():
            after = EXACT.add(after, effect)
            amounts = Money(plain(effect), self._currency), Money(plain(after), self._currency)
            steps.append(Step(kind, said.label, said.rule, *amounts, said.input))
        return tuple(steps)

    def _told(self) -> Iterator[tuple[StepKind, Decimal, Wording]]:
        entries = self._entries
        for by, effect, detail in zip(entries[::3], entries[1::3], entries[2::3], strict=True):
            if isinstance(by, Options):
                count = Decimal(self._quantity)
                yield from (("option", EXACT.multiply(part.each, count), part.wording) for part in detail)
            else:
                yield by.kind, effect, by.told(detail)
