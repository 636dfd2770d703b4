"""What the CRM refuses for now is written later, as the same user; else it can be corrected."""

from datetime import UTC, datetime, timedelta

from app.actor import ConnectionName
from app.delivery import Road
from app.store import Start, outbox, roads
from app.store.roads import Allowance, KnownRoad
from tests.fixtures_product import CONNECTION, Json, Product, Rep, until
from tests.recovery.held import held_and_synced, nothing_held, verbs

WRITING = "composite/graph"


def _quote(rep: Rep, *products: str) -> Json:
    quote = rep.quote()
    for product in products or ("mx900",):
        rep.line(quote, product)
    return rep.told("GET", f"/quotes/{quote}")


def _user_id(product: Product, user: str) -> str:
    return str(product.sandbox.envelope(user=user)["userId"])


def _writing_calls(product: Product) -> list[Json]:
    return [call for call in product.sandbox.calls() if WRITING in call["path"]]


def test_a_dead_token_makes_the_quote_wait_for_its_own_user(product: Product) -> None:
    rep = product.sign_in("rep")
    quote = _quote(rep)
    product.sandbox.expire_tokens()
    rep.submit(quote["id"])
    waits = rep.ended(quote["id"])
    assert (waits["state"], waits["failure"]["waits_for"]) == ("queued", "user")
    assert waits["failure"]["code"] == "crm_session_expired"
    tried = len(_writing_calls(product))

    product.sign_in("admin")
    _restart_worker(product)
    assert len(_writing_calls(product)) == tried
    assert rep.write_back(quote["id"])["failure"]["waits_for"] == "user"
    assert nothing_held(product.sandbox)

    back = product.sign_in("rep")
    until(lambda: back.write_back(quote["id"])["state"] == "written")
    record = held_and_synced(product.sandbox, quote)
    assert record["CreatedById"] == _user_id(product, "rep") != _user_id(product, "admin")


def test_a_lock_in_the_crm_is_tried_again_at_once(product: Product) -> None:
    rep = product.sign_in()
    quote = _quote(rep)
    product.sandbox.fault("lock", match=WRITING, times=2)
    rep.submit(quote["id"])
    ended = rep.ended(quote["id"])
    assert (ended["state"], ended["attempts"]) == ("written", 3)
    held_and_synced(product.sandbox, quote)


def test_an_outage_of_the_crm_is_waited_out(product: Product) -> None:
    rep = product.sign_in()
    quote = _quote(rep)
    product.sandbox.fault("unavailable", match=WRITING, times=1)
    product.sandbox.fault("reset", match=WRITING, times=1)
    rep.submit(quote["id"])
    ended = rep.ended(quote["id"])
    assert (ended["state"], ended["attempts"]) == ("written", 3)
    assert verbs(product, quote["id"]).count("write_back_postponed") == 2
    held_and_synced(product.sandbox, quote)


def test_a_used_up_allowance_is_tried_again_after_a_minute(product: Product) -> None:
    rep = product.sign_in()
    quote = _quote(rep)
    product.sandbox.fault("limit", match=WRITING)
    rep.submit(quote["id"])
    until(lambda: rep.write_back(quote["id"])["failure"])
    assert rep.write_back(quote["id"])["failure"]["code"] == "crm_limit"
    start = until(lambda: _due(product, within=timedelta(seconds=70)))
    assert not _due(product, within=timedelta(seconds=40))
    with product.database.transaction() as tx:
        # The minute is not waited for.
        roads.save(tx, KnownRoad(ConnectionName(CONNECTION), Road(), Allowance()), at=datetime.now(UTC))
        outbox.postpone(tx, start[0], until=datetime.now(UTC))
    until(lambda: rep.write_back(quote["id"])["state"] == "written")
    held_and_synced(product.sandbox, quote)


def test_a_quote_refused_for_good_is_corrected_and_written_once(product: Product) -> None:
    rep = product.sign_in()
    quote = _quote(rep, "mx900", "sc300")
    _withdraw(product, "SC300")
    rep.submit(quote["id"])
    ended = rep.ended(quote["id"])
    assert (ended["state"], ended["failure"]["code"]) == ("failed", "crm_refused")
    assert nothing_held(product.sandbox)
    assert rep.told("GET", f"/quotes/{quote['id']}")["status"] == "failed"

    refused = [line["n"] for line in quote["lines"] if line["product"] == "sc300"]
    corrected = rep.told("DELETE", f"/quotes/{quote['id']}/lines/{refused[0]}")
    rep.submit(quote["id"])
    assert rep.ended(quote["id"])["state"] == "written"
    held_and_synced(product.sandbox, corrected)
    assert rep.told("GET", f"/quotes/{quote['id']}")["status"] == "written"


def _restart_worker(product: Product) -> None:
    """The new one looks at all that is due before it says that it is ready, and once more after."""
    product.kill("worker")
    product.start_worker()
    product.worker_ready()


def _due(product: Product, *, within: timedelta) -> tuple[Start, ...]:
    with product.database.reading() as tx:
        return outbox.due(tx, at=datetime.now(UTC) + within)


def _withdraw(product: Product, code: str) -> None:
    """Behind the user's back: what was read when they signed in is outdated now."""
    for entry in product.sandbox.records("PricebookEntry"):
        if entry["ProductCode"] == code:
            product.sandbox.change("PricebookEntry", entry["Id"], IsActive=False)
