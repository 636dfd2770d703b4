"""Requests come back as they were stored, on both databases; of two who change one, one is told."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from app.actor import UserId
from app.approvals import (
    ApprovalRequest,
    Person,
    RequestChanged,
    RequestId,
    add,
    approve,
    delegate,
    recall,
)
from app.catalog.approvals import ByRole, Calendar, Hours, Managers, Queue, Timing
from app.store import Database, approvals, delegations, letters, people, quotes
from tests.approvals.asking import AT, circle, delegation, need, request, said
from tests.store.examples import a_quote

DAY = (Hours(time(9), time(17)),)
CALENDAR = Calendar("Europe/Berlin", (DAY,) * 5 + ((), ()), frozenset({date(2026, 12, 25)}))
TIMING = Timing(remind=8, escalate=16, escalate_to=ByRole("approver"), expire=40)


def stored(database: Database, *, n: int = 1) -> ApprovalRequest:
    quote = a_quote()
    made = request(
        need("discount", "ann", timing=TIMING),
        need("terms", "bob", stage=2, timing=Timing(escalate_to=Queue("deals"))),
        need("chain", approver=Managers(2), auto=True),
    )
    made = replace(
        made,
        quote=quote.id,
        family=quote.family,
        connection=quote.connection,
        calendar=CALENDAR,
        revision=n,
    )
    with database.transaction() as tx:
        quotes.insert(tx, quote)
        approvals.insert_request(tx, made)
    return made


def again(database: Database, made: ApprovalRequest) -> ApprovalRequest:
    with database.reading() as tx:
        return approvals.load(tx, made.id, connection=made.connection)


def test_a_request_comes_back_as_it_was(database: Database) -> None:
    made = stored(database)
    assert again(database, made) == made
    after = delegate(made, said("ann"), UserId("cid"), circle())
    after = add(after, said("author", "She knows \x00them"), UserId("dee"), circle())
    after = approve(after, said("cid"), circle())
    with database.transaction() as tx:
        kept = approvals.update_request(tx, made, after)
    assert kept.version == 2
    assert [one.comment for one in kept.decisions][1] == "She knows them"
    assert replace(kept, version=1, decisions=after.decisions) == replace(
        after, needs=kept.needs, decisions=after.decisions
    )
    assert [one.seats for one in kept.needs] == [one.seats for one in after.needs]
    carried = request(need("discount", "cid"), earlier=(kept,), n=2)
    assert carried.needs[0].changed == ()


def test_of_two_who_read_the_same_one_is_told(database: Database) -> None:
    made = stored(database)
    with database.transaction() as tx:
        approvals.update_request(tx, made, approve(made, said("ann"), circle()))
    with pytest.raises(RequestChanged), database.transaction() as tx:
        approvals.update_request(tx, made, recall(made, said("author"), circle()))
    assert [one.user for one in again(database, made).decisions] == ["ann"]


def test_it_is_found_by_whom_it_waits_for_and_when(database: Database) -> None:
    made = stored(database)
    with database.reading() as tx:
        found = [
            [one.id for one in approvals.waiting_for(tx, [UserId(name)], connection=made.connection)]
            for name in ("ann", "cid")
        ]
        assert found == [[made.id], []]
        assert approvals.names(tx, made.quote, [UserId("ann")])
        assert not approvals.names(tx, made.quote, [UserId("cid")])
        assert approvals.of_quote(tx, made.quote) == made
        assert approvals.of_family(tx, made.family, connection=made.connection) == (made,)
        assert approvals.due(tx, at=AT, most=9) == ()
        # From Thursday at ten in Berlin: eight business hours.
        due = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
        assert [one.request for one in approvals.due(tx, at=due, most=9)] == [made.id]
        assert approvals.due(tx, at=due - timedelta(seconds=1), most=9) == ()


def test_people_and_delegations_come_back_as_they_were(database: Database) -> None:
    person = Person(
        UserId("ann"),
        "Ann",
        active=True,
        manager=UserId("bob"),
        username="ann@x",
        email="ann@y",
        groups=frozenset({"Sales"}),
        roles=frozenset({"approver"}),
    )
    given = replace(delegation("ann", "bob"), made_at=AT)
    with database.transaction() as tx:
        people.save(tx, (person,), connection=given.connection, at=AT)
        people.save(tx, (replace(person, active=False),), connection=given.connection, at=AT)
        delegations.keep(tx, given)
    with database.reading() as tx:
        known = people.directory(tx, connection=given.connection)
        assert known.people == {"ann": replace(person, active=False)}
        assert delegations.current(tx, connection=given.connection, at=AT) == (given,)
        assert delegations.current(tx, connection=given.connection, at=given.ends) == ()


def test_an_unknown_request_is_missing(database: Database) -> None:
    with pytest.raises(Exception, match="no such request"), database.reading() as tx:
        approvals.load(tx, RequestId("x"), connection=a_quote().connection)


def test_requests_are_looked_at_again_for_letters_once_a_delegation_holds(database: Database) -> None:
    made = stored(database)
    given = replace(delegation("ann", "cid"), connection=made.connection, made_at=AT)
    hour = timedelta(hours=1)

    def waiting(at: datetime) -> list[RequestId]:
        with database.reading() as tx:
            return [one[0] for one in letters.unlettered(tx, at=at, most=9)]

    assert waiting(AT) == [made.id]
    with database.transaction() as tx:
        letters.keep(tx, (), request=made.id, version=made.version, again_at=AT + hour)
        delegations.keep(tx, given)
    assert (waiting(AT), waiting(AT + hour)) == ([], [made.id])
    for moment, found in ((given.starts - hour, ()), (given.starts, (given,)), (given.ends, ())):
        with database.reading() as tx:
            assert delegations.unlettered(tx, at=moment, most=9) == found
    with database.transaction() as tx:
        letters.look_again(tx, [UserId("dee")], connection=made.connection)
    assert waiting(AT) == []
    with database.transaction() as tx:
        letters.look_again(tx, [UserId("ann")], connection=made.connection)
        delegations.lettered(tx, given.id, at=AT)
    assert waiting(AT) == [made.id]
    with database.reading() as tx:
        assert delegations.unlettered(tx, at=AT, most=9) == ()
        assert len(approvals.releases_asked(tx, connection=made.connection)) == 1


def test_people_are_found_by_id_and_user_name(database: Database) -> None:
    ann = Person(UserId("005x0000001SyyEAAS"), "Ann", active=True, username="Ann@x")
    connection = a_quote().connection
    with database.transaction() as tx:
        people.save(tx, (ann,), connection=connection, at=AT)
    with database.reading() as tx:
        called = ("005x0000001SyyEAAS", "005x0000001SyyE", "ann@X", "bob@x")
        found = people.names_of(tx, called, connection=connection)
        assert found == dict.fromkeys(called[:3], "Ann")
        assert people.names_of(tx, (), connection=connection) == {}
