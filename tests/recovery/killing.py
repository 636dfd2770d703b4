"""Submissions under faults, while processes die at random moments; and what must hold of each afterwards."""

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from app.quoting import WriteBackState, quote_id
from app.store import write_backs
from tests.fixtures_product import Json, Product, Rep, until
from tests.recovery.held import held_once, verbs

WRITING = "composite/graph"
_PLACES = 4
FAULTS: tuple[Json, ...] = (
    {},
    {"fault": "latency", "seconds": 0.4},
    {"fault": "invalid_session"},
    {"fault": "unavailable"},
    {"fault": "lock"},
    {"fault": "reset"},
    {"fault": "commit_then_drop"},
    {"fault": "truncated_json"},
)


@dataclass(slots=True)
class KillLoop:
    """``deaths`` counts who was killed. Quotes are made before anything dies: their author sits and waits."""

    product: Product
    chance: random.Random
    victims: tuple[str, ...] = ("worker", "worker", "web")
    crash_database: Callable[[], None] = lambda: None
    submitted: list[Json] = field(default_factory=list)
    deaths: Counter[str] = field(default_factory=Counter)

    def submit(self, count: int, *, kill_each: int) -> None:
        """So many quotes, in turns on several opportunities; after each ``kill_each``-th somebody dies."""
        reps = [self.product.sign_in(opportunity=record) for record in self._opportunities()]
        bases = [_base(rep, lines=1 + n % 3) for n, rep in enumerate(reps)]
        for n in range(count):
            place = n % len(reps)
            self.submitted.append(self._submit(reps[place], bases[place], n))
            if n % kill_each == kill_each - 1:
                time.sleep(self.chance.uniform(0, 0.4))
                self._kill(self.chance.choice(self.victims))

    def _opportunities(self) -> list[str]:
        first = self.product.sign_in().opportunity
        found = self.product.sandbox.records("Opportunity")
        others = [one["Id"] for one in found if one["CurrencyIsoCode"] == first["currency"]]
        return [first["id"], *(one for one in others if one != first["id"])][:_PLACES]

    def finish(self, *, seconds: float) -> None:
        """Users come back from time to time: those whose tokens were refused are waited for."""
        deadline = time.monotonic() + seconds
        waiting = list(self.submitted)
        while waiting:
            assert time.monotonic() < deadline, f"{len(waiting)} are not written: {waiting[0]['number']}"
            self.product.sign_in()
            waiting = [quote for quote in waiting if not self._is_written(quote)]
            time.sleep(0.2)

    def check(self) -> None:
        """Exactly one quote each, all lines, one document, the right amount, the audit complete."""
        sandbox = self.product.sandbox
        assert len(sandbox.records("Quote")) == len(self.submitted)
        for quote in self.submitted:
            held_once(sandbox, quote)
            done = verbs(self.product, quote["id"])
            assert done.count("submit_quote") == done.count("write_back_written") == 1
            assert done.count("write_back_started") >= 1

    def _submit(self, rep: Rep, base: str, n: int) -> Json:
        told: Json = _answered(lambda: rep.told("POST", f"/quotes/{base}/clone", {"prices": "new"}))["quote"]
        quote = told["id"]
        if order := dict(FAULTS[n % len(FAULTS)]):
            self.product.sandbox.fault(order.pop("fault"), match=WRITING, **order)
        key = f"submit-of-{quote}"
        _answered(lambda: rep.submit(quote, key=key))
        if n % 4 == 0:
            # Delivered twice: the same request by the same key.
            _answered(lambda: rep.submit(quote, key=key))
        return told

    def _is_written(self, quote: Json) -> bool:
        with self.product.database.reading() as tx:
            now = write_backs.latest(tx, quote_id(quote["id"]))
        assert now.state is not WriteBackState.FAILED, now.failure
        return now.state is WriteBackState.WRITTEN

    def _kill(self, victim: str) -> None:
        self.deaths[victim] += 1
        if victim == "database":
            self.crash_database()
            # It lost its slot with the connection and ended, or will: whoever runs it starts it again.
            victim = "worker"
        self.product.kill(victim)
        if victim == "web":
            self.product.start_web()
        else:
            self.product.start_worker()


def _answered(ask: Callable[[], Json]) -> Json:
    """Once the database is back: until then nothing was changed, as the answer says."""

    def asked() -> Json | None:
        try:
            return ask()
        except AssertionError as refused:
            if ": 503 " not in str(refused):
                raise
            return None

    return until(asked)


def _base(rep: Rep, *, lines: int) -> str:
    """What is cloned: making each quote by hand would take longer than all the rest."""
    quote = rep.quote()
    for line in range(lines):
        rep.line(quote, "sc300" if line % 2 else "mx900", quantity=1 + line % 3)
    return quote
