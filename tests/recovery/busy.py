"""Many reps at work at once: each on a quote of their own, and all on one that they share."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.fixtures_product import Json, Product, Rep, until
from tests.recovery.held import held_once

REPS = 20


@dataclass(frozen=True, slots=True)
class Shared:
    """A quote to whose line everybody adds a word of their own."""

    quote: str

    def add(self, rep: Rep, word: str) -> None:
        """To what stands there, looked at anew until it is taken."""

        def taken() -> bool:
            seen = rep.told("GET", f"/quotes/{self.quote}")
            longer = f"{seen['lines'][0]['note']} {word}".strip()
            revision = f'"{seen["revision"]}"'
            path = f"/quotes/{self.quote}/lines/1/note"
            answer = rep.call("PUT", path, {"note": longer}, If_Match=revision)
            assert answer.status in (200, 409), f"{answer.status} {answer.body}"
            return answer.status == 200

        until(taken, seconds=60)


def many_at_once(product: Product) -> None:
    """Raises AssertionError for an answer that is none, for a lost update, and for a quote that is not in
    the CRM just once.
    """
    first = product.sign_in()
    shared = Shared(first.quote())
    first.line(shared.quote, "sc300")
    with ThreadPoolExecutor(REPS) as pool:
        quotes = list(pool.map(lambda n: _work(product, shared, n), range(REPS)))
    (line,) = first.told("GET", f"/quotes/{shared.quote}")["lines"]
    assert sorted(map(int, line["note"].split())) == list(range(REPS)), line["note"]
    for quote in quotes:
        assert first.ended(quote["id"], seconds=60)["state"] == "written"
        held_once(product.sandbox, quote)
    logs = [product.log(name) for name in product.processes]
    assert not [log for log in logs if "database is locked" in log or "deadlock" in log]


def _work(product: Product, shared: Shared, n: int) -> Json:
    rep = product.sign_in()
    quote = rep.quote()
    rep.line(quote, "sc300", quantity=n + 1)
    shared.add(rep, str(n))
    told = rep.told("GET", f"/quotes/{quote}")
    rep.submit(quote)
    return told
