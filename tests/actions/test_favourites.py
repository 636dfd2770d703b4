"""Configurations that are kept, shared, used again: bounded, and never more than the catalog allows."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.actions import (
    Call,
    LineChange,
    add_line,
    apply_favourite,
    change_favourite,
    change_line,
    complete_line,
    delete_favourite,
    list_favourites,
    move_quote,
    preview_favourite,
    save_favourite,
    show_quote,
    start_quote,
    submit_quote,
)
from app.actions import save_favourite as saving
from app.actions.candidate import Order
from app.actions.releases import ProductWithdrawn
from app.quoting import (
    Favourite,
    FavouriteMissing,
    FavouriteNameInvalid,
    FavouriteNameTaken,
    FavouriteOfAnother,
    LineMissing,
    QuantityInvalid,
    Quote,
    QuoteMissing,
    StatusForbids,
    TooManyFavourites,
)
from app.store import QuoteChanged
from app.store.catalogs import FolderFiles, shipped_catalog
from tests.actions.conftest import COLLEAGUE, NOW, World
from tests.fixtures_catalog import DEARER, NO_STRAND, next_telecom
from tests.publishing import publish_unproven

STREET = {"environment": "street", "mounting": "strand"}


@pytest.fixture
def world(world: World) -> World:
    publish_unproven(
        world.services.database, FolderFiles(shipped_catalog("telecom")), Order(by="ada", at=NOW)
    )
    return world


@pytest.fixture
def call(world: World) -> Call:
    return world.call()


@pytest.fixture
def other(world: World) -> Call:
    return world.call(world.open(COLLEAGUE))


@pytest.fixture
def quote(world: World, call: Call) -> Quote:
    quote = start_quote(world.services, call)
    add_line(world.services, call, quote.id, product="sc300", choices=STREET)
    change = LineChange(quantity=7, discount={"percent": "10", "reason": "pilot"})
    return change_line(world.services, call, quote.id, 1, change=change).quote


@pytest.fixture
def favourite(world: World, call: Call, quote: Quote) -> Favourite:
    return save_favourite(world.services, call, quote.id, 1, name="  Street\tcell ")


def newer(world: World, folder: Path) -> None:
    files = FolderFiles(next_telecom(folder, "2099.1", DEARER, *NO_STRAND, without=("care",)))
    publish_unproven(world.services.database, files, Order(by="ada", at=NOW))


def test_choices_are_kept_without_quantity_and_discount_and_make_a_line(
    world: World, call: Call, quote: Quote, favourite: Favourite
) -> None:
    assert (favourite.name, dict(favourite.choices)) == ("Street cell", STREET)
    applied = apply_favourite(
        world.services, call, quote.id, favourite=favourite.id, quantity=3, expected=quote.revision
    )
    line = applied.view.line
    assert (line.n, line.quantity, line.discount, applied.lost) == (2, 3, None, ())
    assert line.choices == quote.line(1).choices
    assert show_quote(world.services, call, quote.id) == applied.view.quote


def test_own_ones_come_first_by_name_and_others_are_seen_when_they_are_shared(
    world: World, call: Call, other: Call, quote: Quote, favourite: Favourite
) -> None:
    shared = save_favourite(world.services, call, quote.id, 1, name="alley cell", shared=True)
    assert [one.favourite.name for one in list_favourites(world.services, call)] == [
        "alley cell",
        "Street cell",
    ]
    (seen,) = list_favourites(world.services, other)
    assert (seen.favourite, seen.own, seen.sold, seen.newer) == (shared, False, True, False)
    theirs = start_quote(world.services, other)
    apply_favourite(world.services, other, theirs.id, favourite=shared.id)
    for deed in (
        lambda: apply_favourite(world.services, other, theirs.id, favourite=favourite.id),
        lambda: change_favourite(world.services, other, favourite.id, name="mine"),
        lambda: delete_favourite(world.services, other, favourite.id),
    ):
        with pytest.raises(FavouriteMissing):
            deed()
    with pytest.raises(FavouriteOfAnother):
        change_favourite(world.services, other, shared.id, shared=False)
    with pytest.raises(FavouriteOfAnother):
        delete_favourite(world.services, other, shared.id)
    change_favourite(world.services, call, shared.id, shared=False)
    assert list_favourites(world.services, other) == ()


def test_names_are_read_and_given_once(world: World, call: Call, other: Call, favourite: Favourite) -> None:
    for name in ("", " \n", "x" * 81, "a\x00b", "a\u202eb"):
        with pytest.raises(FavouriteNameInvalid):
            change_favourite(world.services, call, favourite.id, name=name)
    renamed = change_favourite(world.services, call, favourite.id, name="Lamp post")
    assert (renamed.name, renamed.shared) == ("Lamp post", False)
    mine = start_quote(world.services, other)
    add_line(world.services, other, mine.id, product="sc300", choices={})
    assert save_favourite(world.services, other, mine.id, 1, name="Lamp post").owner == COLLEAGUE.user
    with pytest.raises(FavouriteNameTaken):
        save_favourite(world.services, other, mine.id, 1, name="Lamp post")
    with pytest.raises(LineMissing):
        save_favourite(world.services, other, mine.id, 9, name="Other")


def test_there_are_so_many_of_ones_own_and_no_more(
    world: World, call: Call, other: Call, quote: Quote, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(saving.__globals__, "MOST_FAVOURITES", 2)
    last = save_favourite(world.services, call, quote.id, 1, name="one", shared=True)
    save_favourite(world.services, call, quote.id, 1, name="two")
    with pytest.raises(TooManyFavourites, match="2"):
        save_favourite(world.services, call, quote.id, 1, name="three")
    delete_favourite(world.services, call, last.id)
    save_favourite(world.services, call, quote.id, 1, name="three")
    mine = start_quote(world.services, other)
    add_line(world.services, other, mine.id, product="sc300", choices={})
    save_favourite(world.services, other, mine.id, 1, name="one")


def test_on_a_newer_release_it_is_told_what_is_no_longer_possible(
    world: World, call: Call, quote: Quote, favourite: Favourite, tmp_path: Path
) -> None:
    newer(world, tmp_path)
    # By then each process has noticed the newer one.
    (listed,) = list_favourites(world.services, replace(call, at=NOW + timedelta(minutes=1)))
    assert (listed.sold, listed.newer) == (True, True)
    moved = move_quote(world.services, call, quote.id).after
    told = preview_favourite(world.services, call, quote.id, favourite=favourite.id)
    (lost,) = told.lost
    assert (lost.attribute, lost.value, lost.state) == ("mounting", "strand", "open")
    assert show_quote(world.services, call, quote.id) == moved
    done = apply_favourite(world.services, call, quote.id, favourite=favourite.id)
    assert (done.lost, done.view.line) == (told.lost, told.view.line)
    assert dict(done.view.line.choices) == {"environment": "street"}


def test_what_is_no_longer_sold_is_not_put_on_a_quote(
    world: World, call: Call, quote: Quote, tmp_path: Path
) -> None:
    line = add_line(world.services, call, quote.id, product="care", choices={}).line
    complete_line(world.services, call, quote.id, line.n)
    care = save_favourite(world.services, call, quote.id, line.n, name="Care")
    newer(world, tmp_path)
    # By then each process has noticed the newer one.
    (listed,) = list_favourites(world.services, replace(call, at=NOW + timedelta(minutes=1)))
    assert not listed.sold
    with pytest.raises(ProductWithdrawn):
        apply_favourite(world.services, call, quote.id, favourite=care.id)


def test_it_is_put_on_a_draft_of_ones_own_at_a_revision(
    world: World, call: Call, other: Call, quote: Quote, favourite: Favourite
) -> None:
    with pytest.raises(QuoteChanged):
        apply_favourite(world.services, call, quote.id, favourite=favourite.id, expected=99)
    with pytest.raises(QuantityInvalid):
        apply_favourite(world.services, call, quote.id, favourite=favourite.id, quantity=0)
    for unknown in ("f" * 32, "nonsense", ""):
        with pytest.raises(FavouriteMissing):
            apply_favourite(world.services, call, quote.id, favourite=unknown)
    change_favourite(world.services, call, favourite.id, shared=True)
    with pytest.raises(QuoteMissing):
        apply_favourite(world.services, other, quote.id, favourite=favourite.id)
    complete_line(world.services, call, quote.id, 1)
    submit_quote(world.services, call, quote.id, idempotency_key="once")
    with pytest.raises(StatusForbids):
        apply_favourite(world.services, call, quote.id, favourite=favourite.id)
    delete_favourite(world.services, call, favourite.id)
    assert list_favourites(world.services, call) == ()
