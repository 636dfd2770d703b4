"""Write-backs against a model: whatever fails, whoever dies, visits or meddles, none is lost or doubled.

The model knows what was submitted and what was given up; the real verbs, outbox and roads run beside it in
turned time. Where they end, nothing is lost, nothing doubled, and nothing was given up that is in the CRM.
"""

import tempfile
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from app.actions.exceptions import (
    FlowStep,
    replay_write_back,
    retry_write_back,
    return_quote,
    skip_write_back,
)
from app.actor import Role
from app.catalog import Release
from app.crm import CrmBusy, CrmLimit, CrmRefused, CrmUnavailable
from app.crm.fake import FakeCrm
from app.errors import AppError
from app.quoting import Deed, Quote, QuoteId, Status, WriteBack, WriteBackKey, WriteBackState, write_back_key
from app.store import audit, documents, outbox, quotes, write_backs
from app.store.catalogs import load_release, shipped_catalog
from tests.actions.conftest import COLLEAGUE, NOW, REP, made_world
from tests.actions.simulated import SimulatedWorker
from tests.thorough import tried

FAILURES = {
    "busy": CrmBusy("locked"),
    "limit": CrmLimit("used up"),
    "down": CrmUnavailable("down"),
    "refused": CrmRefused("no"),
}
MEDDLING = {
    "retry": retry_write_back,
    "return": lambda *a: return_quote(*a, reason="because"),
    "skip": lambda *a: skip_write_back(*a, reason="because"),
    "replay": lambda *a: replay_write_back(*a, step=FlowStep.WRITE),
}
_RELEASES: list[Release] = []


class WriteBacks(RuleBasedStateMachine):
    keys = Bundle("keys")

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        if not _RELEASES:
            _RELEASES.append(load_release(shipped_catalog("telecom")))
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.crm = FakeCrm()
        self.world = self.stack.enter_context(made_world(folder, crm=self.crm, release=_RELEASES[0]))
        self.worker = SimulatedWorker(self.world, NOW + timedelta(seconds=1))
        self.base = self.world.quote(self.world.call(), "sc300")
        self.submitted: list[WriteBackKey] = []
        self.given_up: set[str] = set()

    @rule(target=keys)
    def submit(self) -> WriteBackKey:
        n, at = len(self.submitted), self.worker.at
        quote = replace(self.base, id=QuoteId(f"{n:032x}"), number=f"Z-{n:05d}", family=QuoteId(""))
        sent = quote.moved(Deed.SUBMIT, at=at)
        key = write_back_key(sent)
        with self.world.services.database.transaction() as tx:
            quotes.insert(tx, sent)
            write_back = WriteBack(key, sent.id, sent.revision, WriteBackState.QUEUED, 0, at)
            write_backs.insert(tx, write_back, quote=sent, requested_by=REP.user)
            documents.keep(tx, key, b"%PDF-1.7 a document")
        self.submitted.append(key)
        return key

    @rule(name=st.sampled_from(sorted(FAILURES)))
    def fail_next(self, name: str) -> None:
        self.crm.fail_next(FAILURES[name])

    @rule()
    def lose_next_answer(self) -> None:
        self.crm.lose_next_answer()

    @rule()
    def end_session(self) -> None:
        self.crm.expired_tokens.update(self.crm.tokens)

    @rule()
    def visit(self) -> None:
        self.crm._failures.clear()
        self.world.open(token=f"token {self.world.launches}", at=self.worker.at)

    @rule(seconds=st.sampled_from([1, 10, 90]))
    def work(self, seconds: int) -> None:
        self.worker.run(timedelta(seconds=seconds))

    @rule()
    def crash(self) -> None:
        self.worker.crash()

    @rule(key=keys, deed=st.sampled_from(sorted(MEDDLING)))
    def meddle(self, key: WriteBackKey, deed: str) -> None:
        self.crm._failures.clear()
        call = self.world.call(
            self.world.open(COLLEAGUE, token=f"operator {self.world.launches}", at=self.worker.at),
            at=self.worker.at,
        )
        actor = replace(call.actor, roles=frozenset({Role.OPERATOR}))
        operator = replace(call, session=replace(call.session, actor=actor))
        try:
            MEDDLING[deed](self.world.services, operator, key)
        except AppError:
            return
        if deed in ("return", "skip"):
            assert key not in self.crm.quotes, f"{deed} gave up what the CRM holds"
            self.given_up.add(key)
        else:
            self.given_up.discard(key)

    @invariant()
    def what_is_called_written_is_in_the_crm_once(self) -> None:
        for key in self.submitted:
            if self._found(key).state is WriteBackState.WRITTEN:
                assert key in self.crm.quotes
                assert self._quote(key).status is Status.WRITTEN
        assert set(self.crm.quotes) <= set(self.submitted)

    def teardown(self) -> None:
        """All is mended, everybody comes back: then all is written but what was given up or refused."""
        try:
            self.crm._failures.clear()
            for _ in range(3):
                self.world.open(token=f"token {self.world.launches}", at=self.worker.at)
                self.worker.run(timedelta(minutes=20))
            for key in self.submitted:
                state = self._found(key).state
                assert state in (WriteBackState.WRITTEN, WriteBackState.FAILED), (key, state)
                assert (state is WriteBackState.WRITTEN) == (key in self.crm.quotes)
                assert not (key in self.given_up and key in self.crm.quotes)
            with self.world.services.database.reading() as tx:
                assert outbox.count_unfinished(tx) == 0
                for held in self.crm.quotes:
                    told = [entry.verb for entry in audit.read(tx, held.partition("-")[0])]
                    assert told.count("write_back_started") >= told.count("write_back_written") >= 1
        finally:
            self.stack.close()

    def _found(self, key: WriteBackKey) -> WriteBack:
        with self.world.services.database.reading() as tx:
            return write_backs.load(tx, key)

    def _quote(self, key: WriteBackKey) -> Quote:
        with self.world.services.database.reading() as tx:
            return quotes.load(tx, QuoteId(key.partition("-")[0]), connection=self.base.connection)


TestWriteBacks = WriteBacks.TestCase
TestWriteBacks.settings = settings(
    max_examples=tried(5),
    stateful_step_count=14,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
