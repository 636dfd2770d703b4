"""Goods of a CRM in memory, and what a test does with them."""

from decimal import Decimal
from pathlib import Path

from app.actions.goods.left import Reason
from app.actions.goods.taken import Wish
from app.actions.import_goods import Imported, import_goods
from app.actor import OrgId
from app.crm.fake_goods import STANDARD, FakeGoods
from app.crm.goods import Good, House, ListPrice

HOUSE = House(OrgId("00Dx00000001hxyEAA"), "Acme Radios", ("EUR", "USD"))
ALL = Wish()


def goods_of(*codes: str, house: House = HOUSE) -> FakeGoods:
    """Articles with list prices 10, 11, ... in each currency of the house."""
    crm = FakeGoods(house)
    for n, code in enumerate(codes):
        good = Good(f"g{n}", code, f"Article {code}", "Radios")
        add(crm, good, *(house.currencies or ("",)), price=10 + n)
    return crm


def add(crm: FakeGoods, good: Good, *currencies: str, price: int | str = 10, book: str = STANDARD.id) -> None:
    crm.kept_goods[good.id] = good
    for currency in currencies:
        entry = ListPrice(f"{good.id} {book} {currency}", good.id, book, currency, Decimal(price))
        crm.kept_prices[entry.id] = entry


def bring_in(crm: FakeGoods, folder: Path, wish: Wish = ALL) -> Imported:
    return import_goods(crm, folder, wish, org=None, watch=unwatched)


def unwatched(_what: str, _done: int) -> None:
    return None


def left(done: Imported) -> dict[Reason, list[str]]:
    """What was left by its reason."""
    found: dict[Reason, list[str]] = {}
    for one in done.left:
        found.setdefault(one.reason, []).append(one.code or one.name)
    return found
