"""A catalog's articles in a CRM: only what is missing is added, once, whatever happens on the way."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.actions.connected import add_connection
from app.actions.goods.house import OrgWrong
from app.actions.goods.notices import Notice
from app.actions.goods.taken import CurrencyUntold, Wish
from app.actions.push_goods import (
    NoCurrency,
    Prepared,
    Pushed,
    Wanted,
    prepare_push,
    push_goods,
    put_in_force,
)
from app.actor import OrgId
from app.catalog import Release
from app.crm import CrmUnavailable
from app.crm.fake_goods import STANDARD, FakeGoods
from app.crm.goods import Book, Good, NewGood, NewPrice
from app.store import Database, Vault, audit
from app.store.catalogs import load_release, shipped_catalog
from tests.actions.conftest import NOW, connection
from tests.actions.org_goods import HOUSE, add, bring_in, goods_of, unwatched
from tests.store.servers import migrated_file
from tests.thorough import tried

BOOK = connection().price_book


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    file = tmp_path / "quotes.db"
    file.write_bytes(migrated_file())
    database = Database.open(f"sqlite:///{file}", vault=Vault((Fernet.generate_key().decode(),)))
    add_connection(database, connection(), replace_known=False, at=NOW - timedelta(days=1))
    yield database
    database.close()


def wanted(release: Release, **changes: object) -> Wanted:
    return Wanted(release, replace(connection(), **changes), NOW, "admin")  # type: ignore[arg-type]


def prepare(crm: FakeGoods, order: Wanted) -> Prepared:
    return prepare_push(crm, order, watch=unwatched)


def push(database: Database, crm: FakeGoods, order: Wanted) -> Pushed:
    return push_goods(database, crm, order, prepare(crm, order), watch=unwatched)


def notices(prepared: Prepared) -> dict[Notice, list[str]]:
    found: dict[Notice, list[str]] = {}
    for note in prepared.plan.notes:
        found.setdefault(note.notice, []).append(note.code or note.words)
    return found


def rows(crm: FakeGoods) -> set[tuple[str, str, str, Decimal]]:
    """Code, book, currency and amount of each price."""
    return {
        (crm.kept_goods[one.good].code, crm.kept_books[one.book].name, one.currency, one.amount)
        for one in crm.kept_prices.values()
    }


@pytest.mark.parametrize("key", ["telecom", "machinery"])
def test_an_org_without_anything_gets_every_article_in_both_books_and_all_currencies(
    database: Database, release: Release, key: str
) -> None:
    shipped = release if key == "telecom" else load_release(shipped_catalog(key))
    crm = FakeGoods(replace(HOUSE, currencies=("CHF", "EUR", "JPY", "SEK", "USD")))
    order = wanted(shipped)
    done = push(database, crm, order)
    offered = {"EUR", "USD", *(("CHF", "JPY") if key == "telecom" else ())}
    assert {row[:3] for row in rows(crm)} == {
        (product.code, book, currency)
        for product in shipped.products.values()
        for book in (STANDARD.name, BOOK)
        for currency in offered
    }
    assert not done.declined
    written = crm.calls.written
    again = prepare(crm, order)
    assert (again.plan.adds, again.plan.notes) == (False, ())
    assert crm.calls.written == written


def test_prices_are_the_catalogs_in_each_currency_and_converted_ones_are_rounded(
    database: Database, release: Release
) -> None:
    crm = FakeGoods(replace(HOUSE, currencies=("EUR", "USD", "JPY", "CHF")))
    push(database, crm, wanted(release))
    found = {row[1:] for row in rows(crm) if row[0] == "NW-UP" and row[1] == BOOK}
    assert found == {
        (BOOK, "EUR", Decimal("2.20")),
        (BOOK, "USD", Decimal("2.40")),
        (BOOK, "JPY", Decimal(377)),
        (BOOK, "CHF", Decimal("2.05")),
    }


def test_looking_writes_nothing_and_both_are_audited(database: Database, release: Release) -> None:
    crm, order = FakeGoods(HOUSE), wanted(release)
    prepare(crm, order)
    assert (crm.calls.written, crm.kept_goods) == (0, {})
    push(database, crm, order)
    with database.reading() as tx:
        found = {entry.verb: entry.facts for entry in audit.read(tx, "telecom")}
    assert found["push_catalog"]["planned"] == {"book": 1, "articles": 9, "standard_prices": 18, "prices": 18}
    assert found["pushed_catalog"]["added"] == {
        "price book": 1,
        "article": 9,
        "standard price": 18,
        "price": 18,
    }


def test_what_is_there_stays_as_it_is_and_is_told(release: Release) -> None:
    crm = FakeGoods(HOUSE)
    crm.kept_books["own"] = Book("own", BOOK, active=False, standard=False)
    add(crm, Good("a", "MX900", "Old name"), "EUR", "USD")
    add(crm, crm.kept_goods["a"], "EUR", "USD", book="own", price=8400)
    crm.kept_prices["a own EUR"] = replace(crm.kept_prices["a own EUR"], active=False)
    add(crm, Good("b", "SC300", "Off", active=False))
    add(crm, Good("c", "ML200", "One"))
    add(crm, Good("d", "ML200", "Two"))
    add(crm, Good("e", "care", "Small letters"))
    found = prepare(crm, wanted(release))
    assert notices(found) == {
        Notice.BOOK_INACTIVE: [BOOK],
        Notice.CODE_ALIKE: ["CARE"],
        Notice.CODE_REPEATED: ["ML200"],
        Notice.ARTICLE_INACTIVE: ["SC300"],
        Notice.PRICE_INACTIVE: ["MX900"],
        Notice.PRICE_DIFFERS: ["MX900"],
        Notice.CURRENCY_ABSENT: ["CHF", "JPY"],
    }
    coded = {entry.code for entry in (*found.plan.standard, *found.plan.own)}
    assert not coded & {"MX900", "ML200", "CARE"}
    assert {good.code for good in found.plan.goods} == {
        product.code for product in release.products.values()
    } - {"MX900", "SC300", "ML200", "CARE"}


def test_what_is_not_active_is_put_in_force_where_that_is_ordered(
    database: Database, release: Release
) -> None:
    crm, order = FakeGoods(HOUSE), wanted(release)
    push(database, crm, order)
    crm.kept_goods = {key: replace(good, active=False) for key, good in crm.kept_goods.items()}
    crm.kept_prices = {key: replace(price, active=False) for key, price in crm.kept_prices.items()}
    done = put_in_force(database, crm, order, prepare(crm, order))
    assert done.added == {"put in force": 9 + 18}
    assert not prepare(crm, order).plan.inactive


@pytest.mark.parametrize("lost", [1, 2, 3])
def test_an_answer_that_is_lost_leaves_no_double(database: Database, release: Release, lost: int) -> None:
    """The book's answer is the first."""
    crm, order = FakeGoods(HOUSE), wanted(release)
    crm.kept_books["own"] = Book("own", BOOK, active=True, standard=False)
    crm.lose = lost
    done = push(database, crm, order)
    assert done.added == {"article": 9, "standard price": 18, "price": 18}
    assert (len(crm.kept_goods), len(crm.kept_prices)) == (9, 36)


def test_articles_of_which_nobody_knows_are_not_sent_twice_and_prices_are(
    database: Database, release: Release
) -> None:
    """A CRM may be at work on what was sent long after nobody waits for its answer any more."""
    crm, order = FakeGoods(HOUSE), wanted(release)
    crm.kept_books["own"] = Book("own", BOOK, active=True, standard=False)
    crm.vanish = 1
    with pytest.raises(CrmUnavailable, match=r"whether it took 9 articles.*in a few minutes"):
        push(database, crm, order)
    assert crm.calls.written == 1
    push(database, crm, order)
    crm.kept_prices = {}
    crm.vanish = 2
    assert push(database, crm, order).added == {"standard price": 18, "price": 18}


def test_an_org_that_stops_in_the_middle_is_gone_on_with(database: Database, release: Release) -> None:
    crm, order = FakeGoods(HOUSE), wanted(release)
    crm.lose = 1
    with pytest.raises(CrmUnavailable):
        push(database, crm, order)
    assert [book.name for book in crm.kept_books.values()] == [STANDARD.name, BOOK]
    push(database, crm, order)
    assert len(crm.kept_books) == 2
    assert len(crm.kept_goods) == 9


def test_a_batch_with_a_declined_row_comes_later_and_the_prices_wait(
    database: Database, release: Release
) -> None:
    crm, order = FakeGoods(HOUSE), wanted(release)

    def no_masts(row: NewGood | NewPrice) -> str:
        return "FIELD_CUSTOM_VALIDATION_EXCEPTION: Ask us." if getattr(row, "code", "") == "SC300" else ""

    crm.refuse = no_masts
    done = push(database, crm, order)
    assert [(one.kind, one.code, one.with_it) for one in done.declined] == [("article", "SC300", 8)]
    assert "Ask us." in done.declined[0].words
    assert (done.waiting, crm.kept_goods) == (36, {})
    crm.refuse = lambda _row: ""
    assert push(database, crm, order).added["article"] == 9


def test_more_than_a_batch_of_articles_comes_in_batches(database: Database, tmp_path: Path) -> None:
    place = tmp_path / "many"
    bring_in(goods_of(*(f"C{n}" for n in range(250))), place)
    crm = FakeGoods(HOUSE)
    done = push(database, crm, wanted(load_release(place)))
    assert done.added == {"price book": 1, "article": 250, "standard price": 500, "price": 500}
    assert crm.calls.written == 1 + 2 + 3 + 3


def test_an_org_of_one_currency_gets_prices_that_name_none(database: Database, release: Release) -> None:
    crm = FakeGoods(replace(HOUSE, currencies=()))
    with pytest.raises(CurrencyUntold):
        prepare(crm, wanted(release))
    with pytest.raises(NoCurrency, match="SEK"):
        prepare(crm, wanted(release, only_currency="SEK"))
    order = wanted(release, only_currency="USD")
    push(database, crm, order)
    assert {(row[2], row[3]) for row in rows(crm) if row[0] == "NW-UP"} == {("", Decimal("2.40"))}
    assert not prepare(crm, order).plan.adds


def test_the_standard_book_itself_may_be_the_one_that_quotes_use(
    database: Database, release: Release
) -> None:
    crm, order = FakeGoods(HOUSE), wanted(release, price_book=STANDARD.name)
    done = push(database, crm, order)
    assert done.added == {"article": 9, "standard price": 18}


def test_the_org_of_another_connection_is_refused(release: Release) -> None:
    with pytest.raises(OrgWrong):
        prepare(FakeGoods(replace(HOUSE, org=OrgId("00Dx00000001hxzEAA"))), wanted(release))


_CODE = st.text("AB1- _/é日", min_size=1, max_size=6).map(lambda text: " ".join(text.split())).filter(bool)
_GOOD = st.tuples(_CODE, st.text(max_size=90), st.sampled_from(["", "Radios", "Masts: <b>"]))
_PRICE = st.decimals(min_value=0, max_value=10**11, places=2)


@settings(max_examples=tried(20), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    goods=st.lists(_GOOD, min_size=1, max_size=6, unique_by=lambda good: good[0].casefold()),
    prices=st.lists(_PRICE, min_size=18, max_size=18),
    currencies=st.lists(st.sampled_from(["EUR", "USD", "JPY"]), min_size=1, max_size=3, unique=True),
)
def test_what_is_imported_and_pushed_into_an_empty_org_comes_back_as_the_same_catalog(
    database: Database,
    tmp_path_factory: pytest.TempPathFactory,
    goods: list[tuple[str, str, str]],
    prices: list[Decimal],
    currencies: list[str],
) -> None:
    """A push rounds amounts finer than a currency's coins, so that those of the yen are whole here."""
    folder = tmp_path_factory.mktemp("goods")
    house = replace(HOUSE, currencies=tuple(currencies))
    crm = FakeGoods(house)
    left_over = iter(prices)
    for n, (code, name, family) in enumerate(goods):
        for currency in currencies:
            amount = next(left_over)
            price = amount.to_integral_value() if currency == "JPY" else amount
            add(crm, Good(f"g{n}", code, name, family), currency, price=str(price))
    first = bring_in(crm, folder / "one" / "acme").release
    empty = FakeGoods(house)
    push(database, empty, wanted(first))
    second = bring_in(empty, folder / "two" / "acme", Wish(list_book=BOOK)).release
    assert {p.code: (p.name, p.family, p.prices) for p in second.products.values()} == {
        p.code: (p.name, p.family, p.prices) for p in first.products.values()
    }
