"""A small catalog with a policy, and quotes to hold against it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.amounts import Percent
from app.approvals import Need, needs_of
from app.catalog import Product, Release
from app.catalog.approvals import ApprovalPolicy, ApprovalRule, ByRole
from app.catalog.pricing import Reach
from app.pricing import Discount
from app.quoting import Details, Header, Line, Quote, Term
from app.quoting.priced import priced, unpriced
from tests.pricing.models import eur, formula, pricing, product
from tests.quoting.test_quote import quote
from tests.web.samples import RELEASE

RADIO = product("radio", "100.00", family="Radio", quantity_tiers=())
CABLE = product("cable", "9.99", family="Site", attributes=RADIO.attributes[1:])
CARE = product("care", "10.00", family="Services", recurs="month")
PRODUCTS: dict[str, Product] = {"radio": RADIO, "cable": CABLE, "care": CARE}
COSTS = {"radio": Decimal(60), "cable": Decimal(5), "care": Decimal(8)}


def rule(when: str = "", *, key: str = "rule", reach: Reach | None = None, **fields: object) -> ApprovalRule:
    reach = reach or Reach()
    made = ApprovalRule(
        key, key.title(), ByRole("approver"), replace(reach, when=formula(when) if when else None)
    )
    return replace(made, **fields)  # type: ignore[arg-type]  # what a test says of it


def release(*rules: ApprovalRule, **fields: object) -> Release:
    policy = replace(ApprovalPolicy(rules=rules), **fields)  # type: ignore[arg-type]  # what a test says of it
    prices = replace(pricing(), regions=("EMEA", "APAC"))
    return replace(RELEASE, products=PRODUCTS, pricing=prices, approvals=policy, fingerprint="")


def line(n: int, of: Product, quantity: int = 1, *, percent: str = "", **fields: object) -> Line:
    discount = Discount(Percent(Decimal(percent)), "a reason") if percent else None
    made = Line(
        n=n,
        product=of.key,
        code=of.code,
        name=of.name,
        description="",
        quantity=quantity,
        choices={},
        values={},
        complete=True,
        price=unpriced(quantity, "EUR"),
        discount=discount,
    )
    return replace(made, **fields)  # type: ignore[arg-type]  # what a test says of it


def term(months: int) -> Details:
    return Details(term=Term(date(2027, 1, 1), date(2026 + months // 12, 12, 31)))


def on(by: Release, *lines: Line, percent: str = "", **header: object) -> Quote:
    discount = Discount(Percent(Decimal(percent)), "a reason") if percent else None
    made = Header(discount=discount, **header)  # type: ignore[arg-type]  # what a test says of it
    return priced(replace(quote(), lines=lines, header=made), by)


def cost(of: Line) -> Decimal | None:
    found = COSTS.get(of.product)
    return None if found is None else found * of.quantity


def unknown(of: Line) -> Decimal | None:
    return None


def asked(by: Release, of: Quote) -> dict[str, Need]:
    return {need.rule: need for need in needs_of(of, by, costs=cost)}


__all__ = [
    "CABLE",
    "CARE",
    "RADIO",
    "asked",
    "cost",
    "eur",
    "line",
    "on",
    "release",
    "rule",
    "term",
    "unknown",
]
