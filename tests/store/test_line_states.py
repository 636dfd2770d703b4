"""What can be undone and done again, as a store: the two stacks that everybody knows, on both databases."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.actor import ConnectionName, OrgId, UserId
from app.amounts import Percent
from app.pricing import Discount
from app.quoting import LineState, Quote, Status
from app.store import Database, OpeningRow, line_states, openings, quotes
from app.store.line_states import MOST_STATES, Around
from tests.store.examples import AT, DEMO, USER, a_line, a_quote
from tests.store.test_quotes import stored
from tests.thorough import tried


def state(n: int) -> LineState:
    discount = Discount(Percent.of("12.5"), 'a "reason"') if n % 3 == 0 else None
    return LineState({"band": f"n{n}", "outdoor": n % 2 == 0, "sectors": n}, n + 1, discount)


@settings(max_examples=tried(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(st.sampled_from(["change", "change", "undo", "redo"]), max_size=25))
def test_it_behaves_as_two_stacks(database: Database, deeds: list[str]) -> None:
    quote = stored(database, a_quote(number=secrets.token_hex(8)))
    undone: list[LineState] = []
    done: list[LineState] = []
    now = state(0)
    for count, deed in enumerate(deeds, start=1):
        with database.transaction() as tx:
            if deed == "change":
                line_states.left(tx, quote, 1, state=now)
                done, undone, now = [*done, now], [], state(count)
            elif deed == "undo":
                found = line_states.undo(tx, quote, 1, now=now)
                assert found == (done[-1] if done else None)
                if found is not None:
                    done, undone, now = done[:-1], [*undone, now], found
            else:
                found = line_states.redo(tx, quote, 1, now=now)
                assert found == (undone[-1] if undone else None)
                if found is not None:
                    done, undone, now = [*done, now], undone[:-1], found
        with database.reading() as tx:
            expected = Around(done[-1] if done else None, undone[-1] if undone else None)
            assert line_states.around(tx, quote, 1) == expected
            assert line_states.around(tx, quote, 2) == Around()


def test_only_the_last_states_are_kept_however_many_there_were(database: Database) -> None:
    quote = stored(database, a_quote())
    with database.transaction() as tx:
        for n in range(MOST_STATES + 5):
            line_states.left(tx, quote, 1, state=state(n))
        left = 0
        now = state(MOST_STATES + 5)
        while (found := line_states.undo(tx, quote, 1, now=now)) is not None:
            left, now = left + 1, found
    assert (left, now) == (MOST_STATES, state(5))


def test_a_line_is_forgotten_alone_and_a_quote_with_all_its_lines(database: Database) -> None:
    quote = stored(database, a_quote())
    with database.transaction() as tx:
        for n in (1, 2, 3):
            line_states.left(tx, quote, n, state=state(n))
        line_states.forget(tx, quote.id, 2)
        assert [line_states.around(tx, quote, n).before for n in (1, 2, 3)] == [state(1), None, state(3)]
        line_states.forget(tx, quote.id)
        assert [line_states.around(tx, quote, n).before for n in (1, 2, 3)] == [None, None, None]


def test_an_example_is_the_last_written_line_with_the_product_on_the_same_opportunity(
    database: Database,
) -> None:
    asked = a_quote(number="Q-9")
    lines = (replace(a_line(1), product="antenna"), a_line(2), replace(a_line(3), quantity=9))
    written = a_quote(*lines, status=Status.WRITTEN)

    def store(number: str, **changes: Any) -> None:
        stored(database, replace(written, number=number, id=a_quote().id, **changes))

    store("Q-1")
    store("Q-2", changed_at=AT + timedelta(hours=2))
    store("Q-3", changed_at=AT + timedelta(hours=1))
    later = AT + timedelta(hours=3)
    store("Q-4", changed_at=later, status=Status.DRAFT)
    store("Q-5", changed_at=later, opportunity="006000000000002AAA")
    store("Q-6", changed_at=later, connection=ConnectionName("other"))
    with database.reading() as tx:
        found = quotes.last_written_line(tx, asked, product="station", reader=USER)
        assert quotes.last_written_line(tx, asked, product="mast", reader=USER) is None
    assert found is not None
    assert (found[0], found[1].n) == ("Q-2", 2)


def test_an_example_elsewhere_is_of_the_same_account_and_one_that_the_reader_can_have_seen(
    database: Database,
) -> None:
    account, there, colleague = "001000000000001AAA", "006000000000002AAA", UserId("005000000000002AAA")
    asked = replace(a_quote(), account=account)
    theirs = replace(
        a_quote(a_line(1), number="Q-1", status=Status.WRITTEN),
        account=account,
        opportunity=there,
        owner=colleague,
    )
    stored(database, theirs)
    stored(database, replace(theirs, id=a_quote().id, number="Q-2", account="001000000000002AAA"))
    stored(database, replace(theirs, id=a_quote().id, number="Q-3", org=OrgId("00D000000000002AAA")))

    def found(quote: Quote, reader: UserId) -> str | None:
        with database.reading() as tx:
            example = quotes.last_written_line(tx, quote, product="station", reader=reader)
        return None if example is None else example[0]

    def opened(at: datetime) -> None:
        with database.transaction() as tx:
            openings.save(tx, OpeningRow(DEMO, USER, there, {}, (), at))

    assert (found(asked, USER), found(asked, colleague)) == (None, "Q-1")
    assert found(replace(asked, account=""), colleague) is None
    opened(AT - timedelta(seconds=1))
    assert found(asked, USER) is None
    opened(AT)
    assert found(asked, USER) == "Q-1"
    stored(database, replace(theirs, id=a_quote().id, number="Q-0", opportunity=asked.opportunity))
    assert found(asked, USER) == "Q-0"
