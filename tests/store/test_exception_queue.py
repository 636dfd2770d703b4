"""The exception queue over both databases: write-backs and errands in one order, each on one page."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import product
from random import Random

from app.actor import ConnectionName
from app.delivery import FailureClass
from app.quoting import Deed, Failure, WriteBackState
from app.store import Database, attempts, errands, exceptions, old_attempts, quotes, write_backs
from app.store.errands import StoredErrand
from app.store.exceptions import Wanted
from tests.store.examples import AT, DEMO, ORG, USER, a_quote, a_write_back

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Held:
    key: str
    minute: int
    told: FailureClass
    state: WriteBackState


def hold(database: Database, n: int, chance: Random) -> Held:
    """A write-back or errand that came to any state at any of few moments."""
    minute, told = chance.randrange(3), chance.choice(list(FailureClass))
    state = chance.choice([WriteBackState.QUEUED, WriteBackState.FAILED, WriteBackState.WRITTEN])
    at = AT + minute * MINUTE
    failure = None if state is WriteBackState.WRITTEN else Failure("a_code", "Why", "crm", at, told.value)
    quote = a_quote(number=f"Q-{n:05d}").moved(Deed.SUBMIT, at=at)
    with database.transaction() as tx:
        quotes.insert(tx, quote)
        if chance.random() < 0.5:
            key = f"status_update:{quote.id}-{n}"
            one = StoredErrand(key, DEMO, ORG, USER, quote.opportunity, at, {"quote": quote.id})
            errands.add(tx, one)
            errands.update(tx, replace(one, state=state, failure=failure))
        else:
            write_back = a_write_back(quote, at=at)
            key = write_back.key
            write_backs.insert(tx, write_back, quote=quote, requested_by=USER)
            write_backs.update(tx, replace(write_back, state=state, failure=failure))
    return Held(key, minute, told, state)


def paged(database: Database, wanted: Wanted) -> list[str]:
    found: list[str] = []
    with database.reading() as tx:
        while page := exceptions.listed(tx, DEMO, replace(wanted, after=found[-1] if found else "")):
            found += [one.key for one in page]
    return found


def test_pages_of_any_length_tell_each_that_is_wanted_once_oldest_first(database: Database) -> None:
    chance = Random(17)
    held = {one.key: one for one in (hold(database, n, chance) for n in range(24))}
    queue = {key: one for key, one in held.items() if one.state is not WriteBackState.WRITTEN}
    for told, state, limit in product((None, *FailureClass), (None, WriteBackState.QUEUED), (1, 2, 5, 50)):
        found = paged(database, Wanted(told, state, limit=limit))
        assert sorted(found) == sorted(
            key for key, one in queue.items() if told in (None, one.told) and state in (None, one.state)
        )
        assert [queue[key].minute for key in found] == sorted(queue[key].minute for key in found)
        assert found == [key for key in paged(database, Wanted()) if key in found]
    with database.reading() as tx:
        assert exceptions.counted(tx, DEMO) == Counter(one.told for one in queue.values())
        assert exceptions.counted(tx, ConnectionName("other")) == {}


def test_attempts_outlive_their_age_while_their_flow_is_in_the_queue(database: Database) -> None:
    chance = Random(23)
    held = [hold(database, n, chance) for n in range(12)]
    with database.transaction() as tx:
        for one in held:
            for n in (1, 2):
                attempts.begin(tx, one.key, n, at=AT, correlation="")
        while old_attempts.forget(tx, before=AT + MINUTE, most=2):
            pass
        kept = {one.key for one in held if attempts.of_flow(tx, one.key)}
    assert kept == {one.key for one in held if one.state is not WriteBackState.WRITTEN}
