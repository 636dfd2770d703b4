"""The day of a rep over the JSON API: products, a quote, its lines, and its way into the CRM."""

import pytest

from tests.web.conftest import Caller, Web
from tests.web.samples import OPPORTUNITY, OTHER_OPPORTUNITY, OTHER_ORG, OTHER_SECRET, OTHER_USER


def test_products_are_listed_and_described(rep: Caller) -> None:
    assert [one["key"] for one in rep.call("GET", "/products").get_json()["products"]] == ["mast"]
    product = rep.call("GET", "/products/mast").get_json()
    kinds = {one["key"]: one["kind"] for one in product["attributes"]}
    assert kinds == {"band": "choice", "sectors": "integer", "heater": "boolean"}
    assert product["attributes"][1]["max"] == 6
    assert product["prices"] == [
        {"currency": "EUR", "amount": "1000.00"},
        {"currency": "USD", "amount": "2000.00"},
    ]
    assert [step["attributes"] for step in product["steps"]] == [["band", "sectors"], ["heater"]]


def test_the_opportunity_is_the_one_that_was_launched(rep: Caller) -> None:
    assert rep.call("GET", "/opportunity").get_json()["id"] == OPPORTUNITY


def test_a_new_quote_is_an_empty_draft_on_the_opportunity(rep: Caller) -> None:
    answer = rep.call("POST", "/quotes", {})
    quote = answer.get_json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1/quotes/{quote['id']}"
    assert answer.headers["ETag"] == '"1"'
    assert (quote["opportunity"], quote["status"], quote["currency"]) == (OPPORTUNITY, "draft", "EUR")
    assert (quote["lines"], quote["total"]) == ([], "0.00")
    assert quote["created_at"] == "2026-11-20T09:00:00+00:00"


def test_a_line_answers_with_what_follows_and_what_is_still_possible(rep: Caller) -> None:
    line = rep.line(rep.quote(), band="high")
    assert line["n"] == 1
    assert line["choices"] == {"band": "high"}
    assert line["implied"] == {"heater": True}
    assert line["open"] == ["sectors"]
    assert line["complete"] is False
    domains = line["domains"]
    assert isinstance(domains, dict)
    assert domains["heater"] == {"values": [True]}
    assert domains["sectors"] == {"min": 1, "max": 6, "step": 1, "unit": "pcs", "values": [1, 2, 3, 5, 6]}


def test_amounts_are_text_with_their_currency_and_the_waterfall_adds_up(rep: Caller) -> None:
    price = rep.line(rep.quote(), band="mid", sectors=2, heater=True)["price"]
    assert isinstance(price, dict)
    assert price["currency"] == "EUR"
    assert [(step["kind"], step["after"]) for step in price["waterfall"]] == [
        ("list", "1000.00"),
        ("option", "1040.00"),
        ("option", "1060.00"),
        ("option", "1085.50"),
        ("customer", "1031.225"),
        ("rounding", "1031.23"),
    ]
    assert (price["unit_list"], price["unit_net"], price["net"]) == ("1085.50", "1031.23", "1031.23")


def test_every_change_shows_in_revision_and_total(rep: Caller) -> None:
    quote = rep.quote()
    rep.line(quote, band="low", sectors=1, heater=False)
    changed = rep.call("PATCH", f"/quotes/{quote}/lines/1", {"quantity": 3})
    assert changed.headers["ETag"] == '"3"'
    total = changed.get_json()["quote"]["total"]
    shown = rep.call("GET", f"/quotes/{quote}")
    assert (shown.get_json()["revision"], shown.get_json()["total"]) == (3, total)
    assert rep.call("GET", f"/quotes/{quote}/lines/1").get_json()["quantity"] == 3


def test_an_impossible_choice_is_refused_with_reason_and_ways_out(rep: Caller) -> None:
    quote = rep.quote()
    rep.line(quote, band="high")
    answer = rep.call("PATCH", f"/quotes/{quote}/lines/1", {"choices": {"heater": False}})
    problem = answer.get_json()
    assert (answer.status_code, problem["code"]) == (422, "choice_impossible")
    assert answer.mimetype == "application/problem+json"
    assert problem["conflict"]["choices"][0]["attribute"] == "band"
    assert problem["conflict"]["rules"] == [{"key": "high_heated", "text": "The high band needs a heater."}]
    assert problem["repairs"]
    assert rep.call("GET", f"/quotes/{quote}").get_json()["revision"] == 2


def test_a_value_can_be_explained_before_it_is_chosen(rep: Caller) -> None:
    quote = rep.quote()
    rep.line(quote, band="high")
    path = f"/quotes/{quote}/lines/1/explain"
    refused = rep.call("POST", path, {"attribute": "heater", "value": False}).get_json()
    assert refused["possible"] is False
    assert refused["conflict"]["text"]
    assert {"changes", "text", "net", "difference", "currency"} <= set(refused["repairs"][0])
    assert rep.call("POST", path, {"attribute": "sectors", "value": 2}).get_json() == {"possible": True}


def test_null_takes_a_choice_back(rep: Caller) -> None:
    quote = rep.quote()
    rep.line(quote, band="high")
    line = rep.call("PATCH", f"/quotes/{quote}/lines/1", {"choices": {"band": None}}).get_json()
    assert (line["choices"], line["implied"]) == ({}, {})


def test_a_discount_needs_a_reason_and_can_be_taken_away(rep: Caller) -> None:
    quote = rep.quote()
    rep.line(quote, band="low", sectors=1, heater=False)
    path = f"/quotes/{quote}/lines/1"
    without = rep.call("PATCH", path, {"discount": {"percent": "10"}})
    given = rep.call("PATCH", path, {"discount": {"percent": "10", "reason": "first order"}})
    gone = rep.call("PATCH", path, {"discount": None})
    assert (without.status_code, without.get_json()["code"]) == (422, "discount_invalid")
    assert given.get_json()["discount"] == {"percent": "10", "reason": "first order"}
    assert gone.get_json()["discount"] is None


def test_a_line_can_be_completed_copied_and_removed(rep: Caller) -> None:
    quote = rep.quote()
    rep.line(quote, band="high")
    completed = rep.call("POST", f"/quotes/{quote}/lines/1/complete").get_json()
    assert (completed["complete"], completed["choices"]["band"]) == (True, "high")
    copied = rep.call("POST", f"/quotes/{quote}/lines/1/copy", {})
    assert (copied.status_code, copied.get_json()["n"]) == (201, 2)
    assert copied.headers["Location"] == f"/api/v1/quotes/{quote}/lines/2"
    left = rep.call("DELETE", f"/quotes/{quote}/lines/1")
    assert [line["n"] for line in left.get_json()["lines"]] == [2]


@pytest.mark.parametrize("form", ['"1"', 'W/"1"', "1"])
def test_a_change_meant_for_an_older_revision_is_refused(rep: Caller, form: str) -> None:
    quote = rep.quote()
    rep.line(quote)
    answer = rep.call("PATCH", f"/quotes/{quote}/lines/1", {"quantity": 2}, If_Match=form)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "quote_changed")


@pytest.mark.parametrize("form", ['"2"', 'W/"2"', "2", "*"])
def test_a_change_meant_for_the_last_revision_is_stored(rep: Caller, form: str) -> None:
    quote = rep.quote()
    rep.line(quote)
    answer = rep.call("PATCH", f"/quotes/{quote}/lines/1", {"quantity": 2}, If_Match=form)
    assert answer.status_code == 200


@pytest.mark.parametrize("form", ["two", '"x"', '"1", "2"', '"-1"', '"99999999999999999999"', '"', "\u00e9"])
def test_a_revision_that_is_none_is_refused(rep: Caller, form: str) -> None:
    quote = rep.quote()
    rep.line(quote)
    answer = rep.call("PATCH", f"/quotes/{quote}/lines/1", {"quantity": 2}, If_Match=form)
    assert (answer.status_code, answer.get_json()["code"]) == (400, "request_malformed")


def test_a_submitted_quote_is_queued_once_however_often_it_is_sent(rep: Caller) -> None:
    quote = rep.quote()
    rep.line(quote, band="low", sectors=1, heater=False)
    first = rep.call("POST", f"/quotes/{quote}/submit", {}, Idempotency_Key="key-1")
    again = rep.call("POST", f"/quotes/{quote}/submit", {}, Idempotency_Key="key-1")
    other = rep.call("POST", f"/quotes/{quote}/submit", {}, Idempotency_Key="key-2")
    assert (first.status_code, first.get_json()["state"]) == (202, "queued")
    assert again.get_json() == first.get_json()
    assert (other.status_code, other.get_json()["code"]) == (422, "quote_locked")
    shown = rep.call("GET", f"/quotes/{quote}/write-back").get_json()
    assert (shown["state"], shown["receipt"], shown["failure"]) == ("queued", None, None)


@pytest.mark.parametrize("key", [None, "", "a" * 256, "with space", "\u00e9"])
def test_submitting_needs_a_key_that_tells_repeats(rep: Caller, key: str | None) -> None:
    quote = rep.quote()
    rep.line(quote, band="low", sectors=1, heater=False)
    headers = {} if key is None else {"Idempotency_Key": key}
    answer = rep.call("POST", f"/quotes/{quote}/submit", {}, **headers)
    assert (answer.status_code, answer.get_json()["code"]) == (400, "request_malformed")
    assert "Idempotency-Key" in answer.get_json()["detail"]


def test_an_incomplete_quote_and_an_empty_one_are_not_submitted(rep: Caller) -> None:
    quote = rep.quote()
    empty = rep.call("POST", f"/quotes/{quote}/submit", {}, Idempotency_Key="k1")
    rep.line(quote, band="low")
    incomplete = rep.call("POST", f"/quotes/{quote}/submit", {}, Idempotency_Key="k2")
    assert (empty.status_code, empty.get_json()["code"]) == (422, "quote_empty")
    assert (incomplete.status_code, incomplete.get_json()["code"]) == (422, "quote_incomplete")


def test_a_quote_that_was_never_submitted_has_no_write_back(rep: Caller) -> None:
    assert rep.call("GET", f"/quotes/{rep.quote()}/write-back").status_code == 404


def test_the_document_is_a_pdf_with_the_quote_s_number(rep: Caller) -> None:
    quote = rep.quote()
    rep.line(quote, band="low", sectors=1, heater=False)
    number = rep.call("GET", f"/quotes/{quote}").get_json()["number"]
    answer = rep.call("GET", f"/quotes/{quote}/document.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert f"{number}.pdf" in answer.headers["Content-Disposition"]


def test_somebody_else_s_quote_does_not_exist(web: Web, rep: Caller) -> None:
    quote = rep.quote()
    rep.line(quote)
    strangers = [
        web.sign_in(user=OTHER_USER),
        web.sign_in(record=OTHER_OPPORTUNITY),
        web.sign_in(connection="second", secret=OTHER_SECRET, org=OTHER_ORG),
    ]
    for stranger in strangers:
        calls = [
            stranger.call("GET", f"/quotes/{quote}"),
            stranger.call("GET", f"/quotes/{quote}/lines/1"),
            stranger.call("GET", f"/quotes/{quote}/lines/1/assembly"),
            stranger.call("PATCH", f"/quotes/{quote}/lines/1", {"quantity": 2}),
            stranger.call("DELETE", f"/quotes/{quote}/lines/1"),
            stranger.call("POST", f"/quotes/{quote}/lines", {"product": "mast"}),
            stranger.call("POST", f"/quotes/{quote}/lines/1/copy"),
            stranger.call("POST", f"/quotes/{quote}/lines/1/complete"),
            stranger.call("POST", f"/quotes/{quote}/lines/1/explain", {"attribute": "band", "value": "low"}),
            stranger.call("POST", f"/quotes/{quote}/submit", {}, Idempotency_Key="k"),
            stranger.call("GET", f"/quotes/{quote}/write-back"),
            stranger.call("GET", f"/quotes/{quote}/document.pdf"),
        ]
        assert {answer.status_code for answer in calls} == {404}
        assert stranger.call("GET", "/quotes").get_json() == {"quotes": []}
    assert [one["id"] for one in rep.call("GET", "/quotes").get_json()["quotes"]] == [quote]
