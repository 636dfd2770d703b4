"""A small maker of base stations and its quotes, built as values."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from app.actor import ConnectionName, OrgId, UserId
from app.amounts import Money, Percent
from app.catalog import (
    Attribute,
    AttributeKey,
    CustomerTier,
    Option,
    Product,
    ProductKey,
    QuantityTier,
    Release,
    Seller,
    Step,
    Value,
)
from app.documents import DocumentContent, Look, Recipient, content_of
from app.documents.look import PLAIN
from app.documents.parts import Row, TechnicalData, Totals
from app.pricing import Discount, Terms, price_line
from app.quoting import Line, Quote, QuoteId, Status
from tests.prices import price_with

AT = datetime(2026, 3, 9, 14, 30, tzinfo=UTC)
RECIPIENT = Recipient("Nordlicht Telekom GmbH", "Network renewal, northern region, phase 2")


def _integer(key: str, name: str, *, unit: str = "", maximum: int, price: str = "0") -> Attribute:
    prices = {"EUR": Decimal(price)}
    return Attribute(AttributeKey(key), name, "integer", maximum=maximum, unit=unit, prices=prices)


def _boolean(key: str, name: str, price: str) -> Attribute:
    return Attribute(AttributeKey(key), name, "boolean", prices={"EUR": Decimal(price)})


def _choice(key: str, name: str, *options: tuple[str, str, str]) -> Attribute:
    return Attribute(
        AttributeKey(key),
        name,
        "choice",
        options=tuple(Option(code, said, prices={"EUR": Decimal(price)}) for code, said, price in options),
    )


MACRO = Product(
    key=ProductKey("macro"),
    code="AUR-M400",
    name="Aurora M400 macro base station",
    description="Outdoor macro cell",
    family="Base stations",
    attributes=(
        _choice("band", "Frequency band", ("n78", "n78 · 3.5 GHz TDD", "0"), ("n28", "n28 · 700 MHz", "450")),
        _choice("power", "Output power", ("w40", "4 × 40 W", "0"), ("w80", "4 × 80 W", "1250.50")),
        _choice(
            "antenna", "Antenna", ("x8", "8-port panel, 17.5 dBi", "980"), ("mm", "64T64R array", "8400")
        ),
        _choice("mount", "Mounting", ("pole", "Pole, 60 to 120 mm", "75"), ("wall", "Wall, steel", "110")),
        _integer("sectors", "Sectors", maximum=6, price="2100"),
        _integer("cable", "Feeder cable", unit="m", maximum=2000, price="14.20"),
        _boolean("sharing", "Dynamic spectrum sharing", "1900"),
        _boolean("sync", "Synchronisation over GNSS", "320"),
        _choice(
            "service", "Service plan", ("gold", "Gold: 24 × 7, on site in 4 h", "3100"), ("basic", "-", "0")
        ),
        _integer("weight", "Weight", unit="kg", maximum=5000),
    ),
    steps=(
        Step("radio", "Radio", tuple(map(AttributeKey, ("band", "power", "sectors")))),
        Step("site", "Site and antenna", tuple(map(AttributeKey, ("antenna", "mount", "cable")))),
        Step("options", "Software and service", tuple(map(AttributeKey, ("sharing", "sync", "service")))),
    ),
    rules=(),
    tables=(),
    prices={"EUR": Decimal("18400.00")},
    quantity_tiers=(QuantityTier(10, Decimal(4)),),
)

RELEASE = Release(
    key="telecom",
    version="2026.1",
    fingerprint="9be0c1d2" + "0" * 56,
    name="Telecom",
    currencies=("EUR",),
    products={MACRO.key: MACRO},
    customer_tiers={"gold": CustomerTier("gold", "Gold", Decimal("7.5"))},
    seller=Seller(
        "Aurora Radio Systems",
        ("Hafenstraße 12", "20457 Hamburg", "Germany"),
        "quotes@aurora-radio.example",
        "+49 40 5550 120",
        "Registered in Hamburg, HRB 000000 · VAT DE000000000",
    ),
    terms=(
        "This offer is valid until the date on its first page. Our order confirmation makes it binding.",
        "Delivery within eight weeks of the order, DAP (Incoterms 2020) at the site named by the customer.",
        "Payment within 30 days of the invoice without deduction.",
        "Goods remain our property until they are paid in full.",
        "Warranty of 24 months from delivery; the service plan named on a line extends it.",
    ),
    validity_days=30,
)

VALUES: dict[str, Value] = {
    "band": "n78", "power": "w80", "sectors": 3, "antenna": "x8", "mount": "pole", "cable": 120,
    "sharing": True, "sync": False, "service": "gold", "weight": 1250,
}  # fmt: skip

DESCRIPTION = (
    "Frequency band: n78 · 3.5 GHz TDD; Output power: 4 × 80 W; Antenna: 8-port panel, 17.5 dBi; "
    "Mounting: Pole, 60 to 120 mm; Sectors: 3; Feeder cable: 120 m; Dynamic spectrum sharing; "
    "Service plan: Gold: 24 × 7, on site in 4 h"
)


def a_line(n: int, *, quantity: int = 3, discount: Discount | None = None, **changed: Value) -> Line:
    values = VALUES | changed
    terms = Terms("EUR", RELEASE.customer_tiers["gold"])
    return Line(
        n=n,
        product=MACRO.key,
        code=MACRO.code,
        name=MACRO.name,
        description=DESCRIPTION,
        quantity=quantity,
        choices=values,
        values=values,
        complete=True,
        price=price_line(MACRO, values, quantity=quantity, terms=terms, discount=discount),
        discount=discount,
    )


def a_quote(*lines: Line) -> Quote:
    return Quote(
        id=QuoteId("3f2a9c1b" + "7" * 24),
        number="Q-2026-00042",
        connection=ConnectionName("demo"),
        org=OrgId("00D000000000001EAA"),
        owner=UserId("005000000000001AAA"),
        owner_name="Ines Albrecht",
        opportunity="006000000000001AAA",
        currency="EUR",
        customer_tier="gold",
        release=RELEASE.fingerprint,
        revision=4,
        status=Status.SUBMITTED,
        valid_until=date(2026, 4, 8),
        created_at=AT,
        changed_at=AT,
        lines=lines,
        next_line=len(lines) + 1,
    )


def of_lines(count: int, *, different: int = 3) -> Quote:
    """A quote of ``count`` lines with ``different`` configurations among them."""
    special = Discount(Percent(Decimal("12.5")), "Frame contract")
    lines = (
        a_line(
            n,
            quantity=1 + n % 12,
            discount=special if n % 3 == 0 else None,
            sectors=1 + n % different % 6,
            cable=5 * (n % different),
        )
        for n in range(1, count + 1)
    )
    return a_quote(*lines)


def content(quote: Quote, *, recipient: Recipient = RECIPIENT, look: Look = PLAIN) -> DocumentContent:
    return content_of(quote, recipient=recipient, release=RELEASE, at=AT, look=look)


def rows_of(content: DocumentContent) -> tuple[Row, ...]:
    assert content.lines is not None
    return content.lines.rows


def totals_of(content: DocumentContent) -> Totals:
    assert content.totals is not None
    return content.totals


def technical_of(content: DocumentContent) -> TechnicalData:
    assert content.technical is not None
    return content.technical


def priced_at(line: Line, unit: str) -> Line:
    """The same line at a unit price of ``unit``, without any discount."""
    money = Money.of(unit, "EUR") * line.quantity
    return replace(line, price=price_with(line.price, listed=money, net=money))
