"""Unit costs that this process worked out last: a parts list takes milliseconds, and equal lines are many."""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeAlias

from app.amounts import Money
from app.assembly import AssemblyInvalid, unit_cost
from app.catalog import Product, Value
from app.pricing.light import MarginShare

_MOST: Final = 20_000
_MOST_LINES: Final = 4_000

Key: TypeAlias = tuple[object, ...]


class Unknown:
    """Says that a cost was not worked out yet (``None`` means: the catalog does not know it)."""


UNKNOWN: Final = Unknown()


@dataclass(frozen=True, slots=True)
class Made:
    """What is made: so many together of a configuration of a release's product (by its fingerprint), as it is
    in that era.
    """

    release: str
    product: str
    era: date | None
    values: Mapping[str, Value]
    currency: str
    lot: int

    @property
    def key(self) -> Key:
        # True and 1 are equal, but a product has only one kind of value for each key.
        values = frozenset(self.values.items())
        return self.release, self.product, self.era, values, self.currency, self.lot


@dataclass(slots=True)
class KnownCosts:
    """Shared by the threads of a process. None stands for a cost that the catalog does not know."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _found: OrderedDict[Key, Money | None] = field(default_factory=OrderedDict)

    def known(self, key: Key) -> Money | Unknown | None:
        with self._lock:
            if key not in self._found:
                return UNKNOWN
            self._found.move_to_end(key)
            return self._found[key]

    def worked_out(self, key: Key, made: Made, product: Product) -> Money | None:
        """Of one unit."""
        try:
            cost = unit_cost(product, made.values, made.currency, lot=made.lot)
        except AssemblyInvalid:
            # The parts list says so in full; the line itself can be quoted all the same.
            cost = None
        with self._lock:
            self._found[key] = cost
            while len(self._found) > _MOST:
                self._found.popitem(last=False)
        return cost


@dataclass(slots=True)
class KnownMargins:
    """Of lines that this process looked at last, by the very object: a changed line is another one."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _found: OrderedDict[tuple[int, str], tuple[object, MarginShare | None]] = field(
        default_factory=OrderedDict
    )

    def known(self, line: object, release: str) -> MarginShare | Unknown | None:
        found = self._found.get((id(line), release))
        return UNKNOWN if found is None else found[1]

    def keep(self, line: object, release: str, share: MarginShare | None) -> None:
        # The line is kept with it, so that no other object takes its identity.
        with self._lock:
            self._found[id(line), release] = (line, share)
            while len(self._found) > _MOST_LINES:
                self._found.popitem(last=False)
