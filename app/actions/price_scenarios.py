"""Quotes that show a difference between prices: for each changed part of a catalog, lines that meet it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import Final

from app.catalog import Release, Value
from app.catalog.differences import Difference, Path
from app.catalog.price_checks.reached import products_of
from app.catalog.pricing import (
    Block,
    Bundle,
    Chosen,
    FreeItems,
    PercentOfTotal,
    PriceBook,
    PriceStep,
    Reach,
    Schedule,
    Slab,
    Subscription,
    Volume,
)
from app.catalog.pricing.books import option_item

_MOST_PRODUCTS: Final = 4
_MOST_TIERS: Final = 12
_MANY: Final = 1_000


@dataclass(frozen=True, slots=True)
class ScenarioLine:
    product: str
    quantity: int = 1
    choices: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scenario:
    """The first line is the one that it is about; the others are what a step asks for beside it."""

    lines: tuple[ScenarioLine, ...]
    currency: str
    tier: str = ""
    region: str = ""
    account: str = ""
    code: str = ""
    day: date | None = None


def scenarios_of(cause: Path, release: Release, day: date) -> Iterator[Scenario]:
    """Of the part of a release that the path leads to, the likeliest first; none for what has no price."""
    match cause:
        case ("pricing", "steps", key):
            for step in release.pricing.steps:
                if step.key == key:
                    yield from _of_step(step, release, day)
        case ("pricing", "books", key):
            for book in release.pricing.books:
                if book.key == key:
                    yield from _of_book(book, release, day)
        case ("pricing", "rounding" | "rates", *_):
            for currency in sorted({code for table in release.pricing.rates for code in table.rates}):
                yield from (_alone(product, currency, day) for product in _some(release))
            yield from (
                _alone(product, code, day) for product in _some(release) for code in release.currencies
            )
        case ("products", product, *rest) if product in release.products:
            yield from _of_product(product, tuple(rest), release, day)


def causes(written: tuple[Difference, ...]) -> tuple[Path, ...]:
    """The parts with prices of their own that are written differently, each once."""
    found = (_cause(one.path) for one in written)
    return tuple(dict.fromkeys(one for one in found if one))


def _cause(path: Path) -> Path:
    match path:
        case ("pricing", "steps" | "books", key, *_):
            return ("pricing", path[1], key)
        case ("pricing", *_):
            return path[:3]
        case ("products", product, "prices" | "quantity_tiers", *_):
            return ("products", product, path[2])
        case ("products", product, "attributes", key, "prices", *_):
            return ("products", product, key)
        case ("products", product, "attributes", key, "options", option, "prices", *_):
            return ("products", product, key, option)
    return ()


def _some(release: Release) -> Iterator[str]:
    return islice(iter(release.products), _MOST_PRODUCTS)


def _alone(product: str, currency: str, day: date) -> Scenario:
    return Scenario((ScenarioLine(product),), currency, day=day)


def _of_product(product: str, rest: Path, release: Release, day: date) -> Iterator[Scenario]:
    choices: Mapping[str, Value] = {}
    match rest:
        case (key, option):
            choices = {key: option}
        case (key,) if key not in ("prices", "quantity_tiers"):
            choices = _largest(product, key, release)
    tiers = [tier.minimum for tier in release.products[product].quantity_tiers]
    for currency in release.currencies:
        for quantity in (1, *tiers):
            yield Scenario((ScenarioLine(product, quantity, choices),), currency, day=day)


def _largest(product: str, key: str, release: Release) -> Mapping[str, Value]:
    """The attribute at the value that costs most."""
    found = release.products[product].attribute(key)
    if found is None:
        return {}
    return {key: True} if found.kind == "boolean" else {key: found.number(found.size - 1)}


def _of_book(book: PriceBook, release: Release, day: date) -> Iterator[Scenario]:
    terms = Scenario(
        (),
        book.currency,
        tier=min(book.tiers, default=""),
        region=min(book.regions, default=""),
        day=_within(Reach(period=book.period), day),
    )
    for product, items in book.prices.items():
        for item in items:
            yield replace(terms, lines=(ScenarioLine(product, 1, _chosen(product, item, release)),))


def _chosen(product: str, item: str, release: Release) -> Mapping[str, Value]:
    for attribute in release.products[product].attributes if product in release.products else ():
        for option in attribute.options:
            if option_item(attribute.key, option.key) == item:
                return {attribute.key: option.key}
    return _largest(product, item, release) if item and product in release.products else {}


def _of_step(step: PriceStep, release: Release, day: date) -> Iterator[Scenario]:
    reach = step.reach
    currencies = sorted(reach.currencies) or list(release.currencies)
    for product in islice(sorted(products_of(step, release)), _MOST_PRODUCTS):
        most = release.products[product].maximum_quantity
        beside = tuple(_beside(step, release))
        for quantity in _quantities(step, most):
            for choices in _choices(step, product, release):
                yield Scenario(
                    (ScenarioLine(product, quantity, choices), *beside),
                    currencies[0],
                    tier=min(reach.tiers, default=""),
                    region=min(reach.regions, default=""),
                    account=min(reach.accounts, default=""),
                    code=min(reach.codes, default=""),
                    day=_within(reach, day),
                )


def _choices(step: PriceStep, product: str, release: Release) -> Iterator[Mapping[str, Value]]:
    """The defaults; where the step has a condition also each value of what the product has."""
    yield {}
    if step.reach.when is not None:
        for attribute in release.products[product].attributes:
            if attribute.kind in ("choice", "boolean"):
                for value in attribute.values:
                    yield {attribute.key: value}


def _quantities(step: PriceStep, most: int) -> tuple[int, ...]:
    starts: list[int] = [1]
    match step.rule:
        case Volume(tiers) | Slab(tiers):
            starts += [tier.minimum for tier in tiers[:_MOST_TIERS]] + [tiers[-1].minimum + 1]
        case Schedule(tiers):
            starts += [tier.quantity or _MANY for tier in tiers[:_MOST_TIERS]] + [most]
        case Block(size):
            starts += [size, size + 1]
        case FreeItems(_, each):
            starts += [each]
        case Subscription():
            starts += [10]
        case _:
            starts += [100, most]
    return tuple(dict.fromkeys(min(one, most) for one in starts))


def _beside(step: PriceStep, release: Release) -> Iterator[ScenarioLine]:
    match step.rule:
        case Bundle(needed):
            yield from (ScenarioLine(_of(one.lines, release), one.quantity) for one in needed)
        case PercentOfTotal(_, lines):
            yield ScenarioLine(_of(lines, release))


def _of(lines: Chosen, release: Release) -> str:
    """A product that is meant."""
    found = (key for key, one in release.products.items() if lines.holds(key, one.family, ""))
    return next(found, next(iter(release.products)))


def _within(reach: Reach, day: date) -> date:
    """The day, or one near it on which the step holds."""
    period = reach.period
    if period.holds(day):
        return day
    return period.first if period.first is not None and day < period.first else period.last or day
