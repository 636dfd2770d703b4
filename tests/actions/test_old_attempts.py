"""Attempts are forgotten when their flow ended long ago, never while somebody may still look into it."""

from datetime import timedelta

import pytest

from app.actions import Call, LineChange, change_line, write_back_quote
from app.actions.exceptions import return_quote, skip_write_back
from app.actor import Role
from app.crm import CrmBusy, CrmRefused
from app.quoting import WriteBack
from app.store import attempts, old_attempts
from tests.actions.conftest import NOW, World
from tests.actions.test_exceptions import as_role

LATER = NOW + timedelta(days=90)


@pytest.fixture
def rep(world: World) -> Call:
    return world.call()


@pytest.fixture
def operator(world: World) -> Call:
    return as_role(world, Role.OPERATOR)


def tried(world: World, rep: Call, failure: CrmBusy | CrmRefused | None = None) -> WriteBack:
    write_back = world.submitted(rep)
    if failure is not None:
        world.crm.fail_next(failure)
    write_back_quote(world.services, write_back.key, at=NOW)
    return write_back


def forgotten(world: World, write_back: WriteBack) -> bool:
    with world.services.database.transaction() as tx:
        while old_attempts.forget(tx, before=LATER, most=1):
            pass
        return not attempts.of_flow(tx, write_back.key)


def test_those_of_a_written_quote_are_forgotten_with_age(world: World, rep: Call) -> None:
    write_back = tried(world, rep)
    with world.services.database.transaction() as tx:
        assert old_attempts.forget(tx, before=NOW) == 0
        assert len(attempts.of_flow(tx, write_back.key)) == 1
    assert forgotten(world, write_back)


@pytest.mark.parametrize("failure", [CrmBusy("locked"), CrmRefused("no")])
def test_those_of_what_waits_or_stopped_are_kept(
    world: World, rep: Call, failure: CrmBusy | CrmRefused
) -> None:
    assert not forgotten(world, tried(world, rep, failure))


def test_those_of_what_an_operator_settled_are_forgotten(world: World, rep: Call, operator: Call) -> None:
    skipped = tried(world, rep, CrmRefused("no"))
    skip_write_back(world.services, operator, skipped.key, reason="Old")
    assert forgotten(world, skipped)


def test_those_of_a_quote_whose_author_went_on_with_it_are_forgotten(
    world: World, rep: Call, operator: Call
) -> None:
    returned = tried(world, rep, CrmRefused("no"))
    return_quote(world.services, operator, returned.key, reason="Wrong")
    change_line(world.services, rep, returned.quote, 1, change=LineChange(quantity=2))
    assert forgotten(world, returned)


def test_those_of_an_errand_that_is_gone_are_forgotten(world: World, rep: Call) -> None:
    with world.services.database.transaction() as tx:
        attempts.begin(tx, "status_update:gone", 1, at=NOW, correlation="")
        assert old_attempts.forget(tx, before=LATER) == 1
