"""What a change of a catalog does to prices, in words and with an example for each part that changed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Final

from app.actions.price_scenarios import Scenario, ScenarioLine, causes, scenarios_of
from app.amounts import Money
from app.catalog import Release
from app.catalog.differences import Difference, Path
from app.catalog.pricing import Pricing
from app.configuration import configurator_for
from app.errors import AppError
from app.pricing import Alone, Terms, price_quote

_MOST_TRIED: Final = 60


@dataclass(frozen=True, slots=True)
class PriceEffect:
    """``example`` costs ``before`` in the old catalog and ``after`` if this part alone is as in the new; None
    where that has no price.

    ``because``: the part that is written differently. Without an example none was found among a few.
    """

    because: Path
    example: Scenario | None
    before: Money | None = None
    after: Money | None = None


def price_effects(
    before: Release, after: Release, written: tuple[Difference, ...], *, day: date
) -> tuple[PriceEffect, ...]:
    comparing = _Comparing(before, after)
    return tuple(comparing.effect(cause, day) for cause in causes(written))


@dataclass(frozen=True, slots=True)
class _Comparing:
    before: Release
    after: Release

    def effect(self, cause: Path, day: date) -> PriceEffect:
        old = self.before.pricing
        is_product = cause[0] == "products"
        new = old if is_product else with_part(old, self.after.pricing, cause)
        for scenario in islice(self.scenarios(cause, day), _MOST_TRIED):
            one = _total(scenario, self.before, old)
            other = _total(scenario, self.after if is_product else self.before, new)
            if one != other and (one is not None or other is not None):
                return PriceEffect(cause, scenario, one, other)
        return PriceEffect(cause, None)

    def scenarios(self, cause: Path, day: date) -> Iterator[Scenario]:
        """Those of the new catalog, and those that only the old one has."""
        yield from scenarios_of(cause, self.after, day)
        yield from scenarios_of(cause, self.before, day)


def with_part(old: Pricing, new: Pricing, cause: Path) -> Pricing:
    """The old prices with one part as in the new ones."""
    match cause:
        case ("pricing", "steps", key):
            known = {step.key for step in old.steps} - {key}
            if key not in {step.key for step in new.steps}:
                return replace(old, steps=tuple(step for step in old.steps if step.key != key))
            kept = {step.key: step for step in old.steps if step.key in known}
            # In the order of the new, in which the part has its place; what it lost stands at the end.
            order = [step.key for step in new.steps if step.key in known or step.key == key]
            order += [one for one in kept if one not in order]
            changed = {**kept, key: next(step for step in new.steps if step.key == key)}
            return replace(old, steps=tuple(changed[one] for one in order))
        case ("pricing", "books", key):
            others = tuple(book for book in old.books if book.key != key)
            return replace(old, books=(*others, *(book for book in new.books if book.key == key)))
        case ("pricing", "rounding", *_):
            return replace(old, rounding=new.rounding)
        case ("pricing", "rates", *_):
            return replace(old, rates=new.rates)
    return new


def _total(scenario: Scenario, release: Release, pricing: Pricing) -> Money | None:
    """What the first line costs; None where it has no price, or cannot be had."""
    shown = release if scenario.day is None else release.at(scenario.day)
    try:
        lines = [_line(n, one, shown) for n, one in enumerate(scenario.lines, start=1)]
        products = {line.product: shown.product(line.product) for line in lines}
        return price_quote(lines, products, terms=_terms(scenario, shown, pricing))[0].net.rounded()
    except AppError:
        return None


def _line(n: int, line: ScenarioLine, release: Release) -> Alone:
    product = release.product(line.product)
    values = configurator_for(release.fingerprint, product).complete(line.choices)
    return Alone(line.product, values, line.quantity, n=n)


def _terms(scenario: Scenario, release: Release, pricing: Pricing) -> Terms:
    return Terms(
        currency=scenario.currency,
        tier=release.customer_tiers.get(scenario.tier),
        region=scenario.region,
        account=scenario.account,
        codes=frozenset({scenario.code} - {""}),
        day=scenario.day,
        pricing=pricing,
    )
