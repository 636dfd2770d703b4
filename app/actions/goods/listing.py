"""The articles that quote lines of a catalog can name, and what each costs in each currency."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.catalog import Product, Release
from app.catalog.pricing import RateMissing
from app.pricing import PriceMissing, Terms, list_price


@dataclass(frozen=True, slots=True)
class Article:
    """``prices``: by currency, those that the catalog says or converts, rounded to the currency's coins."""

    code: str
    name: str
    family: str
    description: str
    prices: Mapping[str, Decimal] = field(default_factory=dict)


def currencies_of(release: Release) -> tuple[str, ...]:
    """All that quotes can be in: those that the catalog prices in, and those that it has rates for."""
    rated = {code for table in release.pricing.rates for code in (table.base, *table.rates)}
    return (*release.currencies, *sorted(rated - set(release.currencies)))


def articles_of(release: Release, currencies: Sequence[str], *, day: date) -> Iterator[Article]:
    """Of every product, whenever it is sold, at the list prices of the day."""
    for product in release.products.values():
        prices = {
            code: amount for code in currencies if (amount := _price(release, product, code, day)) is not None
        }
        yield Article(product.code, product.name, product.family, product.description, prices)


def _price(release: Release, product: Product, currency: str, day: date) -> Decimal | None:
    try:
        price = list_price(product, Terms(currency, day=day, pricing=release.pricing))
    except (PriceMissing, RateMissing):
        return None
    return price.rounded().amount
