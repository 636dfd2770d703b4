"""Ten minutes without the CRM, two hundred quotes waiting: no storm, all written after it, in order."""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

from app.actions import Call
from app.crm import CrmLimit
from app.delivery import Road
from app.quoting import Deed, QuoteId, WriteBack, WriteBackKey, WriteBackState, write_back_key
from app.store import accesses, audit, documents, outbox, quotes, roads, write_backs
from app.store.roads import Allowance, KnownRoad
from tests.actions.conftest import COLLEAGUE, DEMO, NOW, OPPORTUNITY, REP, World, opportunity
from tests.actions.simulated import SimulatedWorker

OPPORTUNITIES = [f"006x00000020{n:03d}AAA" for n in range(20)]
EACH = 10


def submitted(world: World) -> list[WriteBackKey]:
    """Ten on each of twenty opportunities, a second apart, taking turns; their documents are made already."""
    for record in OPPORTUNITIES:
        world.crm.opportunities[record] = replace(opportunity(OPPORTUNITY), id=record)
    calls = [world.call(world.open(opportunity=record)) for record in OPPORTUNITIES]
    base = world.quote(calls[0], "sc300")
    keys = []
    for n in range(EACH * len(OPPORTUNITIES)):
        at = NOW + timedelta(seconds=n)
        quote = replace(
            base,
            id=QuoteId(f"{n:032x}"),
            number=f"Z-{n:05d}",
            opportunity=OPPORTUNITIES[n % len(OPPORTUNITIES)],
            family=QuoteId(""),
        )
        sent = quote.moved(Deed.SUBMIT, at=at)
        key = write_back_key(sent)
        with world.services.database.transaction() as tx:
            quotes.insert(tx, sent)
            write_back = WriteBack(key, sent.id, sent.revision, WriteBackState.QUEUED, 0, at)
            write_backs.insert(tx, write_back, quote=sent, requested_by=REP.user)
            documents.keep(tx, key, b"%PDF-1.7 a document")
        keys.append(key)
    return keys


def test_an_outage_makes_no_storm_and_everything_is_written_after_it_oldest_first(world: World) -> None:
    keys = submitted(world)
    worker = SimulatedWorker(world, NOW + timedelta(minutes=4))
    before = world.crm.calls
    world.crm.is_down = True
    worker.run(timedelta(minutes=10))
    # Without the closed road each of the two hundred would have asked about ten times.
    assert world.crm.calls - before <= 30
    assert world.crm.quotes == {}
    world.crm.is_down = False
    worker.run(timedelta(minutes=7))
    assert set(world.crm.quotes) == set(keys)
    written = list(world.crm.quotes)
    by_opportunity = defaultdict(list)
    for key in written:
        by_opportunity[world.crm.quotes[key].offer.opportunity].append(keys.index(WriteBackKey(key)))
    assert all(places == sorted(places) for places in by_opportunity.values())
    assert world.crm.calls - before <= 30 + len(keys)
    with world.services.database.reading() as tx:
        assert outbox.count_unfinished(tx) == 0
        told = [[entry.verb for entry in audit.read(tx, key.partition("-")[0])] for key in keys]
    assert all(verbs.count("write_back_written") == 1 for verbs in told)


def test_while_the_allowance_is_used_up_it_is_asked_for_rarely(world: World) -> None:
    call = world.call()
    keys = [world.submitted(call).key for _ in range(3)]
    for _ in range(40):
        world.crm.fail_next(CrmLimit("used up", facts={"retry_after": 300}))
    before = world.crm.calls
    worker = SimulatedWorker(world, NOW + timedelta(minutes=1))
    worker.run(timedelta(minutes=21))
    assert 2 <= world.crm.calls - before <= 5
    world.crm._failures.clear()
    worker.run(timedelta(minutes=16))
    assert set(world.crm.quotes) == set(keys)


def test_an_allowance_that_is_told_to_be_used_up_is_not_asked_again(world: World) -> None:
    call = world.call()
    for _ in range(3):
        world.submitted(call)
    world.crm.limit = "api-usage=5000/5000"
    before = world.crm.calls
    worker = SimulatedWorker(world, NOW + timedelta(minutes=1))
    worker.run(timedelta(seconds=30))
    assert world.crm.calls - before == 1


def test_the_one_that_tries_the_road_gives_it_up_when_it_has_to_wait_for_its_user(world: World) -> None:
    mine = world.submitted(world.call())
    later = NOW + timedelta(seconds=1)
    other = world.submitted(world.call(world.open(COLLEAGUE, at=later), at=later))
    at = NOW + timedelta(minutes=1)
    with world.services.database.transaction() as tx:
        tried = Road(3, 1, NOW, trial=mine.key, trial_until=at + timedelta(minutes=5))
        roads.save(tx, KnownRoad(DEMO, tried, Allowance()), at=NOW)
        accesses.forget(tx, connection=DEMO, user=REP.user)
    SimulatedWorker(world, at).run(timedelta(seconds=10))
    assert list(world.crm.quotes) == [other.key]


def test_work_is_done_with_its_own_user_s_token_or_not_at_all(world: World) -> None:
    mine = world.submitted(world.call())
    theirs: Call = world.call(world.open(COLLEAGUE))
    other = world.submitted(theirs)
    world.crm.expired_tokens.add(f"token of {REP.user}")
    worker = SimulatedWorker(world, NOW + timedelta(seconds=5))
    world.crm.tokens.clear()
    worker.run(timedelta(minutes=30))
    assert list(world.crm.quotes) == [other.key]
    assert world.crm.tokens == {f"token of {REP.user}", f"token of {COLLEAGUE.user}"}
    with world.services.database.reading() as tx:
        kept = write_backs.load(tx, mine.key)
    assert kept.failure is not None
    assert (kept.failure.code, kept.failure.waits_for) == ("crm_session_expired", "user")
    assert "open the panel again" in kept.failure.detail
    tried = len(worker.tried)
    world.open(COLLEAGUE, at=worker.at)
    worker.run(timedelta(minutes=1))
    assert len(worker.tried) == tried
    world.open(token="a new token", at=worker.at)
    worker.run(timedelta(seconds=5))
    assert set(world.crm.quotes) == {mine.key, other.key}
    assert world.crm.tokens == {
        f"token of {REP.user}",
        f"token of {COLLEAGUE.user}",
        "a new token",
    }
    assert kept_connection(world, mine) == DEMO


def kept_connection(world: World, write_back: WriteBack) -> str:
    with world.services.database.reading() as tx:
        return write_backs.requester(tx, write_back.key).connection
