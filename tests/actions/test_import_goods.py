"""A catalog made of a CRM's goods: what comes, what is left and why, what a second import leaves alone."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.actions.check_catalog import check_catalog
from app.actions.goods.left import Reason
from app.actions.goods.taken import BookMissing, CurrencyUntold, GoodsNone, GoodsTooMany, Wish
from app.actions.goods.taking import MOST_SOLD
from app.actions.write_connector import FolderUnwritable
from app.actor import OrgId
from app.crm.fake_goods import FakeGoods
from app.crm.goods import Book, Good
from app.pricing import Terms, list_price
from app.store.catalogs import CatalogInvalid, FolderTaken, load_release
from tests.actions.conftest import NOW
from tests.actions.org_goods import HOUSE, add, bring_in, goods_of, left

PARTNERS = Book("partners", "Partners", active=True, standard=False)
HOSTILE = (
    "</script><b>",
    "=cmd|' /C calc'!A0",
    "# no comment",
    "yes",
    "1_000",
    "{a: b}",
    "- x",
    "'",
    '"',
    "\\",
    "%s",
    "a\u202eb",
    "line\u2028end",
    "\x00zero",
    "日本",
    "null",
    "*anchor",
    "&a",
    "!!python/object:x",
    "1e5",
    "a: b",
)


def files(folder: Path) -> dict[str, bytes]:
    return {
        one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()
    }


def test_what_comes_is_sound_and_has_the_prices_of_each_book(tmp_path: Path) -> None:
    crm = goods_of("A-1", "B-2")
    crm.kept_books[PARTNERS.id] = PARTNERS
    add(crm, crm.kept_goods["g0"], "EUR", price="9.995", book=PARTNERS.id)
    done = bring_in(crm, tmp_path / "acme")
    assert done.left == ()
    checked = check_catalog(tmp_path / "acme", day=NOW.date(), watch=lambda *_: None)
    assert checked.findings == ()
    release = load_release(tmp_path / "acme")
    assert [(one.key, one.code, one.family) for one in release.products.values()] == [
        ("a_1", "A-1", "Radios"),
        ("b_2", "B-2", "Radios"),
    ]
    product = release.products["a_1"]
    terms = Terms("EUR", pricing=release.pricing)
    assert str(list_price(product, terms)) == "10.00"
    assert str(list_price(product, replace(terms, region="Partners"))) == "9.995"
    assert str(list_price(release.products["b_2"], replace(terms, region="Partners"))) == "11.00"


def test_what_cannot_be_sold_as_it_is_is_named_with_its_reason(tmp_path: Path) -> None:
    crm = goods_of("A-1", "TWICE", "TWICE", "", " spaced", "x" * 81)
    add(crm, Good("old", "OLD", "Old", active=False), "EUR", "USD")
    add(crm, Good("half", "HALF", "Half", "Radios"), "EUR")
    add(crm, Good("minus", "MINUS", "Minus", "Radios"), "EUR", "USD", price=-1)
    add(crm, Good("fine", "FINE", "Fine", "Radios"), "EUR", "USD", price="0.0000001")
    add(crm, Good("odd", "ODD", "Odd", "Radios"), "euro")
    add(crm, Good("long", "L" * 41, "N" * 200), "EUR", "USD", "JPY")
    crm.kept_prices["g0 standard USD"] = replace(crm.kept_prices["g0 standard USD"], active=False)
    crm.kept_books["closed"] = Book("closed", "Closed", active=False, standard=False)
    done = bring_in(crm, tmp_path / "acme", Wish(currencies=("EUR", "USD")))
    assert left(done) == {
        Reason.ARTICLE_INACTIVE: ["OLD"],
        Reason.CODE_REPEATED: ["TWICE", "TWICE"],
        Reason.CODE_MISSING: ["Article "],
        Reason.CODE_UNUSABLE: ["' spaced'", repr("x" * 80)],
        Reason.BOOK_INACTIVE: ["Closed"],
        Reason.PRICE_INACTIVE: ["A-1"],
        Reason.PRICE_UNUSABLE: ["MINUS", "MINUS", "FINE", "FINE"],
        Reason.CURRENCY_UNKNOWN: ["ODD"],
        Reason.PRICE_MISSING: ["A-1", "HALF", "MINUS", "FINE", "ODD"],
        Reason.CURRENCY_LEFT: ["Standard Price Book"],
        Reason.PART_NUMBER_LONG: ["L" * 41],
        Reason.FAMILY_MISSING: ["L" * 41],
        Reason.NAME_CHANGED: ["L" * 41],
    }
    assert all(one.remedy for one in done.left)
    release = load_release(tmp_path / "acme")
    assert [product.code for product in release.products.values()] == ["L" * 41]
    assert release.products["l" * 41].name == "N" * 79 + "…"


def test_currencies_are_those_in_which_what_has_prices_has_all_of_them(tmp_path: Path) -> None:
    crm = goods_of("A", "B", house=replace(HOUSE, currencies=("CHF", "EUR", "GBP", "JPY", "USD")))
    del crm.kept_prices["g0 standard JPY"], crm.kept_prices["g1 standard JPY"]
    del crm.kept_prices["g0 standard GBP"]
    done = bring_in(crm, tmp_path / "acme")
    assert done.currencies == ("CHF", "EUR", "USD")
    assert left(done) == {Reason.CURRENCY_LEFT: ["Standard Price Book"]}


def test_hostile_texts_come_as_texts(tmp_path: Path) -> None:
    crm = FakeGoods(replace(HOUSE, name=HOSTILE[0]))
    for n, text in enumerate(HOSTILE):
        add(crm, Good(f"g{n}", f"C{n}", text, text, text, text), "EUR")
        crm.kept_books[f"b{n}"] = Book(f"b{n}", text, active=True, standard=False)
        add(crm, crm.kept_goods[f"g{n}"], "EUR", book=f"b{n}", price="1.5")
    done = bring_in(crm, tmp_path / "acme")
    release = load_release(tmp_path / "acme")
    names = {product.code: (product.name, product.family) for product in release.products.values()}
    assert names["C0"] == (HOSTILE[0], HOSTILE[0])
    assert names["C11"] == ("a b", "a b")
    assert set(left(done)) == {Reason.NAME_CHANGED}
    assert len(release.pricing.regions) == len(HOSTILE)


def test_codes_that_give_one_key_are_told_apart_and_stay_so(tmp_path: Path) -> None:
    place = tmp_path / "acme"
    crm = goods_of("A-1", "A 1", "1010", "日本")
    bring_in(crm, place)
    keys = {one.code: one.key for one in load_release(place).products.values()}
    assert keys == {"A 1": "a_1", "A-1": "a_1_2", "1010": "p_1010", "日本": "p"}
    crm.kept_goods["g1"] = replace(crm.kept_goods["g1"], active=False)
    bring_in(crm, place)
    assert load_release(place).products["a_1_2"].code == "A-1"
    assert "a_1" not in load_release(place).products


def test_a_second_import_writes_nothing_and_a_change_comes_as_another_version(tmp_path: Path) -> None:
    place = tmp_path / "acme"
    crm = goods_of("A", "B")
    bring_in(crm, place)
    before = files(place)
    assert bring_in(crm, place).changed == 0
    assert files(place) == before
    crm.kept_goods["g0"] = replace(crm.kept_goods["g0"], name="Another")
    del crm.kept_goods["g1"], crm.kept_prices["g1 standard EUR"], crm.kept_prices["g1 standard USD"]
    done = bring_in(crm, place)
    assert done.release.version == "2"
    assert done.release.products["a"].name == "Another"
    assert "products/b.yaml" not in files(place)


def test_what_an_author_changed_added_or_removed_stays(tmp_path: Path) -> None:
    place = tmp_path / "acme"
    crm = goods_of("A", "B", "C")
    bring_in(crm, place)
    product = place / "products" / "a.yaml"
    product.write_text(product.read_text().replace("Article A", "My own A"))
    (place / "products" / "b.yaml").unlink()
    mine = (place / "products" / "c.yaml").read_text().replace("key: c", "key: mine")
    (place / "products" / "c.yaml").unlink()
    (place / "products" / "mine.yaml").write_text(mine)
    header = place / "catalog.yaml"
    header.write_text(header.read_text().replace("  - b\n", "").replace("products: [a, b, c]\n", ""))
    add(crm, crm.kept_goods["g0"], "EUR", price=99)
    done = bring_in(crm, place)
    release = load_release(place)
    assert {one.key: one.name for one in release.products.values()} == {"a": "My own A", "mine": "Article C"}
    assert str(list_price(release.products["a"], Terms("EUR", pricing=release.pricing))) == "99.00"
    assert left(done)[Reason.FILE_REMOVED] == ["B"]
    assert left(done)[Reason.SOLD_ALREADY] == ["C"]
    assert "products/a.yaml" in left(done)[Reason.FILE_CHANGED]


def test_what_is_gone_stays_where_an_authors_file_names_it(tmp_path: Path) -> None:
    place = tmp_path / "acme"
    crm = goods_of("A", "B")
    bring_in(crm, place)
    prices = place / "pricing.yaml"
    prices.write_text(
        prices.read_text().replace(
            "books:\n",
            "books:\n  - {key: sale, name: Sale, currency: EUR, from: 2027-01-01, prices: {b: 5}}\n",
        )
    )
    crm.kept_goods["g1"] = replace(crm.kept_goods["g1"], active=False)
    assert left(bring_in(crm, place))[Reason.GONE] == ["products/b.yaml"]
    assert "b" in load_release(place).products
    assert left(bring_in(crm, place))[Reason.GONE] == ["products/b.yaml"]


def test_nothing_is_written_where_an_authors_files_are_no_catalog(tmp_path: Path) -> None:
    place = tmp_path / "acme"
    crm = goods_of("A")
    bring_in(crm, place)
    (place / "products" / "bad.yaml").write_text("key: [")
    before = files(place)
    crm.kept_goods["g0"] = replace(crm.kept_goods["g0"], name="Another")
    with pytest.raises(CatalogInvalid):
        bring_in(crm, place)
    assert files(place) == before


@pytest.mark.parametrize("content", ["{}", "[", '{"org": "", "files": {}, "keys": {}, "version": 1}', "[]"])
def test_a_folder_with_something_else_is_refused_and_stays(tmp_path: Path, content: str) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / ".imported.json").write_text(content)
    before = files(tmp_path)
    with pytest.raises(FolderTaken):
        bring_in(goods_of("A"), tmp_path)
    assert files(tmp_path) == before


def test_a_folder_of_another_org_is_refused(tmp_path: Path) -> None:
    bring_in(goods_of("A"), tmp_path / "acme")
    with pytest.raises(FolderTaken):
        bring_in(goods_of("A", house=replace(HOUSE, org=OrgId("00Dx00000001hxzEAA"))), tmp_path / "acme")


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(FolderUnwritable):
        bring_in(goods_of("A"), tmp_path / ("long" * 100))
    (tmp_path / "file").write_text("mine")
    with pytest.raises(FolderTaken):
        bring_in(goods_of("A"), tmp_path / "file")


def test_an_org_of_one_currency_has_to_be_told_which(tmp_path: Path) -> None:
    crm = goods_of("A", house=replace(HOUSE, currencies=()))
    with pytest.raises(CurrencyUntold):
        bring_in(crm, tmp_path / "acme")
    assert bring_in(crm, tmp_path / "acme", Wish(only_currency="SEK")).currencies == ("SEK",)


def test_a_catalog_takes_so_many_and_says_which_families_there_are(tmp_path: Path) -> None:
    crm = FakeGoods(HOUSE)
    for n in range(MOST_SOLD + 1):
        add(crm, Good(f"g{n}", f"C{n}", "Article", "Radios" if n else "Masts"), "EUR")
    with pytest.raises(GoodsTooMany, match=r"Radios \(1,000\), Masts \(1\)"):
        bring_in(crm, tmp_path / "acme")
    done = bring_in(crm, tmp_path / "acme", Wish(families=frozenset({"Masts"})))
    assert (done.articles, left(done)) == (1, {Reason.FAMILY_NOT_ASKED: ["Radios"]})


def test_without_articles_or_price_book_the_reason_is_said(tmp_path: Path) -> None:
    with pytest.raises(GoodsNone, match="code_missing: 1"):
        bring_in(goods_of(""), tmp_path / "acme")
    with pytest.raises(BookMissing, match="Partners"):
        bring_in(goods_of("A"), tmp_path / "acme", Wish(list_book="Partners"))
    assert not (tmp_path / "acme").exists()
