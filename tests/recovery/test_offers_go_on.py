"""Over real HTTP, with a worker and a CRM that keeps its rules: an offer is revised and cloned."""

from concurrent.futures import ThreadPoolExecutor

from tests.fixtures_product import Json, Product, Rep, until


def _written(rep: Rep, quote: str = "") -> Json:
    if not quote:
        quote = rep.quote()
        rep.line(quote, "care")
    rep.submit(quote)
    assert rep.ended(quote)["state"] == "written"
    return rep.told("GET", f"/quotes/{quote}")


def test_each_edition_is_a_record_of_its_own_and_the_opportunity_follows_the_last(product: Product) -> None:
    rep = product.sign_in()
    first = _written(rep)
    draft = rep.told("POST", f"/quotes/{first['id']}/revise", {})
    assert (draft["total"], draft["edition"]) == (first["total"], 2)
    rep.told("PATCH", f"/quotes/{draft['id']}/lines/1", {"quantity": 2})
    second = _written(rep, draft["id"])
    assert rep.told("GET", f"/quotes/{first['id']}/life")["superseded_by"]["id"] == second["id"]
    held = {one["Id"]: one for one in product.sandbox.records("Quote")}
    receipts = [rep.write_back(one["id"])["receipt"]["crm_quote"] for one in (first, second)]
    assert len(held) == len(set(receipts)) == 2
    opportunity = next(
        one for one in product.sandbox.records("Opportunity") if one["Id"] == rep.opportunity["id"]
    )
    assert opportunity["SyncedQuoteId"] == receipts[1]
    for deed in ("send", "accept"):
        rep.told("POST", f"/quotes/{second['id']}/{deed}", {})
    until(lambda: _told_of(product, receipts[1]) == "accepted")
    assert {one["Id"] for one in product.sandbox.records("Quote")} == set(held)


def _told_of(product: Product, record: str) -> str:
    """The status that the CRM was told of its quote."""
    (found,) = (one for one in product.sandbox.records("Quote") if one["Id"] == record)
    return str(found["QW_Status__c"])


def test_of_many_revisions_at_once_one_is_made(product: Product) -> None:
    rep = product.sign_in()
    first = _written(rep)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: rep.call("POST", f"/quotes/{first['id']}/revise", {}), range(6)))
    assert sorted(answer.status for answer in answers) == [201] + [422] * 5
    assert {answer.body["code"] for answer in answers if answer.status == 422} == {"quote_superseded"}
    numbers = [one["number"] for one in rep.told("GET", "/quotes")["quotes"]]
    assert numbers.count(f"{first['number']}-2") == 1


def test_a_clone_goes_to_an_opportunity_that_the_crm_shows_and_to_no_other(product: Product) -> None:
    rep = product.sign_in()
    quote = _written(rep)
    others = [one for one in product.sandbox.records("Opportunity") if one["Id"] != rep.opportunity["id"]]
    body = {"opportunity": others[0]["Id"], "dry_run": True}
    calls = len(product.sandbox.calls())
    told = rep.told("POST", f"/quotes/{quote['id']}/clone", body)
    assert len(product.sandbox.calls()) == calls + 1
    assert told["opportunity"]["name"] == others[0]["Name"]
    made = rep.told("POST", f"/quotes/{quote['id']}/clone", body | {"dry_run": False})["quote"]
    assert (made["opportunity"], made["currency"]) == (others[0]["Id"], told["currency_after"])
    absent = rep.call("POST", f"/quotes/{quote['id']}/clone", {"opportunity": "006000000000000AAA"})
    assert (absent.status, absent.body["code"]) == (404, "opportunity_not_found")
    product.sandbox.expire_tokens()
    ended = rep.call("POST", f"/quotes/{quote['id']}/clone", body | {"dry_run": False})
    assert (ended.status, ended.body["code"]) == (401, "crm_session_expired")
