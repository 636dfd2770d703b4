"""A release: an immutable catalog, named and hashed, as one value."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import ClassVar

from app.catalog.approvals.policy import NOBODY, ApprovalPolicy
from app.catalog.clauses import Terms
from app.catalog.effective import effective
from app.catalog.pricing.pricing import USUAL, Pricing
from app.catalog.product import Product
from app.errors import Missing


class ProductUnknown(Missing):
    code: ClassVar[str] = "product_unknown"


@dataclass(frozen=True, slots=True)
class CustomerTier:
    """A class of customers and its percentage off list. ``key`` is what the CRM account holds."""

    key: str
    name: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Seller:
    """Who offers, as printed on documents."""

    name: str
    address: tuple[str, ...]
    email: str
    phone: str
    registration: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """``fingerprint`` is the SHA-256 (hex) of the canonical content: equal files give an equal release.

    ``day`` is the one on which it is looked at, which the fingerprint does not know; None: all there ever is.
    What differs between days is told apart by the ``era`` of a product. ``language`` is that of texts which
    stand alone.
    """

    key: str
    version: str
    fingerprint: str
    name: str
    currencies: tuple[str, ...]
    products: Mapping[str, Product]
    customer_tiers: Mapping[str, CustomerTier]
    seller: Seller
    terms: Terms
    validity_days: int
    day: date | None = None
    pricing: Pricing = USUAL
    language: str = "en"
    approvals: ApprovalPolicy = NOBODY

    def product(self, key: str) -> Product:
        """The product of that key, as it is on the day. Raises ProductUnknown."""
        found = self.products.get(key)
        if found is None or not self._sells(found):
            raise ProductUnknown("This catalog has no such product. Choose one of GET /api/v1/products.")
        return found if self.day is None else effective(found, self.day)

    @property
    def sold(self) -> tuple[Product, ...]:
        """The products that are sold on the day, as they are then, in catalog order."""
        return tuple(self.product(key) for key, one in self.products.items() if self._sells(one))

    def sells(self, key: str) -> bool:
        """Whether it has the product on the day."""
        found = self.products.get(key)
        return found is not None and self._sells(found)

    def is_offered_alike(self, other: "Release") -> bool:
        """Whether both are the same release, on days between which nothing comes or goes."""
        return self.fingerprint == other.fingerprint and self.eras == other.eras

    @property
    def eras(self) -> tuple[tuple[str, date | None], ...]:
        """What is sold on the day, each product with its era, and the era of its prices and of who is asked,
        where they change.
        """
        sold = tuple((product.key, product.era) for product in self.sold)
        changes = {*self.pricing.changes, *self.approvals.changes}
        days = sorted(changes) if self.day is not None else ()
        at = bisect_right(days, self.day) if self.day is not None else 0
        return (*sold, ("", days[at - 1] if at else None)) if days else sold

    def at(self, day: date) -> "Release":
        """The release as it is on that day."""
        return replace(self, day=day)

    def _sells(self, product: Product) -> bool:
        return self.day is None or product.period.holds(self.day)
