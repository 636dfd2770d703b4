"""What holds of goods and prices in any CRM: over the one in memory, and over the sandbox's real API."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pytest

from app.actor import OrgId
from app.crm import Access, CrmUnavailable
from app.crm.fake_goods import FakeGoods
from app.crm.goods import Calls, Goods, House, ListPrice, NewGood, NewPrice
from app.crm.salesforce import SalesforceGoods, Transport
from tests.fixtures_sandbox import Sandbox, sandbox  # noqa: F401 sandbox is a fixture, found by its name

LAMP, MAST = NewGood("K-1", "Lamp <b>", "Lights", "Shines."), NewGood("K 2", "Mast 'n' more")
ODD = NewGood("K-'%_\\", "Odd")


@dataclass(slots=True)
class Bench:
    crm: Goods
    sandbox: Sandbox | None = None

    def lose_answers(self, times: int) -> None:
        if isinstance(self.crm, FakeGoods):
            self.crm.lose = times
        if self.sandbox is not None:
            self.sandbox.fault("commit_then_drop", match="composite/sobjects", times=times)

    def deactivate(self, good: str) -> None:
        """Somebody does it in the CRM."""
        if isinstance(self.crm, FakeGoods):
            self.crm.kept_goods[good] = replace(self.crm.kept_goods[good], active=False)
        if self.sandbox is not None:
            self.sandbox.change("Product2", good, IsActive=False)

    def price(self, good: str, book: str, amount: str = "12.50") -> NewPrice:
        return NewPrice(good, book, "EUR", Decimal(amount))

    def book(self) -> str:
        (added,) = self.crm.add_book("Contract").ids
        return added

    def standard(self) -> str:
        return next(book.id for book in self.crm.books() if book.standard)

    def good(self, new: NewGood = LAMP) -> str:
        (added,) = self.crm.add_goods([new]).ids
        return added

    def prices(self, good: str) -> dict[str, ListPrice]:
        """By book."""
        books = [book.id for book in self.crm.books()]
        return {price.book: price for price in self.crm.prices_in(books, [good])}


@pytest.fixture(params=["fake", "salesforce"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    if request.param == "fake":
        yield Bench(FakeGoods(House(OrgId("00Dx00000001hxyEAA"), "Acme", ("EUR", "USD"))))
        return
    real: Sandbox = request.getfixturevalue("sandbox")
    real.reset()
    access = Access(real.token("admin"), real.tls)
    yield Bench(SalesforceGoods(Transport(ca_file=real.ca), access, api_version="67.0", connection=""), real)
    real.clear_faults()


def test_what_is_added_is_found_by_its_code_whatever_it_looks_like(bench: Bench) -> None:
    before = len(list(bench.crm.all_goods()))
    ids = bench.crm.add_goods([LAMP, MAST, ODD]).ids
    found = {good.id: good for good in bench.crm.goods_coded([LAMP.code, MAST.code, ODD.code])}
    assert list(found) == list(ids)
    lamp = found[ids[0]]
    assert (lamp.code, lamp.name, lamp.family, lamp.description, lamp.active) == (
        "K-1",
        "Lamp <b>",
        "Lights",
        "Shines.",
        True,
    )
    assert [found[one].code for one in ids[1:]] == [MAST.code, ODD.code]
    assert [good.id for good in bench.crm.goods_coded([LAMP.code.lower()])] == [ids[0]]
    assert [good.id for good in bench.crm.all_goods()][before:] == list(ids)
    assert bench.crm.goods_coded([]) == ()


def test_two_may_have_one_code(bench: Bench) -> None:
    assert bench.good() != bench.good()
    assert len(bench.crm.goods_coded([LAMP.code])) == 2


def test_a_price_is_exact_and_stands_in_the_standard_book_first(bench: Bench) -> None:
    good, book, standard = bench.good(), bench.book(), bench.standard()
    early = bench.crm.add_prices([bench.price(good, book)])
    assert [one.known for one in early.declined] == [False]
    assert bench.prices(good) == {}
    bench.crm.add_prices([bench.price(good, standard, "11.10")])
    bench.crm.add_prices([bench.price(good, book)])
    amounts = {book: price.amount for book, price in bench.prices(good).items()}
    assert amounts == {standard: Decimal("11.10"), book: Decimal("12.50")}
    assert {price.currency for price in bench.prices(good).values()} == {"EUR"}


def test_a_second_price_for_the_same_is_declined_as_known_and_nothing_of_the_batch_comes(
    bench: Bench,
) -> None:
    good, other, standard = bench.good(), bench.good(MAST), bench.standard()
    bench.crm.add_prices([bench.price(good, standard)])
    again = bench.crm.add_prices([bench.price(other, standard), bench.price(good, standard)])
    assert [(one.n, one.known) for one in again.declined] == [(1, True)]
    assert bench.prices(other) == {}


def test_after_a_lost_answer_it_is_there(bench: Bench) -> None:
    bench.lose_answers(1)
    with pytest.raises(CrmUnavailable):
        bench.crm.add_goods([LAMP])
    assert len(bench.crm.goods_coded([LAMP.code])) == 1


def test_calls_are_counted_by_whether_they_write(bench: Bench) -> None:
    start = bench.crm.calls
    bench.good()
    assert bench.crm.calls == Calls(start.read, start.written + 1)
    bench.crm.books()
    assert bench.crm.calls == Calls(start.read + 1, start.written + 1)


def test_what_is_not_active_is_put_in_force(bench: Bench) -> None:
    good = bench.good()
    bench.crm.add_prices([bench.price(good, bench.standard())])
    bench.deactivate(good)
    assert [one.active for one in bench.crm.goods_coded([LAMP.code])] == [False]
    assert good not in {price.good for price in bench.crm.all_prices()}
    bench.crm.put_in_force([good])
    assert [one.active for one in bench.crm.goods_coded([LAMP.code])] == [True]


def test_goods_come_page_by_page_and_codes_are_asked_for_in_portions(bench: Bench) -> None:
    before = len(list(bench.crm.all_goods()))
    codes = [f"{'long code ' * 6}{n}" for n in range(2_000)]
    for start in range(0, 2_000, 200):
        bench.crm.add_goods([NewGood(code, "Article") for code in codes[start : start + 200]])
    assert len(list(bench.crm.all_goods())) == before + 2_000
    read = bench.crm.calls.read
    assert {good.code for good in bench.crm.goods_coded(codes)} == set(codes)
    assert bench.crm.calls.read - read <= 12


def test_the_house_says_whose_goods_they_are(bench: Bench) -> None:
    house: Any = bench.crm.house()
    assert (house.currencies, bool(house.name), house.org[:3]) == (("EUR", "USD"), True, "00D")
