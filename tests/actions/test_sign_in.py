"""Opening the panel."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.actions import (
    ApprovalNeeded,
    Arrival,
    LaunchRefused,
    LaunchStale,
    RecordMissing,
    arrive,
    open_opportunity,
    seal_arrival,
    sealed_arrival,
    sign_in,
)
from app.actions.rotate_secret import rotate_secret
from app.crm import Connection, CrmUnavailable, Launch, OpportunityMissing
from app.crm.fake import FakeGateway
from app.store import accesses, audit
from tests.actions.conftest import DEMO, NOW, OPPORTUNITY, REP, World


def test_the_opportunity_is_what_the_crm_shows_to_this_user(world: World) -> None:
    signed_in = world.open()
    assert signed_in.opportunity.account_name == 'Nordtel "AG" <b>'
    assert (signed_in.session.actor, signed_in.session.opportunity) == (REP, OPPORTUNITY)
    assert world.crm.calls == 1


def test_a_launch_leaves_an_audit_entry_with_its_correlation_id(world: World) -> None:
    world.open()
    with world.services.database.reading() as tx:
        entries = audit.read(tx, OPPORTUNITY)
    assert [(entry.verb, entry.user, entry.correlation_id) for entry in entries] == [
        ("sign_in", REP.user, "test-launch")
    ]


def test_an_opportunity_that_the_user_cannot_see_opens_nothing(world: World) -> None:
    with pytest.raises(OpportunityMissing):
        world.open(opportunity="006x0000009a2b3AAA")


def test_the_same_request_is_accepted_again_within_the_reuse_window(world: World) -> None:
    world.open()
    again = world.enter("request 1", at=NOW + timedelta(minutes=5))
    assert again.session.created_at == NOW + timedelta(minutes=5)


def test_the_same_request_is_stale_after_the_reuse_window(world: World) -> None:
    world.open()
    with pytest.raises(LaunchStale):
        world.enter("request 1", at=NOW + timedelta(minutes=5, seconds=1))


def test_without_a_token_the_user_is_asked_to_approve_the_app(world: World) -> None:
    with pytest.raises(ApprovalNeeded):
        world.open(token="none")


def test_without_a_record_the_user_is_told_where_the_panel_opens(world: World) -> None:
    with pytest.raises(RecordMissing, match="opportunity"):
        world.open(opportunity=None)


@pytest.mark.parametrize("name", ["other", "Demo", "../demo", "", "demo\n", "x" * 500])
def test_an_unknown_connection_is_refused_like_a_forged_request(world: World, name: str) -> None:
    with pytest.raises(LaunchRefused):
        sign_in(
            world.services, connection=name, form={"signed_request": "request 1"}, at=NOW, correlation="test"
        )


def test_a_launch_of_another_org_is_refused(world: World) -> None:
    with pytest.raises(LaunchRefused):
        world.open(replace(REP, org=type(REP.org)("00Dx00000002hxyEAA")))


def test_a_crm_that_is_down_starts_no_session(world: World) -> None:
    world.crm.fail_next(CrmUnavailable("down"))
    with pytest.raises(CrmUnavailable):
        world.open()
    with world.services.database.reading() as tx:
        assert accesses.load(tx, connection=DEMO, user=REP.user, at=NOW) is None


def test_a_session_is_for_fifteen_minutes(world: World) -> None:
    session = world.open().session
    assert session.expires_at - session.created_at == timedelta(minutes=15)


def test_an_arrival_stores_nothing_and_asks_the_crm_nothing(world: World) -> None:
    world.gateway.prepare("request", world.launch(REP, OPPORTUNITY, "token"))
    arrive(world.services, connection=DEMO, form={"signed_request": "request"}, at=NOW)
    assert world.crm.calls == 0
    with world.services.database.reading() as tx:
        assert accesses.load(tx, connection=DEMO, user=REP.user, at=NOW) is None
        assert audit.read(tx, OPPORTUNITY) == ()


def test_a_sealed_arrival_says_what_was_verified_and_shows_none_of_it(world: World) -> None:
    world.gateway.prepare("request", world.launch(REP, OPPORTUNITY, "token of Rita"))
    arrival = arrive(world.services, connection=DEMO, form={"signed_request": "request"}, at=NOW)
    sealed = seal_arrival(world.services, arrival)
    assert sealed_arrival(world.services, sealed, at=NOW) == arrival
    assert "token of Rita" not in repr(arrival)
    assert "Rita" not in sealed


def test_of_two_arrivals_with_one_request_the_late_one_is_stale_when_it_opens(world: World) -> None:
    world.gateway.prepare("request", world.launch(REP, OPPORTUNITY, "token"))

    def arrival(at: datetime) -> Arrival:
        return arrive(world.services, connection=DEMO, form={"signed_request": "request"}, at=at)

    early, late = arrival(NOW), arrival(NOW + timedelta(minutes=6))
    open_opportunity(world.services, early, at=NOW, correlation="test")
    with pytest.raises(LaunchStale):
        open_opportunity(world.services, late, at=NOW + timedelta(minutes=6), correlation="test")


def test_a_connection_is_looked_up_again_when_its_secret_does_not_fit(world: World) -> None:
    world.open()
    rotate_secret(world.services.database, DEMO, "a-new-secret", overlap=timedelta(days=1), at=NOW)
    verified: list[str] = []

    class Picky(FakeGateway):
        def verify(self, form: Mapping[str, str], connection: Connection, *, at: datetime) -> Launch:
            verified.append(connection.secrets[0].value)
            if connection.secrets[0].value != "a-new-secret":
                raise LaunchRefused
            return super().verify(form, connection, at=at)

    picky = Picky(crms=world.gateway.crms, launches=world.gateway.launches)
    services = replace(world.services, gateway=picky)
    arrive(services, connection=DEMO, form={"signed_request": "request 1"}, at=NOW)
    assert verified == ["the-secret", "a-new-secret"]


def test_the_users_token_is_gone_when_it_expires(world: World) -> None:
    world.open()
    with world.services.database.transaction() as tx:
        assert accesses.load(tx, connection=DEMO, user=REP.user, at=NOW) is not None
        assert accesses.load(tx, connection=DEMO, user=REP.user, at=NOW + timedelta(hours=2)) is None
        assert accesses.forget_expired(tx, NOW + timedelta(hours=2)) == 1
