"""Compare the catalogs in two folders: what is written differently, and what that forbids and allows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, TypeAlias

from app.actions.compare_prices import PriceEffect, price_effects
from app.catalog import Product, Release, Value
from app.catalog.checks import Place
from app.catalog.differences import Difference, differences
from app.configuration.differences import Losses, losses
from app.store.catalogs import load_release

Direction: TypeAlias = Literal["forbidden", "allowed"]


@dataclass(frozen=True, slots=True)
class Effect:
    """A configuration that the new catalog forbids (it is one of the old), or allows.

    ``place``: the rule, table, condition or value behind it, of the new where it forbids, of the old where it
    no longer does. ``about``: the attributes that it speaks of; ``example`` is complete.
    """

    product: str
    direction: Direction
    place: Place
    about: tuple[str, ...]
    example: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Compared:
    """``undecided``: parts of products, by product, whose effect could not be told within bounds. ``prices``:
    what parts with prices change, with an example each.
    """

    old: Release
    new: Release
    written: tuple[Difference, ...]
    effects: tuple[Effect, ...]
    undecided: tuple[tuple[str, Place], ...]
    prices: tuple[PriceEffect, ...] = ()

    @property
    def same(self) -> bool:
        return not self.written


def compare_catalogs(old: Path, new: Path, *, day: date) -> Compared:
    """What is written differently is told whatever its dates; effects are those on ``day``.

    Raises CatalogInvalid for a folder that does not make a catalog.
    """
    before, after = load_release(old), load_release(new)
    effects: list[Effect] = []
    undecided: list[tuple[str, Place]] = []
    for product, earlier, later in _both(before.at(day), after.at(day)):
        directions: tuple[tuple[Direction, Product, Product], ...] = (
            ("forbidden", earlier, later),
            ("allowed", later, earlier),
        )
        for direction, one, other in directions:
            found = losses(one, other)
            effects += _effects(product, direction, losses=found)
            undecided += ((product, place) for place in found.undecided)
    written = tuple(one for one in differences(before, after) if one.path != ("key",))
    prices = price_effects(before, after, written, day=day)
    return Compared(before, after, written, tuple(effects), tuple(dict.fromkeys(undecided)), prices)


def _both(before: Release, after: Release) -> Iterator[tuple[str, Product, Product]]:
    """Products of both whose configurations may differ."""
    sold = {product.key: product for product in after.sold}
    for earlier in before.sold:
        later = sold.get(earlier.key)
        if later is not None and _configured(earlier) != _configured(later):
            yield earlier.key, earlier, later


def _configured(product: Product) -> tuple[object, ...]:
    return product.attributes, product.rules, product.tables


def _effects(product: str, direction: Direction, *, losses: Losses) -> Iterator[Effect]:
    for loss in losses.found:
        about = tuple(key for key in loss.example if key in loss.about)
        yield Effect(product, direction, loss.place, about, loss.example)
