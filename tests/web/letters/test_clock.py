"""A clock that jumps ahead or back approves nothing, and what it would end waits for a second look."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from types import SimpleNamespace
from typing import cast

import pytest
from sqlalchemy import func, select

from app import worker
from app.actions.approvals import follow_approvals
from app.actions.letters import send_letters, write_letters
from app.approvals import ApprovalRequest, RequestStatus, Verb
from app.catalog.approvals import Timing
from app.quoting import QuoteId, Status
from app.services import Services
from app.store import Slot, approvals, quotes
from app.store.tables import accesses, idempotency_keys
from app.workflows import Flows
from tests.mail.servers import Mailbox
from tests.web.approvals import RULE, reduced, with_policy
from tests.web.conftest import Web
from tests.web.letters.post import decided, link
from tests.web.samples import CONNECTIONS, OTHER_USER
from tests.web.test_life_api import written
from tests.web.test_moves import panel

TIMING = Timing(remind=4, escalate=24, expire=40)
YEAR = timedelta(days=365)


@dataclass(slots=True)
class Desk:
    """The duties of a worker that its clock drives; a quote that waits, and one that the CRM has."""

    web: Web
    duties: tuple[worker._Duty, ...] = ()
    steady: float = 0
    waiting: QuoteId = field(default=QuoteId(""))
    offered: QuoteId = field(default=QuoteId(""))

    def pass_(self, **parts: float) -> None:
        self.web.clock.forward(**parts)
        self.steady += timedelta(**parts).total_seconds()
        self.tick()

    def jump(self, by: timedelta) -> None:
        """And some minutes go by, fewer than make a second look."""
        self.web.clock.time += by
        for _ in range(4):
            self.pass_(minutes=1)

    def tick(self) -> None:
        for duty in self.duties:
            if duty.every in (5, 60, 600):
                duty.deed()

    def request(self) -> ApprovalRequest:
        with self.web.database.reading() as tx:
            found = approvals.of_quote(tx, self.waiting)
        assert found is not None
        return found

    def stored(self, quote: QuoteId) -> Status:
        with self.web.database.reading() as tx:
            return quotes.load(tx, quote, connection=CONNECTIONS[0].name).status

    def facts(self) -> list[object]:
        tables = (accesses, idempotency_keys)
        with self.web.database.reading() as tx:
            counts = [tx.execute(select(func.count()).select_from(one)).scalar_one() for one in tables]
        return [self.stored(self.waiting), self.stored(self.offered), self.request(), *counts]


@pytest.fixture
def desk(web: Web, services: Services, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk(web)

    def follow(at: object) -> None:
        follow_approvals(services, at=web.clock())
        write_letters(services, at=web.clock())
        send_letters(services, at=web.clock())

    monkeypatch.setattr(worker, "_now", web.clock)
    monkeypatch.setattr(worker, "time", SimpleNamespace(monotonic=lambda: desk.steady))
    flows = cast(Flows, SimpleNamespace(forget_finished=lambda before: 0))
    desk.duties = worker._duties(web.database, flows, cast(Slot, None), follow)
    with_policy(web, replace(RULE, timing=TIMING))
    web.sign_in(user=OTHER_USER)
    rep = web.sign_in()
    offered = rep.quote()
    rep.line(offered, band="low", sectors=1, heater=False)
    desk.offered = QuoteId(written(web, rep, offered))
    desk.waiting = reduced(rep)
    panel(rep, "POST", f"/quotes/{desk.waiting}/submit", key="k")
    desk.tick()
    assert len(mailbox.letters) == 1
    return desk


@pytest.mark.parametrize("ahead", [timedelta(days=1), YEAR, -timedelta(days=1), -YEAR])
def test_a_jump_that_is_taken_back_leaves_everything_as_it_was(
    desk: Desk, mailbox: Mailbox, ahead: timedelta
) -> None:
    before = desk.facts()
    assert before[:2] == [Status.IN_APPROVAL, Status.WRITTEN]
    desk.jump(ahead)
    assert desk.facts() == before
    desk.jump(-ahead)
    assert desk.facts() == before
    assert len(mailbox.letters) == 1
    # From here on time does what it does: after four business hours of that day a reminder.
    desk.pass_(hours=4)
    desk.pass_(minutes=6)
    assert [one.verb for one in desk.request().decisions] == [Verb.REMIND]


def test_a_clock_that_stays_a_year_ahead_ends_things_step_by_step_and_approves_nothing(desk: Desk) -> None:
    desk.jump(YEAR)
    assert desk.stored(desk.offered) is Status.WRITTEN
    desk.pass_(minutes=2)
    assert desk.stored(desk.offered) is Status.EXPIRED
    # The warning comes first, and what is harder has its distance from it.
    assert [one.verb for one in desk.request().decisions] == [Verb.REMIND]
    for _ in range(12):
        desk.pass_(minutes=5)
    verbs = [one.verb for one in desk.request().decisions]
    assert Verb.APPROVE not in verbs
    assert (desk.request().status, desk.stored(desk.waiting)) == (RequestStatus.EXPIRED, Status.DRAFT)
    assert verbs[-1] is Verb.EXPIRE


def test_a_worker_that_slept_for_a_night_goes_on_after_some_minutes(desk: Desk, mailbox: Mailbox) -> None:
    desk.pass_(hours=14)
    assert desk.request().decisions == ()
    desk.pass_(minutes=6)
    assert [one.verb for one in desk.request().decisions] == [Verb.REMIND]
    assert len(mailbox.letters) == 2


def test_a_link_that_a_jump_has_ended_holds_again_when_the_clock_is_back(
    desk: Desk, mailbox: Mailbox
) -> None:
    where = link(mailbox)
    desk.jump(YEAR)
    assert (decided(desk.web, where).status_code, desk.stored(desk.waiting)) == (422, Status.IN_APPROVAL)
    desk.jump(-YEAR)
    assert decided(desk.web, where).status_code == 200
    desk.jump(-YEAR)
    assert decided(desk.web, where).status_code == 422
