"""A quote as it goes to a CRM, in the product's own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.amounts import Money


@dataclass(frozen=True, slots=True)
class PriceEntry:
    """Where an article stands in the CRM's price book, in one currency."""

    code: str
    currency: str
    entry_id: str
    product_id: str


@dataclass(frozen=True, slots=True)
class OfferLine:
    """A quote line for the CRM. ``unit_net`` is rounded; ``configuration`` is compact JSON."""

    key: str
    code: str
    description: str
    quantity: int
    unit_net: Money
    unit_list: Money
    discount_percent: str
    discount_reason: str
    configuration: str
    n: int = 0
    product: str = ""
    item_number: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class OfferDocument:
    filename: str
    content: bytes


@dataclass(frozen=True, slots=True)
class About:
    """What a mapping may ask for beside what each quote needs. Texts are empty, numbers None, where unknown.

    ``margin_percent``: known only where whoever writes may see what the quote costs to make.
    """

    number: str = ""
    author: str = ""
    opportunity_name: str = ""
    account: str = ""
    account_name: str = ""
    customer_tier: str = ""
    list_total: Money | None = None
    margin_percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A quote as it goes to the CRM. ``key`` is unique there, so that a repeat is recognised.

    ``told`` are fields of ``app.quoting.drift.TOLD``. ``announced`` is the id of the record that stands for
    the quote since somebody was asked to agree; empty: there is none.
    """

    key: str
    name: str
    revision: int
    release: str
    fingerprint: str
    link: str
    opportunity: str
    price_book_id: str
    currency: str
    valid_until: date
    total: Money
    lines: tuple[OfferLine, ...]
    document: OfferDocument
    entries: Mapping[str, PriceEntry]
    told: Mapping[str, str] = field(default_factory=dict)
    announced: str = ""
    about: About = About()


@dataclass(frozen=True, slots=True)
class Head:
    """A quote that somebody is asked to agree to, as the CRM shows it before it has lines."""

    key: str
    name: str
    revision: int
    release: str
    fingerprint: str
    link: str
    opportunity: str
    price_book_id: str
    currency: str
    valid_until: date
    told: Mapping[str, str]
    about: About = About()
