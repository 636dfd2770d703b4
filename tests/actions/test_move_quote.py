"""A quote stays on its release until it is moved, and moving shows first what it changes."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.actions import (
    Call,
    LineChange,
    LineView,
    QuoteMove,
    add_line,
    change_line,
    complete_line,
    copy_line,
    move_quote,
    offered_on,
    preview_move,
    render_document,
    show_line,
    show_quote,
    start_quote,
    submit_quote,
    write_back_quote,
)
from app.actions.candidate import Order
from app.actions.move_quote import ReleaseChanged, ReleaseIsCurrent
from app.actions.releases import ProductNewer, ProductWithdrawn
from app.actions.start_quote import CurrencyUnsupported
from app.catalog import Release
from app.quoting import Quote, StatusForbids, WriteBackState
from app.store import HeldReleases, QuoteChanged, ReleaseMissing, audit, quotes
from app.store.catalogs import FolderFiles, shipped_catalog
from tests.actions.conftest import DEMO, NOW, World
from tests.fixtures_catalog import DEARER, NO_STRAND, STREETS_ON_FIBRE, Change, next_telecom
from tests.publishing import publish_unproven

LATER = NOW + timedelta(minutes=1)
_SON = "      - key: self_organising\n"
STREET = {"environment": "street", "mounting": "strand", "backhaul": "ethernet_1g", "housing": "ip65"}


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
def later(call: Call) -> Call:
    return replace(call, at=LATER)


def publish(world: World, folder: Path, *changes: Change, without: tuple[str, ...] = ()) -> Release:
    files = FolderFiles(next_telecom(folder, "2099.1", *changes, without=without))
    return publish_unproven(world.services.database, files, Order(by="ada", at=NOW)).release


def small_cell(world: World, call: Call, choices: Mapping[str, object], *, quantity: int = 1) -> LineView:
    quote = start_quote(world.services, call)
    return add_line(world.services, call, quote.id, product="sc300", quantity=quantity, choices=choices)


def fresh(world: World) -> World:
    """As another process sees it, that has nothing in memory."""
    services = replace(world.services, catalogs=HeldReleases())
    return World(services, world.crm, world.gateway, world.launches)


def test_a_quote_is_priced_on_its_own_release_to_the_cent(
    world: World, call: Call, later: Call, tmp_path: Path
) -> None:
    view = small_cell(world, call, STREET, quantity=7)
    publish(world, tmp_path, DEARER, STREETS_ON_FIBRE)
    other = fresh(world)
    again = show_line(other.services, later, view.quote.id, 1)
    assert again == view
    change = LineChange(quantity=8)
    assert change_line(other.services, later, view.quote.id, 1, change=change).quote.total != view.quote.total
    back = change_line(other.services, later, view.quote.id, 1, change=LineChange(quantity=7))
    assert back.line == view.line
    assert back.quote.release == view.quote.release
    assert small_cell(other, later, {}).product.prices["EUR"] == 1790


def test_the_document_and_the_write_back_use_the_quotes_own_release(
    world: World, call: Call, later: Call, tmp_path: Path
) -> None:
    view = small_cell(world, call, STREET)
    quote = complete_line(world.services, call, view.quote.id, 1).quote
    publish(world, tmp_path, *NO_STRAND, without=("care",))
    other = fresh(world)
    name, content = render_document(other.services, later, quote.id)
    assert (name, content[:5]) == ("Q-00001.pdf", b"%PDF-")
    key = submit_quote(other.services, later, quote.id, idempotency_key="once").key
    assert write_back_quote(other.services, key, at=LATER).state is WriteBackState.WRITTEN
    assert other.crm.quotes[key].offer.fingerprint == quote.release


def test_a_move_is_shown_before_it_is_done_and_nothing_is_changed_by_looking(
    world: World, call: Call, later: Call, tmp_path: Path
) -> None:
    view = small_cell(world, call, STREET)
    target = publish(world, tmp_path, DEARER, STREETS_ON_FIBRE, *NO_STRAND)
    move = preview_move(world.services, later, view.quote.id)
    assert show_quote(world.services, later, view.quote.id) == view.quote
    (line,) = move.lines
    assert {one.attribute: (one.value, one.state) for one in line.given_up} == {
        "mounting": ("strand", "open"),
        "backhaul": ("ethernet_1g", "implied"),
    }
    reasons = {one.attribute: one.reason for one in line.given_up}
    assert reasons["mounting"] == ""
    assert "Environment: Street" in reasons["backhaul"]
    assert "Street cells are fed by fibre." in reasons["backhaul"]
    assert next(one.after for one in line.given_up if one.attribute == "backhaul") == "sfp_10g"
    assert line.after is not None
    assert line.after.price.net == move.after.total
    assert move.after.release == target.fingerprint
    done = move_quote(
        world.services, later, view.quote.id, release=target.fingerprint, expected=view.quote.revision
    )
    assert done == move
    assert show_quote(world.services, later, view.quote.id) == move.after
    again = show_line(fresh(world).services, later, view.quote.id, 1)
    assert again.line == line.after
    assert again.configuration.choices == {"environment": "street", "housing": "ip65"}


def test_what_moves_without_a_change_says_so(world: World, call: Call, later: Call, tmp_path: Path) -> None:
    quote = world.quote(call, "care", "ml200")
    publish(world, tmp_path, DEARER)
    move = preview_move(world.services, later, quote.id)
    assert [line.changes for line in move.lines] == [False, False]
    assert move.after.total == quote.total


def test_lines_of_a_product_that_is_gone_go_and_the_others_stay(
    world: World, call: Call, later: Call, tmp_path: Path
) -> None:
    quote = world.quote(call, "care", "sc300")
    publish(world, tmp_path, without=("care",))
    move = move_quote(world.services, later, quote.id)
    assert [line.after is None for line in move.lines] == [True, False]
    moved = show_quote(world.services, later, quote.id)
    assert [line.product for line in moved.lines] == ["sc300"]
    assert moved.next_line == quote.next_line
    assert _noted(world, quote)["lines"] == [{"line": 1, "gone": True, "given_up": []}]


def _noted(world: World, quote: Quote) -> Mapping[str, object]:
    with world.services.database.reading() as tx:
        entry = next(one for one in audit.read(tx, quote.id) if one.verb == "move_quote")
    assert (entry.facts["from"], entry.facts["lines_changed"]) == (quote.release, 1)
    return entry.facts


def test_quantity_and_discount_that_no_longer_fit_are_shown(
    world: World, call: Call, later: Call, tmp_path: Path
) -> None:
    view = small_cell(world, call, {}, quantity=600)
    discount = {"amount": "700000.00", "reason": "Frame contract"}
    change_line(world.services, call, view.quote.id, 1, change=LineChange(discount=discount))
    cheaper = ("products/sc300.yaml", "prices: {EUR: 1690, USD: 1845}", "prices: {EUR: 16, USD: 18}")
    fewer = ("products/sc300.yaml", "maximum_quantity: 5000", "maximum_quantity: 500")
    publish(world, tmp_path, cheaper, fewer)
    (line,) = preview_move(world.services, later, view.quote.id).lines
    assert line.after is not None
    assert (line.quantity_lowered, line.after.quantity) == (True, 500)
    assert (line.discount_dropped, line.after.discount) == (True, None)


def test_new_questions_are_told(world: World, call: Call, later: Call, tmp_path: Path) -> None:
    quote = world.quote(call, "sc300")
    options = "[{key: grey, name: Grey}, {key: red, name: Red}]"
    colour = f"      - {{key: colour, name: Colour, kind: choice, options: {options}}}\n"
    question = ("products/sc300.yaml", _SON, f"{colour}{_SON}")
    publish(world, tmp_path, question)
    (line,) = preview_move(world.services, later, quote.id).lines
    assert line.opened == ("colour",)
    assert line.after is not None
    assert not line.after.complete


def test_what_is_no_longer_sold_can_be_changed_but_not_added(
    world: World, call: Call, later: Call, tmp_path: Path
) -> None:
    quote = world.quote(call, "care")
    publish(world, tmp_path, without=("care",))
    services = world.services
    assert change_line(services, later, quote.id, 1, change=LineChange(quantity=2)).line.quantity == 2
    with pytest.raises(ProductWithdrawn, match="CARE service plan is no longer sold"):
        add_line(services, later, quote.id, product="care", choices={})
    with pytest.raises(ProductWithdrawn):
        copy_line(services, later, quote.id, 1)
    offered = offered_on(services, later, quote)
    assert "care" not in [product.key for product in offered.products]
    assert offered.newer


def test_a_product_of_a_newer_catalog_needs_the_move_first(
    world: World, call: Call, later: Call, tmp_path: Path
) -> None:
    publish(world, tmp_path, without=("care",))
    quote = start_quote(world.services, later)
    old = Order(by="ada", at=LATER)
    back = publish_unproven(
        world.services.database, FolderFiles(next_telecom(tmp_path, "2099.2")), old
    ).release
    after = replace(call, at=LATER + timedelta(seconds=10))
    with pytest.raises(ProductNewer, match="Move the quote"):
        add_line(world.services, after, quote.id, product="care", choices={})
    assert move_quote(world.services, after, quote.id).after.release == back.fingerprint
    assert add_line(world.services, after, quote.id, product="care", choices={}).line.n == 1


def test_only_what_was_shown_is_done(world: World, call: Call, later: Call, tmp_path: Path) -> None:
    view = small_cell(world, call, {})
    target = publish(world, tmp_path, DEARER)
    with pytest.raises(ReleaseChanged):
        move_quote(world.services, later, view.quote.id, release="0" * 64)
    change_line(world.services, later, view.quote.id, 1, change=LineChange(quantity=3))
    with pytest.raises(QuoteChanged):
        move_quote(
            world.services, later, view.quote.id, release=target.fingerprint, expected=view.quote.revision
        )
    assert show_quote(world.services, later, view.quote.id).release == view.quote.release


def test_there_is_nothing_to_move_on_the_release_in_force(world: World, call: Call) -> None:
    quote = start_quote(world.services, call)
    with pytest.raises(ReleaseIsCurrent):
        preview_move(world.services, call, quote.id)


def test_what_is_on_its_way_to_the_crm_is_not_moved(
    world: World, call: Call, later: Call, tmp_path: Path
) -> None:
    write_back = world.submitted(call)
    publish(world, tmp_path, DEARER)
    with pytest.raises(StatusForbids):
        preview_move(world.services, later, write_back.quote)


def test_a_catalog_without_the_quotes_currency_cannot_take_it(
    world: World, call: Call, later: Call, tmp_path: Path
) -> None:
    quote = start_quote(world.services, call)
    home = next_telecom(tmp_path, "2099.1", ("catalog.yaml", "currencies: [EUR, USD]", "currencies: [USD]"))
    for file in (home / "products").iterdir():
        file.write_text(_without_euro(file.read_text(encoding="utf-8")), encoding="utf-8")
    publish_unproven(world.services.database, FolderFiles(home), Order(by="ada", at=NOW))
    with pytest.raises(CurrencyUnsupported):
        preview_move(world.services, later, quote.id)


def _without_euro(text: str) -> str:
    return re.sub(r"EUR: [^,}]+, ", "", text)


def test_a_quote_whose_release_is_lost_can_still_be_moved(world: World, call: Call, later: Call) -> None:
    view = small_cell(world, call, STREET)
    lost = replace(view.quote, release="0" * 64, revision=view.quote.revision + 1)
    with world.services.database.transaction() as tx:
        quotes.load(tx, lost.id, connection=DEMO)
        quotes.update(tx, lost, expected=view.quote.revision)
    with pytest.raises(ReleaseMissing, match="Move the quote"):
        show_line(world.services, later, lost.id, 1)
    move: QuoteMove = move_quote(world.services, later, lost.id)
    assert move.origin is None
    assert show_line(world.services, later, lost.id, 1).line == view.line


def test_a_withdrawn_product_is_still_looked_up_in_the_price_book_and_can_be_saved(
    world: World, call: Call, later: Call, tmp_path: Path
) -> None:
    quote = world.quote(call, "care")
    publish(world, tmp_path, without=("care",))
    other = fresh(world)
    again = other.call(at=LATER)
    key = submit_quote(other.services, again, quote.id, idempotency_key="once").key
    assert write_back_quote(other.services, key, at=LATER).state is WriteBackState.WRITTEN


def test_what_comes_by_date_comes_to_a_quote_with_its_move(world: World, call: Call, tmp_path: Path) -> None:
    day = NOW.date() + timedelta(days=2)
    dated = ("products/care.yaml", "key: care\n", f"key: care\nfrom: {day.isoformat()}\n")
    publish(world, tmp_path, dated)
    first = replace(call, at=LATER)
    quote = start_quote(world.services, first)
    assert not offered_on(world.services, first, quote).newer
    then = replace(call, at=NOW + timedelta(days=3))
    assert offered_on(world.services, then, quote).newer
    with pytest.raises(ProductNewer):
        add_line(world.services, then, quote.id, product="care", choices={})
    moved = move_quote(world.services, then, quote.id).after
    assert (moved.release, moved.catalog_day) == (quote.release, then.at.date())
    assert show_quote(fresh(world).services, then, quote.id) == moved
    assert add_line(world.services, then, quote.id, product="care", choices={}).line.n == 1
    assert not offered_on(world.services, then, moved).newer
