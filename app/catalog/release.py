"""A release: an immutable catalog, named and hashed, as one value."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import ClassVar

from app.catalog.effective import effective
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
    """``fingerprint`` is the SHA-256 (hex) of the canonical content: equal files give an equal release."""

    key: str
    version: str
    fingerprint: str
    name: str
    currencies: tuple[str, ...]
    products: Mapping[str, Product]
    customer_tiers: Mapping[str, CustomerTier]
    seller: Seller
    terms: tuple[str, ...]
    validity_days: int

    def product(self, key: str) -> Product:
        """The product of that key. Raises ProductUnknown."""
        found = self.products.get(key)
        if found is None:
            raise ProductUnknown("This catalog has no such product. Choose one of GET /api/v1/products.")
        return found

    def at(self, day: date) -> "Release":
        """The release as it is on that day: products outside their period are gone, others ``effective``.

        It keeps its fingerprint: what differs between days is told apart by the ``era`` of each product.
        """
        if not any(product.changes for product in self.products.values()):
            return self
        held = {key: one for key, one in self.products.items() if one.period.holds(day)}
        return replace(self, products={key: effective(one, day) for key, one in held.items()})
