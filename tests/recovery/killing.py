"""Submissions under faults, while processes die at random moments; and what must hold of each afterwards."""

import random
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.fixtures_product import Json, Product, Rep
from tests.recovery.held import held_once, verbs

WRITING = "composite/graph"
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
    submitted: list[Json] = field(default_factory=list)
    deaths: Counter[str] = field(default_factory=Counter)

    def submit(self, count: int, *, kill_each: int) -> None:
        """So many quotes; after each ``kill_each``-th somebody dies, at a random moment."""
        rep = self.product.sign_in()
        for n in range(count):
            self.submitted.append(self._submit(rep, n))
            if n % kill_each == kill_each - 1:
                time.sleep(self.chance.uniform(0, 0.4))
                self._kill(self.chance.choice(self.victims))

    def finish(self, *, seconds: float) -> None:
        """Users come back from time to time: those whose tokens were refused are waited for."""
        deadline = time.monotonic() + seconds
        waiting = list(self.submitted)
        while waiting:
            assert time.monotonic() < deadline, f"{len(waiting)} are not written: {waiting[0]['number']}"
            rep = self.product.sign_in()
            waiting = [quote for quote in waiting if not _is_written(rep, quote)]
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

    def _submit(self, rep: Rep, n: int) -> Json:
        quote = rep.quote()
        for line in range(1 + n % 3):
            rep.line(quote, "sc300" if line % 2 else "mx900", quantity=1 + line % 3)
        told = rep.told("GET", f"/quotes/{quote}")
        if order := dict(FAULTS[n % len(FAULTS)]):
            self.product.sandbox.fault(order.pop("fault"), match=WRITING, **order)
        key = f"submit-of-{quote}"
        rep.submit(quote, key=key)
        if n % 4 == 0:
            # Delivered twice: the same request by the same key.
            rep.submit(quote, key=key)
        return told

    def _kill(self, victim: str) -> None:
        self.product.kill(victim)
        self.deaths[victim] += 1
        if victim == "web":
            self.product.start_web()
        else:
            self.product.start_worker()


def _is_written(rep: Rep, quote: Json) -> bool:
    now = rep.write_back(quote["id"])
    assert now["state"] != "failed", now["failure"]
    return bool(now["state"] == "written")
