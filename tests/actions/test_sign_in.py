"""Opening the panel."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.actions import ApprovalNeeded, LaunchRefused, LaunchStale, RecordMissing, resume_session, sign_in
from app.crm import CrmUnavailable, OpportunityMissing
from app.store import SessionExpired, accesses, audit
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
    first = world.open()
    again = world.enter("request 1", at=NOW + timedelta(minutes=5))
    assert again.session.id != first.session.id


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


def test_a_session_ends_after_fifteen_minutes(world: World) -> None:
    session = world.open().session
    assert resume_session(world.services, session.id, at=NOW + timedelta(minutes=14, seconds=59)) == session
    with pytest.raises(SessionExpired):
        resume_session(world.services, session.id, at=NOW + timedelta(minutes=15))


def test_the_users_token_is_gone_when_it_expires(world: World) -> None:
    world.open()
    with world.services.database.transaction() as tx:
        assert accesses.load(tx, connection=DEMO, user=REP.user, at=NOW) is not None
        assert accesses.load(tx, connection=DEMO, user=REP.user, at=NOW + timedelta(hours=2)) is None
        assert accesses.forget_expired(tx, NOW + timedelta(hours=2)) == 1
