"""A write-back whose end finds no room is tried again, and its record is recognised."""

from contextlib import ExitStack
from datetime import datetime, timedelta

import pytest

from app.actions import Call, show_quote, show_write_back, start_quote, write_back_quote
from app.crm import Access, Offer
from app.crm.fake import FakeCrm
from app.quoting import Outcome, Receipt, Status, WriteBackState
from app.store import DatabaseFull
from tests.actions.conftest import NOW, World
from tests.store.limits import NO_ROOM, connections_with

LATER = NOW + timedelta(seconds=5)


def test_a_quote_that_is_in_the_crm_and_could_not_be_confirmed_is_not_doubled(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = world.call()
    write_back = world.submitted(call)
    database = world.services.database
    save = FakeCrm.save_quote

    with ExitStack() as full:

        def saved(crm: FakeCrm, access: Access, offer: Offer, *, at: datetime) -> Receipt:
            receipt = save(crm, access, offer, at=at)
            full.enter_context(connections_with(database, NO_ROOM))
            # Until the last free page is taken, and the last free place in one.
            with pytest.raises(DatabaseFull):
                _start_many(world, call)
            return receipt

        monkeypatch.setattr(FakeCrm, "save_quote", saved)
        with pytest.raises(DatabaseFull):
            write_back_quote(world.services, write_back.key, at=LATER)
    monkeypatch.setattr(FakeCrm, "save_quote", save)
    assert show_write_back(world.services, call, write_back.quote).state is WriteBackState.WRITING
    assert len(world.crm.quotes) == 1

    assert write_back_quote(world.services, write_back.key, at=LATER) == Outcome(WriteBackState.WRITTEN)
    written = show_write_back(world.services, call, write_back.quote)
    assert written.receipt is not None
    assert written.receipt.repeated
    assert len(world.crm.quotes) == 1
    assert show_quote(world.services, call, write_back.quote).status is Status.WRITTEN


def _start_many(world: World, call: Call) -> None:
    for _ in range(2000):
        start_quote(world.services, call)
