"""Whatever is sent, the answer is a coded refusal in the form of RFC 9457, and never a failure of ours."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from tests.thorough import tried
from tests.web.conftest import Caller, Web


@pytest.fixture
def quote(rep: Caller) -> str:
    quote = rep.quote()
    rep.line(quote, band="low")
    return quote


def _check(answer: TestResponse, status: int, code: str) -> None:
    problem = answer.get_json()
    assert answer.mimetype == "application/problem+json"
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert {"type", "title", "detail", "instance"} <= set(problem)


@pytest.mark.parametrize(
    "quantity", [0, -1, 501, 1_000_000_000, 1e9, 1.0, 1.5, "2", "many", True, None, [], {}]
)
def test_a_quantity_that_is_no_number_in_reach_is_refused(rep: Caller, quote: str, quantity: object) -> None:
    added = rep.call("POST", f"/quotes/{quote}/lines", {"product": "mast", "quantity": quantity})
    changed = rep.call("PATCH", f"/quotes/{quote}/lines/1", {"quantity": quantity})
    _check(added, 422, "quantity_invalid")
    _check(changed, 422, "quantity_invalid")


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("unknown", "low"),
        ("", "low"),
        ("band", "unknown"),
        ("band", ""),
        ("band", 1),
        ("band", True),
        ("band", ["low"]),
        ("band", {"low": 1}),
        ("sectors", 0),
        ("sectors", 7),
        ("sectors", 1.5),
        ("sectors", "2"),
        ("sectors", True),
        ("sectors", 10**30),
        ("heater", "yes"),
        ("heater", 1),
        ("<script>", "<script>"),
    ],
)
def test_an_attribute_or_option_that_the_catalog_does_not_have_is_refused(
    rep: Caller, quote: str, attribute: str, value: object
) -> None:
    changed = rep.call("PATCH", f"/quotes/{quote}/lines/1", {"choices": {attribute: value}})
    explained = rep.call("POST", f"/quotes/{quote}/lines/1/explain", {"attribute": attribute, "value": value})
    assert changed.status_code == explained.status_code == 422
    assert changed.get_json()["code"] in ("choice_unknown", "body_invalid")


@pytest.mark.parametrize("product", ["unknown", "<script>", "../mast", "MAST"])
def test_an_unknown_product_is_refused(rep: Caller, quote: str, product: str) -> None:
    _check(rep.call("POST", f"/quotes/{quote}/lines", {"product": product}), 404, "product_unknown")


@pytest.mark.parametrize(
    "discount",
    [
        "5",
        5,
        [],
        {},
        {"percent": "5"},
        {"percent": "101", "reason": "r"},
        {"percent": "-5", "reason": "r"},
        {"percent": 5.5, "reason": "r"},
        {"percent": "5", "amount": "5", "reason": "r"},
        {"amount": "1e3", "reason": "r"},
        {"amount": "-1", "reason": "r"},
        {"amount": "0.001", "reason": "r"},
        {"amount": "999999999999999", "reason": "r"},
        {"percent": "5", "reason": ""},
        {"percent": "5", "reason": "r" * 5000},
        {"percent": "5", "reason": ["r"]},
        {"percent": "5", "reason": "r", "more": 1},
        {"percent": True, "reason": "r"},
    ],
)
def test_a_discount_that_makes_no_sense_is_refused(rep: Caller, quote: str, discount: object) -> None:
    answer = rep.call("PATCH", f"/quotes/{quote}/lines/1", {"discount": discount})
    assert answer.status_code == 422
    assert answer.get_json()["code"] in ("discount_invalid", "amount_invalid")


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ({}, "product"),
        ({"product": 1}, "product"),
        ({"product": "mast", "price": "0.01"}, "price"),
        ({"product": "mast", "choices": []}, "choices"),
        ({"product": "mast", "choices": None}, "choices"),
        ([], "body"),
        ("text", "body"),
        (7, "body"),
    ],
)
def test_a_body_of_another_shape_is_refused_and_says_where(
    rep: Caller, quote: str, body: object, at: str
) -> None:
    answer = rep.call("POST", f"/quotes/{quote}/lines", body)
    _check(answer, 422, "body_invalid")
    assert answer.get_json()["errors"][0]["at"] == at


@pytest.mark.parametrize(
    "text",
    [
        b"{",
        b"\xff\xfe",
        b'{"product": NaN}',
        b'{"product": 1e999}',
        b'{"quantity": ' + b"9" * 5000 + b"}",
        b"[" * 200_000,
        b'{"a":' * 100_000,
        b'{"product": "\\ud800"}',
        b'{"product": "mast", "choices": {"\\u0000": 1}}',
    ],
)
def test_what_is_no_json_is_refused(rep: Caller, quote: str, text: bytes) -> None:
    answer = rep.client.post(
        f"/api/v1/quotes/{quote}/lines",
        data=text,
        content_type="application/json",
        headers={"Authorization": f"Bearer {rep.token}"},
    )
    _check(answer, 400, "request_malformed")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_another_kind_of_body_is_refused(rep: Caller, kind: str) -> None:
    answer = rep.client.post(
        "/api/v1/quotes", data=b"a=1", content_type=kind, headers={"Authorization": f"Bearer {rep.token}"}
    )
    _check(answer, 415, "content_type_unsupported")


def test_too_large_a_body_is_refused(rep: Caller) -> None:
    _check(rep.call("POST", "/quotes", {"a": "a" * 1_100_000}), 413, "body_too_large")


def test_unknown_addresses_and_methods_are_refused_in_the_same_form(rep: Caller) -> None:
    _check(rep.call("GET", "/nothing"), 404, "not_found")
    wrong = rep.call("PUT", "/quotes", {})
    _check(wrong, 405, "method_not_allowed")
    assert "POST" in wrong.headers["Allow"]


@pytest.mark.parametrize(
    "quote_id", ["0" * 32, "x", "..%2f..", "%00", "0" * 5000, "%F0%9F%92%A9", "1;DROP TABLE quotes", "NaN"]
)
def test_an_id_that_names_no_quote_is_not_found(rep: Caller, quote_id: str) -> None:
    assert rep.call("GET", f"/quotes/{quote_id}").status_code == 404


@pytest.mark.parametrize("n", ["0", "2", "99999999999999999999999", "-1", "x", "1.0"])
def test_a_line_that_is_not_there_is_not_found(rep: Caller, quote: str, n: str) -> None:
    assert rep.call("GET", f"/quotes/{quote}/lines/{n}").status_code == 404
    assert rep.call("DELETE", f"/quotes/{quote}/lines/{n}").status_code == 404


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
LINE = st.fixed_dictionaries(
    {},
    optional={
        "product": st.just("mast") | JSON,
        "quantity": JSON,
        "choices": st.dictionaries(st.sampled_from(["band", "sectors", "heater", "x"]), JSON, max_size=3)
        | JSON,
        "discount": st.fixed_dictionaries({}, optional={"percent": JSON, "amount": JSON, "reason": JSON})
        | JSON,
        "attribute": st.sampled_from(["band", "x"]) | JSON,
        "value": JSON,
    },
)


PATHS = ["", "/1", "/1/explain", "/1/why", "/1/copy", "/1/complete", "/1/undo", "/1/redo"]


@settings(max_examples=tried(150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=LINE | JSON, path=st.sampled_from(PATHS))
def test_no_body_whatsoever_makes_the_api_fail(
    web: Web, rep: Caller, quote: str, body: object, path: str
) -> None:
    method = "PATCH" if path == "/1" else "POST"
    answer = web.client.open(
        f"/api/v1/quotes/{quote}/lines{path}",
        method=method,
        data=json.dumps(body).encode(),
        content_type="application/json",
        headers={"Authorization": f"Bearer {rep.token}"},
    )
    assert answer.status_code < 500
