from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from app.actor import UserId
from app.amounts import Money
from app.quoting import Deed, Failure, QuoteId, Receipt, WriteBack, WriteBackKey, WriteBackState
from app.store import Database, Requester, Start, WriteBackMissing, documents, outbox, quotes, write_backs
from tests.store.examples import AT, DEMO, ORG, USER, a_line, a_quote, a_write_back

LATER = AT + timedelta(hours=1)


def submitted(database: Database, *, number: str = "Q-00001") -> WriteBack:
    draft = replace(a_quote(a_line(1), number=number), opportunity=f"on {number}")
    quote = draft.moved(Deed.SUBMIT, at=AT)
    with database.transaction() as tx:
        quotes.insert(tx, quote)
        write_backs.insert(tx, a_write_back(quote), quote=quote, requested_by=USER)
    return a_write_back(quote)


def due(database: Database) -> tuple[Start, ...]:
    with database.reading() as tx:
        return outbox.due(tx, at=LATER)


def updated(database: Database, write_back: WriteBack) -> None:
    with database.transaction() as tx:
        write_backs.update(tx, write_back)


def waiting(write_back: WriteBack) -> WriteBack:
    return replace(write_back, failure=Failure("crm_session_expired", "Come back.", "user", AT))


def test_a_write_back_comes_back_with_its_receipt_and_failure(database: Database) -> None:
    write_back = submitted(database)
    total = Money(Decimal("123456789012345678901234.56"), "EUR")
    receipt = Receipt("0Q0", "00001", "069", 1, total, total, repeated=True, at=AT)
    full = replace(write_back, attempts=3, receipt=receipt, failure=Failure("crm_busy", "Locked.", "crm", AT))
    updated(database, full)
    with database.reading() as tx:
        assert write_backs.load(tx, write_back.key) == full
        assert write_backs.latest(tx, write_back.quote) == full
        assert write_backs.requester(tx, write_back.key) == Requester(DEMO, ORG, USER)


def test_the_latest_submission_of_a_quote_counts(database: Database) -> None:
    first = submitted(database)
    second = replace(first, key=WriteBackKey(f"{first.quote}-r9"), revision=9)
    with database.transaction() as tx:
        quote = quotes.load(tx, first.quote, connection=DEMO)
        write_backs.insert(tx, second, quote=quote, requested_by=USER)
    with database.reading() as tx:
        assert write_backs.of_quote(tx, first.quote) == second


def test_what_was_never_submitted_has_no_write_back(database: Database) -> None:
    with database.reading() as tx:
        assert write_backs.of_quote(tx, QuoteId("0" * 32)) is None
        with pytest.raises(WriteBackMissing):
            write_backs.latest(tx, QuoteId("0" * 32))
        with pytest.raises(WriteBackMissing):
            write_backs.load(tx, WriteBackKey("none"))


def test_a_submitted_write_back_is_due_until_it_is_handed_over(database: Database) -> None:
    start = Start(submitted(database).key, 1)
    assert due(database) == (start,)
    with database.transaction() as tx:
        outbox.hand_over(tx, start, at=AT)
    assert due(database) == ()
    with database.reading() as tx:
        assert outbox.handed_over(tx, before=LATER) == (start,)
        assert outbox.handed_over(tx, before=AT) == ()


def test_a_write_back_that_waits_for_its_user_is_due_again_when_the_user_comes(database: Database) -> None:
    write_back = submitted(database)
    updated(database, waiting(write_back))
    with database.transaction() as tx:
        outbox.hand_over(tx, Start(write_back.key, 1), at=AT)
        assert outbox.wake_for_user(tx, connection=DEMO, user=UserId("somebody else"), at=AT) == 0
        assert outbox.wake_for_user(tx, connection=DEMO, user=USER, at=AT) == 1
        assert outbox.wake_for_user(tx, connection=DEMO, user=USER, at=AT) == 0
    assert due(database) == (Start(write_back.key, 2),)


def test_a_wake_is_not_lost_to_a_hand_over_of_the_start_before_it(database: Database) -> None:
    write_back = submitted(database)
    updated(database, waiting(write_back))
    with database.transaction() as tx:
        outbox.hand_over(tx, Start(write_back.key, 1), at=AT)
        outbox.wake_for_user(tx, connection=DEMO, user=USER, at=AT)
        outbox.hand_over(tx, Start(write_back.key, 1), at=AT)
    assert due(database) == (Start(write_back.key, 2),)


def test_a_postponed_one_is_due_when_its_time_has_come(database: Database) -> None:
    start = Start(submitted(database).key, 1)
    with database.transaction() as tx:
        outbox.hand_over(tx, start, at=AT)
        outbox.postpone(tx, start, until=LATER)
        outbox.postpone(tx, start, until=AT)
        assert outbox.due(tx, at=LATER - timedelta(seconds=1)) == ()
    assert due(database) == (Start(start.key, 2),)


@pytest.mark.parametrize("state", [WriteBackState.WRITTEN, WriteBackState.FAILED])
def test_a_finished_one_is_never_due(database: Database, state: WriteBackState) -> None:
    write_back = submitted(database)
    updated(database, replace(waiting(write_back), state=state))
    with database.transaction() as tx:
        outbox.postpone(tx, Start(write_back.key, 1), until=AT)
        assert outbox.wake_for_user(tx, connection=DEMO, user=USER, at=AT) == 0
    assert due(database) == ()


def test_the_one_that_waits_longest_is_due_first(database: Database) -> None:
    first, second = submitted(database, number="Q-1"), submitted(database, number="Q-2")
    with database.transaction() as tx:
        outbox.postpone(tx, Start(first.key, 1), until=LATER)
    assert [start.key for start in due(database)] == [second.key, first.key]


def test_a_kept_document_stays_the_same(database: Database) -> None:
    key = submitted(database).key
    with database.transaction() as tx:
        assert documents.load(tx, key) is None
        documents.keep(tx, key, b"%PDF first")
        documents.keep(tx, key, b"%PDF second")
        assert documents.load(tx, key) == b"%PDF first"
