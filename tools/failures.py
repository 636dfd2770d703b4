"""Write docs/failures.md: each fault at each moment of a write-back, what comes of it, and what ends it.

    python3 tools/failures.py

Every row is run: the real verbs, a database file, a CRM in memory that fails as ordered, a turned clock.
A test fails as long as the page says something else than what happens.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.actions import Call, write_back_quote  # noqa: E402 - found beside this folder
from app.actions.exceptions import FlowStep, replay_write_back, retry_write_back  # noqa: E402
from app.actor import Role  # noqa: E402
from app.amounts import Money  # noqa: E402
from app.crm import (  # noqa: E402
    Access,
    CrmBusy,
    CrmLimit,
    CrmRefused,
    CrmSessionExpired,
    CrmUnavailable,
    Offer,
    OpportunityMissing,
)
from app.crm.fake import FakeCrm  # noqa: E402
from app.delivery import Road  # noqa: E402
from app.quoting import Receipt, WriteBack  # noqa: E402
from app.store import DatabaseUnavailable, Start, documents, outbox, roads, write_backs  # noqa: E402
from app.workflows.quote_write_back import _attempted  # noqa: E402
from tests.actions.conftest import COLLEAGUE, NOW, World, made_world  # noqa: E402

PAGE: Final = ROOT / "docs" / "failures.md"
_MOST_STEPS: Final = 40


class Death(BaseException):
    """The process is killed."""


@dataclass(slots=True)
class FaultyCrm(FakeCrm):
    """Fails once: before it acts, or after it has committed."""

    before: BaseException | None = None
    after: BaseException | None = None

    def save_quote(self, access: Access, offer: Offer, *, at: datetime) -> Receipt:
        early, self.before = self.before, None
        if isinstance(early, CrmSessionExpired):
            self.expired_tokens.add(access.token)
        elif isinstance(early, CrmBusy | CrmLimit | CrmUnavailable | CrmRefused | OpportunityMissing):
            self.fail_next(early)
        elif early is not None:
            raise early
        receipt = FakeCrm.save_quote(self, access, offer, at=at)
        late, self.after = self.after, None
        if late is not None:
            raise late
        return receipt


@dataclass(frozen=True, slots=True)
class Fault:
    """``order`` arranges it; ``mend`` is what somebody does about it, in words, or None."""

    name: str
    moment: str
    order: Callable[[FaultyCrm], None]
    by: str = "by itself"
    mend: Callable[[World, FaultyCrm, WriteBack, datetime], None] | None = None


def _before(failure: BaseException) -> Callable[[FaultyCrm], None]:
    return lambda crm: setattr(crm, "before", failure)


def _after(failure: BaseException) -> Callable[[FaultyCrm], None]:
    return lambda crm: setattr(crm, "after", failure)


def _operator(world: World, at: datetime) -> Call:
    call = world.call(world.open(COLLEAGUE, at=at), at=at)
    actor = replace(call.actor, roles=frozenset({Role.OPERATOR}))
    return replace(call, session=replace(call.session, actor=actor))


def _visit(world: World, _crm: FaultyCrm, write_back: WriteBack, at: datetime) -> None:
    world.open(token=f"new for {write_back.key}", at=at)


def _retry(world: World, _crm: FaultyCrm, write_back: WriteBack, at: datetime) -> None:
    retry_write_back(world.services, _operator(world, at), write_back.key)


def _replay(world: World, crm: FaultyCrm, write_back: WriteBack, at: datetime) -> None:
    crm.add_to_totals(Money.zero("EUR"))
    replay_write_back(world.services, _operator(world, at), write_back.key, step=FlowStep.WRITE)


_ACTS, _COMMITTED = "before the CRM acts", "after it has committed"
FAULTS: Final = (
    Fault("none", "–", lambda _crm: None),
    Fault("session ended (401)", _ACTS, _before(CrmSessionExpired("ended")), "their next visit", _visit),
    Fault("row locked", _ACTS, _before(CrmBusy("locked"))),
    Fault("allowance used up", _ACTS, _before(CrmLimit("used up"))),
    Fault(
        "allowance used up, `Retry-After: 300`", _ACTS, _before(CrmLimit("no", facts={"retry_after": 300}))
    ),
    Fault("down (503), reset", _ACTS, _before(CrmUnavailable("down"))),
    Fault("answer lost, cut or late", _COMMITTED, _after(CrmUnavailable("lost"))),
    Fault("refused: data", _ACTS, _before(CrmRefused("no")), "an operator's retry", _retry),
    Fault(
        "refused: a right or rule",
        _ACTS,
        _before(CrmRefused("no", facts={"failure_class": "policy"})),
        "an operator's retry",
        _retry,
    ),
    Fault(
        "refused: not set up",
        _ACTS,
        _before(CrmRefused("no", facts={"failure_class": "downstream"})),
        "an operator's retry",
        _retry,
    ),
    Fault("opportunity gone", _ACTS, _before(OpportunityMissing("gone")), "an operator's retry", _retry),
    Fault(
        "other amounts in the CRM",
        _COMMITTED,
        lambda crm: crm.add_to_totals(Money.of("0.01", "EUR")),
        "an operator's replay",
        _replay,
    ),
    Fault("our database gone", _ACTS, _before(DatabaseUnavailable())),
    Fault("our database gone", _COMMITTED, _after(DatabaseUnavailable())),
    Fault("our process killed", _ACTS, _before(Death())),
    Fault("our process killed", _COMMITTED, _after(Death())),
    Fault("a defect of ours", _ACTS, _before(RuntimeError("defect"))),
)


@dataclass(slots=True)
class Run:
    """One write-back in turned time, as the flow would run it."""

    world: World
    crm: FaultyCrm
    at: datetime
    first: list[str] = field(default_factory=list)

    def row(self, fault: Fault) -> str:
        self.crm.expired_tokens.clear()
        write_back = self._submitted()
        self._open_road()
        fault.order(self.crm)
        self._until_quiet(write_back)
        if fault.mend is not None:
            fault.mend(self.world, self.crm, write_back, self.at)
            self._until_quiet(write_back)
        held = sum(key == write_back.key for key in self.crm.quotes)
        state = self._found(write_back).state.value
        told = (fault.name, fault.moment, *self.first, fault.by, f"{state}, {held} in the CRM")
        return f"| {' | '.join(told)} |"

    def _until_quiet(self, write_back: WriteBack) -> None:
        for _ in range(_MOST_STEPS):
            with self.world.services.database.transaction() as tx:
                starts = [one for one in outbox.due(tx, at=self.at) if one.key == write_back.key]
                for start in starts:
                    outbox.hand_over(tx, start, at=self.at)
            if not starts:
                return
            self._tried(starts[0])

    def _tried(self, start: Start) -> None:
        verb = partial(write_back_quote, self.world.services, at=self.at)
        try:
            outcome = _attempted(verb, start.key)
        except Death:
            self._say(start, "the next process")
            outcome = _attempted(verb, start.key)
        pause = outcome.retry_in
        waits = "nobody" if pause is None else f"{pause.total_seconds():g} s"
        self._say(start, "its user" if outcome.waits_for else waits)
        if pause is not None:
            self.at += pause
            with self.world.services.database.transaction() as tx:
                outbox.postpone(tx, start, until=self.at)
                road = roads.load(tx, write_backs.requester(tx, start.key).connection).road
            self.at = max(self.at, road.closed_until or self.at)

    def _say(self, start: Start, waits: str) -> None:
        if self.first:
            return
        failure = self._found(start).failure
        code = f"`{failure.code}`" if failure else "–"
        named = f"`{failure.failure_class}`" if failure else "–"
        self.first = [code, named, waits]

    def _found(self, one: WriteBack | Start) -> WriteBack:
        with self.world.services.database.reading() as tx:
            return write_backs.load(tx, one.key)

    def _submitted(self) -> WriteBack:
        write_back = self.world.submitted(self.world.call(at=self.at))
        with self.world.services.database.transaction() as tx:
            documents.keep(tx, write_back.key, b"%PDF-1.7 a document")
        return write_back

    def _open_road(self) -> None:
        with self.world.services.database.transaction() as tx:
            for known in roads.all_known(tx):
                roads.save(tx, replace(known, road=Road()), at=self.at)


def rows() -> Iterator[str]:
    crm = FaultyCrm()
    with tempfile.TemporaryDirectory() as folder, made_world(Path(folder), crm=crm) as world:
        for n, fault in enumerate(FAULTS):
            # Within one session's life, and after all that the row before has put off.
            yield Run(world, crm, NOW + n * timedelta(minutes=20)).row(fault)


def written() -> str:
    return "\n".join(
        (
            "# Failures: fault, moment, outcome",
            "",
            "What one fault at one moment of a write-back comes to. Each row was run by `tools/failures.py`;",
            "pauses are the longest, chance makes them up to half as short. What follows the first attempt",
            "stands under *waits for*, what ends it under *goes on*.",
            "",
            "| fault | moment | code | class | waits for | goes on | in the end |",
            "|---|---|---|---|---|---|---|",
            *rows(),
            "",
        )
    )


def main() -> int:
    PAGE.write_text(written(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
