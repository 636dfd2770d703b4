"""What one configuration is made of, as values: an item with parts, operations, cut pieces and further items.

Quantities are for one piece of the item that something stands in. ``because`` says in words which choices
brought it, empty where it always belongs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from app.assembly.exact import times
from app.catalog.articles import COUNTED, Article, WorkCentre

Because: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """So much of an article. ``position`` tells generated lines apart (``Sector 2``)."""

    article: Article
    quantity: Decimal
    position: str = ""
    because: Because = ()

    @property
    def number(self) -> str:
        return self.article.number

    @property
    def name(self) -> str:
        return self.article.name

    @property
    def unit(self) -> str:
        return self.article.unit

    @property
    def lead_time_days(self) -> int:
        return self.article.lead_time_days


@dataclass(frozen=True, slots=True)
class Operation:
    """Work in minutes: ``setup`` once for all pieces made together, ``minutes`` for each."""

    name: str
    work_centre: WorkCentre
    setup: Decimal
    minutes: Decimal
    because: Because = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """Equal pieces to cut. ``length`` in millimetres, to the tenth."""

    name: str
    material: Article
    length: Decimal
    pieces: int
    angle: str = ""
    because: Because = ()


@dataclass(frozen=True, slots=True)
class Item:
    """An assembly as configured. ``number`` is empty for a mere group of lines.

    ``days`` is the time to make it once its parts are there. ``product``: the key of the product that it is,
    empty for an assembly inside of one.
    """

    key: str
    name: str
    number: str
    quantity: Decimal
    position: str
    days: int
    parts: tuple["Part | Item", ...]
    operations: tuple[Operation, ...]
    cuts: tuple[Cut, ...]
    because: Because = ()
    product: str = ""

    @property
    def lead_time_days(self) -> int:
        """Of the longest chain: its slowest part, and then its own time."""
        waits = [part.lead_time_days for part in self.parts]
        waits += [cut.material.lead_time_days for cut in self.cuts]
        return max(waits, default=0) + self.days

    @property
    def unit(self) -> str:
        return COUNTED


def within(item: Item, *, count: Decimal = Decimal(1)) -> Iterator[tuple[Item, Decimal]]:
    """The item and all items in it, outermost first, with how many of each go into ``count`` of it."""
    waiting = [(item, count)]
    while waiting:
        one, many = waiting.pop()
        yield one, many
        inner = [part for part in one.parts if isinstance(part, Item)]
        waiting.extend((part, times(many, part.quantity)) for part in reversed(inner))
