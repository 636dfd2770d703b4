"""The record in the CRM over the API: looked at, settled by a person, reported to operators."""

import pytest

from app.actor import Role
from app.web.api.schemas.in_crm import CopyJson, ReconciliationJson
from tests.web.conftest import Caller, Web
from tests.web.samples import Json
from tests.web.test_exceptions_api import with_roles
from tests.web.test_life_api import written


def crm(rep: Caller, quote: str) -> Json:
    answer = rep.call("GET", f"/quotes/{quote}/crm")
    assert answer.status_code == 200, answer.text
    found: Json = answer.get_json()
    assert not CopyJson().validate(found)
    return found


def test_a_draft_is_nowhere_and_a_written_quote_has_a_record(web: Web, rep: Caller) -> None:
    draft = rep.quote()
    assert (crm(rep, draft)["place"], crm(rep, draft)["looked_at"]) == ("nowhere", None)

    quote = written(web, rep)
    assert (crm(rep, quote)["place"], crm(rep, quote)["looked_at"]) == ("written", None)


def test_a_look_finds_what_somebody_changed_and_a_person_settles_it(web: Web, rep: Caller) -> None:
    quote = written(web, rep)
    (held,) = web.gateway.crms["first"].quotes.values()
    held.told["stage"] = "<b>Mine</b>"

    found = rep.call("POST", f"/quotes/{quote}/crm/look", {}).get_json()
    assert found["differences"] == [
        {"kind": "field", "what": "stage", "believed": "Approved", "held": "<b>Mine</b>"}
    ]

    kept = rep.call("POST", f"/quotes/{quote}/crm/settle", {"field": "stage", "keep": "crm"})
    assert kept.get_json()["differences"] == []
    again = rep.call("POST", f"/quotes/{quote}/crm/look", {}).get_json()
    assert (again["differences"], held.told["stage"]) == ([], "<b>Mine</b>")


def test_ours_is_written_over_only_where_a_person_says_so(web: Web, rep: Caller) -> None:
    quote = written(web, rep)
    (held,) = web.gateway.crms["first"].quotes.values()
    held.told["stage"] = "Mine"
    rep.call("POST", f"/quotes/{quote}/crm/look", {})

    rep.call("POST", f"/quotes/{quote}/crm/settle", {"field": "stage", "keep": "ours"})
    rep.call("POST", f"/quotes/{quote}/crm/look", {})

    assert held.told["stage"] == "Approved"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"field": "stage", "keep": "crm"}, 404, "difference_not_found"),
        ({"field": "owner", "keep": "crm"}, 422, "body_invalid"),
        ({"field": "stage", "keep": "both"}, 422, "body_invalid"),
    ],
)
def test_what_cannot_be_settled_is_refused(web: Web, rep: Caller, body: Json, status: int, code: str) -> None:
    answer = rep.call("POST", f"/quotes/{written(web, rep)}/crm/settle", body)

    assert (answer.status_code, answer.get_json()["code"]) == (status, code)


def test_operators_see_how_the_connection_compares_and_ask_for_a_new_look(web: Web, rep: Caller) -> None:
    quote = written(web, rep)
    web.gateway.crms["first"].quotes.clear()
    rep.call("POST", f"/quotes/{quote}/crm/look", {})
    operator = with_roles(web, rep, Role.OPERATOR)

    report = operator.call("GET", "/operations/reconciliation").get_json()

    assert not ReconciliationJson().validate(report)
    assert (report["there"], report["seen"], report["differ"], report["waiting"]) == (1, 1, 1, 0)
    assert [one["kind"] for one in report["differing"][0]["differences"]] == ["missing"]
    started = operator.call("POST", "/operations/reconciliation", {})
    assert (started.status_code, started.get_json()) == (202, {"people": 0})


def test_the_report_is_for_operators(web: Web, rep: Caller) -> None:
    for method in ("GET", "POST"):
        answer = rep.call(method, "/operations/reconciliation", {} if method == "POST" else None)
        assert answer.status_code == 403
