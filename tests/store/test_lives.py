"""What became of quotes, their families, offers that are over, and favourites, on both databases."""

import secrets
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from app.actor import Actor, ConnectionName, OrgId, UserId
from app.quoting import Deed, Favourite, FavouriteId, FavouriteMissing, Quote, Status
from app.store import Database, KeptDeed, deeds, editions, favourites, quotes
from tests.store.examples import AT, DEMO, ORG, USER, a_line, a_quote
from tests.store.test_quotes import stored
from tests.thorough import tried

ADA = Actor(DEMO, ORG, USER, "Ada")
BOB = replace(ADA, user=UserId("005000000000002AAA"), name="Bob")


def a_favourite(name: str = "Street", *, owner: Actor = ADA, shared: bool = False) -> Favourite:
    return Favourite(
        id=FavouriteId(secrets.token_hex(16)),
        connection=owner.connection,
        org=owner.org,
        owner=owner.user,
        owner_name=owner.name,
        name=name,
        product="station",
        product_name="Station",
        choices={"band": "n78", "length": Decimal("12.50"), "outdoor": True, "sectors": 3},
        release="a" * 64,
        shared=shared,
        created_at=AT,
        changed_at=AT,
    )


def kept(database: Database, *found: Favourite) -> None:
    with database.transaction() as tx:
        for one in found:
            favourites.insert(tx, one)


@settings(max_examples=tried(20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    reasons=st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), max_size=6)
)
def test_deeds_come_back_in_their_order_with_their_words(database: Database, reasons: list[str]) -> None:
    quote = stored(database, a_quote(number=secrets.token_hex(8), status=Status.WRITTEN))
    noted = [
        KeptDeed(AT, USER, "Ada", Deed.REJECT, Status.SENT, Status.REJECTED, reason) for reason in reasons
    ]
    with database.transaction() as tx:
        for revision, one in enumerate(noted, start=2):
            deeds.note(tx, replace(quote, revision=revision), one)
    with database.reading() as tx:
        assert deeds.of_quote(tx, quote.id) == tuple(noted)
        assert deeds.of_quote(tx, a_quote().id) == ()


def test_a_family_is_of_one_connection_and_in_its_order(database: Database) -> None:
    first = stored(database, a_quote(a_line(1), status=Status.WRITTEN))
    third = replace(first, id=a_quote().id, number="Q-00001-3", edition=3, status=Status.DRAFT)
    second = replace(first, id=a_quote().id, number="Q-00001-2", edition=2, status=Status.SENT)
    for one in (third, second, replace(a_quote(), number="Q-00002")):
        stored(database, one)
    stored(database, replace(first, id=a_quote().id, connection=ConnectionName("other")))
    with database.reading() as tx:
        found = editions.of_family(tx, second)
    assert [(one.id, one.number, one.edition, one.status) for one in found] == [
        (one.id, one.number, one.edition, one.status) for one in (first, second, third)
    ]


def test_offers_that_are_over_are_found_the_oldest_first(database: Database) -> None:
    day = date(2026, 4, 1)

    def store(number: str, status: Status, days: int) -> Quote:
        quote = replace(a_quote(number=number, status=status), valid_until=day + timedelta(days=days))
        return stored(database, quote)

    for n, status in enumerate(Status):
        if status not in (Status.WRITTEN, Status.SENT):
            store(f"Q-{n}", status, -9)
    sent, older = store("Q-90", Status.SENT, 0), store("Q-91", Status.WRITTEN, -3)
    store("Q-92", Status.WRITTEN, 1)
    with database.reading() as tx:
        assert editions.lapsed(tx, until=day, most=9) == ((older.id, DEMO), (sent.id, DEMO))
        assert editions.lapsed(tx, until=day, most=1) == ((older.id, DEMO),)


def test_what_is_on_the_opportunity_needs_no_entry_of_the_price_book_any_more(database: Database) -> None:
    codes = {}
    for n, status in enumerate(Status):
        codes[status] = f"C-{n}"
        stored(database, a_quote(replace(a_line(1), code=f"C-{n}"), number=f"Q-{n}", status=status))
    with database.reading() as tx:
        found = quotes.codes_on(tx, connection=DEMO, opportunity=a_quote().opportunity)
    still = (Status.DRAFT, Status.IN_APPROVAL, Status.APPROVED, Status.SUBMITTED, Status.FAILED)
    assert set(found) == {codes[status] for status in still}


def test_a_favourite_comes_back_as_it_was_and_can_be_changed_and_removed(database: Database) -> None:
    one = a_favourite()
    kept(database, one)
    changed = replace(one, name="Lamp post", shared=True, changed_at=AT + timedelta(minutes=1))
    with database.transaction() as tx:
        assert favourites.load(tx, one.id) == one
        favourites.update(tx, changed)
    with database.transaction() as tx:
        assert favourites.load(tx, one.id) == changed
        assert str(favourites.load(tx, one.id).choices["length"]) == "12.50"
        favourites.remove(tx, one.id)
        with pytest.raises(FavouriteMissing):
            favourites.load(tx, one.id)


def test_ones_own_come_first_then_what_is_shared_on_the_same_connection_and_org(database: Database) -> None:
    elsewhere = replace(BOB, connection=ConnectionName("other"))
    other_org = replace(BOB, user=UserId("005000000000003AAA"), org=OrgId("00D000000000002AAA"))
    kept(
        database,
        a_favourite("zebra"),
        a_favourite("Apple"),
        a_favourite("banana", owner=BOB, shared=True),
        a_favourite("secret", owner=BOB),
        a_favourite("far", owner=elsewhere, shared=True),
        a_favourite("foreign", owner=other_org, shared=True),
    )
    with database.reading() as tx:
        assert [one.name for one in favourites.usable_by(tx, ADA)] == ["Apple", "zebra", "banana"]
        assert favourites.names_of(tx, BOB) == {"banana", "secret"}


def test_a_name_is_given_once_even_to_two_windows(database: Database) -> None:
    kept(database, a_favourite())
    with pytest.raises(IntegrityError):
        kept(database, a_favourite())
    kept(database, a_favourite(owner=BOB))
