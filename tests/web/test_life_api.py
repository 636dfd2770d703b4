"""The life of a quote over the API: deeds, revisions, clones, validity, currency, favourites."""

from datetime import timedelta

import pytest

from app.actions import expire_quotes
from app.actions.write_back_quote import write_back_quote
from app.quoting import WriteBackKey
from app.web.api.schemas.favourites import AppliedJson, FavouriteJson, FavouritesJson
from app.web.api.schemas.life import CloneJson, CurrencyJson, LifeJson
from app.web.api.schemas.quotes import QuoteJson, QuotesJson
from app.web.session import Held
from tests.web.conftest import Caller, Web
from tests.web.samples import (
    HOSTILE,
    OTHER_OPPORTUNITY,
    OTHER_ORG,
    OTHER_SECRET,
    OTHER_USER,
    Json,
    opportunity,
)


def written(web: Web, rep: Caller, quote: str = "") -> str:
    if not quote:
        quote = rep.quote()
        rep.line(quote, band="low", sectors=1, heater=False)
    asked = rep.call("POST", f"/quotes/{quote}/submit", {}, Idempotency_Key=f"key-of-{quote}")
    assert asked.status_code == 202, asked.text
    held: Held = web.app.extensions["quotewright"]
    key = WriteBackKey(f"{quote}-r{asked.get_json()['revision']}")
    write_back_quote(held.services, key, at=web.clock())
    return quote


def life(rep: Caller, quote: str) -> Json:
    answer = rep.call("GET", f"/quotes/{quote}/life")
    assert answer.status_code == 200, answer.text
    found: Json = answer.get_json()
    assert not LifeJson().validate(found)
    assert answer.headers["ETag"] == f'"{found["revision"]}"'
    return found


def test_what_may_be_done_next_is_told_and_what_was_done_is_kept(web: Web, rep: Caller) -> None:
    quote = written(web, rep)
    assert life(rep, quote)["possible"] == ["send", "accept", "reject", "withdraw", "revise"]
    sent = rep.call("POST", f"/quotes/{quote}/send", {})
    assert (sent.status_code, sent.get_json()["status"]) == (200, "sent")
    assert not QuoteJson().validate(sent.get_json())
    rejected = rep.call("POST", f"/quotes/{quote}/reject", {"reason": HOSTILE.replace("\x00", "")})
    assert rejected.get_json()["status"] == "rejected"
    told = life(rep, quote)
    assert [one["deed"] for one in told["history"]] == ["submit", "confirm", "send", "reject"]  # type: ignore[attr-defined]  # a list of objects
    assert told["possible"] == ["revise"]


@pytest.mark.parametrize(
    ("deed", "body", "status", "code"),
    [
        ("reject", {}, 422, "reason_invalid"),
        ("reject", {"reason": "x" * 600}, 422, "reason_invalid"),
        ("reject", {"reason": 5}, 422, "body_invalid"),
        ("accept", {"why": "?"}, 422, "body_invalid"),
        ("send", {"reason": ""}, 422, "body_invalid"),
    ],
)
def test_a_bad_body_is_told(web: Web, rep: Caller, deed: str, body: Json, status: int, code: str) -> None:
    quote = written(web, rep)
    answer = rep.call("POST", f"/quotes/{quote}/{deed}", body)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert life(rep, quote)["status"] == "written"


def test_a_deed_too_early_or_for_another_revision_or_by_another_is_refused(web: Web, rep: Caller) -> None:
    draft = rep.quote()
    early = rep.call("POST", f"/quotes/{draft}/send", {})
    assert (early.status_code, early.get_json()["way_out"]) == (422, "submit")
    quote = written(web, rep)
    stale = rep.call("POST", f"/quotes/{quote}/send", {}, If_Match='"1"')
    assert (stale.status_code, stale.get_json()["code"]) == (409, "quote_changed")
    other = web.sign_in(user=OTHER_USER)
    refused = other.call("POST", f"/quotes/{quote}/withdraw", {})
    assert (refused.status_code, refused.get_json()["code"]) == (403, "quote_of_another")
    hidden = other.call("POST", f"/quotes/{draft}/withdraw", {})
    assert (hidden.status_code, hidden.get_json()["code"]) == (404, "quote_not_found")
    assert life(other, quote)["possible"] == []


def test_a_revision_supersedes_what_it_was_made_from(web: Web, rep: Caller) -> None:
    first = written(web, rep)
    answer = rep.call("POST", f"/quotes/{first}/revise", {})
    second = answer.get_json()
    assert (answer.status_code, answer.headers["Location"]) == (201, f"/api/v1/quotes/{second['id']}")
    assert (second["number"], second["edition"], second["family"]) == ("Q-00001-2", 2, first)
    assert second["follows"] == first
    again = rep.call("POST", f"/quotes/{first}/revise", {})
    assert (again.get_json()["code"], again.get_json()["number"]) == ("quote_superseded", "Q-00001-2")
    written(web, rep, second["id"])
    listed = rep.call("GET", "/quotes").get_json()
    assert not QuotesJson().validate(listed)
    assert [(one["number"], one["superseded_by"]) for one in listed["quotes"]] == [
        ("Q-00001-2", ""),
        ("Q-00001", "Q-00001-2"),
    ]
    assert life(rep, first)["superseded_by"]["number"] == "Q-00001-2"  # type: ignore[index]  # an object


def test_an_offer_expires_where_it_is_read_and_is_noted_later(web: Web, rep: Caller) -> None:
    quote = written(web, rep)
    web.clock.forward(days=60)
    late = web.sign_in()
    assert late.call("GET", f"/quotes/{quote}").get_json()["status"] == "expired"
    assert late.call("GET", "/quotes").get_json()["quotes"][0]["status"] == "expired"
    refused = late.call("POST", f"/quotes/{quote}/accept", {})
    assert (refused.status_code, refused.get_json()["way_out"]) == (422, "revise")
    assert expire_quotes(web.database, at=web.clock()) == 1
    assert life(late, quote)["history"][-1]["deed"] == "expire"  # type: ignore[index]  # a list of objects


@pytest.mark.parametrize("day", ["2020-01-01", "2099-01-01", "tomorrow", 5, None])
def test_a_validity_out_of_bounds_is_refused(rep: Caller, day: object) -> None:
    quote = rep.quote()
    answer = rep.call("PUT", f"/quotes/{quote}/validity", {"valid_until": day})
    assert answer.status_code == 422
    assert answer.get_json()["code"] in ("validity_invalid", "body_invalid")


def test_a_validity_is_set(web: Web, rep: Caller) -> None:
    quote = rep.quote()
    day = (web.clock().date() + timedelta(days=90)).isoformat()
    answer = rep.call("PUT", f"/quotes/{quote}/validity", {"valid_until": day}, If_Match='"1"')
    assert (answer.status_code, answer.get_json()["valid_until"]) == (200, day)


def test_a_clone_is_told_before_it_is_made(web: Web, rep: Caller) -> None:
    crm = web.gateway.of("first")
    crm.opportunities[OTHER_OPPORTUNITY] = opportunity(OTHER_OPPORTUNITY, name=HOSTILE, currency="USD")
    quote = written(web, rep)
    body: Json = {"opportunity": OTHER_OPPORTUNITY, "dry_run": True}
    answer = rep.call("POST", f"/quotes/{quote}/clone", body)
    told = answer.get_json()
    assert not CloneJson().validate(told)
    assert (told["cloned"], told["quote"], told["currency_after"]) == (False, None, "USD")
    assert (told["total_before"], told["total_after"]) == ("959.50", "1919.00")
    body |= {"dry_run": False, "release": told["release"], "currency": "USD"}
    done = rep.call("POST", f"/quotes/{quote}/clone", body)
    assert done.status_code == 201, done.text
    made = done.get_json()["quote"]
    assert (made["number"], made["total"], made["opportunity"]) == ("Q-00002", "1919.00", OTHER_OPPORTUNITY)
    assert rep.call("GET", f"/quotes/{made['id']}").status_code == 404
    there = web.sign_in(record=OTHER_OPPORTUNITY)
    assert there.call("GET", f"/quotes/{made['id']}").get_json() == made


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"opportunity": "006x0000001zzzzAAA"}, 404, "opportunity_not_found"),
        ({"opportunity": "x" * 65}, 422, "body_invalid"),
        ({"prices": "old"}, 422, "body_invalid"),
        ({"release": "f" * 64}, 409, "release_changed"),
        ({"currency": "CHF"}, 409, "terms_changed"),
        ({"dry_run": "yes"}, 422, "body_invalid"),
    ],
)
def test_a_clone_that_cannot_be_is_refused(rep: Caller, body: Json, status: int, code: str) -> None:
    quote = rep.quote()
    answer = rep.call("POST", f"/quotes/{quote}/clone", body)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert len(rep.call("GET", "/quotes").get_json()["quotes"]) == 1


def test_another_currency_is_told_done_and_undone(rep: Caller) -> None:
    quote = rep.quote()
    rep.line(quote, band="low", sectors=1, heater=False)
    dry = rep.call("POST", f"/quotes/{quote}/currency", {"currency": "USD", "dry_run": True})
    assert not CurrencyJson().validate(dry.get_json())
    assert (dry.get_json()["changed"], dry.headers["ETag"]) == (False, '"2"')
    done = rep.call("POST", f"/quotes/{quote}/currency", {"currency": "USD"}, If_Match='"2"')
    told = done.get_json()
    assert (told["total_before"], told["total_after"], told["of_opportunity"]) == (
        "959.50",
        "1919.00",
        False,
    )
    assert rep.call("POST", f"/quotes/{quote}/undo", {}).get_json()["total"] == "959.50"
    for currency, code in (
        ("EUR", "currency_same"),
        ("JPY", "currency_unsupported"),
        ("eur", "body_invalid"),
    ):
        answer = rep.call("POST", f"/quotes/{quote}/currency", {"currency": currency})
        assert (answer.status_code, answer.get_json()["code"]) == (422, code)


def test_favourites_are_kept_listed_shared_used_and_deleted(web: Web, rep: Caller) -> None:
    quote = rep.quote()
    rep.line(quote, band="high")
    body: Json = {"quote": quote, "n": 1, "name": HOSTILE.replace("\u202e\x00", ""), "shared": True}
    answer = rep.call("POST", "/favourites", body)
    kept = answer.get_json()
    assert not FavouriteJson().validate(kept)
    assert (answer.status_code, kept["choices"]) == (201, {"band": "high"})
    taken = rep.call("POST", "/favourites", body)
    assert (taken.status_code, taken.get_json()["code"]) == (422, "favourite_name_taken")
    other = web.sign_in(user=OTHER_USER)
    listed = other.call("GET", "/favourites").get_json()
    assert not FavouritesJson().validate(listed)
    assert [(one["id"], one["own"]) for one in listed["favourites"]] == [(kept["id"], False)]
    assert other.call("DELETE", f"/favourites/{kept['id']}").status_code == 403
    theirs = other.quote()
    use = {"favourite": kept["id"], "quantity": 2}
    dry = other.call("POST", f"/quotes/{theirs}/favourites", {**use, "dry_run": True}).get_json()
    assert not AppliedJson().validate(dry)
    assert (dry["applied"], dry["given_up"], dry["line"]["choices"]) == (False, [], {"band": "high"})
    done = other.call("POST", f"/quotes/{theirs}/favourites", use)
    assert (done.status_code, done.get_json()["line"]["quantity"]) == (201, 2)
    assert done.headers["Location"] == f"/api/v1/quotes/{theirs}/lines/1"
    renamed = rep.call("PATCH", f"/favourites/{kept['id']}", {"name": "Hot", "shared": False})
    assert (renamed.get_json()["name"], renamed.get_json()["shared"]) == ("Hot", False)
    assert other.call("GET", "/favourites").get_json() == {"favourites": []}
    assert rep.call("DELETE", f"/favourites/{kept['id']}").status_code == 204
    gone = rep.call("DELETE", f"/favourites/{kept['id']}")
    assert (gone.status_code, gone.get_json()["code"]) == (404, "favourite_not_found")


def test_what_another_connection_shares_is_not_there(web: Web, rep: Caller) -> None:
    quote = rep.quote()
    rep.line(quote)
    body: Json = {"quote": quote, "n": 1, "name": "Mine", "shared": True}
    kept = rep.call("POST", "/favourites", body).get_json()
    far = web.sign_in(connection="second", secret=OTHER_SECRET, org=OTHER_ORG)
    assert far.call("GET", "/favourites").get_json() == {"favourites": []}
    assert far.call("PATCH", f"/favourites/{kept['id']}", {"shared": False}).status_code == 404
    theirs = far.quote()
    assert far.call("POST", f"/quotes/{theirs}/favourites", {"favourite": kept["id"]}).status_code == 404


def test_terms_are_changed_together_or_not_at_all(rep: Caller) -> None:
    quote = rep.quote()
    rep.line(quote, band="low", sectors=1, heater=False)
    body: Json = {"discount": {"percent": "10", "reason": "pilot"}}
    answer = rep.call("PATCH", f"/quotes/{quote}/terms", body, If_Match='"2"')
    told = answer.get_json()
    assert not QuoteJson().validate(told)
    assert (told["discount"], told["total"]) == ({"percent": "10", "reason": "pilot"}, "863.55")
    for wrong, code in (
        ({"codes": ["X"], "discount": None}, "promotion_code_unknown"),
        ({"region": "MOON"}, "region_unknown"),
        ({"discount": {"percent": "10"}}, "discount_invalid"),
        ({"note": "x"}, "body_invalid"),
    ):
        refused = rep.call("PATCH", f"/quotes/{quote}/terms", wrong)
        assert (refused.status_code, refused.get_json()["code"]) == (422, code)
    assert rep.call("GET", f"/quotes/{quote}").get_json() == told
    assert rep.call("POST", f"/quotes/{quote}/undo", {}).get_json()["total"] == "959.50"


def test_a_note_is_said_of_the_whole_quote(rep: Caller) -> None:
    quote = rep.quote()
    answer = rep.call("PUT", f"/quotes/{quote}/note", {"note": "  Valid with\nthe frame contract "})
    assert answer.get_json()["note"] == "Valid with\nthe frame contract"
    long = rep.call("PUT", f"/quotes/{quote}/note", {"note": "x" * 2_001})
    assert long.status_code == 422
