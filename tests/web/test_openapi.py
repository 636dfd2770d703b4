"""The OpenAPI document says what the API does."""

import re

import pytest

from app.web.api.schemas.explanations import ExplanationJson, WhyJson
from app.web.api.schemas.lines import LineJson, StrategiesJson
from app.web.api.schemas.problems import ProblemJson
from app.web.api.schemas.products import ProductJson, ProductsJson
from app.web.api.schemas.quotes import (
    OpportunityJson,
    QuoteJson,
    QuotesJson,
    SessionJson,
    WriteBackJson,
)
from tests.web.conftest import Caller, Web
from tests.web.samples import Json, signed_request


@pytest.fixture
def document(web: Web) -> Json:
    answer = web.client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    found: Json = answer.get_json()
    return found


def test_every_call_of_the_api_is_described(web: Web, document: Json) -> None:
    paths = document["paths"]
    assert isinstance(paths, dict)
    described = {
        (method.upper(), path) for path, calls in paths.items() for method in calls if method != "parameters"
    }
    served = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in web.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/v1") and not rule.rule.endswith("openapi.json")
    }
    assert described == served
    assert len(served) > 15


def test_it_says_how_to_sign_in_and_which_headers_count(document: Json) -> None:
    paths = document["paths"]
    assert isinstance(paths, dict)
    submit = paths["/api/v1/quotes/{quote_id}/submit"]["post"]
    named = {one["name"]: one.get("required", False) for one in submit["parameters"]}
    assert named == {"Idempotency-Key": True, "If-Match": False}
    assert document["security"] == [{"session": []}]
    assert paths["/api/v1/sessions"]["post"]["security"] == []
    assert "application/problem+json" in submit["responses"]["default"]["content"]
    assert (
        "application/pdf"
        in paths["/api/v1/quotes/{quote_id}/document.pdf"]["get"]["responses"]["200"]["content"]
    )


def test_every_answer_is_as_its_schema_describes(web: Web) -> None:
    posted = web.client.post(
        "/api/v1/sessions", json={"connection": "first", "signed_request": signed_request()}
    )
    assert not SessionJson().validate(posted.get_json())
    rep = Caller(web.client, posted.get_json()["token"])
    quote = rep.quote()
    path = f"/quotes/{quote}"
    line = rep.line(quote, band="high", sectors=2)
    answers = [
        (ProductsJson, rep.call("GET", "/products").get_json()),
        (ProductJson, rep.call("GET", "/products/mast").get_json()),
        (OpportunityJson, rep.call("GET", "/opportunity").get_json()),
        (LineJson, line),
        (LineJson, rep.call("GET", f"{path}/lines/1").get_json()),
        (LineJson, rep.call("PATCH", f"{path}/lines/1", _discount()).get_json()),
        (ExplanationJson, rep.call("POST", f"{path}/lines/1/explain", _no_heater()).get_json()),
        (ExplanationJson, rep.call("POST", f"{path}/lines/1/explain", _no_heater(reasons=9)).get_json()),
        (WhyJson, rep.call("POST", f"{path}/lines/1/why", {"attribute": "heater"}).get_json()),
        (StrategiesJson, rep.call("GET", f"{path}/lines/1/complete").get_json()),
        (LineJson, rep.call("POST", f"{path}/lines/1/complete", {"strategy": "cheapest"}).get_json()),
        (LineJson, rep.call("POST", f"{path}/lines/1/undo", {}).get_json()),
        (LineJson, rep.call("POST", f"{path}/lines/1/redo", {}).get_json()),
        (QuoteJson, rep.call("GET", path).get_json()),
        (QuotesJson, rep.call("GET", "/quotes").get_json()),
        (WriteBackJson, rep.call("POST", f"{path}/submit", {}, Idempotency_Key="k").get_json()),
    ]
    assert [(schema.__name__, schema().validate(answer)) for schema, answer in answers] == [
        (schema.__name__, {}) for schema, _answer in answers
    ]
    problem = rep.call("DELETE", f"{path}/lines/9").get_json()
    assert not ProblemJson().validate(problem)


def _discount() -> Json:
    return {"discount": {"amount": "10.00", "reason": "first order"}}


def _no_heater(**more: object) -> Json:
    return {"attribute": "heater", "value": False, **more}
